"""Routines: what comes by itself at an hour of a diary, and when it comes next.

A process takes what is due under a lease, so that several share the work. Whoever sends moves the
row on before Telegram is called, by an UPDATE that only holds while nobody has done so: of several
processes one sends, and one that dies on the way has sent nothing, or not for a second time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, exists, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.diaries import COLUMNS as DIARY_COLUMNS
from storage.diaries import Diary, readable
from storage.personal_tables import routines
from storage.tables import diaries, entries


@dataclass(frozen=True, slots=True)
class Routine:
    """`kind`: reminder, memory or digest. `minute` of the day by the clock of its diary.

    `weekday` (0 is Monday) where it comes weekly. `next_at` is when it may be sent, None while it
    is off or paused; `due_at` the moment that this is for. `last_at` and `last_message_id`: what
    was sent last. `ignored` counts what was sent in a row and brought no answer.
    """

    diary_id: int
    kind: str
    is_on: bool
    minute: int
    weekday: int | None = None
    next_at: dt.datetime | None = None
    due_at: dt.datetime | None = None
    ignored: int = 0
    paused_at: dt.datetime | None = None
    last_at: dt.datetime | None = None
    last_message_id: int | None = None
    lease: str | None = None


_COLUMNS = tuple(routines.c[name] for name in Routine.__dataclass_fields__)


async def find(connection: AsyncConnection, diary_id: int, kind: str) -> Routine | None:
    """A diary's routine of this kind, if anything was ever set."""
    query = select(*_COLUMNS).where(*_is(diary_id, kind))
    row = (await connection.execute(query)).first()
    return None if row is None else Routine(*row)


async def of_diary(connection: AsyncConnection, diary_id: int) -> Sequence[Routine]:
    """Everything that was ever set for a diary."""
    query = select(*_COLUMNS).where(routines.c.diary_id == diary_id).order_by(routines.c.kind)
    return [Routine(*row) for row in await connection.execute(query)]


async def put(connection: AsyncConnection, diary_id: int, kind: str, **values: Any) -> None:
    """Set columns of a diary's routine; a new one needs `is_on` and `minute`."""
    done = await connection.execute(update(routines).where(*_is(diary_id, kind)).values(**values))
    if not done.rowcount and await find(connection, diary_id, kind) is None:
        row = {"ignored": 0} | values
        await connection.execute(insert(routines).values(diary_id=diary_id, kind=kind, **row))


async def change(connection: AsyncConnection, routine: Routine, **values: Any) -> bool:
    """Set columns while it still is to come when this one says; False when it is not."""
    done = await connection.execute(
        update(routines)
        .where(*_is(routine.diary_id, routine.kind), _same(routines.c.next_at, routine.next_at))
        .values(**values)
    )
    return done.rowcount == 1


def _is(diary_id: int, kind: str) -> tuple[ColumnElement[bool], ...]:
    return routines.c.diary_id == diary_id, routines.c.kind == kind


def _same(column: ColumnElement[Any], value: dt.datetime | None) -> ColumnElement[bool]:
    return column.is_(None) if value is None else column == value


async def claim(
    connection: AsyncConnection, now: dt.datetime, lease: str, until: dt.datetime, limit: int
) -> int:
    """Take routines that are due and that nobody has for this lease, the earliest first; how many.

    At most `limit`.
    """
    found = await connection.execute(_due(now).order_by(routines.c.next_at).limit(limit))
    kinds: dict[str, list[int]] = {}
    for row in found:
        kinds.setdefault(row.kind, []).append(row.diary_id)
    count = 0
    for kind, diary_ids in kinds.items():
        done = await connection.execute(
            update(routines)
            .where(routines.c.kind == kind, routines.c.diary_id.in_(diary_ids), *_is_due(now))
            .values(lease=lease, lease_until=until)
        )
        count += done.rowcount
    return count


def _due(now: dt.datetime) -> Select[Any]:
    return select(routines.c.diary_id, routines.c.kind).where(*_is_due(now))


def _is_due(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    is_free = or_(routines.c.lease_until.is_(None), routines.c.lease_until <= now)
    return routines.c.next_at <= now, is_free


async def claimed(
    connection: AsyncConnection, now: dt.datetime, limit: int
) -> Sequence[tuple[Routine, Diary]]:
    """Routines that are to be sent now, with their diaries, the earliest first."""
    rows = await connection.execute(
        select(*_COLUMNS, *DIARY_COLUMNS)
        .join(diaries, diaries.c.id == routines.c.diary_id)
        .where(routines.c.next_at <= now, routines.c.lease_until > now)
        .order_by(routines.c.next_at, routines.c.diary_id)
        .limit(limit)
    )
    width = len(_COLUMNS)
    return [(Routine(*row[:width]), Diary(*row[width:])) for row in rows]


async def claimed_keys(connection: AsyncConnection, now: dt.datetime) -> Sequence[tuple[int, str]]:
    """Of which diaries and kinds these are, also where a diary cannot be read."""
    is_claimed = (routines.c.next_at <= now, routines.c.lease_until > now)
    rows = await connection.execute(select(routines.c.diary_id, routines.c.kind).where(*is_claimed))
    return [(row.diary_id, row.kind) for row in rows]


async def due_after(
    connection: AsyncConnection, after: dt.datetime
) -> Sequence[tuple[Routine, Diary]]:
    """Routines that come only after this moment, with their diaries."""
    rows = await connection.execute(
        select(*_COLUMNS, *DIARY_COLUMNS)
        .join(diaries, diaries.c.id == routines.c.diary_id)
        .where(routines.c.next_at > after)
        .order_by(routines.c.diary_id, routines.c.kind)
    )
    width = len(_COLUMNS)
    return [(Routine(*row[:width]), Diary(*row[width:])) for row in rows]


async def is_due(connection: AsyncConnection, now: dt.datetime) -> bool:
    """Whether something is due that nobody has."""
    return (await connection.execute(_due(now).limit(1))).first() is not None


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the next of them comes."""
    query = select(func.min(routines.c.next_at)).where(routines.c.next_at > now)
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def private_without(connection: AsyncConnection, kind: str, limit: int) -> Sequence[Diary]:
    """People's own diaries with an entry for which nothing of this kind was ever set."""
    has_one = exists().where(routines.c.diary_id == diaries.c.id, routines.c.kind == kind)
    has_entry = exists().where(entries.c.diary_id == diaries.c.id)
    query = (
        select(*DIARY_COLUMNS)
        .where(diaries.c.kind == "private", has_entry, ~has_one)
        .order_by(diaries.c.id)
        .limit(limit)
    )
    return await readable(connection, query)


async def last_written(
    connection: AsyncConnection, author_id: int, states: Sequence[str]
) -> dt.datetime | None:
    """When this person made their last entry, in whatever diary."""
    query = select(func.max(entries.c.created_at)).where(
        entries.c.author_id == author_id, entries.c.state.in_(states)
    )
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def has_written(
    connection: AsyncConnection,
    author_id: int,
    first: dt.date,
    last: dt.date,
    states: Sequence[str],
) -> bool:
    """Whether this person has an entry on these days, in whatever diary."""
    query = select(entries.c.id).where(
        entries.c.author_id == author_id,
        entries.c.day.between(first, last),
        entries.c.state.in_(states),
    )
    return (await connection.execute(query.limit(1))).first() is not None
