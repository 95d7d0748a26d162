"""How the bot is doing, in numbers: no content, no names, nobody's number."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.jobs import PUT_OFF
from storage.shared_tables import notices
from storage.tables import cards, diaries, entries, inbox, jobs, persons

#: So many of the newest results are looked at for how long they took.
MOST_TIMES = 5000


@dataclass(frozen=True, slots=True)
class Queue:
    """Entries that wait, seconds of clip in them and since when; what runs, and is put off."""

    waiting: int
    clip_s: float
    oldest: dt.datetime | None
    running: int
    put_off: int


@dataclass(frozen=True, slots=True)
class Taken:
    """One result: seconds from receipt to it, of work, and of clip."""

    whole_s: float
    work_s: float
    clip_s: float


@dataclass(frozen=True, slots=True)
class Crowd:
    """`people` have written to the bot, `active` have an entry of late, `gone` have blocked it."""

    people: int
    active: int
    gone: int
    own: int
    shared: int


async def queue(connection: AsyncConnection, now: dt.datetime) -> Queue:
    """What the workers have before them."""
    is_queued = jobs.c.state == "queued"
    is_near = or_(jobs.c.not_before.is_(None), jobs.c.not_before <= now + PUT_OFF)
    row = (
        await connection.execute(
            select(func.count(), func.sum(jobs.c.duration_s), func.min(jobs.c.enqueued_at)).where(
                is_queued, is_near
            )
        )
    ).one()
    running = await _count(connection, jobs.c.state == "running")
    put_off = await _count(connection, and_(is_queued, ~is_near))
    return Queue(row[0], float(row[1] or 0.0), row[2], running, put_off)


async def _count(connection: AsyncConnection, *conditions: object) -> int:
    query = select(func.count()).where(*conditions)  # type: ignore[arg-type]
    return int((await connection.execute(query)).scalar_one())


async def failures(connection: AsyncConnection, since: dt.datetime) -> Mapping[str, int]:
    """How many entries were finished with each reason since, the most frequent first."""
    rows = await connection.execute(
        select(entries.c.reason, func.count())
        .join(jobs, jobs.c.entry_id == entries.c.id)
        .where(entries.c.reason.is_not(None), jobs.c.finished_at >= since)
        .group_by(entries.c.reason)
        .order_by(func.count().desc(), entries.c.reason)
    )
    return {row[0]: row[1] for row in rows}


async def times(connection: AsyncConnection, since: dt.datetime) -> Sequence[Taken]:
    """The results since; those that were made anew or put off are no measure."""
    rows = await connection.execute(
        select(
            entries.c.created_at,
            jobs.c.finished_at,
            jobs.c.took_s,
            jobs.c.duration_s,
            jobs.c.not_before,
        )
        .join(jobs, jobs.c.entry_id == entries.c.id)
        .where(
            jobs.c.finished_at >= since,
            entries.c.created_at >= since,
            jobs.c.took_s.is_not(None),
        )
        .order_by(jobs.c.finished_at.desc())
        .limit(MOST_TIMES)
    )
    return [
        Taken((row.finished_at - row.created_at).total_seconds(), row.took_s, row.duration_s)
        for row in rows
        if row.not_before is None or row.not_before < row.created_at + PUT_OFF
    ]


async def undelivered(connection: AsyncConnection) -> Mapping[str, int]:
    """Cards and notices that are to be sent, and cards that wait for a person to come back."""
    behind = cards.c.shown < cards.c.wanted
    return {
        "cards": await _count(connection, behind, cards.c.stopped.is_(None)),
        "stopped": await _count(connection, behind, cards.c.stopped.is_not(None)),
        "notices": await _count(connection, notices.c.state == "waiting"),
    }


async def updates(
    connection: AsyncConnection, since: dt.datetime, but: int | None = None
) -> Mapping[str, int]:
    """Updates that wait, that failed since, and that were refused since, by why.

    `but` is the letter that is being answered: it waits no more.
    """
    came = inbox.c.received_at >= since
    waits = (inbox.c.state == "waiting", inbox.c.id != (but or 0))
    found = {
        "waiting": await _count(connection, *waits),
        "failed": await _count(connection, inbox.c.state == "failed", came),
    }
    for name in ("too fast", "stranger", "blocked"):
        said = or_(inbox.c.outcome == name, inbox.c.outcome.like(f"{name},%"))
        found[name] = await _count(connection, said, came)
    return found


async def crowd(connection: AsyncConnection, since: dt.datetime) -> Crowd:
    """How many people and diaries there are."""
    is_person = persons.c.kind == "person"
    active = select(func.count(entries.c.author_id.distinct())).where(entries.c.created_at >= since)
    is_own = diaries.c.kind == "private"
    return Crowd(
        people=await _count(connection, is_person),
        active=int((await connection.execute(active)).scalar_one()),
        gone=await _count(connection, is_person, persons.c.blocked_at.is_not(None)),
        own=await _count(connection, is_own),
        shared=await _count(connection, ~is_own, diaries.c.state == "open"),
    )
