"""On this day: what a person said a week, a month or some years ago.

Every entry comes up on one day after a month, and on one day of each year: what was made on a day
that a later month or year lacks comes up on the last day that it has. An entry that was shown is
left alone for a while.
"""

from __future__ import annotations

import calendar
import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from analysis.report import Report
from diary import access, clock, corrections, exclusions
from diary.errors import NotYours
from storage import clips
from storage import memories as rows
from storage.clips import Clip
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person

#: An entry that was shown does not come by itself again for so long.
REST = dt.timedelta(days=60)

#: Nobody's diary is older.
MOST_YEARS = 150


@dataclass(frozen=True, slots=True)
class Ago:
    """How long ago: 1 "week", 1 "month" or some "year"s."""

    unit: str
    number: int = 1


@dataclass(frozen=True, slots=True)
class Memory:
    """An entry to look back at. `is_near`: not of this very day but of one in the week before."""

    entry: Entry
    ago: Ago
    report: Report | None
    clip: Clip | None
    is_near: bool = False


def months_later(day: dt.date, months: int) -> dt.date:
    """The same day so many months later; where that month is too short, its last."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    longest = calendar.monthrange(year, month + 1)[1]
    return dt.date(year, month + 1, min(day.day, longest))


def sources(today: dt.date, first: dt.date) -> Iterator[tuple[Ago, Sequence[dt.date]]]:
    """Days whose entries come up today, the longest ago first. `first` is the first to look at."""
    years = min(today.year - first.year, MOST_YEARS)
    for number in range(years, 0, -1):
        if days := _before(today, 12 * number):
            yield Ago("year", number), days
    if days := _before(today, 1):
        yield Ago("month"), days
    yield Ago("week"), (today - dt.timedelta(days=7),)


def _before(today: dt.date, months: int) -> Sequence[dt.date]:
    """The days that come up so many months later today: none, one, or some at a month's end."""
    index = today.year * 12 + today.month - 1 - months
    year, month = divmod(index, 12)
    if year < dt.MINYEAR:
        return ()
    longest = calendar.monthrange(year, month + 1)[1]
    days = (dt.date(year, month + 1, n) for n in range(min(today.day, longest), longest + 1))
    return tuple(day for day in days if months_later(day, months) == today)


async def of_today(
    connection: Connection, person: Person, diary: Diary, now: dt.datetime, *, by_itself: bool
) -> Memory | None:
    """What this person may look back at today, by the day of their own diary; None for nothing.

    `by_itself`: nobody asked, so nothing that was shown lately. Whoever asks gets what was shown
    the longest ago. The standings in shared diaries must be fresh (`bot.standings`).
    """
    today = clock.today(now, diary.time_zone, diary.day_starts_hour)
    return await _on(connection, person, today, now, by_itself=by_itself)


async def of_week(
    connection: Connection, person: Person, diary: Diary, now: dt.datetime
) -> Memory | None:
    """For whoever wants it weekly: of today, else of the nearest of the six days before."""
    today = clock.today(now, diary.time_zone, diary.day_starts_hour)
    for back in range(7):
        day = today - dt.timedelta(days=back)
        found = await _on(connection, person, day, now, by_itself=True, is_near=back > 0)
        if found is not None:
            return found
    return None


async def _on(
    connection: Connection,
    person: Person,
    day: dt.date,
    now: dt.datetime,
    *,
    by_itself: bool,
    is_near: bool = False,
) -> Memory | None:
    first = await rows.first_day(connection, person.id)
    if first is None:
        return None
    ago = {day: ago for ago, days in sources(day, first) for day in days}
    found = await rows.on_days(connection, person.id, list(ago))
    order = await _in_order(connection, person, found, ago, now if by_itself else None)
    for entry_id, its_day in order:
        memory = await _memory(connection, person, entry_id, ago[its_day], now, is_near=is_near)
        if memory is not None:
            return memory
    return None


async def _in_order(
    connection: Connection,
    person: Person,
    found: Sequence[tuple[int, dt.date]],
    ago: Mapping[dt.date, Ago],
    now: dt.datetime | None,
) -> Sequence[tuple[int, dt.date]]:
    """What may be shown: never shown first, then shown longest ago, each the longest ago first."""
    ids = [entry_id for entry_id, _ in found]
    may = await exclusions.allowed(connection, person, ids)
    shown = await rows.shown(connection, person.id, ids)
    if now is not None:
        may -= {entry_id for entry_id, at in shown.items() if now - at < REST}
    places = {moment: n for n, moment in enumerate(dict.fromkeys(ago.values()))}
    never = dt.datetime.min.replace(tzinfo=dt.UTC)

    def key(one: tuple[int, dt.date]) -> tuple[dt.datetime, int, int]:
        return shown.get(one[0], never), places[ago[one[1]]], one[0]

    return sorted((one for one in found if one[0] in may), key=key)


async def _memory(
    connection: Connection,
    person: Person,
    entry_id: int,
    ago: Ago,
    now: dt.datetime,
    *,
    is_near: bool,
) -> Memory | None:
    """None where the person cannot read it now: what they wrote in a chat that they have left."""
    try:
        seen = await access.sight(connection, person, entry_id, now)
    except NotYours:
        return None
    return await _found(connection, seen.entry, ago, is_near=is_near)


async def _found(connection: Connection, entry: Entry, ago: Ago, *, is_near: bool) -> Memory:
    kept = [clip for clip in await clips.of_entry(connection, entry.id) if clip.has_file]
    clip = kept[0] if kept else None
    return Memory(entry, ago, corrections.report_of(entry), clip, is_near)


def distance(day: dt.date, today: dt.date) -> Ago:
    """How long ago a day is, in whole years, months or weeks, for a memory that is opened later."""
    for number in range(today.year - day.year, 0, -1):
        if months_later(day, 12 * number) <= today:
            return Ago("year", number)
    return Ago("month") if months_later(day, 1) <= today else Ago("week")


async def again(
    connection: Connection, person: Person, entry_id: int, diary: Diary, now: dt.datetime
) -> Memory:
    """An entry that the person was told of and wants to see; raises NotYours."""
    seen = await access.sight(connection, person, entry_id, now)
    if seen.entry.author_id != person.id or seen.entry.state != "done":
        raise NotYours
    today = clock.today(now, diary.time_zone, diary.day_starts_hour)
    return await _found(connection, seen.entry, distance(seen.entry.day, today), is_near=False)


async def note(connection: Connection, person: Person, memory: Memory, now: dt.datetime) -> None:
    """The person is shown this now."""
    await rows.note(connection, person.id, memory.entry.id, now)
