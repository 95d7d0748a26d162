"""The inbox: every update as Telegram gave it, until it is handled."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import inbox

#: Telegram keeps an update for 24 h and may restart its ids at random after a week of silence: a
#: number that comes again after two days is another update.
SAME_UPDATE_FOR = dt.timedelta(hours=48)


@dataclass(frozen=True, slots=True)
class Letter:
    """One update that waits: `chat_key` keeps the order within a chat, None is on its own."""

    id: int
    update_id: int
    chat_key: int | None
    raw: str
    attempts: int


async def put(
    connection: AsyncConnection, update_id: int, chat_key: int | None, raw: str, now: dt.datetime
) -> bool:
    """Keep an update; False when it is here already."""
    found = (
        await connection.execute(
            select(inbox.c.id, inbox.c.received_at).where(inbox.c.update_id == update_id)
        )
    ).first()
    if found is not None:
        if found.received_at > now - SAME_UPDATE_FOR:
            return False
        # The old row makes room; its place in the order must be that of the new update.
        await connection.execute(delete(inbox).where(inbox.c.id == found.id))
    await connection.execute(
        insert(inbox).values(
            update_id=update_id, chat_key=chat_key, received_at=now, state="waiting", raw=raw
        )
    )
    return True


async def waiting(
    connection: AsyncConnection, now: dt.datetime, busy: Collection[int], limit: int
) -> Sequence[Letter]:
    """The first update of each chat, where it may be handled now, in the order of their arrival.

    One a chat, so that a flood from one does not hide the others; `busy` are the chats at work. A
    postponed update holds up those of its chat, and no others. Those of no chat (None) count as
    one chat.
    """
    first = (
        select(func.min(inbox.c.id)).where(inbox.c.state == "waiting").group_by(inbox.c.chat_key)
    )
    rows = await connection.execute(
        select(inbox.c.id, inbox.c.update_id, inbox.c.chat_key, inbox.c.raw, inbox.c.attempts)
        .where(
            inbox.c.id.in_(first),
            or_(inbox.c.not_before.is_(None), inbox.c.not_before <= now),
            or_(inbox.c.chat_key.is_(None), inbox.c.chat_key.not_in(busy)),
        )
        .order_by(inbox.c.id)
        .limit(limit)
    )
    return [Letter(*row) for row in rows]


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the earliest postponed update may be handled."""
    query = select(func.min(inbox.c.not_before)).where(
        inbox.c.state == "waiting", inbox.c.not_before > now
    )
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def finish(connection: AsyncConnection, letter_id: int, state: str, outcome: str) -> bool:
    """Mark as `handled` or `failed` and blank the content; False when that was done before."""
    done = await connection.execute(
        update(inbox)
        .where(inbox.c.id == letter_id, inbox.c.state == "waiting")
        .values(state=state, outcome=outcome[:200], raw=None)
    )
    return done.rowcount == 1


async def postpone(
    connection: AsyncConnection, letter_id: int, until: dt.datetime, outcome: str
) -> None:
    """Try again later; the reason of the failed attempt stays."""
    await connection.execute(
        update(inbox)
        .where(inbox.c.id == letter_id, inbox.c.state == "waiting")
        .values(attempts=inbox.c.attempts + 1, not_before=until, outcome=outcome[:200])
    )


async def forget(connection: AsyncConnection, before: dt.datetime) -> int:
    """Delete the numbers of updates that were finished long ago; how many."""
    done = await connection.execute(
        delete(inbox).where(inbox.c.state != "waiting", inbox.c.received_at < before)
    )
    return done.rowcount
