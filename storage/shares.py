"""Shares: an entry of somebody's own diary that a shared one shows too, or a part of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import shares

#: What can be shown of an entry; the title and the day always are.
PARTS = ("video", "chart", "words", "key")


@dataclass(frozen=True, slots=True)
class Share:
    """`parts` are of PARTS, separated by commas. `state`: shown or taken_back."""

    id: int
    entry_id: int
    diary_id: int
    parts: str
    state: str
    video_message_id: int | None
    created_at: dt.datetime

    @property
    def shown(self) -> frozenset[str]:
        """The parts as a set."""
        return frozenset(part for part in self.parts.split(",") if part)


_COLUMNS = tuple(shares.c[name] for name in Share.__dataclass_fields__)


async def get(connection: AsyncConnection, share_id: int) -> Share | None:
    """The share with this id."""
    row = (await connection.execute(select(*_COLUMNS).where(shares.c.id == share_id))).first()
    return None if row is None else Share(*row)


async def find(connection: AsyncConnection, entry_id: int, diary_id: int) -> Share | None:
    """The share of this entry in this diary, also one that was taken back."""
    query = select(*_COLUMNS).where(shares.c.entry_id == entry_id, shares.c.diary_id == diary_id)
    row = (await connection.execute(query)).first()
    return None if row is None else Share(*row)


async def of_entry(connection: AsyncConnection, entry_id: int) -> Sequence[Share]:
    """Where an entry is shown now."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(shares.c.entry_id == entry_id, shares.c.state == "shown")
        .order_by(shares.c.id)
    )
    return [Share(*row) for row in rows]


async def add(
    connection: AsyncConnection, entry_id: int, diary_id: int, parts: str, now: dt.datetime
) -> int:
    """A new share; its id."""
    done = await connection.execute(
        insert(shares).values(
            entry_id=entry_id, diary_id=diary_id, parts=parts, state="shown", created_at=now
        )
    )
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return int(key[0])


async def change(connection: AsyncConnection, share_id: int, **values: Any) -> None:
    """Set columns of a share."""
    await connection.execute(update(shares).where(shares.c.id == share_id).values(**values))
