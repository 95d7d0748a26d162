"""The mood calendar: what was felt on each day, else how the face looked most, hatched."""

from __future__ import annotations

import datetime as dt
import math
from typing import Final

from charts.calendar_page import SAMPLE, SMALL, Head, Marks, put_day, put_marks
from charts.calendar_words import CalendarWords, calendar_words_in
from charts.commit_calendar import counted
from charts.day_picture import picture
from charts.days import MOODS, UNCLEAR, Days
from charts.moods import SIGN, colour_of, put_mood, put_scale, put_seen
from charts.page import LEFT, RIGHT, Box
from charts.shapes import sign
from charts.sheet import Sheet
from charts.style import GAP, INK, LOOKS, MUTED, STACK, PictureWords, ink_on, words_in
from charts.tints import LEVELS

#: A day with entries in which no face could be seen, and a day without entries.
NO_FACE: Final = "no face"
NOTHING: Final = "nothing"
#: Samples in one line of the key.
ABREAST: Final = 4
#: From one line of the key to the next, pixels.
ROW: Final = 60


def draw(days: Days, language: str) -> bytes:
    """The PNG, 1080 pixels wide, in "ko" or "en", in the layouts of the commit calendar."""
    return picture(Moods(days, words_in(language)), days, calendar_words_in(language))


class Moods:
    """The look of each day; a day with entries but without a usable face has a dot."""

    def __init__(self, days: Days, names: PictureWords) -> None:
        known = {*MOODS, *LOOKS, UNCLEAR}
        self._moods = {day: mood for day, mood in days.moods or () if mood in known}
        self._counts = counted(days.counts)
        self._names = names

    def head(self, days: Days, words: CalendarWords) -> Head:
        """What the colours are; where there are none how they come."""
        some = any(days.first <= day <= days.last for day in self._moods)
        line = self._line(words) if some else words.no_faces
        when = words.period(days.first, days.last)
        return Head(days.title, days.cover, line, warm=not some, when=when)

    def _line(self, words: CalendarWords) -> str:
        return words.felt if any(mood in MOODS for mood in self._moods.values()) else words.looked

    def knows(self, day: dt.date) -> bool:
        """Whether the day has entries."""
        return day in self._moods or day in self._counts

    def put(self, sheet: Sheet, box: Box, day: dt.date, *, roomy: bool) -> None:
        """The colour of the look and its sign, which in a roomy cell stands below on the right."""
        look = self._moods.get(day, NO_FACE if day in self._counts else NOTHING)
        place = Box(box.right - 68, box.bottom - 66, 62, 62) if roomy else box
        put_look(sheet, box, look, place)
        if roomy and (look == UNCLEAR or look in LOOKS):
            ground = GAP if look == UNCLEAR else LOOKS[look].colour
            sheet.box(Box(box.left + 7, box.top + 8, 48, 40), ground, 10)

    def ink(self, day: dt.date) -> str:
        """What can be read on the colour."""
        mood = self._moods.get(day)
        if mood in MOODS:
            return ink_on(colour_of(mood))
        return INK if mood is None or mood == UNCLEAR else ink_on(LOOKS[mood].colour)

    def put_more(self, sheet: Sheet, box: Box, day: dt.date, words: CalendarWords) -> None:
        """The sign says all."""

    def key(self, sheet: Sheet, words: CalendarWords, top: float, marks: Marks) -> float:
        """The five moods; the seven looks and what is unclear; a day without a face, and today."""
        if any(mood in MOODS for mood in self._moods.values()):
            top = put_scale(sheet, words, top) + ROW - SAMPLE[1]
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
    if look in MOODS:
        put_mood(sheet, box, look, place)
    elif look in LOOKS or look == UNCLEAR:
        put_seen(sheet, box, look, place)
    else:
        put_day(sheet, box, LEVELS[0])
        if look == NO_FACE:
            size = round(SIGN * min(place.width, place.height))
            sheet.shape(sign("o", max(size // 2, 8)), place, MUTED)
