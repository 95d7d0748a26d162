"""What a calendar is drawn of: plain values that travel to a worker process. Standard library only.

The bot makes `Days` or `Members`, a worker makes the picture. Like `charts.curve` this module may
be imported by the bot.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Final

#: Entries of a day at which the strongest colour is reached.
STRONGEST: Final = 4
#: In a calendar of moods: what somebody chose as their own, from the worst to the best.
MOODS: Final = ("1", "2", "3", "4", "5")
#: In a calendar of moods: a day on which a face was seen, but nothing it showed was clear.
UNCLEAR: Final = "unclear"


@dataclass(frozen=True, slots=True)
class Days:
    """The days of one person, or of a whole diary.

    `title` is the heading, `first` and `last` the period shown: a month, a few months or a year.
    `today` is outlined where it lies in the period; the days after it are drawn as not yet come.
    `week_starts` is 0 for Monday to 6 for Sunday. `counts` holds the entries of each day that has
    any, `moods` one of MOODS for each day with a mood that its author chose, else a label of
    `analysis.report.LABELS` or "unclear" for each day that showed a face; with them a calendar of
    moods can be drawn. `cover` is one of the drawn covers, 1 to 6, or the bytes of a photo; a
    number or bytes that mean no picture are left out.
    """

    title: str
    first: dt.date
    last: dt.date
    today: dt.date
    week_starts: int
    counts: tuple[tuple[dt.date, int], ...]
    moods: tuple[tuple[dt.date, str], ...] | None = None
    cover: int | bytes | None = None


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who writes in a shared diary, with the entries of each day that has any."""

    name: str
    counts: tuple[tuple[dt.date, int], ...]


@dataclass(frozen=True, slots=True)
class Members:
    """The days of several people side by side; a row for each member, a column for each day.

    The fields are those of `Days`; the period is meant to be five weeks. Of more than twelve
    members the eleven most active ones have rows, the others one together.
    """

    title: str
    first: dt.date
    last: dt.date
    today: dt.date
    week_starts: int
    members: tuple[Member, ...]
    cover: int | bytes | None = None


def level(count: int) -> int:
    """The step of colour, 0 to 4, for so many entries of a day; four and more look alike."""
    return min(max(count, 0), STRONGEST)
