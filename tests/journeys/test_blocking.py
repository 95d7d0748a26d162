"""A person stops the bot while it works for them, and comes back."""

from __future__ import annotations

from collections.abc import Callable

from playground.server import Message
from tests.journeys.households import household
from tests.journeys.people import Town, answers_to, picture_cards
from tests.journeys.test_group_life import writes


async def test_a_card_that_could_not_be_delivered_comes_when_the_person_is_back(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person, other = await town.resident("en", "Emma"), await town.resident("ko")
    held = town.world.faults.add("slow", "file", seconds=2.0)
    clip = person.send_video_note(shots(), duration=6)
    await town.sees(person, lambda: held.happened and answers_to(clip))
    person.block_bot()
    await town.bot.until(lambda: town.job(person)["state"] == "done")
    await town.bot.until(lambda: _stopped(town, person.id) == "blocked")
    await town.card(other, other.send_video_note(shots(), duration=6))
    assert town.entries(person)[0]["state"] == "done"
    assert picture_cards(person) == []
    person.unblock_bot()
    await town.card(person, clip)
    assert len(answers_to(clip)) == 1
    assert len(town.entries(person)) == 1


async def test_whoever_writes_after_a_block_is_back(town: Town, shots: Callable[[], bytes]) -> None:
    person = await town.resident("en", "Emma")
    person.block_bot()
    await town.bot.until(lambda: _blocked(town, person.id))
    await town.card(person, person.send_video_note(shots(), duration=6))
    assert not _blocked(town, person.id)


async def test_a_group_that_puts_the_bot_out_gets_its_results_when_it_takes_it_back(
    town: Town, room_shots: Callable[[], bytes]
) -> None:
    group, owner, _ = await household(town, "en")
    held = town.world.faults.add("slow", "file", count=2, seconds=4.0)
    clips = [await writes(town, owner, room_shots(), "en", chat=group)]
    clips.append(owner.send_video_note(room_shots(), 2, chat=group))
    await town.sees(owner, lambda: held.happened and all(map(answers_to, clips)))
    town.world.set_bot_status(group, owner, "kicked")
    await town.bot.until(lambda: _done(town, group.id) == len(clips))
    await town.bot.until(lambda: _stopped(town, group.id) == "blocked")
    put_out = len(town.world.calls)
    town.world.set_bot_status(group, owner, "administrator")
    for clip in clips:
        await town.sees(owner, lambda clip=clip: _is_over(clip))
    assert [len(answers_to(clip)) for clip in clips] == [1, 1]
    refused = [call for call in town.world.calls[put_out:] if call.status == 403]
    assert refused == []


def _is_over(clip: Message) -> bool:
    """Whether the card shows a result: the buttons under it are not that of a waiting entry."""
    [card] = answers_to(clip)
    return all("cancel" not in (button.data or "") for button in card.buttons)


def _done(town: Town, chat_id: int) -> object:
    query = (
        "SELECT count(*) FROM entries JOIN diaries ON diaries.id = entries.diary_id"
        " WHERE diaries.chat_id = ? AND entries.state = 'done'"
    )
    return town.bot.value(query, chat_id)


def _stopped(town: Town, chat_id: int) -> object:
    return town.bot.value("SELECT stopped FROM cards WHERE chat_id = ?", chat_id)


def _blocked(town: Town, person_id: int) -> object:
    return town.bot.value("SELECT blocked_at FROM persons WHERE telegram_id = ?", person_id)
