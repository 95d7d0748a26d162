"""What is counted of a person where there is a limit: numbers of a span, and nothing else."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import case, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import tallies
from storage.tables import jobs

#: A clip of which nobody knows the length, or that is very short, takes up so much of the queue.
LEAST_S = 15.0


@dataclass(frozen=True, slots=True)
class Tally:
    """How often somebody has done something since `begins_at`."""

    begins_at: dt.datetime
    number: int


async def find(connection: AsyncConnection, person_id: int, what: str) -> Tally | None:
    """What was counted; None before the first."""
    row = (
        await connection.execute(
            select(tallies.c.begins_at, tallies.c.number).where(
                tallies.c.person_id == person_id, tallies.c.what == what
            )
        )
    ).first()
    return None if row is None else Tally(*row)


async def put(connection: AsyncConnection, person_id: int, what: str, tally: Tally) -> None:
    """Count so from now on."""
    values = {"begins_at": tally.begins_at, "number": tally.number}
    done = await connection.execute(
        update(tallies)
        .where(tallies.c.person_id == person_id, tallies.c.what == what)
        .values(**values)
    )
    if not done.rowcount:
        await connection.execute(insert(tallies).values(person_id=person_id, what=what, **values))


async def waiting_s(connection: AsyncConnection, person_id: int) -> float:
    """Seconds of clip of this person that wait to be analysed."""
    least = case((jobs.c.duration_s < LEAST_S, LEAST_S), else_=jobs.c.duration_s)
    query = select(func.sum(least)).where(
        jobs.c.person_id == person_id, jobs.c.state.in_(("held", "queued"))
    )
    return float((await connection.execute(query)).scalar() or 0.0)


async def forget(connection: AsyncConnection, before: dt.datetime) -> int:
    """Delete what was counted long ago; how many rows."""
    done = await connection.execute(delete(tallies).where(tallies.c.begins_at < before))
    return done.rowcount
