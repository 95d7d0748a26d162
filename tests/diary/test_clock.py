"""Which day it is: the wall clock of the diary's zone and its day-start hour decide."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.clock import MONDAY, SUNDAY, day_of, local, next_at, now, today, week_starts

ZONES = st.sampled_from(
    [
        "Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Atlantic/Azores",
        "America/Havana", "Africa/Cairo", "Pacific/Chatham", "Africa/Casablanca", "Asia/Kathmandu",
    ]
)  # fmt: skip
MOMENTS = st.datetimes(
    dt.datetime(2024, 1, 1),  # noqa: DTZ001 - hypothesis wants it so
    dt.datetime(2028, 1, 1),  # noqa: DTZ001 - the same
    timezones=st.just(dt.UTC),
)


def at(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("moment", "zone", "starts_hour", "day"),
    [
        ("2026-11-20T18:59:59+00:00", "Asia/Seoul", 4, "2026-11-20"),  # 03:59 on the 21st
        ("2026-11-20T19:00:00+00:00", "Asia/Seoul", 4, "2026-11-21"),
        ("2026-11-20T15:00:00+00:00", "Asia/Seoul", 0, "2026-11-21"),
        ("2026-11-20T14:59:59+00:00", "Asia/Seoul", 0, "2026-11-20"),
        # The hour from two to three is not there in this night: three comes right after 01:59.
        ("2026-03-29T00:59:59+00:00", "Europe/Berlin", 3, "2026-03-28"),
        ("2026-03-29T01:00:00+00:00", "Europe/Berlin", 3, "2026-03-29"),
        ("2026-03-29T01:00:00+00:00", "Europe/Berlin", 2, "2026-03-29"),
        # The hour from two to three comes twice in this night.
        ("2026-10-25T00:59:59+00:00", "Europe/Berlin", 3, "2026-10-24"),
        ("2026-10-25T01:59:59+00:00", "Europe/Berlin", 3, "2026-10-24"),
        ("2026-10-25T02:00:00+00:00", "Europe/Berlin", 3, "2026-10-25"),
        ("2026-03-08T08:59:59+00:00", "America/New_York", 5, "2026-03-07"),
        ("2026-03-08T09:00:00+00:00", "America/New_York", 5, "2026-03-08"),
        ("2026-11-01T08:59:59+00:00", "America/New_York", 4, "2026-10-31"),
        ("2026-11-01T09:00:00+00:00", "America/New_York", 4, "2026-11-01"),
    ],
)
def test_the_day_begins_at_its_hour_on_the_wall(
    moment: str, zone: str, starts_hour: int, day: str
) -> None:
    assert day_of(at(moment), zone, starts_hour) == dt.date.fromisoformat(day)


@given(MOMENTS, MOMENTS, ZONES, st.integers(0, 23))
def test_a_later_moment_is_never_of_an_earlier_day(
    one: dt.datetime, other: dt.datetime, zone: str, starts_hour: int
) -> None:
    first, last = sorted((one, other))
    assert day_of(first, zone, starts_hour) <= day_of(last, zone, starts_hour)


@given(MOMENTS, ZONES, st.integers(0, 23))
def test_a_later_time_on_the_wall_is_never_of_an_earlier_day(
    moment: dt.datetime, zone: str, starts_hour: int
) -> None:
    wall = moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    day = day_of(moment, zone, starts_hour)
    assert dt.datetime.combine(day, dt.time(starts_hour)) <= wall
    assert wall < dt.datetime.combine(day + dt.timedelta(days=1), dt.time(starts_hour))


@given(MOMENTS, ZONES)
def test_local_time_is_the_same_moment(moment: dt.datetime, zone: str) -> None:
    # Two zones compare as never equal where an hour comes twice (Python), so look at it in UTC.
    assert local(moment, zone).astimezone(dt.UTC) == moment


@pytest.mark.parametrize(
    ("moment", "zone", "minute", "then"),
    [
        ("2026-11-20T12:00:00+00:00", "Asia/Seoul", 1290, "2026-11-20T12:30:00+00:00"),
        ("2026-11-20T12:30:00+00:00", "Asia/Seoul", 1290, "2026-11-21T12:30:00+00:00"),
        ("2026-11-20T12:29:59+00:00", "Asia/Seoul", 1290, "2026-11-20T12:30:00+00:00"),
        ("2026-11-20T15:00:00+00:00", "Asia/Seoul", 0, "2026-11-21T15:00:00+00:00"),
        # Half past two is not there in this night: three comes right after 01:59.
        ("2026-03-28T12:00:00+00:00", "Europe/Berlin", 150, "2026-03-29T01:00:00+00:00"),
        ("2026-03-29T01:00:00+00:00", "Europe/Berlin", 150, "2026-03-30T00:30:00+00:00"),
        # Half past two comes twice in this night: the first counts, the second does not.
        ("2026-10-24T12:00:00+00:00", "Europe/Berlin", 150, "2026-10-25T00:30:00+00:00"),
        ("2026-10-25T00:30:00+00:00", "Europe/Berlin", 150, "2026-10-26T01:30:00+00:00"),
        # The clocks of Havana go from midnight to one: that day begins at one.
        ("2026-03-08T04:00:00+00:00", "America/Havana", 0, "2026-03-08T05:00:00+00:00"),
        # A day without an evening: Samoa went from the 29th to the 31st of December 2011.
        ("2011-12-30T08:00:00+00:00", "Pacific/Apia", 1290, "2011-12-30T10:00:00+00:00"),
    ],
)
def test_the_next_evening_is_the_next_time_on_the_wall(
    moment: str, zone: str, minute: int, then: str
) -> None:
    assert next_at(at(moment), zone, minute) == at(then)


@given(MOMENTS, ZONES, st.integers(0, 1439))
def test_the_next_evening_is_soon_and_at_its_minute(
    moment: dt.datetime, zone: str, minute: int
) -> None:
    then = next_at(moment, zone, minute)
    assert then.tzinfo is dt.UTC
    assert moment < then <= moment + dt.timedelta(hours=49)
    wall = local(then, zone)
    wanted = dt.time(minute // 60, minute % 60)
    before = local(then - dt.timedelta(minutes=1), zone).replace(tzinfo=None)
    skipped = before < dt.datetime.combine(wall.date(), wanted) <= wall.replace(tzinfo=None)
    assert wall.time() == wanted or skipped


@given(MOMENTS, ZONES, st.integers(0, 1439))
def test_every_day_has_one_evening(moment: dt.datetime, zone: str, minute: int) -> None:
    first = next_at(moment, zone, minute)
    second = next_at(first, zone, minute)
    assert (local(second, zone).date() - local(first, zone).date()).days == 1
    assert next_at(second - dt.timedelta(seconds=1), zone, minute) == second


@given(MOMENTS, ZONES, st.integers(0, 23))
def test_today_is_the_day_of_now(moment: dt.datetime, zone: str, starts_hour: int) -> None:
    assert today(moment, zone, starts_hour) == day_of(moment, zone, starts_hour)


@pytest.mark.parametrize(
    ("zone", "language", "day"),
    [
        ("Asia/Seoul", "ko", SUNDAY),
        ("Asia/Seoul", "en", SUNDAY),
        ("America/New_York", "en", SUNDAY),
        ("Europe/London", "en", MONDAY),
        ("Europe/Berlin", "ko", SUNDAY),
        ("Australia/Sydney", "en", MONDAY),
    ],
)
def test_a_week_begins_as_calendars_there_do(zone: str, language: str, day: int) -> None:
    assert week_starts(zone, language) == day


def test_the_present_is_aware_and_in_utc() -> None:
    assert now().tzinfo is dt.UTC
