"""A forwarded clip can be dated by the day on which it was first sent."""

from __future__ import annotations

from collections.abc import Callable

from playground.server import forwarded
from tests.journeys.people import Town, answers_to, button_texts, picture_cards

#: Monday, 14 September 2026, 12:00 UTC: 21:00 in Seoul.
FIRST_SENT = 1_789_387_200


async def test_a_forwarded_clip_moves_to_the_day_it_was_first_sent(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person = await town.resident("en", "Emma")
    clip = person.send_video_note(shots(), 6, forward_origin=forwarded("Mina", FIRST_SENT))
    card = await town.card(person, clip)
    [button] = [text for text in button_texts(card) if text.startswith("📅")]
    assert "Sep 14" in button
    await person.press(card, button, 60)
    await town.sees(
        person,
        lambda: (
            "Monday evening, September 14" in (card.caption or "")
            and "9:00 PM" in (card.caption or "")
        ),
    )
    await town.settled(person, clip)
    [entry] = town.entries(person)
    assert entry["day"] == "2026-09-14"
    assert not any(text.startswith("📅") for text in button_texts(card))
    assert picture_cards(person) == [card]


async def test_a_forward_of_an_own_clip_asks_whether_it_is_the_same(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person = await town.resident("ko")
    clip = person.send_video_note(shots(), duration=6)
    card = await town.card(person, clip)
    person.forward(clip)
    await town.sees(person, lambda: person.chat.from_bot[-1].reply_to is card)
    assert len(answers_to(clip)) == 1
