"""Days that a search asks for, as a value."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None is without an end on that side."""

    first: dt.date | None
    last: dt.date | None

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.first is not None and self.first == self.last

    @property
    def is_empty(self) -> bool:
        """Whether no day is in it: days were asked for that have none in common."""
        return self.first is not None and self.last is not None and self.first > self.last


#: What reads like a date and is none: 2026-13-45, 2026-11.. and 5.6., which is two days.
ODD: Final = Span(dt.date.max, dt.date.min)


def both(a: Span, b: Span) -> Span:
    """The days that are in both; empty where there are none."""
    first = max((d for d in (a.first, b.first) if d), default=None)
    last = min((d for d in (a.last, b.last) if d), default=None)
    return Span(first, last)
