"""Entries and comments that the words worker has still to read, so that search finds every form."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import unread_words


@dataclass(frozen=True, slots=True)
class Unread:
    """One of `entry_id` and `comment_id` is there; `attempts` were in vain."""

    id: int
    entry_id: int | None
    comment_id: int | None
    attempts: int


async def add(
    connection: AsyncConnection, *, entry_id: int | None = None, comment_id: int | None = None
) -> None:
    """There is something to read; what was known of it begins anew, behind all others."""
    await remove(connection, entry_id=entry_id, comment_id=comment_id)
    values = {"entry_id": entry_id, "comment_id": comment_id, "attempts": 0}
    await connection.execute(insert(unread_words).values(**values))


async def remove(
    connection: AsyncConnection, *, entry_id: int | None = None, comment_id: int | None = None
) -> None:
    """Nothing is left to read of this entry or comment."""
    column = unread_words.c.comment_id if entry_id is None else unread_words.c.entry_id
    wanted = comment_id if entry_id is None else entry_id
    await connection.execute(delete(unread_words).where(column == wanted))


async def next_one(connection: AsyncConnection, now: dt.datetime) -> Unread | None:
    """What is to be read next; None when nothing is, or not yet."""
    columns = (unread_words.c[name] for name in Unread.__dataclass_fields__)
    is_due = or_(unread_words.c.not_before.is_(None), unread_words.c.not_before <= now)
    query = select(*columns).where(is_due).order_by(unread_words.c.id).limit(1)
    row = (await connection.execute(query)).first()
    return None if row is None else Unread(*row)


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When something that was put off is due."""
    column = unread_words.c.not_before
    query = select(func.min(column)).where(column > now)
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def finish(connection: AsyncConnection, unread_id: int) -> bool:
    """It is read, or never will be; False when it has changed meanwhile and is another one now."""
    done = await connection.execute(delete(unread_words).where(unread_words.c.id == unread_id))
    return done.rowcount == 1


async def postpone(connection: AsyncConnection, unread_id: int, until: dt.datetime) -> None:
    """It could not be read now."""
    await connection.execute(
        update(unread_words)
        .where(unread_words.c.id == unread_id)
        .values(attempts=unread_words.c.attempts + 1, not_before=until)
    )
