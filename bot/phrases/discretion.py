"""What a card says in discreet mode, where nobody shall read it over a shoulder."""

from __future__ import annotations

import datetime as dt

from languages import dates
from languages.catalogue import Words


class Discretion(Words):
    """Plain text."""

    def entry_of(self, day: dt.date, *, has_year: bool = False) -> str:
        name = dates.day if has_year else dates.day_and_month
        return self.say("📒 An entry, {day}", day=name(day, self.language))


words_in = Discretion.of
