"""What comes by itself at an hour of a diary: reminder, memory, digest. When, and when not.

Nothing comes twice for the same day (a weekly thing: the same week), nothing comes that is stale,
and nothing at all comes that nobody asked for but one: the digest of a week with entries, on Sunday
evening, without a sound and with a button that ends it. A reminder that is ignored stops itself.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from diary import clock
from diary.errors import TooLate
from storage import diaries
from storage import routines as rows
from storage.commit_calendar import STATES
from storage.database import Connection
from storage.diaries import Diary
from storage.routines import Routine

REMINDER, MEMORY, DIGEST = "reminder", "memory", "digest"

SUNDAY = 6

#: Minutes of the day that are offered; any other can be written, as in `/remind 21:45`.
MINUTES: Mapping[str, tuple[int, ...]] = {
    REMINDER: (20 * 60, 21 * 60, 22 * 60, 23 * 60),
    MEMORY: (8 * 60, 9 * 60, 12 * 60, 19 * 60),
    DIGEST: (9 * 60, 18 * 60, 20 * 60, 21 * 60),
}

#: A reminder is asked about after so many in a row that brought no answer.
PATIENCE = 5

#: How long "in a while" is.
SNOOZE = dt.timedelta(minutes=10)

#: A try that failed for sure is repeated after this time.
RETRY = dt.timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Rule:
    """What holds for a kind where nothing was set, and how late it may come at most."""

    is_on: bool
    minute: int
    weekday: int | None
    late: dt.timedelta


RULES: Mapping[str, Rule] = {
    REMINDER: Rule(is_on=False, minute=22 * 60, weekday=None, late=dt.timedelta(hours=2)),
    MEMORY: Rule(is_on=False, minute=9 * 60, weekday=None, late=dt.timedelta(hours=4)),
    DIGEST: Rule(is_on=True, minute=20 * 60, weekday=SUNDAY, late=dt.timedelta(hours=4)),
}


async def get(connection: Connection, diary_id: int, kind: str) -> Routine:
    """What is set for a diary, or what holds where nothing is (`kind`: REMINDER, MEMORY, DIGEST).

    The digest of a shared diary is off until one who leads it wants it.
    """
    found = await rows.find(connection, diary_id, kind)
    if found is not None:
        return found
    rule = RULES[kind]
    diary = await diaries.find(connection, diary_id)
    is_on = rule.is_on and (diary is None or not diary.is_shared)
    return Routine(diary_id, kind, is_on=is_on, minute=rule.minute, weekday=rule.weekday)


async def set_minute(
    connection: Connection,
    diary: Diary,
    kind: str,
    minute: int,
    now: dt.datetime,
    *,
    weekday: int | None = None,
) -> None:
    """It comes at this minute of the day (0 to 1439) from now on, and is on. Raises TooLate.

    `weekday` (0 is Monday) makes it weekly on that day; without it a kind that is weekly stays on
    its day.
    """
    if kind not in RULES or not 0 <= minute < 24 * 60 or weekday not in {None, *range(7)}:
        raise TooLate
    before = await get(connection, diary.id, kind)
    day = before.weekday if weekday is None else weekday
    await _put(connection, replace(before, is_on=True, minute=minute, weekday=day), diary, now)


async def set_weekday(
    connection: Connection, diary: Diary, kind: str, weekday: int | None, now: dt.datetime
) -> None:
    """It comes weekly on this day (0 is Monday), or daily for None, and is on. Raises TooLate."""
    if kind not in RULES or weekday not in {None, *range(7)} or (kind, weekday) == (DIGEST, None):
        raise TooLate
    before = await get(connection, diary.id, kind)
    await _put(connection, replace(before, is_on=True, weekday=weekday), diary, now)


async def switch(
    connection: Connection, diary: Diary, kind: str, now: dt.datetime, *, on: bool
) -> None:
    """On or off, at the minute that it had. Raises TooLate."""
    if kind not in RULES:
        raise TooLate
    before = await get(connection, diary.id, kind)
    await _put(connection, replace(before, is_on=on), diary, now)


async def _put(connection: Connection, routine: Routine, diary: Diary, now: dt.datetime) -> None:
    """Whoever sets something wants it: a pause is over, and nothing counts as ignored."""
    at = next_at(routine, diary, now) if routine.is_on else None
    await rows.put(
        connection,
        diary.id,
        routine.kind,
        is_on=routine.is_on,
        minute=routine.minute,
        weekday=routine.weekday,
        next_at=at,
        due_at=at,
        ignored=0,
        paused_at=None,
    )


def next_at(routine: Routine, diary: Diary, now: dt.datetime) -> dt.datetime:
    """When it comes next after `now` by the clock of its diary, whatever day that is in UTC."""
    at = clock.next_at(now, diary.time_zone, routine.minute)
    while routine.weekday not in {None, clock.local(at, diary.time_zone).weekday()}:
        at = clock.next_at(at, diary.time_zone, routine.minute)
    return at


async def reset(connection: Connection, diary: Diary, now: dt.datetime) -> None:
    """The diary has another clock: what is on comes by it from now on."""
    for routine in await rows.of_diary(connection, diary.id):
        if routine.next_at is not None:
            at = next_at(routine, diary, now)
            await rows.put(connection, diary.id, routine.kind, next_at=at, due_at=at)


def is_stale(routine: Routine, diary: Diary, now: dt.datetime) -> bool:
    """Whether it is too late for what it is due for: hours have passed, or the day is another."""
    due = routine.due_at or routine.next_at
    if due is None or now - due > RULES[routine.kind].late:
        return True
    return _days(diary, due) != _days(diary, now)


def _days(diary: Diary, at: dt.datetime) -> tuple[dt.date, dt.date]:
    """The day on the wall and the diary's: neither may have changed."""
    zone = diary.time_zone
    return clock.local(at, zone).date(), clock.day_of(at, zone, diary.day_starts_hour)


def was_sent(routine: Routine, diary: Diary, now: dt.datetime) -> bool:
    """Whether it has come on this diary day, or in this week if it comes weekly."""
    if routine.last_at is None:
        return False
    then, today = (
        clock.day_of(at, diary.time_zone, diary.day_starts_hour) for at in (routine.last_at, now)
    )
    if routine.weekday is None:
        return then == today
    return then.isocalendar()[:2] == today.isocalendar()[:2]


def is_to_come(routine: Routine, diary: Diary, now: dt.datetime) -> bool:
    """Whether it may be sent now at all."""
    is_wanted = routine.is_on and routine.paused_at is None and diary.state == "open"
    return is_wanted and not is_stale(routine, diary, now) and not was_sent(routine, diary, now)


async def move_on(
    connection: Connection, routine: Routine, diary: Diary, now: dt.datetime, **values: Any
) -> bool:
    """It comes the next time; False when another process has moved it on."""
    wanted = routine.is_on and routine.paused_at is None
    at = next_at(routine, diary, now) if wanted else None
    row = {"next_at": at, "due_at": at, "lease": None, "lease_until": None} | values
    return await rows.change(connection, routine, **row)


async def try_again(
    connection: Connection, routine: Routine, moved: Routine, until: dt.datetime
) -> None:
    """It was surely not sent: it is due as it was, once more `until` then."""
    await rows.change(
        connection,
        moved,
        next_at=until,
        due_at=routine.due_at,
        last_at=routine.last_at,
        ignored=routine.ignored,
        paused_at=routine.paused_at,
    )


# The reminder


async def has_written(
    connection: Connection, routine: Routine, diary: Diary, now: dt.datetime
) -> bool:
    """Whether the owner has written on this diary day, or for a weekly reminder in seven days."""
    today = clock.today(now, diary.time_zone, diary.day_starts_hour)
    first = today - dt.timedelta(days=0 if routine.weekday is None else 6)
    return await rows.has_written(connection, diary.owner_id, first, today, STATES)


async def ignored(connection: Connection, routine: Routine, diary: Diary) -> int:
    """How many reminders in a row brought nothing: an entry made since is an answer."""
    if routine.last_at is None:
        return 0
    written = await rows.last_written(connection, diary.owner_id, STATES)
    return 0 if written is not None and written > routine.last_at else routine.ignored


async def snooze(connection: Connection, diary: Diary, now: dt.datetime) -> None:
    """Once more in ten minutes. Raises TooLate where the reminder is off."""
    await _answered(connection, diary, next_at=now + SNOOZE, due_at=now + SNOOZE, last_at=None)


async def rest(connection: Connection, diary: Diary, now: dt.datetime) -> None:
    """Not today: the next day's is the next. Raises TooLate where the reminder is off."""
    routine = await get(connection, diary.id, REMINDER)
    at = _tomorrow(routine, diary, now)
    await _answered(connection, diary, next_at=at, due_at=at)


def _tomorrow(routine: Routine, diary: Diary, now: dt.datetime) -> dt.datetime:
    """The first time on another diary day than today's."""
    zone, hour = diary.time_zone, diary.day_starts_hour
    at = next_at(routine, diary, now)
    while clock.day_of(at, zone, hour) == clock.today(now, zone, hour):
        at = next_at(routine, diary, at)
    return at


async def _answered(connection: Connection, diary: Diary, **values: Any) -> None:
    routine = await rows.find(connection, diary.id, REMINDER)
    if routine is None or not routine.is_on:
        raise TooLate
    values |= {"ignored": 0, "paused_at": None, "lease": None, "lease_until": None}
    await rows.put(connection, diary.id, REMINDER, **values)


async def add_digests(connection: Connection, now: dt.datetime, limit: int) -> int:
    """People who have begun to write get the digest that nobody has to ask for; how many."""
    found = await rows.private_without(connection, DIGEST, limit)
    for diary in found:
        await switch(connection, diary, DIGEST, now, on=RULES[DIGEST].is_on)
    return len(found)
