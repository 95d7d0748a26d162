"""Threads: the message that shows what was said about an entry, one for each entry and chat."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import threads


@dataclass(frozen=True, slots=True)
class Thread:
    """`diary_id` is the diary whose comments are shown, `page` counts from 0.

    `language` is the one that it was written in.
    """

    entry_id: int
    diary_id: int
    chat_id: int
    message_id: int
    page: int
    language: str


_COLUMNS = tuple(threads.c[name] for name in Thread.__dataclass_fields__)


async def put(connection: AsyncConnection, thread: Thread) -> None:
    """This message shows it now, instead of the one before."""
    await remove(connection, thread.entry_id, thread.chat_id)
    await connection.execute(
        insert(threads).values({name: getattr(thread, name) for name in thread.__slots__})
    )


async def turn(connection: AsyncConnection, thread: Thread, page: int) -> None:
    """The message shows another page."""
    await connection.execute(
        update(threads)
        .where(threads.c.entry_id == thread.entry_id, threads.c.chat_id == thread.chat_id)
        .values(page=page)
    )


async def find(connection: AsyncConnection, entry_id: int, chat_id: int) -> Thread | None:
    """The message that shows what was said about an entry in this chat."""
    query = select(*_COLUMNS).where(threads.c.entry_id == entry_id, threads.c.chat_id == chat_id)
    row = (await connection.execute(query)).first()
    return None if row is None else Thread(*row)


async def of_message(connection: AsyncConnection, chat_id: int, message_id: int) -> Thread | None:
    """The thread that this message shows."""
    query = select(*_COLUMNS).where(
        threads.c.chat_id == chat_id, threads.c.message_id == message_id
    )
    row = (await connection.execute(query)).first()
    return None if row is None else Thread(*row)


async def showing(connection: AsyncConnection, entry_id: int, diary_id: int) -> Sequence[Thread]:
    """Every message that shows what was said about an entry in this diary."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(threads.c.entry_id == entry_id, threads.c.diary_id == diary_id)
        .order_by(threads.c.id)
    )
    return [Thread(*row) for row in rows]


async def of_entries(connection: AsyncConnection, entry_ids: Collection[int]) -> Sequence[Thread]:
    """Every message that shows what was said about one of these entries, anywhere."""
    rows = await connection.execute(
        select(*_COLUMNS).where(threads.c.entry_id.in_(entry_ids)).order_by(threads.c.id)
    )
    return [Thread(*row) for row in rows]


async def remove(connection: AsyncConnection, entry_id: int, chat_id: int) -> None:
    """No message shows it in this chat any more."""
    await connection.execute(
        delete(threads).where(threads.c.entry_id == entry_id, threads.c.chat_id == chat_id)
    )
