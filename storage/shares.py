"""Shares: an entry of somebody's own diary that a shared one shows too, or a part of it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import shares
from storage.tables import entries

#: What can be shown of an entry; the title and the day always are.
PARTS = ("video", "chart", "words", "key", "mood")


@dataclass(frozen=True, slots=True)
class Share:
    """`parts` are of PARTS, separated by commas. `state`: draft, shown, taken_back or removed.

    A draft is being chosen by its author, and nobody else sees anything of it. A removed one was
    taken out by somebody who leads the diary.
    """

    id: int
    entry_id: int
    diary_id: int
    parts: str
    state: str
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


async def any_in(connection: AsyncConnection, diary_id: int) -> bool:
    """Whether anything was ever shared with this diary."""
    query = select(shares.c.id).where(shares.c.diary_id == diary_id).limit(1)
    return (await connection.execute(query)).first() is not None


async def add(
    connection: AsyncConnection,
    entry_id: int,
    diary_id: int,
    parts: str,
    now: dt.datetime,
    *,
    state: str = "shown",
) -> int:
    """A new share; its id."""
    done = await connection.execute(
        insert(shares).values(
            entry_id=entry_id, diary_id=diary_id, parts=parts, state=state, created_at=now
        )
    )
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return int(key[0])


async def of_author_in(
    connection: AsyncConnection, author_id: int, diary_id: int
) -> Sequence[Share]:
    """What this person shows in this diary of their own one."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .join(entries, entries.c.id == shares.c.entry_id)
        .where(
            entries.c.author_id == author_id,
            shares.c.diary_id == diary_id,
            shares.c.state == "shown",
        )
        .order_by(shares.c.id)
    )
    return [Share(*row) for row in rows]


async def change(
    connection: AsyncConnection, share_id: int, *, was: Sequence[str] = (), **values: Any
) -> bool:
    """Set columns of a share; with `was`, only in one of these states. False when it was not."""
    query = update(shares).where(shares.c.id == share_id).values(**values)
    if was:
        query = query.where(shares.c.state.in_(was))
    return (await connection.execute(query)).rowcount == 1
