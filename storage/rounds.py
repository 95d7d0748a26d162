"""Rounds: the picture that a diary gets of an evening, at most one a day.

An evening is that of all diaries whose next one is at the same moment by the same clock: a process
claims it whole, under a lease, then writes down a round for each of its diaries. `state` of a
round: claimed (to be sent), sending (from here on never again), sent, skipped (nothing new) or
failed. A diary has one round a day, which the database sees to, and each step is a conditional
UPDATE: of several processes one does it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Date,
    and_,
    delete,
    exists,
    func,
    insert,
    literal,
    or_,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import evenings, rounds
from storage.tables import diaries
from storage.types import UtcDateTime


class Raced(Exception):
    """Another process has claimed some of this in the same moment."""


@dataclass(frozen=True, slots=True)
class Evening:
    """When it was due, and by which clock and day."""

    due_at: dt.datetime
    time_zone: str
    day_starts_hour: int
    evening_minute: int


@dataclass(frozen=True, slots=True)
class Round:
    """The picture of one evening. `seen` is a fingerprint of the entries that it shows."""

    id: int
    diary_id: int
    day: dt.date
    state: str
    chat_id: int | None
    message_id: int | None
    seen: str | None
    attempts: int


_COLUMNS = tuple(rounds.c[name] for name in Round.__dataclass_fields__)


async def due(connection: AsyncConnection, now: dt.datetime) -> Mapping[Evening, int]:
    """Every evening that has come, with the number of its diaries."""
    same = tuple(diaries.c[name] for name in _CLOCK)
    query = select(*same, func.count()).where(*_is_due(now)).group_by(*same)
    return {Evening(*row[:-1]): row[-1] for row in await connection.execute(query)}


async def claim(
    connection: AsyncConnection,
    them: Collection[Evening],
    lease: str,
    now: dt.datetime,
    until: dt.datetime,
) -> Sequence[Evening]:
    """Take these for this lease; those that were taken: not where another's holds.

    Raises Raced, after which nothing of this transaction may be kept.
    """
    query = select(*_SAME, evenings.c.lease_until)
    held = {Evening(*row[:-1]): row[-1] for row in await connection.execute(query)}
    new = [evening for evening in them if evening not in held]
    if new:
        await _insert(connection, new, lease, until)
    over = [evening for evening in them if evening in held and held[evening] <= now]
    return [*new, *[one for one in over if await _take_over(connection, one, lease, now, until)]]


async def _insert(
    connection: AsyncConnection, new: Sequence[Evening], lease: str, until: dt.datetime
) -> None:
    rows = [{**_values(evening), "lease": lease, "lease_until": until} for evening in new]
    try:
        await connection.execute(insert(evenings), rows)
    except IntegrityError as error:
        raise Raced from error


async def _take_over(
    connection: AsyncConnection, evening: Evening, lease: str, now: dt.datetime, until: dt.datetime
) -> bool:
    done = await connection.execute(
        update(evenings)
        .where(*_is(evenings.c, evening), evenings.c.lease_until <= now)
        .values(lease=lease, lease_until=until)
    )
    return done.rowcount == 1


async def some_of(
    connection: AsyncConnection, evening: Evening, now: dt.datetime, limit: int
) -> Sequence[int]:
    """Diaries of this evening that have not been dealt with."""
    query = select(diaries.c.id).where(*_is_due(now), *_is(diaries.c, evening)).limit(limit)
    return (await connection.execute(query)).scalars().all()


async def move_on(
    connection: AsyncConnection,
    ids: Collection[int],
    evening: Evening,
    until: dt.datetime,
) -> int:
    """These diaries have their next evening then; how many had not been moved before."""
    done = await connection.execute(
        update(diaries)
        .where(diaries.c.id.in_(ids), diaries.c.next_round_at == evening.due_at)
        .values(next_round_at=until)
    )
    return done.rowcount


async def add(
    connection: AsyncConnection, ids: Collection[int], day: dt.date, now: dt.datetime
) -> int:
    """A round of this day for each of these diaries that has none; how many these are."""
    has_one = exists().where(rounds.c.diary_id == diaries.c.id, rounds.c.day == day)
    them = select(
        diaries.c.id,
        literal(day, Date),
        literal("claimed"),
        literal(now, UtcDateTime),
        literal(0),
        literal(False),  # noqa: FBT003 - the value of a column
    ).where(diaries.c.id.in_(ids), ~has_one)
    names = ["diary_id", "day", "state", "claimed_at", "attempts", "is_replaced"]
    try:
        return (await connection.execute(insert(rounds).from_select(names, them))).rowcount
    except IntegrityError as error:
        raise Raced from error


async def finish(connection: AsyncConnection, evening: Evening, lease: str) -> None:
    """All of its diaries have been dealt with."""
    await connection.execute(
        delete(evenings).where(*_is(evenings.c, evening), evenings.c.lease == lease)
    )


async def release_all(connection: AsyncConnection) -> None:
    """Nobody deals with an evening just now: who held one has died, and its lease ends here."""
    await connection.execute(delete(evenings))


_CLOCK = {
    "next_round_at": "due_at",
    "time_zone": "time_zone",
    "day_starts_hour": "day_starts_hour",
    "evening_minute": "evening_minute",
}
_SAME = tuple(evenings.c[name] for name in _CLOCK.values())


def _values(evening: Evening) -> Mapping[str, Any]:
    return {name: getattr(evening, name) for name in _CLOCK.values()}


def _is(columns: Any, evening: Evening) -> list[ColumnElement[bool]]:
    """Rows of this evening, be they diaries or evenings."""
    return [
        columns[here if here in columns else there] == getattr(evening, there)
        for here, there in _CLOCK.items()
    ]


def _is_due(now: dt.datetime) -> tuple[ColumnElement[bool], ...]:
    return (
        diaries.c.next_round_at <= now,
        diaries.c.evening_minute.is_not(None),
        diaries.c.state == "open",
    )


async def waiting(
    connection: AsyncConnection, now: dt.datetime, busy: Collection[int], limit: int
) -> Sequence[Round]:
    """Rounds that are claimed and may be sent now, the oldest first."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(
            rounds.c.state == "claimed",
            or_(rounds.c.not_before.is_(None), rounds.c.not_before <= now),
            rounds.c.id.not_in(busy),
        )
        .order_by(rounds.c.id)
        .limit(limit)
    )
    return [Round(*row) for row in rows]


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the earliest postponed round may be sent."""
    query = select(func.min(rounds.c.not_before)).where(
        rounds.c.state == "claimed", rounds.c.not_before > now
    )
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def last_sent(connection: AsyncConnection, diary_id: int) -> Round | None:
    """The picture that was sent last."""
    row = (
        await connection.execute(
            select(*_COLUMNS)
            .where(rounds.c.diary_id == diary_id, rounds.c.state == "sent")
            .order_by(rounds.c.day.desc(), rounds.c.id.desc())
            .limit(1)
        )
    ).first()
    return None if row is None else Round(*row)


async def to_replace(connection: AsyncConnection, diary_id: int) -> Sequence[Round]:
    """The pictures that still stand in the chat."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(
            rounds.c.diary_id == diary_id,
            rounds.c.state == "sent",
            rounds.c.is_replaced.is_(False),
            rounds.c.message_id.is_not(None),
        )
        .order_by(rounds.c.id)
    )
    return [Round(*row) for row in rows]


async def change(connection: AsyncConnection, round_id: int, *, was: str, **values: Any) -> bool:
    """Set columns while the state is this one; False when it was not."""
    done = await connection.execute(
        update(rounds).where(rounds.c.id == round_id, rounds.c.state == was).values(**values)
    )
    return done.rowcount == 1


async def postpone_one(connection: AsyncConnection, round_id: int, until: dt.datetime) -> None:
    """Not sent; it may be tried again then."""
    await connection.execute(
        update(rounds)
        .where(rounds.c.id == round_id, rounds.c.state.in_(("claimed", "sending")))
        .values(state="claimed", not_before=until, attempts=rounds.c.attempts + 1)
    )


async def forget(connection: AsyncConnection, before: dt.datetime) -> int:
    """Delete old rounds but for the pictures that still stand in a chat; how many."""
    stands = and_(rounds.c.state == "sent", rounds.c.is_replaced.is_(False))
    done = await connection.execute(
        delete(rounds).where(rounds.c.claimed_at < before, rounds.c.state != "claimed", ~stands)
    )
    return done.rowcount
