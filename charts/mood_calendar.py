"""The mood calendar: how the face looked most on each day, by colour and by sign."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

from charts.calendar_page import SAMPLE, SMALL, Head, Marks, corner_of, put_day, put_marks
from charts.calendar_words import CalendarWords, calendar_words_in
from charts.commit_calendar import counted
from charts.day_picture import picture
from charts.days import UNCLEAR, Days
from charts.page import LEFT, RIGHT, Box
from charts.shapes import hatch, sign
from charts.sheet import Sheet
from charts.style import GAP, INK, LOOKS, MUTED, STACK, Words, ink_on, words_in
from charts.tints import LEVELS

#: A day with entries in which no face could be seen, and a day without entries.
NO_FACE: Final = "no face"
NOTHING: Final = "nothing"
#: Samples in one line of the key.
ABREAST: Final = 4
#: From one line of the key to the next, pixels.
ROW: Final = 60
#: How much of its place a sign takes.
SIGN: Final = 0.56


def draw(days: Days, language: str) -> bytes:
    """The PNG, 1080 pixels wide, in "ko" or "en", in the layouts of the commit calendar."""
    return picture(Moods(days, words_in(language)), days, calendar_words_in(language))


class Moods:
    """The look of each day; a day with entries but without a usable face has a dot."""

    def __init__(self, days: Days, names: Words) -> None:
        self._moods = {day: mood for day, mood in days.moods or () if mood in {*LOOKS, UNCLEAR}}
        self._counts = counted(days.counts)
        self._names = names

    def head(self, days: Days, words: CalendarWords) -> Head:
        """What the colours are; where there are none how they come."""
        some = any(days.first <= day <= days.last for day in self._moods)
        line = words.looked if some else words.no_faces
        when = words.period(days.first, days.last)
        return Head(days.title, days.cover, line, warm=not some, when=when)

    def knows(self, day: dt.date) -> bool:
        """Whether the day has entries."""
        return day in self._moods or day in self._counts

    def put(self, sheet: Sheet, box: Box, day: dt.date, *, roomy: bool) -> None:
        """The colour of the look and its sign, which in a roomy cell stands below on the right."""
        look = self._moods.get(day, NO_FACE if day in self._counts else NOTHING)
        place = Box(box.right - 68, box.bottom - 66, 62, 62) if roomy else box
        put_look(sheet, box, look, place)
        if roomy and look == UNCLEAR:
            sheet.box(Box(box.left + 7, box.top + 8, 48, 40), GAP, 10)

    def ink(self, day: dt.date) -> str:
        """What can be read on the colour."""
        mood = self._moods.get(day)
        return INK if mood is None or mood == UNCLEAR else ink_on(LOOKS[mood].colour)

    def put_more(self, sheet: Sheet, box: Box, day: dt.date, words: CalendarWords) -> None:
        """The sign says all."""

    def key(self, sheet: Sheet, words: CalendarWords, top: float, marks: Marks) -> float:
        """The seven looks and what is unclear; below them a day without a face, and today."""
        named = [*((label, self._names.names[label]) for label in STACK), (UNCLEAR, words.unclear)]
        step = (RIGHT - LEFT) / ABREAST
        for n, (look, name) in enumerate(named):
            row, column = divmod(n, ABREAST)
            _sample(sheet, LEFT + column * step, top + row * ROW, look, name)
        top += ROW * math.ceil(len(named) / ABREAST)
        _sample(sheet, LEFT + 2 * step, top, NO_FACE, words.no_face)
        put_marks(sheet, words, top, marks)
        return top + SAMPLE[1]


def _sample(sheet: Sheet, left: float, top: float, look: str, name: str) -> None:
    box = Box(left, top, *SAMPLE)
    put_look(sheet, box, look, box)
    sheet.text(box.right + 12, box.middle, name, SMALL)


def put_look(sheet: Sheet, box: Box, look: str, place: Box) -> None:
    """A cell with the colour of a look, and its sign at a place in it."""
    size = round(SIGN * min(place.width, place.height))
    if look in LOOKS:
        colour = LOOKS[look].colour
        put_day(sheet, box, colour)
        sheet.shape(sign(LOOKS[look].marker, size), place, ink_on(colour))
    elif look == UNCLEAR:
        put_day(sheet, box, GAP)
        lines = hatch(round(box.width), round(box.height), round(corner_of(box)))
        sheet.shape(lines, box, MUTED)
    else:
        put_day(sheet, box, LEVELS[0])
        if look == NO_FACE:
            sheet.shape(sign("o", max(size // 2, 8)), place, MUTED)
