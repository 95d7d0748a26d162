"""Updates that come twice, under old numbers, or in a shape that nobody can read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from playground.server import World
from tests.journeys.people import Town, answers_to, picture_cards, says_to
from tests.playground.conftest import leftovers, with_newer_fields


async def test_an_update_that_comes_again_changes_nothing(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person = await town.resident("en", "Emma")
    clip = person.send_video_note(shots(), duration=6)
    update_id = max(town.world.updates)
    town.world.redeliver(update_id)
    await town.card(person, clip)
    polls = town.world.bot.updates.polls
    town.world.redeliver(update_id)
    await town.sees(person, lambda: town.world.bot.updates.polls > polls)
    await town.card(person, person.send_video_note(shots(), duration=6))
    assert len(answers_to(clip)) == 1
    assert len(town.entries(person)) == 2
    assert len(picture_cards(person)) == 2


async def test_an_update_that_nobody_can_read_is_set_aside(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person = await town.resident("en", "Emma")
    chat = {"id": person.id, "type": "private", "first_name": "Emma"}
    odd = [
        {"message": {"message_id": "seven", "date": [], "chat": chat}},
        {"message": 7},
        {"message": {"chat": {"id": [1]}}},
        {"callback_query": {"id": 1, "from": None}},
        {"something_new": {"of": "next year"}},
        {},
    ]
    numbers = [town.world.send_raw_update(content) for content in odd]
    clip = person.send_video_note(shots(), duration=6)
    await town.card(person, clip)
    query = f"SELECT * FROM inbox WHERE update_id IN ({','.join(map(str, numbers))})"  # noqa: S608
    letters = await town.bot.until(lambda: _finished(town.bot.rows(query), len(odd)))
    assert {letter["raw"] for letter in letters} == {None}
    unreadable = [letter for letter in letters if letter["state"] == "failed"]
    assert unreadable
    assert all(letter["outcome"].startswith("unreadable") for letter in unreadable)


def _finished(letters: list[dict[str, object]], count: int) -> list[dict[str, object]]:
    done = [letter for letter in letters if letter["state"] in {"handled", "failed"}]
    return done if len(done) == count else []


async def test_numbers_that_start_lower_after_a_quiet_week_are_new_updates(
    own_town: Town, shots: Callable[[], bytes]
) -> None:
    town = own_town
    person = await town.resident("en", "Emma")
    await town.card(person, person.send_video_note(shots(), duration=6))
    town.world.next_update_id = 4_000
    await town.card(person, person.send_video_note(shots(), duration=6))
    await town.bot.stop()
    town.world.next_update_id = 900
    waiting = person.send_video_note(shots(), duration=6)
    town.bot.start()
    await town.card(person, waiting)
    assert len(town.entries(person)) == 3


async def test_a_number_that_comes_again_after_two_days_is_another_update(
    own_town: Town, shots: Callable[[], bytes]
) -> None:
    town = own_town
    person = await town.resident("en", "Emma")
    town.world.next_update_id = 7_000
    await town.card(person, person.send_video_note(shots(), duration=6))
    await town.bot.stop()
    ago = dt.datetime.now(dt.UTC).replace(tzinfo=None) - dt.timedelta(hours=49)
    town.bot.change("UPDATE inbox SET received_at = ?", str(ago))
    town.world.next_update_id = 7_000
    again = person.send_video_note(shots(), duration=6)
    town.bot.start()
    await town.card(person, again)
    assert len(town.entries(person)) == 2


async def test_a_cancel_that_is_handled_again_after_a_kill_cancels_once(
    own_town: Town, shots: Callable[[], bytes]
) -> None:
    town = own_town
    town.world.faults.add("slow", "file", count=2, seconds=300)
    person = await town.resident("en", "Emma")
    clips = [person.send_video_note(shots(), duration=6) for _ in range(2)]
    await town.sees(person, lambda: all(answers_to(clip) for clip in clips))
    town.world.faults.add("slow", "sendMessage", seconds=300)
    person.send_text("/cancel")
    await town.sees(person, lambda: person.chat.from_bot[-1].text == says_to(person).cancelled)
    await town.bot.kill()
    town.world.faults.clear()
    town.bot.start()
    await town.card(person, clips[0])
    assert [entry["state"] for entry in town.entries(person)] == ["done", "cancelled"]


async def test_another_library_reads_every_update_of_the_journeys(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person = await town.resident("en", "Emma")
    card = await town.card(person, person.send_video_note(shots(), duration=6))
    person.tap(card, says_to(person).bubbles_button)
    await town.sees(person, lambda: len(card.versions) > 1)
    _aiogram_reads(town.world)


def _aiogram_reads(world: World) -> None:
    import aiogram.types

    assert len(world.updates) > 3
    for update in world.updates.values():
        parsed = aiogram.types.Update.model_validate(with_newer_fields(update))
        assert leftovers(parsed) == []
