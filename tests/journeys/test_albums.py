"""Several clips sent together are one entry."""

from __future__ import annotations

import json
from collections.abc import Callable

from playground.server import Attachment, Message
from tests.journeys.people import Row, Town, answers_to, picture_cards


async def test_an_album_is_one_entry_and_a_late_part_joins_it(
    town: Town, shots: Callable[[], bytes]
) -> None:
    person = await town.resident("en", "Emma")
    parts = [Attachment("video", shots(), duration=6) for _ in range(3)]
    album = person.album(parts, "Three rooms\nWe painted the kitchen. #home")
    card = await town.card(person, album[0])
    await town.settled(person, album[0])
    entry = _only_entry(town, album[0])
    assert entry["title"] == "Three rooms"
    assert "Face seen 18 of 18 s" in (card.caption or "")
    assert "#home" in (card.caption or "")
    assert _moments(entry)[-1] > 12
    assert _moments(entry) == sorted(_moments(entry))
    late = person.send_video(shots(), 6, media_group_id=album[0].extra["media_group_id"])
    await town.sees(person, lambda: "Face seen 24 of 24 s" in (card.caption or ""))
    await town.settled(person, album[0])
    assert _moments(_only_entry(town, album[0]))[-1] > 18
    assert picture_cards(person) == [card]
    assert [answers_to(message) for message in (*album[1:], late)] == [[], [], []]


def _only_entry(town: Town, clip: Message) -> Row:
    [entry] = town.bot.rows(
        "SELECT entries.* FROM entries JOIN persons ON persons.id = author_id"
        " WHERE telegram_id = ?",
        clip.chat.id,
    )
    return entry


def _moments(entry: Row) -> list[float]:
    """The seconds of the timeline."""
    return [moment["t_s"] for moment in json.loads(entry["report"])["emotions"]["timeline"]]
