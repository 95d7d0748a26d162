"""Tags of entries: those that a person wrote and those that the analysis found."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import tags
from storage.types import Word


async def of_entry(connection: AsyncConnection, entry_id: int, *, manual: bool) -> Sequence[str]:
    """The tags of one kind in their order."""
    rows = await connection.execute(
        select(tags.c.tag)
        .where(tags.c.entry_id == entry_id, tags.c.manual == manual)
        .order_by(tags.c.position)
    )
    return [row.tag for row in rows]


async def replace(
    connection: AsyncConnection, diary_id: int, entry_id: int, names: Sequence[str], *, manual: bool
) -> None:
    """Set the tags of one kind; what a person wrote is never doubled or replaced by the other."""
    unique = dict.fromkeys(name[: Word.LONGEST] for name in names if name)
    await connection.execute(
        delete(tags).where(tags.c.entry_id == entry_id, tags.c.manual == manual)
    )
    if manual:
        await connection.execute(
            delete(tags).where(tags.c.entry_id == entry_id, tags.c.tag.in_(unique))
        )
    taken = set() if manual else set(await of_entry(connection, entry_id, manual=True))
    rows = [
        {
            "entry_id": entry_id,
            "diary_id": diary_id,
            "tag": name,
            "manual": manual,
            "position": position,
        }
        for position, name in enumerate(unique)
        if name not in taken
    ]
    if rows:
        await connection.execute(insert(tags), rows)


async def remove(connection: AsyncConnection, entry_id: int) -> None:
    """Forget every tag of an entry."""
    await connection.execute(delete(tags).where(tags.c.entry_id == entry_id))
