"""How much one person may do, so that everybody has their turn. Numbers are 0 where all may be.

A limit counts for the person who does something, wherever they do it: in a shared diary it is
never at the cost of the others. Clips are not refused but wait for a later day; what has no such
way raises `Enough`, which says when it goes on.
"""

from __future__ import annotations

import datetime as dt
from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Final, Generic, TypeVar

from diary import clock
from diary.errors import Enough
from storage import diaries, jobs, limits
from storage.database import Connection
from storage.limits import Tally
from storage.persons import Person

#: How long somebody who sends too much is not read at first, and at most, in seconds. It doubles
#: each time that it happens again within `PEACE` of the last.
FIRST_PAUSE_S: Final = 40.0
LONGEST_PAUSE_S: Final = 640.0
PEACE: Final = dt.timedelta(minutes=5)

#: What a full queue is taken to need before it is worth another look, where no pace is known.
SOON: Final = dt.timedelta(minutes=10)

#: Counted numbers are of no use after this.
KEEP: Final = dt.timedelta(days=60)

MINUTE_S: Final = 60.0

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Quotas:
    """What one person may do; 0 is no limit. `waiting_minutes` are minutes of clip in the queue."""

    clips_a_day: int = 0
    waiting_minutes: int = 0
    messages_a_minute: int = 0
    searches_a_minute: int = 0
    comments_a_day: int = 0
    exports_a_day: int = 0
    groups_a_day: int = 0


@dataclass(frozen=True, slots=True)
class Day:
    """The day that it is for a person: limits of a day begin anew with their diary's."""

    date: dt.date
    zone: str
    starts_hour: int

    def begins(self, later: int = 0) -> dt.datetime:
        """When it began, or when the day so many days later does."""
        return clock.begins(self.date + dt.timedelta(days=later), self.zone, self.starts_hour)


async def this_day(
    connection: Connection, telegram_id: int, zone: str, starts_hour: int, now: dt.datetime
) -> Day:
    """The day of a person's own diary; by these defaults where they have none."""
    own = await diaries.of_chat(connection, telegram_id)
    if own is not None:
        zone, starts_hour = own.time_zone, own.day_starts_hour
    return Day(clock.today(now, zone, starts_hour), zone, starts_hour)


def today(tally: Tally | None, day: Day, *, most: int = 0) -> Tally:
    """What counts today of what was counted: nothing of yesterday's, but for what was put off.

    With `most`, each day since has taken so many off, and the rest is still to be done.
    """
    if tally is None:
        return Tally(day.begins(), 0)
    passed = (day.date - clock.day_of(tally.begins_at, day.zone, day.starts_hour)).days
    if passed <= 0:
        # Who moves to another time zone does not begin the day once more.
        return tally
    return Tally(day.begins(), max(0, tally.number - passed * most) if most else 0)


def days_off(number: int, most: int) -> int:
    """By how many days the clip with this number of today is put off, counted from 1."""
    return (number - 1) // most if most else 0


async def turn_of_clip(
    connection: Connection, author: Person, quotas: Quotas, day: Day
) -> dt.datetime | None:
    """Count a clip; when the day begins on which it has its turn, None for today."""
    if not quotas.clips_a_day:
        return None
    known = await limits.find(connection, author.id, "clips")
    tally = today(known, day, most=quotas.clips_a_day)
    tally = replace(tally, number=tally.number + 1)
    await limits.put(connection, author.id, "clips", tally)
    later = days_off(tally.number, quotas.clips_a_day)
    return day.begins(later) if later else None


async def give_back(connection: Connection, person_id: int, due_at: dt.datetime) -> None:
    """Count a clip that was due then no longer: it was cancelled before anything was done.

    Its author's next one has its place. What an earlier day has counted is over.
    """
    tally = await limits.find(connection, person_id, "clips")
    if tally is not None and tally.number > 0 and due_at >= tally.begins_at:
        await limits.put(connection, person_id, "clips", replace(tally, number=tally.number - 1))


async def require_room(
    connection: Connection, person_id: int, quotas: Quotas, zone: str, now: dt.datetime
) -> None:
    """Raises Enough where so much of this person waits that nothing more is taken for now."""
    if not quotas.waiting_minutes:
        return
    waits_s = await limits.waiting_s(connection, person_id)
    if waits_s < quotas.waiting_minutes * MINUTE_S:
        return
    pace = await jobs.pace(connection)
    # By then a tenth of it is done, if nobody else has anything to do.
    soon = SOON if pace is None else max(SOON, dt.timedelta(seconds=waits_s * pace / 10))
    raise Enough("waiting", quotas.waiting_minutes, now + soon, zone)


async def spend(connection: Connection, person_id: int, what: str, most: int, day: Day) -> None:
    """Count one more of today; raises Enough, and counts nothing, where these are all."""
    if not most:
        return
    tally = today(await limits.find(connection, person_id, what), day)
    if tally.number >= most:
        raise Enough(what, most, day.begins(1), day.zone)
    await limits.put(connection, person_id, what, replace(tally, number=tally.number + 1))


class Verdict(StrEnum):
    """What becomes of an update: `TELL` is the first that is not read, `DROP` those after it."""

    READ = "read"
    TELL = "tell"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast somebody sends: what is left of their minute at a moment, and their last pause."""

    left: float
    at: dt.datetime
    until: dt.datetime | None = None
    pause_s: float = 0.0


def step(pace: Pace | None, at: dt.datetime, cost: float, a_minute: int) -> tuple[Pace, Verdict]:
    """One more update, sent at `at`; those of a person come in about the order of their times.

    A bucket that holds a minute's worth and fills all the time. When it is empty, nothing is read
    until the pause is over, which costs nothing more and is not prolonged by what comes in it.
    """
    if pace is None:
        pace = Pace(float(a_minute), at)
    if pace.until is not None and at < pace.until:
        return pace, Verdict.DROP
    passed_s = max(0.0, (at - pace.at).total_seconds())
    left = min(float(a_minute), pace.left + passed_s * a_minute / MINUTE_S)
    at = max(at, pace.at)
    if left >= cost:
        return replace(pace, left=left - cost, at=at), Verdict.READ
    is_again = pace.until is not None and at - pace.until < PEACE
    pause_s = min(2 * pace.pause_s, LONGEST_PAUSE_S) if is_again else FIRST_PAUSE_S
    return Pace(left, at, at + dt.timedelta(seconds=pause_s), pause_s), Verdict.TELL


class Recent(Generic[Key, Value]):
    """What was last known of a few thousand: who has not been heard of for longest is forgotten."""

    def __init__(self, most: int = 10_000) -> None:
        self._most = most
        self._known: OrderedDict[Key, Value] = OrderedDict()

    def get(self, key: Key) -> Value | None:
        """What is known."""
        return self._known.get(key)

    def put(self, key: Key, value: Value) -> None:
        """Know this from now on."""
        self._known[key] = value
        self._known.move_to_end(key)
        while len(self._known) > self._most:
            self._known.popitem(last=False)


class Told:
    """Who has been told of which limit, until when: it is said once, and then kept."""

    def __init__(self) -> None:
        self._until = Recent[tuple[int, str], dt.datetime]()

    def is_news(self, telegram_id: int, what: str, until: dt.datetime, now: dt.datetime) -> bool:
        """Whether it is to be said; from now on it was."""
        if self.knows(telegram_id, what, now):
            return False
        self.put(telegram_id, what, until)
        return True

    def knows(self, telegram_id: int, what: str, now: dt.datetime) -> bool:
        """Whether it was said, and still holds."""
        known = self._until.get((telegram_id, what))
        return known is not None and now < known

    def put(self, telegram_id: int, what: str, until: dt.datetime) -> None:
        """It was said."""
        self._until.put((telegram_id, what), until)
