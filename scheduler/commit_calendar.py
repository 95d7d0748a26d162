"""The daily round: finds the evenings that have come and claims them, for each diary once a day.

An evening is that of all diaries in one time zone that have chosen the same minute. It is claimed
whole, with one row, however many diaries it has; then each of them gets its round, some hundred at
a time, so that others can write in between. Whoever sends the pictures (`bot.evening`) asks for
those rounds. A process that dies on the way loses its lease, and the next tick goes on.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Sequence

import structlog

from diary import clock
from diary.clock import Now
from storage import rounds
from storage.database import Connection, Database
from storage.rounds import Evening, Raced

log = structlog.get_logger()

#: How long an evening is left to the process that has claimed it.
LEASE = dt.timedelta(minutes=2)

#: Diaries that get their rounds in one transaction.
BATCH = 500

#: Rounds are put away after this time, but for the one whose picture still stands in the chat.
KEEP_ROUNDS = dt.timedelta(days=60)


async def tick(database: Database, now: Now, claimed: Callable[[], None]) -> None:
    """Claim every evening that has come and write down its rounds, and say so."""
    lease = uuid.uuid4().hex
    for evening in await claim(database, now(), lease):
        count = await distribute(database, evening, lease, now, claimed)
        log.info("evening has come", action="evening", count=count)


async def claim(database: Database, now: dt.datetime, lease: str) -> Sequence[Evening]:
    """The evenings that have come and that nobody else has; from now on they are this lease's."""
    async with database.reading() as connection:
        them = await rounds.due(connection, now)
    if not them:
        return []
    try:
        async with database.writing() as connection:
            return await rounds.claim(connection, [*them], lease, now, now + LEASE)
    except Raced:
        return []  # the next tick sees what is left


async def distribute(
    database: Database, evening: Evening, lease: str, now: Now, claimed: Callable[[], None]
) -> int:
    """A round for each diary of a claimed evening, none where it is too late; how many."""
    count = 0
    while True:
        try:
            async with database.writing() as connection:
                moved, made = await _some(connection, evening, now())
                if moved < BATCH:
                    await rounds.finish(connection, evening, lease)
        except Raced:
            return count  # our lease was over, and another process goes on
        count += made
        if made:
            claimed()
        if moved < BATCH:
            return count


async def _some(connection: Connection, evening: Evening, now: dt.datetime) -> tuple[int, int]:
    """Deal with the next diaries; how many these were, and how many rounds came of it."""
    ids = await rounds.some_of(connection, evening, now, BATCH)
    if not ids:
        return 0, 0
    until = clock.next_at(now, evening.time_zone, evening.evening_minute)
    if await rounds.move_on(connection, ids, evening, until) != len(ids):
        raise Raced
    day = day_of(evening, now)
    return len(ids), 0 if day is None else await rounds.add(connection, ids, day, now)


def day_of(evening: Evening, now: dt.datetime) -> dt.date | None:
    """The diary day of an evening, None when it is over: neither day nor date may have changed."""
    zone, starts_hour = evening.time_zone, evening.day_starts_hour
    day = clock.day_of(evening.due_at, zone, starts_hour)
    if clock.today(now, zone, starts_hour) != day:
        return None
    return (
        day if clock.local(evening.due_at, zone).date() == clock.local(now, zone).date() else None
    )


async def forget_rounds(database: Database, now: Now) -> None:
    """Put old rounds away."""
    async with database.writing() as connection:
        count = await rounds.forget(connection, now() - KEEP_ROUNDS)
    if count:
        log.info("rounds forgotten", action="housekeeping", count=count)
