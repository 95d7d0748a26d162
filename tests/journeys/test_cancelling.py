"""Cancelled is cancelled: nothing is kept, and the others go on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from playground.server import Message, Person
from tests.journeys.conftest import Clips
from tests.journeys.people import Town, answers_to, button_texts, picture_cards, says_to

CAPTION = "Never said\nI would rather not have told this. #secret"


@pytest.mark.parametrize("way", ["button", "command"])
async def test_cancelled_while_it_runs_keeps_nothing(
    town: Town, reel: Clips, shots: Callable[[], bytes], way: str
) -> None:
    person, other = await town.resident("en", "Emma"), await town.resident("ko")
    clip = person.send_video(reel.long, 40, caption=CAPTION)
    await town.bot.until(lambda: town.job(person)["stage"] == "face")
    await _cancel(town, person, clip, way)
    await _nothing_is_kept(town, person, clip)
    await town.card(other, other.send_video_note(shots(), duration=6))
    assert town.job(person)["state"] == "cancelled"
    assert picture_cards(person) == []
    await town.bot.until(lambda: not town.bot.work_left())


@pytest.mark.parametrize("way", ["button", "command"])
async def test_cancelled_in_the_queue_keeps_nothing(
    town: Town, shots: Callable[[], bytes], way: str
) -> None:
    held = town.world.faults.add("slow", "file", count=2, seconds=5.0)
    other, person = await town.resident("ko"), await town.resident("en", "Emma")
    before = [other.send_video_note(shots(), duration=6) for _ in range(2)]
    await town.sees(other, lambda: held.happened == 2)
    clip = person.send_video(shots(), 6, caption=CAPTION)
    await town.sees(person, lambda: answers_to(clip))
    assert town.job(person)["state"] == "queued"
    await _cancel(town, person, clip, way)
    await _nothing_is_kept(town, person, clip)
    for sent in before:
        await town.card(other, sent)
    assert town.job(person)["attempts"] == 0


async def _cancel(town: Town, person: Person, clip: Message, way: str) -> None:
    says = says_to(person)
    if way == "command":
        person.send_text("/cancel")
        await town.sees(person, lambda: person.chat.from_bot[-1].text == says.cancelled)
        return
    [card] = await town.sees(person, lambda: answers_to(clip))
    await person.press(card, says.cancel_button, 60)


async def _nothing_is_kept(town: Town, person: Person, clip: Message) -> None:
    says = says_to(person)
    [card] = answers_to(clip)
    await town.sees(person, lambda: card.text == says.card_cancelled)
    assert button_texts(card) == []
    [entry] = town.entries(person)
    assert (entry["state"], entry["title"], entry["caption"]) == ("cancelled", None, "")
    assert entry["report"] in {None, "null"}
    for table in ("clips", "tags", "terms"):
        assert town.bot.rows(f"SELECT * FROM {table} WHERE entry_id = ?", entry["id"]) == []  # noqa: S608


async def test_there_may_be_nothing_to_cancel(town: Town, shots: Callable[[], bytes]) -> None:
    person = await town.resident("ko")
    says = says_to(person)
    person.send_text("/cancel")
    await town.sees(person, lambda: person.chat.from_bot[-1].text == says.nothing_to_cancel)
    card = await town.card(person, person.send_video_note(shots(), duration=6))
    answer = await person.call(card, f"cancel:{town.entries(person)[0]['id']}").answered(60)
    assert answer["text"] == says.too_late
    assert town.entries(person)[0]["state"] == "done"
