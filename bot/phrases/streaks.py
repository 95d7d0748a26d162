"""What is said of the days on which somebody wrote: what is there, never what is missing."""

from __future__ import annotations

from languages.catalogue import Words


class Streaks(Words):
    """Plain text."""

    def this_month(self, number: int) -> str:
        return self.plural(
            "You wrote on one day this month", "You wrote on {number} days this month", number
        )

    def current(self, number: int, free: int) -> str:
        if not free:
            return self.plural("one day in a row", "{number} days in a row", number)
        if free == 1:
            return self.plural(
                "one day, with one day off", "{number} days, with one day off", number
            )
        return self.plural(
            "one day, with {free} days off",
            "{number} days, with {free} days off",
            number,
            free=free,
        )

    def longest(self, number: int, free: int) -> str:
        if not free:
            return self.plural("longest: one day", "longest: {number} days", number)
        return self.plural(
            "longest: one day, without days off",
            "longest: {number} days, without days off",
            number,
        )


words_in = Streaks.of
