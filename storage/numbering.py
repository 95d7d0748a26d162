"""Numbers that are given once: a button under what is gone never means what came after it.

SQLite gives the highest number again when its row was deleted. Tables that can be told not to are
(`sqlite_autoincrement`); the older ones count here. The other databases never do it.
"""

from __future__ import annotations

from sqlalchemy import Table, column, func, insert, select, table, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.metadata import metadata
from storage.personal_tables import numbers
from storage.shared_tables import comments, invitations
from storage.tables import diaries, entries, persons

#: More than any of our tables got rows in the time between a backup and its return.
LEAP = 1_000_000

_COUNTED = (persons, diaries, entries, comments, invitations)


async def fresh(connection: AsyncConnection, table: Table) -> dict[str, int]:
    """`id` for a new row of the table; nothing where the database counts by itself."""
    if connection.dialect.name != "sqlite":
        return {}
    counted = select(numbers.c.last).where(numbers.c.name == table.name)
    last: int | None = (await connection.execute(counted)).scalar()
    highest: int | None = (await connection.execute(select(func.max(table.c.id)))).scalar()
    number = max(last or 0, highest or 0) + 1
    if last is None:
        await connection.execute(insert(numbers).values(name=table.name, last=number))
    else:
        same = numbers.c.name == table.name
        await connection.execute(update(numbers).where(same).values(last=number))
    return {"id": number}


async def leap(connection: AsyncConnection) -> None:
    """After a restore: what was numbered since the backup stands under buttons, and is not reused.

    On SQLite; no other database is restored by us.
    """
    for each in _COUNTED:
        await fresh(connection, each)
    await connection.execute(update(numbers).values(last=numbers.c.last + LEAP))
    sequence = table("sqlite_sequence", column("name"), column("seq"))
    known = (await connection.execute(select(sequence.c.name))).scalars().all()
    for name in _counted_by_sqlite():
        if name not in known:
            await connection.execute(insert(sequence).values(name=name, seq=0))
    await connection.execute(update(sequence).values(seq=sequence.c.seq + LEAP))


def _counted_by_sqlite() -> list[str]:
    every = metadata.tables.values()
    return [each.name for each in every if each.dialect_options["sqlite"]["autoincrement"]]
