"""What a report for a therapist is made of: one person's entries of some weeks, and their tags."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import entries as rows
from storage.entries import Entry
from storage.tables import entries, tags
from storage.tags import commonest


async def of_period(
    connection: AsyncConnection, author_id: int, first: dt.date, last: dt.date
) -> Sequence[Entry]:
    """The finished entries of a person on these days (both belong to them), the oldest first."""
    query = select(entries.c.id).where(*_theirs(author_id, first, last))
    ids = (await connection.execute(query.order_by(entries.c.day, entries.c.id))).scalars().all()
    found = [await rows.get(connection, number) for number in ids]
    return [entry for entry in found if entry is not None]


async def tags_of(
    connection: AsyncConnection, author_id: int, first: dt.date, last: dt.date, limit: int
) -> Sequence[tuple[str, int]]:
    """The tags of these entries with the number of entries that have them, the commonest first."""
    query = (
        select(tags.c.tag, func.count())
        .join(entries, entries.c.id == tags.c.entry_id)
        .where(*_theirs(author_id, first, last), entries.c.is_hidden.is_(False))
        .group_by(tags.c.tag)
    )
    return commonest(await connection.execute(query), limit)


def _theirs(author_id: int, first: dt.date, last: dt.date) -> Sequence[ColumnElement[bool]]:
    return (
        entries.c.author_id == author_id,
        entries.c.state == "done",
        entries.c.day >= first,
        entries.c.day <= last,
    )
