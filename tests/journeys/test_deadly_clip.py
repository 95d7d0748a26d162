"""A clip whose worker dies each time: said after three attempts, while others are served."""

from __future__ import annotations

from collections.abc import Callable

from playground.server import Person
from tests.journeys.conftest import Clips
from tests.journeys.people import Town, answers_to, button_texts, picture_cards, says_to


async def test_a_clip_that_kills_its_worker_is_given_up_and_can_be_tried_again(
    own_town: Town, reel: Clips, shots: Callable[[], bytes]
) -> None:
    town = own_town
    person, other = await town.resident("en", "Emma"), await town.resident("ko")
    says = says_to(person)
    deadly = person.send_video(reel.long, duration=40, caption="A heavy day\n#storm")
    notes = []
    for attempt in (1, 2, 3):
        await _kill_its_worker(town, person, attempt)
        notes.append(other.send_video_note(shots(), duration=6))
        await town.bot.until(lambda: _is_served(town, other, len(notes)))
    for note in notes:
        await town.card(other, note)
    await town.settled(person, deadly)
    [card] = answers_to(deadly)
    assert says.reasons["worker_died"] in (card.text or "")
    assert "A heavy day" in (card.text or "")
    assert button_texts(card)[0] == says.retry_button
    assert town.job(person)["attempts"] == 3
    assert town.entries(person)[0]["state"] == "failed"
    await person.press(card, says.retry_button, 60)
    await town.card(person, deadly)
    await town.settled(person, deadly)
    assert picture_cards(person) == [card]
    assert says.retry_button not in button_texts(card)
    assert len(picture_cards(other)) == 3
    assert town.bot.work_left() == []


def _is_served(town: Town, other: Person, number: int) -> bool:
    """Before the next attempt can be over: both need the one process that looks at pictures."""
    entries = town.entries(other)
    return len(entries) == number and all(entry["state"] == "done" for entry in entries)


async def _kill_its_worker(town: Town, person: Person, attempt: int) -> None:
    """Wait for the attempt to be at the picture, and kill the process that looks at it.

    One that still loads has not taken the clip: its successor would, in the same attempt.
    """
    await town.bot.until(lambda: _is_looked_at(town.job(person), attempt))
    [worker] = await town.bot.until(town.bot.video_workers_at_work)
    worker.kill()
    await town.bot.until(lambda: town.job(person)["state"] != "running")
    assert town.job(person)["attempts"] == attempt


def _is_looked_at(job: dict[str, object], attempt: int) -> bool:
    return job["state"] == "running" and job["stage"] == "face" and job["attempts"] == attempt
