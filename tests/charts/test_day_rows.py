import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from charts.day_rows import BETWEEN_DAYS, BETWEEN_WEEKS, BEYOND, NAMES, columns_of
from charts.page import RIGHT
from charts.weeks import days_between
from tests.charts.test_weeks import days, periods, starts

DAY = dt.timedelta(1)


@given(periods(60), starts, st.integers(-5, 65))
def test_days_stand_side_by_side_between_the_names_and_the_edge(
    period: tuple[dt.date, dt.date], week_starts: int, shift: int
) -> None:
    today = period[0] + shift * DAY
    columns = columns_of(*period, today, week_starts)
    edges = [columns.x(day) for day in days_between(*period)]
    assert min(edges) >= NAMES
    assert max(edges) + columns.width <= RIGHT + BEYOND
    assert all(b - a >= columns.width + BETWEEN_DAYS for a, b in pairwise(edges))


@given(periods(60), starts)
def test_weeks_are_further_apart_than_days(
    period: tuple[dt.date, dt.date], week_starts: int
) -> None:
    long_ago = dt.date(1950, 1, 1)
    columns = columns_of(*period, long_ago, week_starts)
    for day, following in pairwise(days_between(*period)):
        step = columns.x(following) - columns.x(day)
        begins = following.weekday() == week_starts
        assert step == columns.pitch + (BETWEEN_WEEKS if begins else 0)


@given(days, starts, st.integers(0, 34))
def test_today_has_air_on_both_sides(first: dt.date, week_starts: int, shift: int) -> None:
    today = first + shift * DAY
    columns = columns_of(first, first + 34 * DAY, today, week_starts)
    plain = columns_of(first, first + 34 * DAY, dt.date(1950, 1, 1), week_starts)
    if shift:
        gap = columns.x(today) - columns.x(today - DAY) - columns.pitch
        assert gap > plain.x(today) - plain.x(today - DAY) - plain.pitch
    if shift < 34:
        gap = columns.x(today + DAY) - columns.x(today) - columns.pitch
        assert gap > plain.x(today + DAY) - plain.x(today) - plain.pitch


@given(periods(60), starts)
def test_weeks_hold_every_day_once_and_begin_on_the_first_weekday(
    period: tuple[dt.date, dt.date], week_starts: int
) -> None:
    weeks = list(columns_of(*period, period[0], week_starts).weeks())
    assert sum(length for _, length in weeks) == (period[1] - period[0]).days + 1
    assert weeks[0][0] == period[0]
    assert all(begin.weekday() == week_starts for begin, _ in weeks[1:])
    assert all(1 <= length <= 7 for _, length in weeks)
