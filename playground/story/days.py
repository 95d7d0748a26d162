"""On which days somebody writes: by weekdays, not at all in some weeks, and twice on a few days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from random import Random
from typing import Final
from zoneinfo import ZoneInfo

from diary.clock import today as diary_day
from diary.memories import months_later

#: How long ago the first page of the two months can be, in days.
LONGEST_AGO: Final = 59

#: Every so many pages stand on a day that has one already.
_SECOND_EVERY: Final = 8

#: The day and its hour at which a new diary's day begins: the settings of a fresh bot.
ZONE: Final = "Asia/Seoul"
STARTS_HOUR: Final = 4

_DAY_S: Final = 86_400


@dataclass(frozen=True, slots=True)
class Habit:
    """How somebody writes; see `playground.story.pages.Script`."""

    weekdays: Sequence[float]
    silent: Sequence[tuple[int, int]]

    def weight(self, day: dt.date, days_ago: int) -> float:
        """How likely it is that they write on this day; 0 in the weeks without a word."""
        is_silent = any(first <= days_ago <= last for first, last in self.silent)
        return 0.0 if is_silent else self.weekdays[day.weekday()]


def today(now_s: float) -> dt.date:
    """The day of a diary at a time in unix seconds."""
    return diary_day(dt.datetime.fromtimestamp(now_s, dt.UTC), ZONE, STARTS_HOUR)


def written(number: int, habit: Habit, last: dt.date, random: Random) -> list[dt.date]:
    """The days of so many pages in order; the last one is `last`.

    A day that a look back wants is always among them: a week ago, and a month ago.
    """
    wanted = looked_back_at(last)[:number]
    alone = number - number // _SECOND_EVERY
    days = [last - dt.timedelta(days=ago) for ago in range(LONGEST_AGO + 1)]
    weights = {day: habit.weight(day, ago) for ago, day in enumerate(days) if day not in wanted}
    chosen = [*wanted, *_drawn(weights, max(0, alone - len(wanted)), random)]
    again = [random.choice(sorted(chosen)) for _ in range(number - len(chosen))]
    return sorted([*chosen, *again])


def looked_back_at(last: dt.date) -> list[dt.date]:
    """The day itself, a week before, and a month before where the month before has such a day."""
    month = (day for ago in range(27, 33) if months_later(day := _before(last, ago), 1) == last)
    return list(dict.fromkeys((last, _before(last, 7), *islice(month, 1))))


def _before(day: dt.date, days: int) -> dt.date:
    return day - dt.timedelta(days=days)


def _drawn(weights: dict[dt.date, float], number: int, random: Random) -> Iterable[dt.date]:
    """So many different days by their weight; fewer where there are no more."""
    # The smallest of exponential times, each with its own rate, are such a draw.
    keys = {day: random.expovariate(weight) for day, weight in weights.items() if weight > 0}
    return sorted(keys, key=lambda day: keys[day])[:number]


def moment(day: dt.date, random: Random, now_s: float) -> float:
    """A time of a day at which one writes, unix seconds: in the evening mostly, never to come."""
    hour = random.choices((8, 12, 13, 18, 20, 21, 22, 23), (2, 1, 1, 2, 3, 5, 5, 2))[0]
    wall = dt.datetime(
        day.year, day.month, day.day, hour, random.randrange(60), tzinfo=ZoneInfo(ZONE)
    )
    return min(wall.timestamp() + random.randrange(60), now_s - random.uniform(60, 600))


def years_before(day: dt.date, years: int) -> dt.date:
    """The same day so many years ago; the end of February where it had no 29th."""
    return months_later(day, -12 * years)
