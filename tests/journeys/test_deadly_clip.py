"""A clip whose worker dies each time: said after three attempts, while others are served."""

from __future__ import annotations

import asyncio
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
    await asyncio.gather(_kill_its_workers(town, person), _is_served(town, other, shots))
    await town.settled(person, deadly)
    [card] = answers_to(deadly)
    assert says.reasons["worker_died"] in (card.text or "")
    assert "A heavy day" in (card.text or "")
    assert button_texts(card) == [says.retry_button]
    assert town.job(person)["attempts"] == 3
    assert town.entries(person)[0]["state"] == "failed"
    await person.press(card, says.retry_button, 60)
    await town.card(person, deadly)
    await town.settled(person, deadly)
    assert picture_cards(person) == [card]
    assert says.retry_button not in button_texts(card)
    assert len(picture_cards(other)) == 3
    assert town.bot.work_left() == []


async def _kill_its_workers(town: Town, person: Person) -> None:
    for attempt in (1, 2, 3):
        await _kill_its_worker(town, person, attempt)


async def _is_served(town: Town, other: Person, shots: Callable[[], bytes]) -> None:
    for _ in range(3):
        await town.card(other, other.send_video_note(shots(), duration=6))


async def _kill_its_worker(town: Town, person: Person, attempt: int) -> None:
    """Wait for the attempt to be at the picture, and kill the process that looks at it."""
    await town.bot.until(lambda: _is_looked_at(town.job(person), attempt))
    [worker] = await town.bot.until(town.bot.video_workers)
    worker.kill()
    await town.bot.until(lambda: town.job(person)["state"] != "running")
    assert town.job(person)["attempts"] == attempt


def _is_looked_at(job: dict[str, object], attempt: int) -> bool:
    return job["state"] == "running" and job["stage"] == "face" and job["attempts"] == attempt
