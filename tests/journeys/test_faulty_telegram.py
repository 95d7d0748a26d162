"""Telegram answers with 429, with 502, or not at all, for a third of all calls; or counts them."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from playground.server import Chat, Message, Person, Specification, World, running
from tests.journeys.bot_process import BotProcess
from tests.journeys.households import household
from tests.journeys.people import Town, answers_to, picture_cards
from tests.journeys.test_group_life import writes

#: Clips that a group sends at once; more of them take the minutes that Telegram's pace asks for.
BUSY = int(os.environ.get("MINDGITTER_TEST_BUSY_CLIPS", "5"))

#: Together somewhat more than 30 % of all calls, file downloads and polls included.
CHANCES = {"too_many_requests": 0.1, "server_error": 0.1, "drop_before": 0.08, "drop_after": 0.08}


@pytest.mark.parametrize("seed", [11, 12])
async def test_a_faulty_telegram_costs_patience_and_at_most_an_orphaned_line(
    own_town: Town, shots: Callable[[], bytes], seed: int
) -> None:
    town = own_town
    town.world.faults._seed = seed
    faults = [
        town.world.faults.add(kind, count=None, probability=chance)
        for kind, chance in CHANCES.items()
    ]
    people = [await town.resident("en", f"Emma {number}") for number in range(5)]
    before = {person.id: len(person.chat.from_bot) for person in people}
    sent = [(person, person.send_video_note(shots(), duration=6)) for person in people]
    for person, clip in sent:
        await town.card(person, clip)
    for person, clip in sent:
        await town.settled(person, clip)
    assert all(fault.happened for fault in faults)
    assert town.world.early_calls == []
    for person, clip in sent:
        _exactly_one(town, person, clip, before[person.id])


def _exactly_one(town: Town, person: Person, clip: Message, before: int) -> None:
    """One entry, one picture card; every other line is one whose answer was lost."""
    assert len(town.entries(person)) == 1
    assert len(picture_cards(person)) == 1
    lost = [
        call
        for call in town.world.calls_of("sendMessage")
        if call.outcome == "unanswered" and int(call.params["chat_id"]) == person.id
    ]
    orphans = [message for message in answers_to(clip) if not message.photo]
    assert len(orphans) <= len(lost)
    assert all((message.text or "").startswith("Got it") for message in orphans)
    assert len(person.chat.from_bot) == before + 1 + len(orphans)


async def test_a_busy_group_is_answered_at_the_pace_that_telegram_keeps(
    specification: Specification | None, tmp_path: Path, room_shots: Callable[[], bytes]
) -> None:
    world = World(specification=specification, floods=True)
    async with running(world) as url:
        bot = BotProcess(url, world.token, tmp_path, TELEGRAM_PACE="3/20/30")
        bot.start()
        town = Town(world, bot)
        group, owner, _ = await household(town, "ko")
        clips = [await writes(town, owner, room_shots(), "ko", chat=group)]
        clips += [owner.send_video_note(room_shots(), 2, chat=group) for _ in range(BUSY - 1)]
        for clip in clips:
            await town.sees(owner, lambda clip=clip: answers_to(clip))
        for clip in clips:
            await bot.until(lambda clip=clip: _is_at_rest(town, clip))
        await bot.stop()
    assert [len(answers_to(clip)) for clip in clips] == [1] * BUSY
    assert _in_order(group)
    assert [call.method for call in world.calls if call.status == 429] == []
    assert (world.early_calls, world.violations, world.crashes) == ([], [], [])


def _is_at_rest(town: Town, clip: Message) -> bool:
    query = (
        "SELECT cards.id FROM cards JOIN entries ON entries.id = cards.entry_id"
        " WHERE cards.chat_id = ? AND cards.reply_to = ? AND cards.shown = cards.wanted"
        " AND entries.state = 'done'"
    )
    return bool(town.bot.rows(query, clip.chat.id, clip.message_id))


def _in_order(group: Chat) -> bool:
    """Whether the first answers came in the order of the clips."""
    answered = [m.reply_to.message_id for m in group.from_bot if m.reply_to is not None]
    return answered == sorted(answered)
