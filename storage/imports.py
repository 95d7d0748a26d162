"""Imports: archives that somebody has sent, and what became of them.

`state`: waiting (to be looked at), ready (looked at; its owner is asked), bringing, done, undoing,
undone, refused (it cannot be read) or dropped (its owner does not want it).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, cast, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.leases import Leases
from storage.personal_tables import earlier_reports, imports
from storage.shared_tables import comments
from storage.tables import clips, entries

#: What a loop has to work at.
TO_DO = ("waiting", "bringing", "undoing")


@dataclass(frozen=True, slots=True)
class Import:
    """One archive as Telegram holds it; `counts` is what was found in it and done with it."""

    id: int
    person_id: int
    chat_id: int
    message_id: int | None
    file_id: str
    file_unique_id: str
    size: int | None
    state: str
    counts: dict[str, Any] | None
    attempts: int
    lease: str | None
    created_at: dt.datetime
    finished_at: dt.datetime | None


LEASES = Leases(imports, Import, waiting=TO_DO, running=None, asked="ready", stopped="dropped")

add, get, change = LEASES.add, LEASES.get, LEASES.change
claim, still, stop = LEASES.claim, LEASES.still, LEASES.stop
release_all, next_time = LEASES.release_all, LEASES.next_time
put_off, take_up = LEASES.put_off, LEASES.take_up
next_number = LEASES.next_number


async def forget_old(connection: AsyncConnection, before: dt.datetime) -> None:
    """Forget those that nothing can be done with any more, also in what they have brought."""
    old = select(imports.c.id).where(imports.c.created_at < before, imports.c.state.not_in(TO_DO))
    found = (await connection.execute(old)).scalars().all()
    if found:
        brought = update(entries).where(entries.c.import_id.in_(found))
        await connection.execute(brought.values(import_id=None))
        await connection.execute(delete(imports).where(imports.c.id.in_(found)))


async def known(
    connection: AsyncConnection, uids: Collection[str]
) -> Mapping[str, tuple[int, str]]:
    """Who has the entries with these names, and in which state they are."""
    rows = await connection.execute(
        select(entries.c.uid, entries.c.author_id, entries.c.state).where(entries.c.uid.in_(uids))
    )
    return {row.uid: (row.author_id, row.state) for row in rows}


async def entries_of(
    connection: AsyncConnection, import_id: int, person_id: int, limit: int | None = None
) -> Sequence[int]:
    """What an import has brought somebody, and is still there; at most so many."""
    query = select(entries.c.id).where(
        entries.c.import_id == import_id, entries.c.author_id == person_id
    )
    rows = await connection.execute(query.order_by(entries.c.id).limit(limit))
    return [row.id for row in rows]


async def room(connection: AsyncConnection, person_id: int) -> int:
    """Bytes of the files that we keep for somebody ourselves, and characters of their entries."""
    theirs = select(entries.c.id).where(entries.c.author_id == person_id)
    films = (
        select(clips.c.media, func.max(clips.c.size).label("size"))
        .where(clips.c.entry_id.in_(theirs), clips.c.media.is_not(None))
        .group_by(clips.c.media)
        .subquery()
    )
    found = await connection.execute(select(func.coalesce(func.sum(films.c.size), 0)))
    total = int(found.scalar_one())
    for column, entry_id in (
        (entries.c.report, entries.c.id),
        (entries.c.words, entries.c.id),
        (entries.c.text, entries.c.id),
        (earlier_reports.c.report, earlier_reports.c.entry_id),
        (comments.c.text, comments.c.entry_id),
    ):
        length = func.coalesce(func.sum(func.length(cast(column, Text))), 0)
        found = await connection.execute(select(length).where(entry_id.in_(theirs)))
        total += int(found.scalar_one())
    return total


async def media(connection: AsyncConnection, names: Collection[str]) -> set[str]:
    """Which of these files some clip still is."""
    rows = await connection.execute(select(clips.c.media).where(clips.c.media.in_(names)))
    return {row.media for row in rows}
