"""Sees that the machine's clock was set, while we run or while we did not.

While we run, the clock is compared with one that cannot be set. Over a restart it is compared with
the last sign of life: a present that lies before it was set back by at least the difference. A
clock that was set forward meanwhile cannot be told from a machine that was switched off.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Callable
from pathlib import Path

import structlog

from diary import clock_steps
from diary.clock import Now
from scheduler.housekeeping import beat
from storage.database import Database

log = structlog.get_logger()

#: Smaller ones pass: what waits is looked at every few seconds anyway.
LEAST = dt.timedelta(seconds=2)

#: How often `watch` looks.
LOOK_S = 2.0

#: The clocks that nobody sets and that go on while the machine sleeps: Linux's, then macOS's.
STEADY = ("CLOCK_BOOTTIME", "CLOCK_MONOTONIC_RAW")

NONE = dt.timedelta(0)


def steady_s() -> float:
    """Seconds of a clock that nobody sets, and that goes on while the machine sleeps."""
    for name in STEADY:
        if hasattr(time, name):
            return time.clock_gettime(getattr(time, name))
    return time.monotonic()


class ClockSteps:
    """Looks whether the clock was set; what a step has moved is put right, once."""

    def __init__(
        self,
        database: Database,
        now: Now,
        heartbeat: Path,
        steady: Callable[[], float] = steady_s,
    ) -> None:
        self._database = database
        self._now = now
        self._heartbeat = heartbeat
        self._steady = steady
        self._began = self._origin()
        #: What has been seen and not yet been put right: the database may be away just then.
        self._owed = NONE
        #: What has been seen and who watches does not know yet.
        self._untold = NONE

    async def watch(self, tell: Callable[[dt.timedelta], None]) -> None:
        """Tell of each step until cancelled: whoever reads the clock may stand still meanwhile."""
        while True:
            await asyncio.sleep(LOOK_S)
            self._look()
            if self._untold:
                step, self._untold = self._untold, NONE
                tell(step)

    async def begin(self) -> None:
        """Before anything else at a start. Raises Unavailable; then `tick` does it."""
        last = await asyncio.to_thread(_last_sign, self._heartbeat)
        ahead = NONE if last is None else last - self._now()
        if ahead > LEAST:
            self._owed -= ahead
        await self._settle()

    async def tick(self) -> None:
        """Look, and put right. Raises Unavailable; then the next tick does it."""
        self._look()
        await self._settle()

    def _look(self) -> None:
        origin = self._origin()
        step = origin - self._began
        self._began = origin
        if abs(step) > LEAST:
            self._owed += step
            self._untold += step

    def _origin(self) -> dt.datetime:
        """When the steady clock was at zero, by the other one: it moves only when that is set."""
        return self._now() - dt.timedelta(seconds=self._steady())

    async def _settle(self) -> None:
        if abs(self._owed) <= LEAST:
            return
        async with self._database.writing() as connection:
            count = await clock_steps.settle(connection, self._now(), self._owed)
            # A start after this must not find the old sign and put the same step right again: that
            # would end a week of grace at once. So it is written before all this counts.
            await beat(self._heartbeat, self._now)
        step_s, self._owed = self._owed.total_seconds(), NONE
        log.warning(
            "clock was set",
            action="clock",
            step_s=round(step_s),
            moved=count,
            next_step="Have the machine set its clock by itself (NTP), if it does not.",
        )


def _last_sign(path: Path) -> dt.datetime | None:
    try:
        found = dt.datetime.fromisoformat(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if found.tzinfo is not None else None
