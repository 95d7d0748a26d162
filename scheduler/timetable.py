"""What runs when, whatever people do: a few ticks, no job per chat.

Each tick asks the database what is due, so that one that was missed costs nothing but time. Between
ticks a clock counts that nobody can set: one that was set back by a day must not stop them for a
day.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

import structlog

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


class Timetable:
    """Runs ticks beside each other; one that runs does not begin a second time meanwhile."""

    def __init__(self, ticks: Sequence[Tick]) -> None:
        self.ticks = tuple(ticks)

    async def run(self) -> None:
        """Run them until cancelled. One that fails stops neither itself nor others."""
        async with asyncio.TaskGroup() as group:
            for tick in self.ticks:
                group.create_task(_repeat(tick))


async def _repeat(tick: Tick) -> None:
    told: dict[type[Exception], float] = {}
    if not tick.at_once:
        await asyncio.sleep(tick.every_s)
    while True:
        try:
            await tick.task()
        except Replaced:
            raise
        except Unavailable:
            log.debug("database not available", action="tick", tick=tick.name)
        except Exception as error:  # noqa: BLE001 - whatever it is, it comes again in its time
            _tell(tick, error, told)
        await asyncio.sleep(tick.every_s)


def _tell(tick: Tick, error: Exception, told: dict[type[Exception], float]) -> None:
    now = time.monotonic()
    if now - told.get(type(error), -AGAIN_S) >= AGAIN_S:
        told[type(error)] = now
        log.error("tick failed", action="tick", tick=tick.name, exc_info=error)
