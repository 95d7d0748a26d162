"""Reads what a calendar shows and lays it out, for whoever asks and for the evening.

Whether somebody may see a shared diary's calendar is asked before (`diary.rights`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from bot import commit_calendar as pages
from bot.commit_calendar import MINE, Place, Sheet
from bot.phrases.commit_calendar import words_in
from diary import clock, commit_calendar, periods
from diary.periods import Period
from diary.recordings import Limits
from storage import diaries, persons
from storage.database import Connection
from storage.diaries import Diary

#: The period that somebody asks for, by the day that it is; None for what is none.
Asked = Callable[[dt.date], Period | None]

#: The number of no person.
NOBODY = 0


@dataclass(frozen=True, slots=True)
class Reader:
    """Whose own calendar it is. `limits` has the zone of those who have no diary yet."""

    telegram_id: int
    language: str
    limits: Limits


async def mine(
    connection: Connection, reader: Reader, now: dt.datetime, asked: Asked, kind: str = "days"
) -> Sheet | None:
    """A person's own calendar of the period; None where that is none."""
    person = await persons.find(connection, reader.telegram_id)
    diary = await diaries.of_chat(connection, reader.telegram_id)
    zone = diary.time_zone if diary else reader.limits.time_zone
    hour = diary.day_starts_hour if diary else reader.limits.day_starts_hour
    today = clock.today(now, zone, hour)
    period = asked(today)
    if period is None:
        return None
    found = await commit_calendar.mine(
        connection, person.id if person else NOBODY, period, today, looks=kind == "looks"
    )
    return pages.of_days(found, _my_place(reader, diary, zone), kind)


async def ours(
    connection: Connection,
    diary: Diary,
    language: str,
    now: dt.datetime,
    asked: Asked,
    kind: str = "days",
) -> Sheet | None:
    """The calendar of all that a shared diary shows; None where the period is none."""
    today = commit_calendar.today_of(diary, now)
    period = asked(today)
    if period is None:
        return None
    return await _together(connection, diary, language, (period, today), kind)


async def by_member(connection: Connection, diary: Diary, language: str, now: dt.datetime) -> Sheet:
    """The last weeks of a group's diary, with a row for each member.

    A channel hides who its admins and subscribers are: there it is what the diary shows in all.
    """
    place, today = _place(diary, language), commit_calendar.today_of(diary, now)
    if not place.has_rows:
        period = periods.five_months(today)
        return await _together(connection, diary, language, (period, today), "days")
    found = await commit_calendar.by_member(connection, diary, today, place.week_starts)
    return pages.of_members(found, place)


async def _together(
    connection: Connection, diary: Diary, language: str, when: tuple[Period, dt.date], kind: str
) -> Sheet:
    """Everybody's entries in one; `when` is a period and the diary's day."""
    period, today = when
    found = await commit_calendar.of_diary(connection, diary, period, today, looks=kind == "looks")
    return pages.of_days(found, _place(diary, language), kind)


def _my_place(reader: Reader, diary: Diary | None, zone: str) -> Place:
    title = diary.title if diary and diary.title else words_in(reader.language).my_title
    starts = clock.week_starts(zone, reader.language)
    return Place(MINE, title, reader.language, starts, diary.cover if diary else None)


def _place(diary: Diary, language: str) -> Place:
    title = diary.title or words_in(language).our_title
    starts = clock.week_starts(diary.time_zone, language)
    by_person = commit_calendar.is_by_person(diary)
    return Place(diary.id, title, language, starts, diary.cover, by_person, diary.is_protected)
