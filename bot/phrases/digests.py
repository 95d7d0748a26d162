"""What is said in a look back at a week or a month."""

from __future__ import annotations

import datetime as dt

from languages import dates
from languages.catalogue import Line, Words

MINUTE_S = 60.0


class Digests(Words):
    """Plain text, escaped where it is sent. `at` is a time of the day."""

    week = Line("The last seven days")
    is_ready = Line("Your look back at the week is ready.")
    show_button = Line("Show it")
    answer_button = Line("💭 Answer this one")
    stop_button = Line("No more of these")
    weekly_button = Line("🔔 Every Sunday evening")
    nothing_week = Line("The last seven days were quiet. You can begin again on any day you like.")
    nothing_month = Line("There are no entries in this month. A quiet one is part of a diary too.")
    turned_off = Line(
        "I won’t send the weekly look back any more. /week shows one whenever you like."
    )
    leaders_only = Line("Only the diary's owner or an admin of this group can change this.")
    no_diary = Line("This group is not a diary yet. /check says what to do.")
    example = Line("Write it like /month, /month 10 or /month 2026-10.")

    def title(self, kind: str, first: dt.date, last: dt.date) -> str:
        """What is looked back at."""
        if kind == "month":
            return dates.month_and_year(first, self.language)
        days = (dates.short_day(day, self.language) for day in (first, last))
        return f"{self.week} ({' – '.join(days)})"

    def count(self, number: int) -> str:
        return self.plural("One entry", "{number} entries", number)

    def people(self, number: int) -> str:
        return self.plural("one person", "{number} people", number)

    def spoken(self, seconds: float) -> str:
        """How long the clips are: in whole minutes from one minute on."""
        if seconds < MINUTE_S:
            return self.plural("one second", "{number} seconds", round(seconds))
        return self.plural("one minute", "{number} minutes", round(seconds / MINUTE_S))

    def words(self, number: int) -> str:
        many = dates.number(number, self.language)
        return self.plural("one word", "{many} words", number, many=many)

    def moods(self, faces: str) -> str:
        return self.say("How you felt: {faces}", faces=faces)

    def open_entry(self, number: int) -> str:
        return self.say("Open {number}", number=number)

    def turned_on(self, weekday: str, at: str) -> str:
        return self.say(
            "All right: every {weekday} at {at}, silently, if there was something.",
            weekday=weekday,
            at=at,
        )

    def wrong_time(self, said: str) -> str:
        return self.say(
            "I can't read “{said}” as a time of day. Write it like /week on 20:00, or /week off.",
            said=said,
        )


words_in = Digests.of
