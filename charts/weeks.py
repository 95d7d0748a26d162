"""Where days stand in a calendar: plain arithmetic with dates, no pixels. Standard library only.

Weekdays are numbered as in `datetime`: 0 is Monday, 6 Sunday.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

WEEK: Final = 7
#: More months than these do not fit side by side: a year stands as two halves, one above the other.
MONTHS: Final = 7
#: The first and last day of a period.
Period = tuple[dt.date, dt.date]


@dataclass(frozen=True, slots=True)
class Weeks:
    """A period in columns of weeks and rows of weekdays; column 0 is the week that holds `first`.

    `week_starts` is the weekday of row 0. `last` is not before `first`.
    """

    first: dt.date
    last: dt.date
    week_starts: int

    @property
    def columns(self) -> int:
        """How many weeks the period touches."""
        return self.place(self.last)[0] + 1

    def place(self, day: dt.date) -> tuple[int, int]:
        """The column and the row of a day."""
        shift = (self.first.weekday() - self.week_starts) % WEEK
        return divmod((day - self.first).days + shift, WEEK)

    def days(self) -> Iterator[dt.date]:
        """Every day of the period, in order."""
        return days_between(self.first, self.last)

    def weekday(self, row: int) -> int:
        """The weekday that stands in a row."""
        return (self.week_starts + row) % WEEK


def days_between(first: dt.date, last: dt.date) -> Iterator[dt.date]:
    """Every day from the first to the last, both included."""
    return (first + dt.timedelta(n) for n in range((last - first).days + 1))


def months_of(first: dt.date, last: dt.date) -> tuple[Period, ...]:
    """The part of the period that lies in each month it touches."""
    begins = [first, *(day for day in days_between(first, last) if day.day == 1 and day != first)]
    ends = [begin - dt.timedelta(1) for begin in begins[1:]]
    return tuple(zip(begins, [*ends, last], strict=True))


def is_one_month(first: dt.date, last: dt.date) -> bool:
    """Whether all of the period lies in one month."""
    return (first.year, first.month) == (last.year, last.month)


def rows_of(first: dt.date, last: dt.date) -> tuple[Period, ...]:
    """The period cut at months into parts of at most seven months, as even as can be."""
    months = months_of(first, last)
    parts = math.ceil(len(months) / MONTHS)
    edges = [math.ceil(n * len(months) / parts) for n in range(parts + 1)]
    return tuple((months[a][0], months[b - 1][1]) for a, b in pairwise(edges))


def border(weeks: Weeks, day: dt.date) -> tuple[tuple[int, int], ...]:
    """The corners, as (column, row), of the line between a day and all days before it.

    In the day's own week the days above it are earlier ones, so the line runs from below up the
    left side of its column to its row, and then up the right side.
    """
    column, row = weeks.place(day)
    if row == 0:
        return ((column, WEEK), (column, 0))
    return ((column, WEEK), (column, row), (column + 1, row), (column + 1, 0))
