"""Notices: what a person is to be told privately, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import notices


@dataclass(frozen=True, slots=True)
class Notice:
    """`kind` says what it is about, `subject_id` is a row of that kind, `number` how often.

    `state`: waiting, sending, sent, dropped or stopped (the person cannot be reached).
    """

    id: int
    person_id: int
    kind: str
    diary_id: int | None
    subject_id: int | None
    number: int
    due_at: dt.datetime
    state: str
    attempts: int


_COLUMNS = tuple(notices.c[name] for name in Notice.__dataclass_fields__)


async def add(
    connection: AsyncConnection,
    person_id: int,
    kind: str,
    now: dt.datetime,
    *,
    diary_id: int | None = None,
    subject_id: int | None = None,
    wait: dt.timedelta = dt.timedelta(),
) -> None:
    """Tell a person something after `wait`; with a wait, one that waits already only counts up."""
    if wait:
        done = await connection.execute(
            update(notices)
            .where(
                notices.c.person_id == person_id,
                notices.c.kind == kind,
                notices.c.diary_id == diary_id,
                notices.c.subject_id == subject_id,
                notices.c.state == "waiting",
            )
            .values(number=notices.c.number + 1)
        )
        if done.rowcount:
            return
    await connection.execute(
        insert(notices).values(
            person_id=person_id,
            kind=kind,
            diary_id=diary_id,
            subject_id=subject_id,
            created_at=now,
            due_at=now + wait,
            state="waiting",
        )
    )


async def due(connection: AsyncConnection, now: dt.datetime, limit: int) -> Sequence[Notice]:
    """Those whose time has come, the oldest first."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(notices.c.state == "waiting", notices.c.due_at <= now)
        .order_by(notices.c.due_at, notices.c.id)
        .limit(limit)
    )
    return [Notice(*row) for row in rows]


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the next one falls due."""
    query = select(func.min(notices.c.due_at)).where(
        notices.c.state == "waiting", notices.c.due_at > now
    )
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def change(
    connection: AsyncConnection, notice_id: int, *, was: str = "waiting", **values: Any
) -> bool:
    """Set columns while the state is `was`; False when it was not."""
    done = await connection.execute(
        update(notices).where(notices.c.id == notice_id, notices.c.state == was).values(**values)
    )
    return done.rowcount == 1


async def resume(connection: AsyncConnection, person_id: int, now: dt.datetime) -> None:
    """The person is back: what could not be told is told now."""
    await connection.execute(
        update(notices)
        .where(notices.c.person_id == person_id, notices.c.state == "stopped")
        .values(state="waiting", due_at=now, attempts=0)
    )
