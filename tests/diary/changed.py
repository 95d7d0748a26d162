"""An entry that its author changes, and everything of it that a change may touch."""

import datetime as dt
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from analysis.report import Segment, Transcript, Words
from diary import corrections, edits, fixes, jobs, tags, undo
from storage import persons
from storage import tags as tag_rows
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person
from tests.diary.given import JIWOO, NOON, TERMS, entry_of, finished, recording, report

FOUND = ("산책", "라면")

#: What the words worker takes for tags, in this order, where it stands in what was said.
TELLING = ("산책", "바다", "라면", "국수")

SAID = Transcript(
    "ko", "산책을 하고 라면을 먹었다.", (Segment(0, 3, "산책을 하고 라면을 먹었다."),)
)


async def begun(connection: Connection) -> tuple[Person, Entry]:
    """Jiwoo with a finished entry in which two tags were found."""
    clip = recording(origin_at=NOON - dt.timedelta(days=30))
    entry_id = await finished(connection, clip, report(tags=FOUND, transcript=SAID))
    person = await persons.find(connection, JIWOO)
    assert person is not None
    return person, await entry_of(connection, entry_id)


async def state(connection: Connection, entry_id: int) -> dict[str, Any]:
    """Everything that an edit may change."""
    entry = await entry_of(connection, entry_id)
    has = await tags.of_entry(connection, entry_id)
    names = (*FOUND, *TELLING, "하나", "둘", "셋")
    return {
        "report": corrections.report_of(entry),
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
    if kind == "fix":
        return await fixes.fix(connection, person, entry, value, now)
    if kind == "tag":
        return await tags.add(connection, person, entry, (value,), now)
    has = await tags.of_entry(connection, entry_id)
    if value not in (*has.manual, *has.automatic):
        return None
    return await tags.drop(connection, person, entry, value, now)


async def choose(connection: Connection, entry_id: int, now: dt.datetime) -> None:
    """The words worker has its turn, where it has something to do."""
    job = await jobs.claim(connection, "words", TERMS, now)
    if job is None:
        return
    entry = await entry_of(connection, entry_id)
    made, read = corrections.report_of(entry), fixes.source(entry)
    assert made is not None
    assert read.transcript is not None
    found = tuple(word for word in TELLING if word in read.transcript.text)
    words = Words("ko", made.key_sentences, found)
    assert await jobs.finish_words(connection, job, "words", read, words, now)


async def undo_last(connection: Connection, person: Person, now: dt.datetime) -> bool:
    """/undo; whether there was something."""
    last = await undo.last(connection, person, now)
    if last is None:
        return False
    done = await undo.undo(connection, person, last.id, now)
    assert done.is_back
    return True
