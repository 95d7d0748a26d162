"""Undoing: the last change first, within ten minutes, by whoever made it, each once."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from diary import deletions, edits, fixes, switches
from diary.changes import Undoer
from diary.errors import NotYours, TooLate
from diary.rights import Act, require
from storage import changes, diaries, entries
from storage.changes import Change
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person

#: How each kind of change is undone. Each file answers for its own noun.
UNDOERS: Mapping[str, Undoer] = {
    **edits.UNDOERS,
    **deletions.UNDOERS,
    **fixes.UNDOERS,
    **switches.UNDOERS,
}


@dataclass(frozen=True, slots=True)
class Undone:
    """What was undone. `is_back`: False where it was changed again meanwhile, and so stays."""

    change: Change
    entry: Entry
    is_back: bool


async def last(
    connection: Connection, person: Person, now: dt.datetime, *, diary_id: int | None = None
) -> Change | None:
    """The newest change that this person can undo, of one diary or of all; None for none."""
    return await changes.last(connection, person.id, now, diary_id=diary_id)


async def home_of(connection: Connection, change_id: int) -> Diary | None:
    """The diary that a change was made in: who asks from outside its chat has to be there."""
    change = await changes.get(connection, change_id)
    entry = await entries.get(connection, change.entry_id) if change else None
    return await diaries.get(connection, entry.diary_id) if entry else None


async def kind_of(connection: Connection, change_id: int) -> str | None:
    """What was changed; None where there is no such change."""
    change = await changes.get(connection, change_id)
    return change.kind if change else None


async def undo(
    connection: Connection,
    person: Person,
    change_id: int,
    now: dt.datetime,
    *,
    here: int | None = None,
) -> Undone:
    """Put back what this change has changed.

    Raises NotYours for everybody but who made it, and TooLate after ten minutes, the second time,
    and while something of the same kind was changed after it.
    """
    change = await changes.get(connection, change_id)
    if change is None or change.person_id != person.id:
        raise NotYours
    entry = await _entry(connection, person, change, now, here)
    newest = await changes.last_of(connection, entry.id, change.kind, now)
    undoer = UNDOERS.get(change.kind)
    if undoer is None or newest is None or newest.id != change.id:
        raise TooLate
    if not await changes.finish(connection, change.id, now):
        raise TooLate
    is_back = await undoer(connection, person, entry, change.before, change.after, now)
    return Undone(change, entry, is_back)


async def _entry(
    connection: Connection, person: Person, change: Change, now: dt.datetime, here: int | None
) -> Entry:
    """The entry, if the person may do now what undoing it takes; raises NotYours or TooLate."""
    entry = await entries.get(connection, change.entry_id)
    if entry is None:
        raise TooLate
    is_deletion = change.kind == deletions.KIND
    if entry.removed_at is None or entry.author_id != person.id:
        act = Act.DELETE_ENTRY if is_deletion else Act.EDIT_ENTRY
        home = await diaries.get(connection, entry.diary_id)
        is_here = home.is_shared and here == home.chat_id
        await require(
            connection,
            person,
            home.id,
            act,
            now,
            author_id=entry.author_id,
            is_here=is_here,
        )
    if (entry.state == "deleted") != is_deletion:
        raise TooLate
    return entry
