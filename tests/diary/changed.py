"""An entry that its author changes, and everything of it that a change may touch."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from diary import edits, tags, undo
from storage import persons
from storage import tags as tag_rows
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person
from tests.diary.given import JIWOO, NOON, entry_of, finished, recording, report

FOUND = ("산책", "라면")


async def begun(connection: Connection) -> tuple[Person, Entry]:
    """Jiwoo with a finished entry in which two tags were found."""
    clip = recording(origin_at=NOON - dt.timedelta(days=30))
    entry_id = await finished(connection, clip, report(tags=FOUND))
    person = await persons.find(connection, JIWOO)
    assert person is not None
    return person, await entry_of(connection, entry_id)


async def state(connection: Connection, entry_id: int) -> dict[str, Any]:
    """Everything that an edit may change."""
    entry = await entry_of(connection, entry_id)
    has = await tags.of_entry(connection, entry_id)
    names = (*FOUND, "하나", "둘", "셋")
    return {
        **{name: getattr(entry, name) for name in ("title", "day", "mood", "look", "state")},
        "recorded_at": entry.recorded_at,
        "origin_at": entry.origin_at,
        "manual": has.manual,
        "automatic": has.automatic,
        "unwanted": await tag_rows.unwanted(connection, entry.author_id, names),
    }


SETTERS: Mapping[str, Callable[..., Awaitable[int | None]]] = {
    "title": edits.set_title,
    "day": edits.set_day,
    "mood": edits.set_mood,
    "look": edits.set_look,
}


async def edit(
    connection: Connection, person: Person, entry_id: int, kind: str, value: Any, now: dt.datetime
) -> int | None:
    """Make one edit of this kind; the change, None where nothing was to be changed."""
    entry = await entry_of(connection, entry_id)
    if kind in SETTERS:
        return await SETTERS[kind](connection, person, entry, value, now)
    if kind == "tag":
        return await tags.add(connection, person, entry, (value,), now)
    has = await tags.of_entry(connection, entry_id)
    if value not in (*has.manual, *has.automatic):
        return None
    return await tags.drop(connection, person, entry, value, now)


async def undo_last(connection: Connection, person: Person, now: dt.datetime) -> bool:
    """/undo; whether there was something."""
    last = await undo.last(connection, person, now)
    if last is None:
        return False
    done = await undo.undo(connection, person, last.id, now)
    assert done.is_back
    return True
