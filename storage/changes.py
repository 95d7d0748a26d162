"""Changes: what a person changed, with what was before and after, for as long as it can be undone.

When that is over the two are blanked; that there was a change, of which kind and when, stays.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import changes
from storage.tables import entries


@dataclass(frozen=True, slots=True)
class Change:
    """One change of an entry; `before` and `after` are plain JSON, as its kind reads them."""

    id: int
    person_id: int
    entry_id: int
    kind: str
    before: Any
    after: Any
    made_at: dt.datetime
    until: dt.datetime
    undone_at: dt.datetime | None


_COLUMNS = tuple(changes.c[name] for name in Change.__dataclass_fields__)


async def add(
    connection: AsyncConnection,
    person_id: int,
    entry_id: int,
    kind: str,
    before: Any,
    after: Any,
    now: dt.datetime,
    until: dt.datetime,
) -> int:
    """A new change; its id."""
    done = await connection.execute(
        insert(changes).values(
            person_id=person_id,
            entry_id=entry_id,
            kind=kind,
            before=before,
            after=after,
            made_at=now,
            until=until,
        )
    )
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return int(key[0])


async def get(connection: AsyncConnection, change_id: int) -> Change | None:
    """The change with this id."""
    return await _first(connection, changes.c.id == change_id)


async def last(
    connection: AsyncConnection, person_id: int, now: dt.datetime, *, diary_id: int | None = None
) -> Change | None:
    """The newest change of this person that can still be undone, of one diary or of all."""
    wanted: list[ColumnElement[bool]] = [changes.c.person_id == person_id, *_open(now)]
    if diary_id is not None:
        own = select(entries.c.id).where(entries.c.diary_id == diary_id)
        wanted.append(changes.c.entry_id.in_(own))
    return await _first(connection, *wanted)


async def last_of(
    connection: AsyncConnection, entry_id: int, kind: str, now: dt.datetime
) -> Change | None:
    """The newest change of this kind to an entry that can still be undone, whoever made it."""
    return await _first(
        connection, changes.c.entry_id == entry_id, changes.c.kind == kind, *_open(now)
    )


def _open(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return changes.c.until > now, changes.c.undone_at.is_(None)


async def _first(connection: AsyncConnection, *wanted: ColumnElement[bool]) -> Change | None:
    query = select(*_COLUMNS).where(*wanted).order_by(changes.c.id.desc()).limit(1)
    row = (await connection.execute(query)).first()
    return None if row is None else Change(*row)


async def finish(connection: AsyncConnection, change_id: int, now: dt.datetime) -> bool:
    """It is undone, and nothing of it is needed any more; False when it was, or is too old."""
    done = await connection.execute(
        update(changes)
        .where(changes.c.id == change_id, *_open(now))
        .values(undone_at=now, before=None, after=None)
    )
    return done.rowcount == 1


async def blank(connection: AsyncConnection, now: dt.datetime) -> int:
    """Forget what was before and after where that cannot be undone any more; how many."""
    done = await connection.execute(
        update(changes)
        .where(
            changes.c.until <= now,
            or_(changes.c.before.is_not(None), changes.c.after.is_not(None)),
        )
        .values(before=None, after=None)
    )
    return done.rowcount
