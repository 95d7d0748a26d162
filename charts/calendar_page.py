"""What all calendars share: cover, heading, and the key of the five steps at the foot."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

from charts.calendar_words import CalendarWords
from charts.covers import SIZE, cover_of
from charts.lettering import lettering
from charts.page import LEFT, MARGIN, RIGHT, Box
from charts.sheet import Sheet
from charts.style import GAP_HATCH, INK, MUTED, PAPER, ink_on
from charts.tints import GLOW, LEVELS, NUMBERS

#: Letters of a title that are looked at; the rest could never be drawn.
LONGEST: Final = 300
#: Sizes of type: heading, lines below it, what stands at the grid.
TITLE: Final = 46
LINE: Final = 32
SMALL: Final = 28
#: A sample in the key.
SAMPLE: Final = (54, 44)


@dataclass(frozen=True, slots=True)
class Marks:
    """Which marks a picture has that its key must explain: today's outline, days to come."""

    today: bool
    future: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What stands above a grid; `warm`: whether the line is an invitation, not a number.

    `when` is the name of the period, before the line or above it; nothing where the grid says it.
    """

    title: str
    cover: int | bytes | None
    line: str
    warm: bool
    when: str = ""


def sheet_of(head: Head, tallest: int) -> tuple[Sheet, float]:
    """A sheet with its cover and heading, and where the grid may begin."""
    sheet = Sheet(lettering(), tallest)
    top = MARGIN + 44.0
    picture = cover_of(head.cover)
    if picture is not None:
        sheet.cover(picture)
        top += SIZE[1] - 8
    top = _title(sheet, head.title, top)
    lines = _lines(sheet, head)
    for line in lines[:-1] if head.warm else lines:
        sheet.text(LEFT, top + 20, line, LINE, colour=MUTED)
        top += 54 if head.warm else 46
    return sheet, _invitation(sheet, head.line, top) if head.warm else top + 26


def _lines(sheet: Sheet, head: Head) -> tuple[str, ...]:
    """The period and the line behind it; below it where it is warm, or there is no room."""
    room, when = RIGHT - LEFT, (head.when,) if head.when else ()
    together = " · ".join((*when, head.line))
    if head.warm:
        return (*when, head.line)
    if sheet.letters.width(together, LINE) <= room:
        return (together,)
    return (*when, *sheet.letters.wrap(head.line, room, LINE))


def put_day(sheet: Sheet, box: Box, colour: str) -> None:
    """A day of this colour."""
    sheet.box(box, colour, corner_of(box))


def put_not_yet(sheet: Sheet, box: Box) -> None:
    """A day that has not come: an empty outline."""
    sheet.ring(box, GAP_HATCH, 2, corner_of(box))


def put_today(sheet: Sheet, box: Box, air: float) -> None:
    """The outline of today, in the air between it and its neighbours."""
    reach = min(air - 1, 6)
    sheet.ring(box.grown(reach), INK, max(reach - 1, 3), corner_of(box) + reach)


def corner_of(box: Box) -> float:
    """How round a cell is."""
    return min(0.22 * min(box.width, box.height), 16)


def put_key(sheet: Sheet, words: CalendarWords, top: float, marks: Marks) -> float:
    """Less to more on the right, the marks on the left; where it ends."""
    width, height = SAMPLE
    middle = top + height / 2
    sheet.text(RIGHT, middle, words.more, SMALL, colour=MUTED, align="right")
    right = RIGHT - sheet.letters.width(words.more, SMALL) - 14
    for colour, number in reversed(tuple(zip(LEVELS, NUMBERS, strict=True))):
        box = Box(right - width, top, width, height)
        put_day(sheet, box, colour)
        sheet.text(box.centre, middle, number, 26, colour=ink_on(colour), align="center")
        right -= width + 8
    sheet.text(right - 6, middle, words.less, SMALL, colour=MUTED, align="right")
    put_marks(sheet, words, top, marks)
    return top + height


def marks_of(first: dt.date, last: dt.date, today: dt.date) -> Marks:
    """The marks that a period has on this day."""
    return Marks(first <= today <= last, last > today)


def put_marks(sheet: Sheet, words: CalendarWords, top: float, marks: Marks) -> None:
    """The samples of today and of days to come, from the left."""
    left = float(LEFT)
    if marks.today:
        left = put_sample(sheet, LEFT, top, words.today, PAPER)
        put_today(sheet, _sample_at(LEFT, top), 6)
    if marks.future:
        put_sample(sheet, left, top, words.not_yet, PAPER)
        put_not_yet(sheet, _sample_at(left, top))


def put_sample(sheet: Sheet, left: float, top: float, name: str, colour: str) -> float:
    """A sample and its name; where the next may begin."""
    box = _sample_at(left, top)
    put_day(sheet, box, colour)
    sheet.text(box.right + 18, box.middle, name, SMALL, colour=MUTED)
    return box.right + 18 + sheet.letters.width(name, SMALL) + 34


def _sample_at(left: float, top: float) -> Box:
    return Box(left + 4, top + 4, SAMPLE[1] - 8, SAMPLE[1] - 8)


def _title(sheet: Sheet, title: str, top: float) -> float:
    """The heading in one line or two; where the next line may begin."""
    letters = sheet.letters
    text = letters.clean(title[:LONGEST])
    if not text:
        return top
    for line in letters.wrap(text, RIGHT - LEFT, TITLE, 700):
        sheet.text(LEFT, top + 26, line, TITLE, weight=700)
        top += 62
    return top + 6


def _invitation(sheet: Sheet, line: str, top: float) -> float:
    """A warm line on a glowing ground."""
    box = Box(LEFT - 4, top - 2, min(sheet.letters.width(line, LINE) + 56, RIGHT - LEFT + 8), 66)
    sheet.box(box, GLOW, 33)
    sheet.text(box.left + 28, box.middle, line, LINE)
    return top + 100
