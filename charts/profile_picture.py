"""The moods of thirty days as one strip: own ones as bars, looks as hatched cells below.

The height of a bar says what its colour and its number say too. Takes `charts.days.Days`.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from typing import Final

from charts.calendar_page import SAMPLE, SMALL, Head, corner_of, sheet_of
from charts.calendar_words import CalendarWords, calendar_words_in
from charts.commit_calendar import counted
from charts.days import MOODS, UNCLEAR, Days
from charts.mood_calendar import NO_FACE, put_look
from charts.moods import colour_of, put_scale, put_seen
from charts.page import LEFT, MARGIN, RIGHT, Box
from charts.shapes import sign
from charts.sheet import Sheet
from charts.style import GAP_HATCH, INK, LOOKS, MUTED, RULE, STACK, PictureWords, ink_on, words_in

#: The height of one step of mood, of the air between two days, and of a hatched cell.
STEP: Final = 44
AIR: Final = 5
CELL: Final = 44
#: Between two names of days below, in days.
EVERY: Final = 5
TALLEST: Final = 1300
ABREAST: Final = 4
ROW: Final = 60

#: Between a sample and its name, and at least between the name and the next sample.
BESIDE: Final = 12


def draw(days: Days, language: str) -> bytes:
    """The PNG, 1080 pixels wide, in "ko" or "en"."""
    words, names = calendar_words_in(language), words_in(language)
    moods = dict(days.moods or ())
    line = words.felt if any(mood in MOODS for mood in moods.values()) else words.looked
    head = Head(days.title, days.cover, line if moods else words.no_faces, warm=not moods)
    sheet, top = sheet_of(head, TALLEST)
    base = top + len(MOODS) * STEP + 10
    _ground(sheet, top + 10, base)
    for n, box in enumerate(_columns(days, base)):
        _day(sheet, days, days.first + dt.timedelta(days=n), box, moods)
    _names(sheet, days, base, words)
    end = _key(sheet, words, names, base + CELL + 92, moods)
    return sheet.print(math.ceil(end + 34 + MARGIN))


def _columns(days: Days, base: float) -> Sequence[Box]:
    """A hatched cell's place for each day, below the line on which bars stand."""
    number = (days.last - days.first).days + 1
    step = (RIGHT - LEFT) / number
    return [Box(LEFT + n * step, base + 8, step - AIR, CELL) for n in range(number)]


def _ground(sheet: Sheet, top: float, base: float) -> None:
    """A thin line for each step, so that heights can be read."""
    for n in range(len(MOODS)):
        sheet.line((LEFT, top + n * STEP), (RIGHT, top + n * STEP), RULE, 2)
    sheet.line((LEFT, base), (RIGHT, base), GAP_HATCH, 3)


def _day(sheet: Sheet, days: Days, day: dt.date, below: Box, moods: dict[dt.date, str]) -> None:
    """A bar for a mood, a hatched cell for a look, a dot for an entry with neither."""
    mood = moods.get(day)
    if mood in MOODS:
        height = (MOODS.index(mood) + 1) * STEP - 4
        bar = Box(below.left, below.top - 8 - height, below.width, height)
        colour = colour_of(mood)
        sheet.box(bar, colour, corner_of(bar))
        y = bar.top + 20
        sheet.text(bar.centre, y, mood, 24, weight=700, colour=ink_on(colour), align="center")
    elif mood is not None:
        put_seen(sheet, below, mood, below)
    elif day in counted(days.counts):
        sheet.shape(sign("o", 10), below, MUTED)


def _names(sheet: Sheet, days: Days, base: float, words: CalendarWords) -> None:
    """The days below, every fifth one counted back from today."""
    columns = _columns(days, base)
    for n in range(len(columns) - 1, -1, -EVERY):
        day = days.first + dt.timedelta(days=n)
        is_last = n == len(columns) - 1
        name = words.today if is_last and day == days.today else words.day(day)
        x, align = (columns[n].right, "right") if is_last else (columns[n].centre, "center")
        if n < 2 and not is_last:  # noqa: PLR2004 - the name would begin beyond the edge
            x, align = columns[0].left, "left"
        sheet.text(x, base + CELL + 34, name, SMALL, colour=MUTED, align=align)


def _key(
    sheet: Sheet, words: CalendarWords, names: PictureWords, top: float, moods: dict[dt.date, str]
) -> float:
    """The five moods, the looks that occur, and what a dot is."""
    seen = set(moods.values())
    if seen & set(MOODS):
        top = put_scale(sheet, words, top) + ROW - SAMPLE[1]
    shown: list[tuple[str, str]] = [
        (label, names.names[label]) for label in STACK if label in seen & set(LOOKS)
    ]
    shown += [(UNCLEAR, words.unclear)] if UNCLEAR in seen else []
    shown.append((NO_FACE, words.no_face))
    step, row, column = (RIGHT - LEFT) / ABREAST, 0, 0
    for look, name in shown:
        # A long name takes the place of two, so that it never touches the next sample.
        places = math.ceil((SAMPLE[0] + 2 * BESIDE + sheet.letters.width(name, SMALL)) / step)
        if column + places > ABREAST:
            row, column = row + 1, 0
        box = Box(LEFT + column * step, top + row * ROW, *SAMPLE)
        put_look(sheet, box, look, box)
        sheet.text(box.right + BESIDE, box.middle, name, SMALL, colour=INK)
        column += places
    return top + ROW * row + SAMPLE[1]
