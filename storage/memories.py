"""Memories: entries of certain days, and which of them a person was shown."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import memories
from storage.tables import entries


async def first_day(connection: AsyncConnection, author_id: int) -> dt.date | None:
    """The day of a person's first finished entry."""
    query = select(func.min(entries.c.day)).where(
        entries.c.author_id == author_id, entries.c.state == "done"
    )
    found: dt.date | None = (await connection.execute(query)).scalar()
    return found


async def on_days(
    connection: AsyncConnection, author_id: int, days: Collection[dt.date]
) -> Sequence[tuple[int, dt.date]]:
    """The finished entries of a person on these days, with their days, oldest first."""
    rows = await connection.execute(
        select(entries.c.id, entries.c.day)
        .where(entries.c.author_id == author_id, entries.c.state == "done", entries.c.day.in_(days))
        .order_by(entries.c.recorded_at, entries.c.id)
    )
    return [(row.id, row.day) for row in rows]


async def shown(
    connection: AsyncConnection, person_id: int, entry_ids: Collection[int]
) -> Mapping[int, dt.datetime]:
    """When each of these entries was last shown to this person, as far as it was."""
    rows = await connection.execute(
        select(memories.c.entry_id, memories.c.shown_at).where(
            memories.c.person_id == person_id, memories.c.entry_id.in_(entry_ids)
        )
    )
    return {row.entry_id: row.shown_at for row in rows}


async def note(
    connection: AsyncConnection, person_id: int, entry_id: int, now: dt.datetime
) -> None:
    """The person is shown this entry now."""
    is_it = (memories.c.person_id == person_id, memories.c.entry_id == entry_id)
    done = await connection.execute(update(memories).where(*is_it).values(shown_at=now))
    if not done.rowcount and not await shown(connection, person_id, [entry_id]):
        row = {"person_id": person_id, "entry_id": entry_id, "shown_at": now}
        await connection.execute(insert(memories).values(**row))
