"""Where the days of a period stand on the page, in pixels: week columns, or the sheet of a month.

Arithmetic alone; nothing is drawn here.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from charts.page import LEFT, RIGHT, Box
from charts.weeks import WEEK, Weeks, is_one_month, months_of, rows_of

#: Cells of a short period do not grow beyond this many pixels, air included.
WIDEST: Final = 66
#: Of a cell with its air, the part that is air.
AIR: Final = 0.14
#: Rows of weeks in the sheet of a month.
ROW: Final = 116


@dataclass(frozen=True, slots=True)
class Grid:
    """Weeks with the place of their first cell and the distance from one cell to the next.

    In week columns a week goes downwards; in the sheet of a month it goes across (`turned`).
    """

    weeks: Weeks
    left: float
    top: float
    across: float
    down: float
    air: float
    turned: bool = False

    def box(self, day: dt.date) -> Box:
        """The cell of a day."""
        column, row = self.weeks.place(day)
        if self.turned:
            column, row = row, column
        x, y = self.point(column, row)
        return Box(x + self.air / 2, y + self.air / 2, self.across - self.air, self.down - self.air)

    def point(self, column: float, row: float) -> tuple[float, float]:
        """The upper left corner of a cell with its air."""
        return self.left + column * self.across, self.top + row * self.down

    @property
    def bottom(self) -> float:
        """Where the last row ends."""
        rows = self.weeks.columns if self.turned else WEEK
        return self.top + rows * self.down

    @property
    def right(self) -> float:
        """Where the last column ends."""
        columns = WEEK if self.turned else self.weeks.columns
        return self.left + columns * self.across


@dataclass(frozen=True, slots=True)
class Label:
    """The month that begins, or goes on, in the first cell of a grid that it has, at this x."""

    x: float
    day: dt.date


def grids(
    first: dt.date, last: dt.date, week_starts: int, top: float, beside: float, between: float
) -> tuple[Grid, ...]:
    """The grids of a period from `top` downwards: one, or for a long period several.

    `beside` is the width that weekdays need on the left of week columns, `between` the height that
    names need above each grid.
    """
    if is_one_month(first, last):
        return (_month(Weeks(first, last, week_starts), top + between),)
    parts = [Weeks(a, b, week_starts) for a, b in rows_of(first, last)]
    widest = max(weeks.columns for weeks in parts)
    pitch = min(math.floor((RIGHT - LEFT - beside) / widest), WIDEST)
    air = max(2 * round(AIR * pitch / 2), 4)
    height = WEEK * pitch + between
    left = RIGHT - widest * pitch + air // 2 if pitch < WIDEST else LEFT + beside
    return tuple(
        Grid(weeks, left, top + between + n * (height + 26), pitch, pitch, air)
        for n, weeks in enumerate(parts)
    )


def labels_of(grid: Grid, narrowest: float) -> Iterator[Label]:
    """Each month at the column that holds its first day in this grid.

    A first month of which so little is shown that the next one begins within `narrowest` pixels
    has none.
    """
    places = [
        Label(grid.point(grid.weeks.place(first)[0], 0)[0], first)
        for first, _ in months_of(grid.weeks.first, grid.weeks.last)
    ]
    crowded = len(places) > 1 and places[1].x - places[0].x < narrowest
    yield from places[1:] if crowded else places


def _month(weeks: Weeks, top: float) -> Grid:
    across = math.floor((RIGHT - LEFT + 10) / WEEK)
    return Grid(weeks, LEFT - 5, top, across, ROW, 10, turned=True)
