"""A diary with a past: entries of many days, laid down at once, for lists and numbers."""

import datetime as dt
from dataclasses import replace
from typing import Any

from analysis.report import Emotions, KeySentence, Report
from storage import diaries, persons, tags
from storage import entries as entry_rows
from storage.database import Connection
from tests.bot.given import png
from tests.diary.given import HAPPY, LIMITS, NOON, emotions, report


def told(text: str, look: str | None = "happy", **more: Any) -> Report:
    """What was found in an entry of one sentence."""
    seen = replace(emotions(*[HAPPY] * 5), dominant=look) if look else Emotions()
    return report(key_sentences=(KeySentence(text, 1.0),), emotions=seen, **more)


async def draw(view: str, value: Any, language: str) -> bytes:  # noqa: ARG001
    """A small real picture of whatever it is."""
    return png(40 if view == "curve" else 50)


async def own_diary(connection: Connection, telegram_id: int, language: str = "ko") -> int:
    """The number of a person's own diary; the person has agreed."""
    found = await diaries.of_chat(connection, telegram_id)
    if found is not None:
        return found.id
    person = await persons.find(connection, telegram_id)
    person = person or await persons.add(connection, telegram_id, language, NOON)
    await persons.consent(connection, person.id, NOON)
    made = await diaries.add(
        connection, person.id, telegram_id, LIMITS.time_zone, LIMITS.day_starts_hour, NOON
    )
    return made.id


async def lay_down(
    connection: Connection,
    diary_id: int,
    author_id: int,
    day: dt.date,
    *,
    hour: int = 12,
    made: Report | None = None,
    names: tuple[str, ...] = (),
    **more: Any,
) -> int:
    """An entry that was made at this hour (UTC) of a day; `names` are tags."""
    at = dt.datetime(day.year, day.month, day.day, hour, tzinfo=dt.UTC)
    values: dict[str, Any] = {
        "diary_id": diary_id, "author_id": author_id, "state": "done", "recorded_at": at,
        "day": day, "caption": "", "created_at": at, "language": "ko",
        "report": made.to_json() if made else None,
    }  # fmt: skip
    entry_id = await entry_rows.add(connection, values | more)
    await tags.replace(connection, diary_id, entry_id, names, manual=True)
    return entry_id
