"""The words in calendars. Loads no drawing library.

A mood calendar says how a face *looked*: what is written here never claims what anyone felt.
"""

from __future__ import annotations

import datetime as dt

from languages import dates
from languages.catalogue import Line, Words

DECEMBER = 12


class CalendarWords(Words):
    """Sentences with the gap {n} are filled where they are drawn."""

    count = Line("×{n}")
    less = Line("Less")
    more = Line("More")
    today = Line("Today")
    not_yet = Line("Not yet")
    empty = Line("Nothing here yet. How about today?")
    empty_before = Line("A quiet stretch, and that is fine.")
    empty_together = Line("Still quiet. Who goes first today?")
    no_faces = Line("Each day with a face in it takes on a colour.")
    looked = Line("How the face looked most that day. Not a measure of mood.")
    felt = Line("Your own moods; hatched: how the face looked.")
    lowest = Line("1 very low")
    low = Line("2 low")
    even = Line("3 so-so")
    good = Line("4 good")
    best = Line("5 very good")
    unclear = Line("Unclear")
    no_face = Line("No face seen")
    nameless = Line("Member {n}")

    @property
    def weekdays(self) -> tuple[str, ...]:
        """Short names, from Monday on."""
        return dates.weekdays(self.language, "abbreviated")

    @property
    def marks(self) -> tuple[str, ...]:
        """The shortest names that are still told apart, from Monday on."""
        return dates.weekdays(self.language, "short")

    def month(self, day: dt.date, *, with_year: bool = False) -> str:
        """The name of a day's month, with the year where it is not the one before's."""
        name = dates.short_month(day, self.language)
        if not with_year:
            return name
        return self.say("{month} ’{year}", month=name, year=f"{day.year % 100:02d}")

    def period(self, first: dt.date, last: dt.date) -> str:
        """The year, the month, or the first and the last month in which a period lies."""
        one, other = (dates.month(day, self.language) for day in (first, last))
        if first.year != last.year:
            return self.say(
                "{one} {year} – {other} {later}",
                one=one,
                other=other,
                year=first.year,
                later=last.year,
            )
        if (first.month, last.month) == (1, DECEMBER):
            return dates.year(first, self.language)
        if one == other:
            return dates.month_and_year(first, self.language)
        return self.say("{one}–{other} {year}", one=one, other=other, year=first.year)

    def day(self, day: dt.date) -> str:
        """Such as "Nov 2"."""
        return dates.short_day(day, self.language)

    def written(self, entries: int, days: int) -> str:
        """How many entries on how many days."""
        return self.plural(
            "{entries} on 1 day", "{entries} on {number} days", days, entries=self._entries(entries)
        )

    def written_by(self, entries: int, people: int) -> str:
        """How many entries by how many people."""
        return self.plural(
            "{entries} by 1 person",
            "{entries} by {number} people",
            people,
            entries=self._entries(entries),
        )

    def and_others(self, people: int) -> str:
        """The row of those who have none of their own."""
        return self.plural("1 other", "{number} others", people)

    def _entries(self, number: int) -> str:
        return self.plural("1 entry", "{number} entries", number)


def calendar_words_in(language: str) -> CalendarWords:
    """The words of a language such as "ko" or "ko-KR"; English for one that is not spoken here."""
    return CalendarWords.of(language.lower().partition("-")[0])
