"""The commit calendar: five steps of mint for the entries of each day."""

from __future__ import annotations

import datetime as dt
from collections import Counter

from charts.calendar_page import Head, Marks, put_day, put_key
from charts.calendar_words import CalendarWords, calendar_words_in
from charts.day_picture import picture
from charts.days import Days, level
from charts.page import Box
from charts.sheet import Sheet
from charts.style import ink_on
from charts.tints import LEVELS


def draw(days: Days, language: str) -> bytes:
    """The PNG, 1080 pixels wide, in "ko" or "en": a month, week columns, or a year in two rows."""
    return picture(Entries(days.counts), days, calendar_words_in(language))


class Entries:
    """How many entries each day has."""

    def __init__(self, counts: tuple[tuple[dt.date, int], ...]) -> None:
        self._counts = counted(counts)

    def head(self, days: Days, words: CalendarWords) -> Head:
        """The number of entries; where there are none a word that invites."""
        inside = [n for day, n in self._counts.items() if days.first <= day <= days.last]
        when = words.period(days.first, days.last)
        if inside:
            line = words.written(sum(inside), len(inside))
            return Head(days.title, days.cover, line, warm=False, when=when)
        line = words.empty_before if days.last < days.today else words.empty
        return Head(days.title, days.cover, line, warm=True, when=when)

    def knows(self, day: dt.date) -> bool:
        """Whether the day has entries."""
        return day in self._counts

    def put(self, sheet: Sheet, box: Box, day: dt.date, *, roomy: bool) -> None:  # noqa: ARG002 - small cells have a colour only, and so have large ones
        """The step of colour."""
        put_day(sheet, box, self._colour(day))

    def ink(self, day: dt.date) -> str:
        """What can be read on the step."""
        return ink_on(self._colour(day))

    def put_more(self, sheet: Sheet, box: Box, day: dt.date, words: CalendarWords) -> None:
        """The number of entries."""
        count = self._counts[day]
        if count:
            text = words.count.format(n=count if count < 1000 else "999+")  # noqa: PLR2004 - what fits
            sheet.text(
                box.right - 14, box.bottom - 30, text, 36, weight=700, colour=self.ink(day),
                align="right",
            )  # fmt: skip

    def key(self, sheet: Sheet, words: CalendarWords, top: float, marks: Marks) -> float:
        """Less to more."""
        return put_key(sheet, words, top, marks)

    def _colour(self, day: dt.date) -> str:
        return LEVELS[level(self._counts[day])]


def counted(counts: tuple[tuple[dt.date, int], ...]) -> Counter[dt.date]:
    """The entries of each day that has any; a day that is named twice has the sum."""
    found: Counter[dt.date] = Counter()
    for day, count in counts:
        if count > 0:
            found[day] += count
    return found
