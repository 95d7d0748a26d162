"""Standings: what Telegram last said about a person in a chat, and when."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.moves import FIRST_BASIC_GROUP
from storage.shared_tables import standings


@dataclass(frozen=True, slots=True)
class Standing:
    """`status`: creator, administrator, member, restricted (in the chat), left or kicked."""

    status: str
    seen_at: dt.datetime


async def find(connection: AsyncConnection, chat_id: int, telegram_id: int) -> Standing | None:
    """What is known; None when Telegram never said anything, or what it said was unclear."""
    row = (
        await connection.execute(
            select(standings.c.status, standings.c.seen_at).where(
                standings.c.chat_id == chat_id, standings.c.telegram_id == telegram_id
            )
        )
    ).first()
    return None if row is None else Standing(*row)


async def put(
    connection: AsyncConnection, chat_id: int, telegram_id: int, status: str, seen_at: dt.datetime
) -> bool:
    """Keep what Telegram said at `seen_at`; False when something later is known already."""
    found = await find(connection, chat_id, telegram_id)
    if found is not None and found.seen_at > seen_at:
        return False
    here = (standings.c.chat_id == chat_id, standings.c.telegram_id == telegram_id)
    if found is None:
        query = insert(standings).values(
            chat_id=chat_id, telegram_id=telegram_id, status=status, seen_at=seen_at
        )
        await connection.execute(query)
    else:
        query_ = update(standings).where(*here).values(status=status, seen_at=seen_at)
        await connection.execute(query_)
    return True


async def is_in_basic_group(connection: AsyncConnection, telegram_id: int) -> bool:
    """Whether somebody is in a basic group, as far as is known."""
    query = select(standings.c.chat_id).where(
        standings.c.telegram_id == telegram_id,
        standings.c.chat_id >= FIRST_BASIC_GROUP,
        standings.c.chat_id < 0,
        standings.c.status.not_in(("left", "kicked")),
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def forget(connection: AsyncConnection, chat_id: int, telegram_id: int | None = None) -> None:
    """Nothing is known about a person, or (None) about anybody in this chat."""
    query = delete(standings).where(standings.c.chat_id == chat_id)
    if telegram_id is not None:
        query = query.where(standings.c.telegram_id == telegram_id)
    await connection.execute(query)


async def move(connection: AsyncConnection, old: int, new: int) -> None:
    """What is known of people in a chat is known of them under its new number."""
    there = select(standings.c.telegram_id).where(standings.c.chat_id == new)
    known = {row.telegram_id for row in await connection.execute(there)}
    if known:
        await connection.execute(
            delete(standings).where(standings.c.chat_id == old, standings.c.telegram_id.in_(known))
        )
    await connection.execute(
        update(standings).where(standings.c.chat_id == old).values(chat_id=new)
    )
