"""A process that writes into a database as the bot does, and says what has been acknowledged.

Called with the URL, its name and a first number. It prints a number once its row is committed; now
and then it reads, or writes the file anew, so that what needs the file alone gets mixed in as well.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys

from sqlalchemy import func, insert, select

from storage.database import Database
from storage.shared_tables import moves


async def main(url: str, writer: int, first: int) -> None:
    """Write until killed."""
    database = Database(url)
    number = first
    while True:
        async with database.writing() as connection:
            row = {"old_chat_id": -number, "new_chat_id": writer}
            await connection.execute(insert(moves).values(moved_at=dt.datetime.now(dt.UTC), **row))
        print(number, flush=True)  # noqa: T201 - what the parent counts
        if number % 7 == 0:
            async with database.reading() as connection:
                await connection.execute(select(func.count()).select_from(moves))
        if number % 50 == writer:
            await database.sweep()
        number += 1


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3])))
