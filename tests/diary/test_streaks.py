"""Days in a row forgive one missing day a week, and nothing else is promised or taken away."""

import datetime as dt
import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from diary import streaks
from diary.streaks import Streaks

TODAY = dt.date(2026, 11, 20)
DAY = dt.timedelta(days=1)


def ago(*days: int) -> set[dt.date]:
    """The days that are so many days before today."""
    return {TODAY - number * DAY for number in days}


def is_run(first: dt.date, last: dt.date, written: set[dt.date]) -> bool:
    """The definition, looked at day by day: any seven days in a row lack one at most."""
    days = [first + n * DAY for n in range((last - first).days + 1)]
    missing = [day for day in days if day not in written]
    return all((b - a).days >= 7 for a, b in itertools.pairwise(missing))


def longest(written: set[dt.date]) -> int:
    """Every pair of days, tried."""
    return max(
        (
            len([day for day in written if first <= day <= last])
            for first in written
            for last in written
            if first <= last and is_run(first, last, written)
        ),
        default=0,
    )


def current(written: set[dt.date]) -> int:
    """The longest run that ends today; today itself may still be written."""
    runs = (
        len([day for day in written if day >= first])
        for first in written
        if is_run(first, TODAY, written | {TODAY})
    )
    return max(runs, default=0)


pasts = st.sets(st.integers(0, 40), max_size=41).map(lambda days: ago(*days))


@settings(deadline=None)
@given(pasts)
def test_runs_are_as_long_as_trying_every_pair_of_days_says(written: set[dt.date]) -> None:
    found = streaks.of_days(written, TODAY)
    assert found.longest == longest(written)
    assert found.current == current(written)
    assert found.current <= found.longest <= len(written)


@settings(deadline=None)
@given(pasts, st.integers(0, 40))
def test_one_more_day_never_shortens_anything(written: set[dt.date], more: int) -> None:
    before, after = (streaks.of_days(days, TODAY) for days in (written, written | ago(more)))
    assert after.longest >= before.longest
    assert after.current >= before.current
    assert after.this_month >= before.this_month


@settings(deadline=None)
@given(pasts)
def test_an_evening_without_an_entry_does_not_end_a_run_yet(written: set[dt.date]) -> None:
    without = streaks.of_days(written - {TODAY}, TODAY).current
    assert streaks.of_days(written | {TODAY}, TODAY).current == without + 1


def test_nothing_written_is_nothing_in_a_row() -> None:
    assert streaks.of_days([], TODAY) == Streaks(0, 0, 0)


def test_days_of_another_month_and_of_tomorrow_do_not_count_as_this_month() -> None:
    days = [dt.date(2026, 10, 31), dt.date(2026, 11, 1), dt.date(2026, 11, 21)]
    assert streaks.of_days(days, TODAY).this_month == 1


def test_the_same_day_twice_is_one_day() -> None:
    assert streaks.of_days([TODAY, TODAY], TODAY) == Streaks(1, 1, 1)


def test_the_second_missing_day_of_a_week_begins_a_new_run() -> None:
    assert streaks.of_days(ago(0, 1, 3, 4, 6, 7), TODAY).current == 4


def test_days_off_are_counted_in_the_run_that_has_them() -> None:
    """The 20th, 21st and 23rd are three days with one off, and no three in a row."""
    days = ago(0, 2, 3)
    assert streaks.of_days(days, TODAY) == Streaks(3, 3, 3, free=1, longest_free=1)
    assert streaks.of_days(ago(0, 1, 2), TODAY).free == 0
    assert streaks.of_days(ago(2, 3), TODAY) == Streaks(2, 2, 2, free=1, longest_free=0)


@settings(deadline=None)
@given(pasts)
def test_as_many_days_are_off_as_are_missing_in_the_run(written: set[dt.date]) -> None:
    found = streaks.of_days(written, TODAY)
    starts = [
        day
        for day in written
        if is_run(day, TODAY, written | {TODAY})
        and len([one for one in written if one >= day]) == found.current
    ]
    missing = {
        sum(day + n * DAY not in written | {TODAY} for n in range((TODAY - day).days))
        for day in starts
    }
    assert found.free in (missing or {0})
