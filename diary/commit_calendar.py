"""What a calendar shows: whose entries, on which days, and how faces looked on them.

One's own calendar counts what one has written in whatever diary, but what one left behind in a
diary that one has left, and can no longer read (docs/rights.md); a shared diary's counts what that
diary shows, and whoever asks for it must be allowed to read it.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from diary import clock, periods
from diary.periods import Period
from diary.readings import UNCLEAR
from storage import commit_calendar as rows
from storage import members, persons
from storage.commit_calendar import Count, Look
from storage.database import Connection
from storage.diaries import Diary
from storage.rounds import Round

Days = tuple[tuple[dt.date, int], ...]


@dataclass(frozen=True, slots=True)
class Calendar:
    """The days of a period. `total` and `since` speak of all days, `this_month` of today's month.

    `looks` has, for each day with a mood that its author chose, "1" to "5"; else, for each day on
    which a face was seen, the expression that it showed most often, or UNCLEAR where none could be
    named.
    """

    period: Period
    today: dt.date
    counts: Days
    looks: tuple[tuple[dt.date, str], ...]
    total: int
    since: dt.date | None
    this_month: int


@dataclass(frozen=True, slots=True)
class Row:
    """Somebody who writes in a shared diary; `name` is None where Telegram never told it."""

    name: str | None
    counts: Days


@dataclass(frozen=True, slots=True)
class Rows:
    """The last weeks of a shared diary, by member."""

    period: Period
    today: dt.date
    rows: tuple[Row, ...]


async def mine(
    connection: Connection, person_id: int, period: Period, today: dt.date, *, looks: bool = False
) -> Calendar:
    """A person's own calendar."""
    counts = await rows.counts_of_author(connection, person_id, period.first, period.last)
    seen: Sequence[Look] = ()
    if looks:
        seen = await rows.looks_of_author(connection, person_id, period.first, period.last)
    begin = today.replace(day=1)
    month = await rows.counts_of_author(connection, person_id, begin, today)
    total = await rows.total_of_author(connection, person_id)
    return _calendar(period, today, counts, seen, total, month)


async def of_diary(
    connection: Connection, diary: Diary, period: Period, today: dt.date, *, looks: bool = False
) -> Calendar:
    """All that a shared diary shows. The caller has seen to it that the person may read it."""
    counts = await rows.counts_of_diary(connection, diary.id, period.first, period.last)
    seen: Sequence[Look] = ()
    if looks:
        seen = await rows.looks_in_diary(connection, diary.id, period.first, period.last)
    month = await rows.counts_of_diary(connection, diary.id, today.replace(day=1), today)
    total = await rows.total_of_diary(connection, diary.id)
    return _calendar(period, today, counts, seen, total, month)


async def by_member(connection: Connection, diary: Diary, today: dt.date, week_starts: int) -> Rows:
    """The last weeks, a row for each member, the oldest first; then others who wrote in them.

    Such are a channel, and those who have left and let their entries stay.
    """
    period = periods.weeks(today, week_starts)
    counts = await rows.counts_of_diary(connection, diary.id, period.first, period.last)
    ids = [member.person_id for member in await members.of_diary(connection, diary.id)]
    ids += sorted({count.author_id for count in counts} - set(ids))
    known = await persons.several(connection, ids)
    theirs = (
        Row(known[number].name, _days(c for c in counts if c.author_id == number))
        for number in ids
        if known[number].kind == "person" or any(c.author_id == number for c in counts)
    )
    return Rows(period, today, tuple(theirs))


def is_by_person(diary: Diary) -> bool:
    """Whether who reads its calendar may learn who wrote how much: a group's members know it.

    Of a channel nobody is told who its admins and subscribers are.
    """
    return diary.kind == "group"


def today_of(diary: Diary, now: dt.datetime) -> dt.date:
    """The diary's day."""
    return clock.today(now, diary.time_zone, diary.day_starts_hour)


def fingerprint(counts: Iterable[Count]) -> str:
    """64 characters that are others when any of these days has other entries."""
    seen = sorted((count.day.isoformat(), count.author_id, count.number) for count in counts)
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def looks_of_days(looks: Iterable[Look]) -> tuple[tuple[dt.date, str], ...]:
    """The mood of each day that somebody chose, "1" to "5"; else the expression of the day.

    Of several moods it is the mean, a half upwards. Of expressions it is the most frequent one, of
    equal ones the later; a day on which none could be named is unclear. `looks` come in order of
    time.
    """
    days: dict[dt.date, list[Look]] = {}
    for look in looks:
        days.setdefault(look.day, []).append(look)
    return tuple((day, _of_day(them)) for day, them in days.items())


def _of_day(looks: Sequence[Look]) -> str:
    moods = [look.mood for look in looks if look.mood is not None]
    if moods:
        return str((2 * sum(moods) + len(moods)) // (2 * len(moods)))
    return _most([look.label for look in looks if look.label is not None])


def _most(labels: Sequence[str]) -> str:
    if not labels:
        return UNCLEAR
    often = Counter(labels)
    # Of equals `max` takes the first that it meets, so it meets the last first.
    return max(reversed(labels), key=lambda label: often[label])


def _calendar(
    period: Period,
    today: dt.date,
    counts: Sequence[Count],
    looks: Sequence[Look],
    total: rows.Total,
    month: Sequence[Count],
) -> Calendar:
    written = len({count.day for count in month})
    found = _days(counts), looks_of_days(looks)
    return Calendar(period, today, *found, total.number, total.first, written)


def _days(counts: Iterable[Count]) -> Days:
    found: Counter[dt.date] = Counter()
    for count in counts:
        found[count.day] += count.number
    return tuple(sorted(found.items()))


@dataclass(frozen=True, slots=True)
class Evening:
    """What an evening's picture would show. `is_new`: something that the last one did not show."""

    seen: str
    is_new: bool


async def evening(
    connection: Connection, diary: Diary, last: Round | None, today: dt.date, language: str
) -> Evening:
    """Whether there is anything new since the picture that was sent last.

    New is an entry on a later day than that picture's, or any other number of entries on a day that
    it showed: one that came after it, was moved there, taken out or cancelled. The first picture
    needs an entry in its period. Names and who is a member do not count.
    """
    counts = await _counts(connection, diary, _period(diary, today, language).first, today)
    if last is None or last.seen is None:
        return Evening(fingerprint(counts), bool(counts))
    then = _period(diary, last.day, language).first
    shown = await _counts(connection, diary, then, last.day)
    later = any(count.day > last.day for count in counts)
    return Evening(fingerprint(counts), later or fingerprint(shown) != last.seen)


def _period(diary: Diary, today: dt.date, language: str) -> Period:
    if is_by_person(diary):
        return periods.weeks(today, clock.week_starts(diary.time_zone, language))
    return periods.five_months(today)


async def _counts(
    connection: Connection, diary: Diary, first: dt.date, last: dt.date
) -> Sequence[Count]:
    if diary.is_shared:
        return await rows.counts_of_diary(connection, diary.id, first, last)
    return await rows.counts_of_author(connection, diary.owner_id, first, last)
