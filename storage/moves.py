"""Moves: groups that became supergroups, and the numbers that they have had since."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import moves

#: Numbers of basic groups are above it, those of supergroups and channels below
#: (https://core.telegram.org/api/bots/ids).
FIRST_BASIC_GROUP = -999_999_999_999


async def put(connection: AsyncConnection, old: int, new: int, now: dt.datetime) -> bool:
    """Keep a move; False when it is known already."""
    if await today(connection, old) != old:
        return False
    await connection.execute(insert(moves).values(old_chat_id=old, new_chat_id=new, moved_at=now))
    return True


async def today(connection: AsyncConnection, chat_id: int) -> int:
    """The number that this chat has now. A group moves once: a supergroup never does."""
    query = select(moves.c.new_chat_id).where(moves.c.old_chat_id == chat_id)
    found: int | None = (await connection.execute(query)).scalar()
    return chat_id if found is None else found
