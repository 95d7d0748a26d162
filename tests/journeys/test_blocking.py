"""A person stops the bot while it works for them, and comes back."""

from __future__ import annotations

from collections.abc import Callable

from tests.journeys.people import Town, answers_to, picture_cards


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


def _stopped(town: Town, chat_id: int) -> object:
    return town.bot.value("SELECT stopped FROM cards WHERE chat_id = ?", chat_id)


def _blocked(town: Town, person_id: int) -> object:
    return town.bot.value("SELECT blocked_at FROM persons WHERE telegram_id = ?", person_id)
