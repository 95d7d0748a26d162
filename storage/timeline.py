"""The time line: what a diary shows, or what somebody has written, the newest first, by pages.

An entry stands in it once: in the diary that it was written in, or where it is shown.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Select,
    Subquery,
    and_,
    extract,
    func,
    literal_column,
    or_,
    select,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.commit_calendar import STATES
from storage.shared_tables import comments, shares
from storage.tables import entries, tags


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose time line it is. Whether the reader may see it is asked before.

    `diary_id` alone: all that this shared diary shows. With `author_id` it is that person's own
    diary, with what was taken out of other diaries and is theirs alone. `author_id` alone: what the
    person has written in the diaries `among`, and again what is theirs alone.
    """

    diary_id: int | None = None
    author_id: int | None = None
    among: tuple[int, ...] = ()
    first: dt.date | None = None
    last: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """An entry, and the share through which it is seen, if it is one."""

    entry_id: int
    share_id: int | None


@dataclass(frozen=True, slots=True)
class Month:
    """How many entries a month has."""

    year: int
    month: int
    number: int


_NOT_SHARED: Any = literal_column("NULL").label("share_id")
_COLUMNS = (entries.c.id, entries.c.day, entries.c.recorded_at)


async def page(
    connection: AsyncConnection,
    scope: Scope,
    limit: int,
    offset: int,
    *,
    oldest_first: bool = False,
) -> Sequence[Place]:
    """Entries in the order of their days and times, from the newest, or (a day) from the oldest."""
    them = _found(scope)
    order = [them.c.day, them.c.recorded_at, them.c.id]
    rows = await connection.execute(
        select(them.c.id, them.c.share_id)
        .order_by(*(order if oldest_first else [column.desc() for column in order]))
        .limit(limit)
        .offset(offset)
    )
    return [Place(*row) for row in rows]


async def count(connection: AsyncConnection, scope: Scope) -> int:
    """How many entries there are."""
    query = select(func.count()).select_from(_found(scope))
    return int((await connection.execute(query)).scalar_one())


async def count_after(connection: AsyncConnection, scope: Scope, day: dt.date) -> int:
    """How many entries stand before those of this day, which is to say later."""
    them = _found(scope)
    query = select(func.count()).select_from(them).where(them.c.day > day)
    return int((await connection.execute(query)).scalar_one())


async def months(connection: AsyncConnection, scope: Scope) -> Sequence[Month]:
    """The months that have entries, the newest first."""
    them = _found(scope)
    year, month = extract("year", them.c.day), extract("month", them.c.day)
    rows = await connection.execute(
        select(year, month, func.count())
        .select_from(them)
        .group_by(year, month)
        .order_by(year.desc(), month.desc())
    )
    return [Month(int(one), int(other), number) for one, other, number in rows]


async def days(connection: AsyncConnection, scope: Scope) -> Sequence[dt.date]:
    """The days that have entries, in order."""
    them = _found(scope)
    rows = await connection.execute(select(them.c.day).distinct().order_by(them.c.day))
    return [row.day for row in rows]


async def ids(connection: AsyncConnection, scope: Scope) -> Sequence[int]:
    """Every entry, in no order."""
    return [row.id for row in await connection.execute(select(_found(scope).c.id))]


async def first_tags(
    connection: AsyncConnection, entry_ids: Collection[int]
) -> Mapping[int, Sequence[str]]:
    """The tags of these entries: those of the author first."""
    rows = await connection.execute(
        select(tags.c.entry_id, tags.c.tag)
        .where(tags.c.entry_id.in_(entry_ids))
        .order_by(tags.c.manual.desc(), tags.c.position)
    )
    found: dict[int, list[str]] = {}
    for entry_id, tag in rows:
        found.setdefault(entry_id, []).append(tag)
    return found


async def comments_of(
    connection: AsyncConnection, entry_ids: Collection[int], diary_id: int | None
) -> Mapping[int, int]:
    """Visible comments by entry: in one diary, or (None) wherever an entry is at home or shown."""
    query = select(comments.c.entry_id, func.count()).where(
        comments.c.entry_id.in_(entry_ids), comments.c.state == "visible"
    )
    if diary_id is not None:
        query = query.where(comments.c.diary_id == diary_id)
    else:
        query = query.where(_is_there_still())
    rows = await connection.execute(query.group_by(comments.c.entry_id))
    return {row[0]: row[1] for row in rows}


def _is_there_still() -> Any:
    """Whether the diary of a comment still shows its entry."""
    at_home = select(entries.c.id).where(
        entries.c.id == comments.c.entry_id,
        entries.c.diary_id == comments.c.diary_id,
        entries.c.removed_at.is_(None),
    )
    shown = select(shares.c.id).where(
        shares.c.entry_id == comments.c.entry_id,
        shares.c.diary_id == comments.c.diary_id,
        shares.c.state == "shown",
    )
    return or_(at_home.exists(), shown.exists())


def _found(scope: Scope) -> Subquery:
    if scope.author_id is not None:
        return _written(scope, scope.author_id).subquery()
    return _shown(scope).subquery()


def _within(scope: Scope) -> list[Any]:
    wanted: list[Any] = [entries.c.state.in_(STATES)]
    if scope.first is not None:
        wanted.append(entries.c.day >= scope.first)
    if scope.last is not None:
        wanted.append(entries.c.day <= scope.last)
    return wanted


def _written(scope: Scope, author_id: int) -> Select[Any]:
    """What somebody has written, as far as they see it."""
    places = scope.among if scope.diary_id is None else (scope.diary_id,)
    at_home = and_(entries.c.diary_id.in_(places), entries.c.removed_at.is_(None))
    return select(*_COLUMNS, _NOT_SHARED).where(
        entries.c.author_id == author_id,
        or_(at_home, entries.c.removed_at.is_not(None)),
        *_within(scope),
    )


def _shown(scope: Scope) -> CompoundSelect[Any]:
    """Written in a diary and still there, or shown in it."""
    own = select(*_COLUMNS, _NOT_SHARED).where(
        entries.c.diary_id == scope.diary_id, entries.c.removed_at.is_(None), *_within(scope)
    )
    shared = (
        select(*_COLUMNS, shares.c.id.label("share_id"))
        .join(shares, shares.c.entry_id == entries.c.id)
        .where(
            shares.c.diary_id == scope.diary_id,
            shares.c.state == "shown",
            entries.c.diary_id != scope.diary_id,
            *_within(scope),
        )
    )
    return union_all(own, shared)
