"""What comes by itself at an hour of a diary: finds what is due and takes it under a lease.

Whoever sends it (`bot.routines`) moves each routine on in the transaction that decides to send: of
several processes one does. A process that dies loses its lease, and the next tick hands its rest to
whoever is there, who looks again whether it is not too late.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable

import structlog

from diary import routines
from diary.clock import Now
from storage import routines as rows
from storage.database import Database

log = structlog.get_logger()

#: How long what was taken is left to the process that took it.
LEASE = dt.timedelta(minutes=2)

#: Routines that are taken in one transaction, so that others can write in between.
BATCH = 500


async def tick(database: Database, now: Now, claimed: Callable[[], None]) -> None:
    """Take everything that is due, and say so."""
    lease, count = uuid.uuid4().hex, 0
    while taken := await _claim(database, now, lease):
        count += taken
        claimed()
    if count:
        log.info("routines claimed", action="routine", count=count)


async def _claim(database: Database, now: Now, lease: str) -> int:
    async with database.reading() as connection:
        if not await rows.is_due(connection, now()):
            return 0
    async with database.writing() as connection:
        at = now()
        return await rows.claim(connection, at, lease, at + LEASE, BATCH)


async def add_digests(database: Database, now: Now) -> None:
    """Those who have begun to write get a digest of their weeks."""
    count = BATCH
    while count == BATCH:
        async with database.writing() as connection:
            count = await routines.add_digests(connection, now(), BATCH)
        if count:
            log.info("digests added", action="routine", count=count)
