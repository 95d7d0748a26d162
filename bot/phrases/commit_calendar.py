"""What stands under a calendar: the picture once more in words, and the buttons."""

from __future__ import annotations

import datetime as dt

from bot.phrases.moods import FACES
from charts import style
from languages import dates
from languages.catalogue import Line, Words


class CommitCalendar(Words):
    """What is put into them is escaped before; days are ISO dates."""

    my_title = Line("My diary", context="commit_calendar")
    our_title = Line("Our diary", context="commit_calendar")

    def this_month(self, days: int) -> str:
        return self.plural("This month: one day", "This month: {number} days", days)

    def in_month(self, first: dt.date, days: int, entries: int) -> str:
        month = dates.month_and_year(first, self.language)
        return f"{month}: {self._days(days)}, {self._entries(entries)}"

    def in_year(self, year: int, days: int, entries: int) -> str:
        return f"{self.year_button(year)}: {self._days(days)}, {self._entries(entries)}"

    def _days(self, number: int) -> str:
        return self.plural("one day", "{number} days", number)

    def _entries(self, number: int) -> str:
        return self.plural("1 entry", "{number} entries", number)

    def total(self, entries: int) -> str:
        return self.plural("one entry in all", "{number} entries in all", entries)

    def since(self, day: dt.date) -> str:
        return self.say("first entry {day}", day=dates.short_day_and_year(day, self.language))

    nothing = Line("No entries yet. A round video message fills the first square.")
    nothing_yet = Line("No entries yet. Who goes first?")

    def today_by(self, names: str) -> str:
        return self.say("Today: {names}", names=names)

    nobody_today = Line("Today is quiet so far")

    def weeks_by(self, names: str) -> str:
        return self.say("Last 5 weeks: {names}", names=names)

    def and_others(self, people: int) -> str:
        return self.say("{people} more", people=people)

    nameless = Line("no name")

    def looked(self, looks: str) -> str:
        return self.say("How the face looked: {looks}\nIt does not measure feelings.", looks=looks)

    def felt(self, moods: str) -> str:
        return self.say("Moods: {moods}", moods=moods)

    def mood_days(self, mood: str, days: int) -> str:
        return f"{FACES[int(mood)]} {self._days(days)}"

    def look_days(self, label: str, days: int) -> str:
        return f"{style.words_in(self.language).looks[label]} {self._days(days)}"

    def unclear_days(self, days: int) -> str:
        return self.plural("unclear one day", "unclear {number} days", days)

    no_looks = Line("No face was seen on any day of this period.")
    looks_button = Line("🎨 Moods")
    entries_button = Line("📅 Entries")
    members_button = Line("👥 By person")
    together_button = Line("📅 All together")
    five_button = Line("5 months")

    def year_button(self, year: int) -> str:
        return dates.year(dt.date(year, 1, 1), self.language)

    def month_button(self, first: dt.date) -> str:
        return dates.short_month(first, self.language)

    example = Line(
        "I can’t read that period. Try one of these:\n/calendar (the last 5 months)\n/calendar "
        "2026 (a year)\n/calendar Nov (a month)"
    )
    to_come = Line("That has not come yet.")
    not_drawn = Line("The calendar could not be drawn just now. Please try again in a moment.")


words_in = CommitCalendar.of
