"""Imports: archives that somebody has sent, and what became of them.

`state`: waiting (to be looked at), ready (looked at; its owner is asked), bringing, done, undoing,
undone, refused (it cannot be read) or dropped (its owner does not want it).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, and_, cast, delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

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


_COLUMNS = tuple(imports.c[name] for name in Import.__dataclass_fields__)


async def add(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """A new import; its id."""
    done = await connection.execute(insert(imports).values(**values))
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return int(key[0])


async def get(connection: AsyncConnection, import_id: int) -> Import | None:
    """The import with this id."""
    row = (await connection.execute(select(*_COLUMNS).where(imports.c.id == import_id))).first()
    return None if row is None else Import(*row)


async def change(
    connection: AsyncConnection, import_id: int, *, was: Collection[str] = (), **values: Any
) -> bool:
    """Set columns; with `was`, only in one of these states. False when it was in none."""
    query = update(imports).where(imports.c.id == import_id).values(**values)
    if was:
        query = query.where(imports.c.state.in_(was))
    return (await connection.execute(query)).rowcount == 1


async def claim(
    connection: AsyncConnection, lease: str, until: dt.datetime, now: dt.datetime
) -> Import | None:
    """The next one that there is work with, now this worker's."""
    free = and_(
        imports.c.state.in_(TO_DO),
        or_(imports.c.lease.is_(None), imports.c.lease_until <= now),
        or_(imports.c.not_before.is_(None), imports.c.not_before <= now),
    )
    query = select(imports.c.id).where(free).order_by(imports.c.id).limit(1)
    import_id = (await connection.execute(query)).scalar()
    if import_id is None:
        return None
    done = await connection.execute(
        update(imports)
        .where(imports.c.id == import_id, free)
        .values(lease=lease, lease_until=until)
    )
    return await get(connection, import_id) if done.rowcount else None


async def still(connection: AsyncConnection, found: Import, lease_until: dt.datetime) -> bool:
    """Whether it is this worker's to go on with, and nobody has stopped it; the lease is longer."""
    mine = (imports.c.id == found.id, imports.c.state == found.state)
    query = update(imports).where(*mine, imports.c.lease == found.lease)
    return (await connection.execute(query.values(lease_until=lease_until))).rowcount == 1


async def stop(connection: AsyncConnection, person_id: int) -> None:
    """Nothing more is looked at, brought in or taken out for this person."""
    theirs = (imports.c.person_id == person_id, imports.c.state.in_(("ready", *TO_DO)))
    await connection.execute(update(imports).where(*theirs).values(state="dropped", lease=None))


async def release_all(connection: AsyncConnection) -> None:
    """At the start of the only process: what was being worked at is free again."""
    await connection.execute(update(imports).where(imports.c.lease.is_not(None)).values(lease=None))


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the earliest one that was put off may be taken up."""
    query = select(func.min(imports.c.not_before)).where(
        imports.c.state.in_(TO_DO), imports.c.not_before > now
    )
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


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
