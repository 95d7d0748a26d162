"""Days in a row, gently: one free day a week, and nothing is ever lost.

A run is a sequence of written days in which each missing day stands alone and is at least seven
days away from the next missing one. Its length counts the written days. A day that is not over is
not missing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

#: The distance of two written days with one missing between them.
ONE_MISSING = 2

#: Two missing days of a run are at least so many days apart: any seven days have one at most.
FREE_EVERY = 7


@dataclass(frozen=True, slots=True)
class Streaks:
    """Numbers of written days: in today's month, in the run up to today, in the longest run.

    `free` and `longest_free` are the missing days that these two runs have in between.
    """

    this_month: int
    current: int
    longest: int
    free: int = 0
    longest_free: int = 0


@dataclass(frozen=True, slots=True)
class _Run:
    """Up to some written day: its length, and the days since its last missing one, if any.

    `free` counts the missing days in it.
    """

    days: int
    gap: dt.date | None = None
    since_gap: int = 0
    free: int = 0

    def next(self) -> _Run:
        """One more day in a row."""
        return _Run(self.days + 1, self.gap, self.since_gap + 1, self.free)

    def over(self, gap: dt.date) -> _Run:
        """The same with a missing day behind it: where two are too close, what lies between."""
        is_free = self.gap is None or (gap - self.gap).days >= FREE_EVERY
        if is_free:
            return _Run(self.days, gap, free=self.free + 1)
        return _Run(self.since_gap, gap, free=1)


def of_days(days: Iterable[dt.date], today: dt.date) -> Streaks:
    """What to say of the diary days on which somebody wrote. Days after today do not count."""
    written = sorted({day for day in days if day <= today})
    runs = list(_runs(written))
    month = sum((day.year, day.month) == (today.year, today.month) for day in written)
    now = _until(written[-1], runs[-1], today) if written else _Run(0)
    best = max(runs, key=lambda run: (run.days, -run.free), default=_Run(0))
    return Streaks(month, now.days, best.days, now.free, best.free)


def _runs(written: list[dt.date]) -> Iterator[_Run]:
    """The longest run up to each written day."""
    run = _Run(0)
    for n, day in enumerate(written):
        away = (day - written[n - 1]).days if n else 0
        if away == ONE_MISSING:
            run = run.over(day - dt.timedelta(days=1))
        elif away > ONE_MISSING:
            run = _Run(0)
        run = run.next()
        yield run


def _until(last: dt.date, run: _Run, today: dt.date) -> _Run:
    """How long the last run is today: yesterday may be its free day, and today is not over."""
    away = (today - last).days
    if away <= 1:
        return run
    return run.over(today - dt.timedelta(days=1)) if away == ONE_MISSING else _Run(0)
