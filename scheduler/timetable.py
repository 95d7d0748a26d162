"""What runs when, whatever people do: a few ticks, no job per chat.

Each tick asks the database what is due, so that one that was missed costs nothing but time.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass

import structlog
from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.asyncio import AsyncIOScheduler

log = structlog.get_logger()

Task = Callable[[], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Tick:
    """Something that is done every `every_s` seconds, first after that time."""

    name: str
    every_s: float
    task: Task


def timetable(ticks: list[Tick]) -> AsyncIOScheduler:
    """A scheduler with these ticks, not started. A late tick runs once, a running one not twice."""
    scheduler = AsyncIOScheduler(timezone="UTC")
    for tick in ticks:
        scheduler.add_job(
            tick.task,
            "interval",
            seconds=tick.every_s,
            id=tick.name,
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
        )
    scheduler.add_listener(_note, EVENT_JOB_ERROR)
    return scheduler


def _note(event: JobExecutionEvent) -> None:
    log.error("tick failed", action="tick", tick=event.job_id, exc_info=event.exception)
