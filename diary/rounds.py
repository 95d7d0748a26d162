"""The rhythm of a loop that asks the database what is due: at once when told, else in time."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Awaitable, Callable

import structlog

from diary.clock import Now
from storage.database import Connection, Damaged, Database, Unavailable

log = structlog.get_logger()

#: The database is asked at least this often, whatever has been forgotten to say; and a database
#: that is away is left alone for so long.
LONGEST_S = 5.0

#: When the next thing is due after a moment; None when nothing is.
NextTime = Callable[[Connection, dt.datetime], Awaitable[dt.datetime | None]]


class Rounds:
    """Runs a round whenever `wake` was called, something has become due, or time has passed."""

    def __init__(self, database: Database, now: Now, next_time: NextTime) -> None:
        self._database = database
        self._now = now
        self._next_time = next_time
        self._event = asyncio.Event()

    def wake(self) -> None:
        """There may be something to do."""
        self._event.set()

    async def run(self, one: Callable[[], Awaitable[None]], action: str) -> None:
        """Do `one` round after another until cancelled. A database that is away costs a pause."""
        while True:
            self._event.clear()
            try:
                await one()
                seconds = await self._seconds()
            except Unavailable:
                log.debug("database not available", action=action)
                seconds = LONGEST_S
            except Damaged:
                # One value costs what it belongs to; it must not end the bot for everybody.
                log.error("a damaged value is in the way", action=action)  # noqa: TRY400 - known
                seconds = LONGEST_S
            await self._sleep(seconds)

    async def _seconds(self) -> float:
        now = self._now()
        async with self._database.reading() as connection:
            until = await self._next_time(connection, now)
        return LONGEST_S if until is None else min(LONGEST_S, (until - now).total_seconds())

    async def _sleep(self, seconds: float) -> None:
        # Not wait_for, which may swallow a cancellation that comes together with the event.
        try:
            async with asyncio.timeout(seconds):
                await self._event.wait()
        except TimeoutError:
            return
