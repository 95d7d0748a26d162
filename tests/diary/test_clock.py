"""Which day it is: the wall clock of the diary's zone and its day-start hour decide."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.clock import day_of, local, now

ZONES = st.sampled_from(
    ["Asia/Seoul", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Atlantic/Azores"]
)
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
    assert local(moment, zone) == moment


def test_the_present_is_aware_and_in_utc() -> None:
    assert now().tzinfo is dt.UTC
