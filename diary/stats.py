"""How the bot is doing, for whoever runs it: numbers of the last day, and of nobody alone."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from storage import stats
from storage.database import Connection
from storage.stats import Crowd, Queue, Taken

DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Spread:
    """The middle and the slow end of some measurements; None where there are none."""

    number: int
    p50: float | None
    p95: float | None


@dataclass(frozen=True, slots=True)
class Stats:
    """`whole` are seconds from receipt to result, `pace` seconds of work a second of clip."""

    queue: Queue
    failures: Mapping[str, int]
    whole: Spread
    pace: Spread
    undelivered: Mapping[str, int]
    updates: Mapping[str, int]
    crowd: Crowd


def spread(values: Sequence[float]) -> Spread:
    """Percentiles by the nearest rank: each is one of the values."""
    if not values:
        return Spread(0, None, None)
    ordered = sorted(values)

    def rank(share: float) -> float:
        return ordered[max(0, math.ceil(share * len(ordered)) - 1)]

    return Spread(len(ordered), rank(0.5), rank(0.95))


async def look(connection: Connection, now: dt.datetime, letter_id: int | None = None) -> Stats:
    """All of it, as of now, without the letter that asks for it."""
    taken = await stats.times(connection, now - DAY)
    return Stats(
        queue=await stats.queue(connection, now),
        failures=await stats.failures(connection, now - DAY),
        whole=spread([one.whole_s for one in taken]),
        pace=spread(_paces(taken)),
        undelivered=await stats.undelivered(connection),
        updates=await stats.updates(connection, now - DAY, letter_id),
        crowd=await stats.crowd(connection, now - WEEK),
    )


def _paces(taken: Sequence[Taken]) -> list[float]:
    return [one.work_s / one.clip_s for one in taken if one.clip_s > 0]
