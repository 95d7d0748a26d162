"""Telegram answers with 429, with 502, or not at all, for a third of all calls."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from playground.server import Message, Person
from tests.journeys.people import Town, answers_to, picture_cards

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
