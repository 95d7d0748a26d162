"""Jobs: what the workers still have to do. The row with its lease is the truth."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, func, insert, or_, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import entries, jobs, persons


@dataclass(frozen=True, slots=True)
class Job:
    """The analysis of one entry. `state`: held, queued, running, done, failed or cancelled.

    `task` says that not all is to be done: `words` (choose key sentences and tags from the words
    as they are now), or `again` (everything anew, whatever was found, when nobody else waits).
    """

    id: int
    entry_id: int
    person_id: int
    state: str
    stage: str | None
    attempts: int
    interruptions: int
    fetches: int
    duration_s: float
    lease: str | None
    task: str | None = None
    not_before: dt.datetime | None = None


#: A job that may not begin for longer than this waits for another day: it is in nobody's way.
PUT_OFF = dt.timedelta(minutes=10)

#: The task of an analysis that is made anew: it comes behind all others.
AGAIN = "again"
#: The task of choosing from the words once more.
WORDS = "words"


@dataclass(frozen=True, slots=True)
class Place:
    """A job that waits in the queue, as fairness sees it."""

    job_id: int
    entry_id: int
    person_id: int
    duration_s: float
    served_at: dt.datetime | None


_COLUMNS = (
    jobs.c.id,
    jobs.c.entry_id,
    jobs.c.person_id,
    jobs.c.state,
    jobs.c.stage,
    jobs.c.attempts,
    jobs.c.interruptions,
    jobs.c.fetches,
    jobs.c.duration_s,
    jobs.c.lease,
    jobs.c.task,
    jobs.c.not_before,
)

_IS_PATIENT = func.coalesce(jobs.c.task, "") == AGAIN


async def add(
    connection: AsyncConnection,
    entry_id: int,
    person_id: int,
    state: str,
    now: dt.datetime,
    not_before: dt.datetime | None,
) -> None:
    """A new job."""
    await connection.execute(
        insert(jobs).values(
            entry_id=entry_id,
            person_id=person_id,
            state=state,
            enqueued_at=now,
            not_before=not_before,
        )
    )


async def of_entry(connection: AsyncConnection, entry_id: int) -> Job | None:
    """The job of an entry."""
    row = (
        (await connection.execute(select(*_COLUMNS).where(jobs.c.entry_id == entry_id)))
        .mappings()
        .first()
    )
    return None if row is None else Job(**row)


async def places(connection: AsyncConnection, now: dt.datetime | None = None) -> Sequence[Place]:
    """Every job in the queue, first come first, with when its person was last served.

    Those that let everybody else go first have none, nor have those that are put off.
    """
    is_near: ColumnElement[bool] = true()
    if now is not None:
        is_near = or_(jobs.c.not_before.is_(None), jobs.c.not_before <= now + PUT_OFF)
    rows = await connection.execute(
        select(jobs.c.id, jobs.c.entry_id, jobs.c.person_id, jobs.c.duration_s, persons.c.served_at)
        .join(persons, persons.c.id == jobs.c.person_id)
        .where(jobs.c.state == "queued", ~_IS_PATIENT, is_near)
        .order_by(jobs.c.enqueued_at, jobs.c.id)
    )
    return [Place(*row) for row in rows]


async def next_queued(connection: AsyncConnection, now: dt.datetime) -> Job | None:
    """The job whose turn it is: of the person who has waited longest for a worker."""
    row = (
        (
            await connection.execute(
                select(*_COLUMNS)
                .join(persons, persons.c.id == jobs.c.person_id)
                .where(
                    jobs.c.state == "queued",
                    or_(jobs.c.not_before.is_(None), jobs.c.not_before <= now),
                )
                .order_by(
                    _IS_PATIENT,
                    persons.c.served_at.is_not(None),
                    persons.c.served_at,
                    jobs.c.enqueued_at,
                    jobs.c.id,
                )
                .limit(1)
            )
        )
        .mappings()
        .first()
    )
    return None if row is None else Job(**row)


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the earliest postponed job may start."""
    query = select(func.min(jobs.c.not_before)).where(
        jobs.c.state == "queued", jobs.c.not_before > now
    )
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def claim(
    connection: AsyncConnection, job_id: int, lease: str, now: dt.datetime, until: dt.datetime
) -> bool:
    """Take a queued job; False when another has it."""
    done = await connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id, jobs.c.state == "queued")
        .values(
            state="running",
            lease=lease,
            lease_until=until,
            started_at=now,
            attempts=jobs.c.attempts + 1,
        )
    )
    return done.rowcount == 1


async def renew(connection: AsyncConnection, leases: Sequence[str], until: dt.datetime) -> None:
    """Say that these are still being worked on."""
    await connection.execute(
        update(jobs)
        .where(jobs.c.lease.in_(leases), jobs.c.state == "running")
        .values(lease_until=until)
    )


async def set_stage(connection: AsyncConnection, job_id: int, lease: str, stage: str) -> bool:
    """The stage that runs now; False when the job is no longer ours."""
    done = await connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id, jobs.c.lease == lease, jobs.c.state == "running")
        .values(stage=stage)
    )
    return done.rowcount == 1


async def leave(connection: AsyncConnection, job_id: int, lease: str, **values: Any) -> bool:
    """End our turn with a job in whatever way `values` say; False when it is no longer ours."""
    done = await connection.execute(
        update(jobs)
        .where(jobs.c.id == job_id, jobs.c.lease == lease, jobs.c.state == "running")
        .values(lease=None, lease_until=None, stage=None, **values)
    )
    return done.rowcount == 1


async def change(
    connection: AsyncConnection, entry_id: int, *, was: Sequence[str], **values: Any
) -> bool:
    """Set columns of an entry's job while its state is one of `was`; False when it was not."""
    done = await connection.execute(
        update(jobs).where(jobs.c.entry_id == entry_id, jobs.c.state.in_(was)).values(**values)
    )
    return done.rowcount == 1


async def abandoned(
    connection: AsyncConnection, now: dt.datetime, *, everyone: bool
) -> Sequence[Job]:
    """Running jobs whose lease is over; with `everyone`, all: for the start of the only process."""
    query = select(*_COLUMNS).where(jobs.c.state == "running")
    if not everyone:
        query = query.where(jobs.c.lease_until < now)
    rows = await connection.execute(query)
    return [Job(**row) for row in rows.mappings()]


async def pace(connection: AsyncConnection, last: int = 20) -> float | None:
    """Seconds of work for a second of clip over the last jobs; None before there is one."""
    recent = (
        select(jobs.c.took_s, jobs.c.duration_s)
        .where(jobs.c.took_s.is_not(None), jobs.c.duration_s > 0)
        .order_by(jobs.c.finished_at.desc())
        .limit(last)
        .subquery()
    )
    query = select(func.sum(recent.c.took_s), func.sum(recent.c.duration_s))
    took, duration = (await connection.execute(query)).one()
    return float(took) / float(duration) if took and duration else None


async def running_durations(connection: AsyncConnection) -> Sequence[float]:
    """Seconds of clip of each job that is being worked on."""
    rows = await connection.execute(select(jobs.c.duration_s).where(jobs.c.state == "running"))
    return [row.duration_s for row in rows]


async def rest(connection: AsyncConnection, person_id: int) -> Sequence[int]:
    """Nothing of this person's is begun or gone on with for now; the entries that wait for it."""
    found = await connection.execute(
        select(jobs.c.entry_id).where(
            _waits_for(person_id), jobs.c.state.in_(("queued", "running"))
        )
    )
    entry_ids = found.scalars().all()
    await connection.execute(
        update(jobs)
        .where(jobs.c.entry_id.in_(entry_ids))
        .values(state="held", lease=None, lease_until=None, stage=None)
    )
    return entry_ids


async def go_on(connection: AsyncConnection, person_id: int, now: dt.datetime) -> None:
    """What rested has its turn again, behind all others."""
    await connection.execute(
        update(jobs)
        .where(_waits_for(person_id), jobs.c.state == "held")
        .values(state="queued", enqueued_at=now)
    )


def _waits_for(person_id: int) -> ColumnElement[bool]:
    """Jobs of this person without which an entry has no result; not those that wait for a yes."""
    waiting = select(entries.c.id).where(entries.c.state == "waiting")
    return and_(jobs.c.person_id == person_id, jobs.c.entry_id.in_(waiting))
