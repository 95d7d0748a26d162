"""Numbers that are given once: a button under what is gone never means what came after it.

SQLite gives the highest number again when its row was deleted. Tables that can be told not to are
(`sqlite_autoincrement`); the older ones count here. The other databases never do it.
"""

from __future__ import annotations

from sqlalchemy import Table, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import numbers


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
