"""Diaries: for now each person's own."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import diaries


@dataclass(frozen=True, slots=True)
class Diary:
    """A diary; its zone and day-start hour say which day a moment belongs to."""

    id: int
    owner_id: int
    chat_id: int
    time_zone: str
    day_starts_hour: int


_COLUMNS = (
    diaries.c.id,
    diaries.c.owner_id,
    diaries.c.chat_id,
    diaries.c.time_zone,
    diaries.c.day_starts_hour,
)


async def of_chat(connection: AsyncConnection, chat_id: int) -> Diary | None:
    """The diary that lives in this chat."""
    row = (await connection.execute(select(*_COLUMNS).where(diaries.c.chat_id == chat_id))).first()
    return None if row is None else Diary(*row)


async def get(connection: AsyncConnection, diary_id: int) -> Diary:
    """The diary with this id; raises NoResultFound."""
    row = (await connection.execute(select(*_COLUMNS).where(diaries.c.id == diary_id))).one()
    return Diary(*row)


async def add(
    connection: AsyncConnection,
    owner_id: int,
    chat_id: int,
    time_zone: str,
    day_starts_hour: int,
    now: dt.datetime,
) -> Diary:
    """A new private diary."""
    done = await connection.execute(
        insert(diaries).values(
            kind="private",
            owner_id=owner_id,
            chat_id=chat_id,
            time_zone=time_zone,
            day_starts_hour=day_starts_hour,
            created_at=now,
        )
    )
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return Diary(key[0], owner_id, chat_id, time_zone, day_starts_hour)
