"""Where the days of a period stand side by side, a column each. Arithmetic alone, in pixels."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from charts.page import RIGHT
from charts.weeks import WEEK, days_between

#: Where the columns begin, right of the names, and the air between two weeks and two days.
NAMES: Final = 216
BETWEEN_WEEKS: Final = 12
BETWEEN_DAYS: Final = 3
AROUND_TODAY: Final = 5
#: Pixels beyond the right edge of the text that columns may use.
BEYOND: Final = 14
#: Columns of a short period do not grow beyond this.
WIDEST: Final = 64


@dataclass(frozen=True, slots=True)
class Columns:
    """A column for each day from `first` to `last`, `pitch` pixels apart, weeks a little further.

    `week_starts` is the weekday before which the gap lies. `today` has some air on both sides.
    """

    first: dt.date
    last: dt.date
    today: dt.date
    week_starts: int
    left: float
    pitch: int

    @property
    def width(self) -> int:
        """Pixels across of a day's cell."""
        return self.pitch - BETWEEN_DAYS

    def x(self, day: dt.date) -> float:
        """The left edge of a day's cell."""
        number = (day - self.first).days
        weeks = (number + (self.first.weekday() - self.week_starts) % WEEK) // WEEK
        airs = (self.first <= self.today <= day) + (self.first <= self.today < day)
        return self.left + number * self.pitch + BETWEEN_WEEKS * weeks + (AROUND_TODAY * airs)

    def weeks(self) -> Iterator[tuple[dt.date, int]]:
        """The first day of each week or part of a week, and how many of its days are shown."""
        begins = [d for d in days_between(self.first, self.last) if self._is_begin(d)]
        for n, begin in enumerate(begins):
            end = begins[n + 1] if n + 1 < len(begins) else self.last + dt.timedelta(1)
            yield begin, (end - begin).days

    def _is_begin(self, day: dt.date) -> bool:
        return day == self.first or day.weekday() == self.week_starts


def columns_of(first: dt.date, last: dt.date, today: dt.date, week_starts: int) -> Columns:
    """The columns of a period, as wide as fits between the names and the right edge."""
    starts = week_starts % WEEK
    air = round(Columns(first, last, today, starts, 0, 0).x(last))
    air += AROUND_TODAY * (today == last)
    room = RIGHT + BEYOND - NAMES + BETWEEN_DAYS - air
    days = (last - first).days + 1
    pitch = min(max(math.floor(room / days), BETWEEN_DAYS + 1), WIDEST)
    left = NAMES + room - pitch * days if pitch < WIDEST else NAMES
    return Columns(first, last, today, starts, left, pitch)
