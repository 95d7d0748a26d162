"""What runs when, whatever people do: a few ticks, no job per chat.

Each tick asks the database what is due, so that one that was missed costs nothing but time.

APScheduler reads the clock on the wall. Set back by a day, that would let its ticks stand still for
a day; set forward by years, a tick of ten seconds would be counted millions of times before it runs
once. So whoever sees that the clock was set says so to the timetable (`clock_was_set`), and the
next run of a tick is counted from the present alone.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog
from apscheduler.events import EVENT_JOB_MAX_INSTANCES, JobSubmissionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.base import BaseTrigger

from diary.clock import Now
from storage.database import Replaced, Unavailable

log = structlog.get_logger()

Task = Callable[[], Awaitable[None]]

#: A tick that fails each time for the same reason is told of again after this time, in seconds.
AGAIN_S = 600.0


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that is done every `every_s` seconds, first after that time or `at_once`."""

    name: str
    every_s: float
    task: Task
    at_once: bool = False


class Every(BaseTrigger):  # type: ignore[misc]  # APScheduler tells no types
    """Some time after the present: however many runs were missed, there is one."""

    def __init__(self, seconds: float) -> None:
        self.span = dt.timedelta(seconds=seconds)

    def get_next_fire_time(self, _previous: dt.datetime | None, now: dt.datetime) -> dt.datetime:
        """APScheduler's question; both times are aware."""
        return now + self.span


class Timetable:
    """Runs ticks beside each other; one that runs does not begin a second time meanwhile."""

    def __init__(self, ticks: Sequence[Tick], now: Now) -> None:
        self.ticks = tuple(ticks)
        self._now = now
        self._scheduler = AsyncIOScheduler(timezone=dt.UTC)
        self._running: set[asyncio.Task[object]] = set()
        self._told: dict[tuple[str, str], float] = {}

    async def run(self) -> None:
        """Run them until cancelled. One that fails stops neither itself nor others.

        Raises Replaced: another database than ours is nothing that passes.
        """
        over: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        for tick in self.ticks:
            self._add(tick, over)
        self._scheduler.add_listener(self._late, EVENT_JOB_MAX_INSTANCES)
        self._scheduler.start()
        try:
            await over
        finally:
            self._scheduler.shutdown(wait=False)
            # It cancels what runs and does not wait for it; a transaction must not be left open.
            if self._running:
                await asyncio.wait(self._running)

    def clock_was_set(self, step: dt.timedelta) -> None:
        """The clock shows so much more (or less) than it should: each tick keeps its distance.

        Some may have been counted from the new time already; none is further away than it can be.
        """
        now = self._now()
        for job in self._scheduler.get_jobs():
            moved = min(job.next_run_time + step, now + job.trigger.span)
            job.modify(next_run_time=max(now, moved))

    def _add(self, tick: Tick, over: asyncio.Future[None]) -> None:
        now = self._now()
        self._scheduler.add_job(
            self._do,
            Every(tick.every_s),
            args=(tick, over),
            id=tick.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            next_run_time=now if tick.at_once else now + dt.timedelta(seconds=tick.every_s),
        )

    async def _do(self, tick: Tick, over: asyncio.Future[None]) -> None:
        """One run. Raises nothing: APScheduler would tell of it each time."""
        work = asyncio.current_task()
        assert work is not None  # noqa: S101 - a coroutine that runs has a task
        self._running.add(work)
        try:
            await tick.task()
        except asyncio.CancelledError:
            log.debug("tick cancelled", action="tick", tick=tick.name)
        except Replaced as error:
            if not over.done():
                over.set_exception(error)
        except Unavailable:
            log.debug("database not available", action="tick", tick=tick.name)
        except Exception as error:
            if self._is_new(tick.name, type(error).__name__):
                log.exception("tick failed", action="tick", tick=tick.name, exc_info=error)
        finally:
            self._running.discard(work)

    def _late(self, event: JobSubmissionEvent) -> None:
        if self._is_new(event.job_id, "late"):
            log.warning("tick takes longer than its time", action="tick", tick=event.job_id)

    def _is_new(self, name: str, what: str) -> bool:
        """Whether nothing was told of this for a while."""
        now = time.monotonic()
        if now - self._told.get((name, what), -AGAIN_S) < AGAIN_S:
            return False
        self._told[name, what] = now
        return True
