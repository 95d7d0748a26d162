"""Searches that people have made: what they typed, for the message whose buttons turn its pages.

What somebody searches for may say more than what they wrote, so a row is kept for a few days only.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import searches


@dataclass(frozen=True, slots=True)
class Search:
    """`diary_id` is the group's diary that was searched; None for all that the person may read."""

    id: int
    person_id: int
    chat_id: int
    message_id: int | None
    diary_id: int | None
    text: str
    page: int
    expires_at: dt.datetime


_COLUMNS = tuple(searches.c[name] for name in Search.__dataclass_fields__)


async def add(
    connection: AsyncConnection,
    person_id: int,
    chat_id: int,
    text: str,
    expires_at: dt.datetime,
    *,
    diary_id: int | None = None,
) -> int:
    """A new one, whose message is still to be sent; its number."""
    done = await connection.execute(
        insert(searches).values(
            person_id=person_id,
            chat_id=chat_id,
            diary_id=diary_id,
            text=text,
            page=0,
            expires_at=expires_at,
        )
    )
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return int(key[0])


async def find(connection: AsyncConnection, search_id: int, now: dt.datetime) -> Search | None:
    """The search with this number, unless it is over."""
    query = select(*_COLUMNS).where(searches.c.id == search_id, searches.c.expires_at > now)
    row = (await connection.execute(query)).first()
    return None if row is None else Search(*row)


async def change(connection: AsyncConnection, search_id: int, **values: Any) -> None:
    """Set columns of a search."""
    await connection.execute(update(searches).where(searches.c.id == search_id).values(**values))


async def forget(connection: AsyncConnection, now: dt.datetime) -> int:
    """Delete those that are over; how many."""
    done = await connection.execute(delete(searches).where(searches.c.expires_at <= now))
    return done.rowcount
