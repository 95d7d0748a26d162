"""Removals: messages of the bot that are to disappear from their chats.

One in a chat in which the bot is not is parked: it waits until the bot is back, or is given up when
it falls due again.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import removals


@dataclass(frozen=True, slots=True)
class Removal:
    """`instead` names the line that takes its place where Telegram refuses to delete it."""

    id: int
    chat_id: int
    message_id: int
    instead: str | None
    attempts: int
    parked_at: dt.datetime | None


async def add(
    connection: AsyncConnection,
    chat_id: int,
    message_id: int,
    now: dt.datetime,
    instead: str | None = None,
) -> None:
    """This message shall be deleted."""
    await connection.execute(
        insert(removals).values(chat_id=chat_id, message_id=message_id, instead=instead, due_at=now)
    )


async def due(connection: AsyncConnection, now: dt.datetime, limit: int) -> Sequence[Removal]:
    """Those that may be tried now."""
    rows = await connection.execute(
        select(
            removals.c.id,
            removals.c.chat_id,
            removals.c.message_id,
            removals.c.instead,
            removals.c.attempts,
            removals.c.parked_at,
        )
        .where(removals.c.due_at <= now)
        .order_by(removals.c.due_at, removals.c.id)
        .limit(limit)
    )
    return [Removal(*row) for row in rows]


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the next one may be tried."""
    query = select(func.min(removals.c.due_at)).where(removals.c.due_at > now)
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def postpone(connection: AsyncConnection, removal_id: int, until: dt.datetime) -> None:
    """Try again later."""
    await connection.execute(
        update(removals)
        .where(removals.c.id == removal_id)
        .values(due_at=until, attempts=removals.c.attempts + 1)
    )


async def park(
    connection: AsyncConnection, removal_id: int, now: dt.datetime, until: dt.datetime
) -> None:
    """The bot is not in the chat: wait for `resume`, or for the last try at `until`."""
    await connection.execute(
        update(removals).where(removals.c.id == removal_id).values(parked_at=now, due_at=until)
    )


async def park_all(
    connection: AsyncConnection, chat_id: int, now: dt.datetime, until: dt.datetime
) -> None:
    """The same for everything that is to go from this chat."""
    await connection.execute(
        update(removals)
        .where(removals.c.chat_id == chat_id, removals.c.parked_at.is_(None))
        .values(parked_at=now, due_at=until)
    )


async def resume(connection: AsyncConnection, chat_id: int, now: dt.datetime) -> None:
    """The bot is in this chat again: what was parked is tried now."""
    await connection.execute(
        update(removals)
        .where(removals.c.chat_id == chat_id, removals.c.parked_at.is_not(None))
        .values(parked_at=None, due_at=now, attempts=0)
    )


async def finish(connection: AsyncConnection, removal_id: int) -> None:
    """It is gone, or never will be."""
    await connection.execute(delete(removals).where(removals.c.id == removal_id))
