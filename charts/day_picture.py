"""The picture of one person's or one diary's days, in whichever layout its period asks for."""

from __future__ import annotations

import datetime as dt
import math
from itertools import pairwise
from typing import Final, Protocol

from charts.calendar_page import SMALL, Head, Marks, marks_of, put_not_yet, put_today, sheet_of
from charts.calendar_words import CalendarWords
from charts.day_grid import Grid, grids, labels_of
from charts.days import Days
from charts.page import MARGIN, RIGHT, WIDTH, Box
from charts.sheet import Sheet
from charts.style import GAP_HATCH, INK, MUTED
from charts.weeks import WEEK, border, months_of, rows_of

#: The height of names above a grid, and the air between weekdays and the grid.
ABOVE: Final = 46
BESIDE: Final = 16
#: What a picture needs at most beside its grids, and for each of them.
FRAME: Final = 1300
#: Sizes of type: days in large cells, months; and pixels that the name of a month needs.
NUMBER: Final = 30
MONTH: Final = 30
NARROWEST: Final = 76
#: Between the name of a month with its year and the next name.
AIR: Final = 18
GRID: Final = 560


class View(Protocol):
    """What differs between a calendar of entries and one of moods."""

    def head(self, days: Days, words: CalendarWords) -> Head:
        """What stands above the grid."""

    def knows(self, day: dt.date) -> bool:
        """Whether there is anything to show of a day, even of one to come."""

    def put(self, sheet: Sheet, box: Box, day: dt.date, *, roomy: bool) -> None:
        """Draw the cell of a day; a roomy one bears the number of the day in its upper corner."""

    def ink(self, day: dt.date) -> str:
        """The colour in which a large cell bears the number of its day."""

    def put_more(self, sheet: Sheet, box: Box, day: dt.date, words: CalendarWords) -> None:
        """Draw into a large cell what a small one cannot hold."""

    def key(self, sheet: Sheet, words: CalendarWords, top: float, marks: Marks) -> float:
        """Draw the key; where it ends."""


def picture(view: View, days: Days, words: CalendarWords) -> bytes:
    """The PNG: its parts from above to below, each says where the next may begin."""
    parts = len(rows_of(days.first, days.last))
    sheet, top = sheet_of(view.head(days, words), FRAME + GRID * parts)
    starts = days.week_starts % WEEK
    beside = max(sheet.letters.width(name, SMALL) for name in words.weekdays) + BESIDE
    placed = grids(days.first, days.last, starts, top, beside, ABOVE)
    for grid in placed:
        _grid(sheet, view, grid, days, words)
    marks = marks_of(days.first, days.last, days.today)
    top = view.key(sheet, words, placed[-1].bottom + 34, marks)
    return sheet.print(math.ceil(top + 34 + MARGIN))


def _grid(sheet: Sheet, view: View, grid: Grid, days: Days, words: CalendarWords) -> None:
    if grid.turned:
        _weekdays_above(sheet, grid, words)
    else:
        _weekdays_beside(sheet, grid, words)
        _months(sheet, grid, words, days.first)
        _borders(sheet, grid)
    for day in grid.weeks.days():
        _day(sheet, view, grid, days, day, words)


def _day(
    sheet: Sheet, view: View, grid: Grid, days: Days, day: dt.date, words: CalendarWords
) -> None:
    """One cell: what is known of it, or that it has not come; today with an outline."""
    box = grid.box(day)
    coming = day > days.today and not view.knows(day)
    if coming:
        put_not_yet(sheet, box)
    else:
        view.put(sheet, box, day, roomy=grid.turned)
    if grid.turned:
        colour = MUTED if coming else view.ink(day)
        weight = 700 if day == days.today else 400
        sheet.text(box.left + 14, box.top + 28, str(day.day), NUMBER, weight=weight, colour=colour)
        if not coming:
            view.put_more(sheet, box, day, words)
    if day == days.today:
        put_today(sheet, box, grid.air)


def _weekdays_above(sheet: Sheet, grid: Grid, words: CalendarWords) -> None:
    for row in range(WEEK):
        name = words.weekdays[grid.weeks.weekday(row)]
        x = grid.point(row + 0.5, 0)[0]
        sheet.text(x, grid.top - 24, name, SMALL, colour=MUTED, align="center")


def _weekdays_beside(sheet: Sheet, grid: Grid, words: CalendarWords) -> None:
    """Every other weekday, as there is little room."""
    for row in range(0, WEEK, 2):
        name = words.weekdays[grid.weeks.weekday(row)]
        x, y = grid.point(0, row + 0.5)
        sheet.text(x - BESIDE + 4, y, name, SMALL, colour=MUTED, align="right")


def _months(sheet: Sheet, grid: Grid, words: CalendarWords, first: dt.date) -> None:
    """The names of the months; a January after the first year bears its year if there is room."""
    labels = list(labels_of(grid, NARROWEST))
    ends = [*(label.x for label in labels[1:]), float(WIDTH)]
    for label, end in zip(labels, ends, strict=True):
        name = words.month(label.day)
        if label.day.month == 1 and label.day.year != first.year:
            longer = words.month(label.day, with_year=True)
            room = end - label.x - AIR
            name = longer if sheet.letters.width(longer, MONTH, 700) <= room else name
        x = min(label.x + grid.air / 2, RIGHT - sheet.letters.width(name, MONTH, 700))
        sheet.text(x, grid.top - 24, name, MONTH, weight=700, colour=INK)


def _borders(sheet: Sheet, grid: Grid) -> None:
    """A thin line between each month and the one before it."""
    for begin, _ in months_of(grid.weeks.first, grid.weeks.last)[1:]:
        points = [grid.point(*corner) for corner in border(grid.weeks, begin)]
        for one, other in pairwise(points):
            sheet.line(one, other, GAP_HATCH, 2)
