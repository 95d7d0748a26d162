import datetime as dt
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from charts.weeks import (
    MONTHS,
    WEEK,
    Weeks,
    border,
    days_between,
    is_one_month,
    months_of,
    rows_of,
)

DAY = dt.timedelta(1)
days = st.dates(dt.date(1970, 1, 5), dt.date(2200, 1, 1))
starts = st.integers(0, 6)


@st.composite
def periods(draw: st.DrawFn, longest: int = 800) -> tuple[dt.date, dt.date]:
    first = draw(days)
    return first, first + draw(st.integers(0, longest)) * DAY


def week_begin(day: dt.date, week_starts: int) -> dt.date:
    """The last day up to this one that is the first of a week, found by going back."""
    while day.weekday() != week_starts:
        day -= DAY
    return day


@given(periods(), starts)
def test_a_day_stands_in_the_column_of_its_week_and_the_row_of_its_weekday(
    period: tuple[dt.date, dt.date], week_starts: int
) -> None:
    first, last = period
    weeks = Weeks(first, last, week_starts)
    origin = week_begin(first, week_starts)
    for day in (first, first + (last - first) // 2, last):
        begin = week_begin(day, week_starts)
        assert weeks.place(day) == ((begin - origin).days // WEEK, (day - begin).days)
        assert weeks.weekday(weeks.place(day)[1]) == day.weekday()


@given(periods(60), starts)
def test_no_two_days_stand_in_one_place_and_all_stand_inside(
    period: tuple[dt.date, dt.date], week_starts: int
) -> None:
    weeks = Weeks(*period, week_starts)
    places = [weeks.place(day) for day in weeks.days()]
    assert len(set(places)) == len(places) == (period[1] - period[0]).days + 1
    assert {column for column, _ in places} == set(range(weeks.columns))
    assert all(0 <= row < WEEK for _, row in places)


@given(periods())
def test_months_follow_each_other_without_a_gap_and_each_is_one_month(
    period: tuple[dt.date, dt.date],
) -> None:
    months = months_of(*period)
    assert [d for month in months for d in days_between(*month)] == list(days_between(*period))
    assert all(is_one_month(*month) for month in months)
    assert len(months) == len({(d.year, d.month) for d in days_between(*period)})


@given(periods(2000))
def test_rows_are_whole_months_at_most_seven_and_almost_alike(
    period: tuple[dt.date, dt.date],
) -> None:
    rows = rows_of(*period)
    assert [d for row in rows for d in days_between(*row)] == list(days_between(*period))
    lengths = [len(months_of(*row)) for row in rows]
    assert max(lengths) <= MONTHS
    assert max(lengths) - min(lengths) <= 1
    assert all(first.day == 1 for first, _ in rows[1:])


def test_a_year_is_two_half_years_and_five_months_are_one_row() -> None:
    assert rows_of(dt.date(2026, 1, 1), dt.date(2026, 12, 31)) == (
        (dt.date(2026, 1, 1), dt.date(2026, 6, 30)),
        (dt.date(2026, 7, 1), dt.date(2026, 12, 31)),
    )
    assert len(rows_of(dt.date(2026, 7, 1), dt.date(2026, 11, 30))) == 1


@given(periods(400), starts)
def test_the_line_of_a_month_lies_between_its_days_and_all_before(
    period: tuple[dt.date, dt.date], week_starts: int
) -> None:
    weeks = Weeks(*period, week_starts)
    for begin, _ in months_of(*period)[1:]:
        corners = border(weeks, begin)
        lines = [(a, b) for a, b in pairwise(corners) if a[0] == b[0]]
        for day in weeks.days():
            column, row = weeks.place(day)
            left = next(a[0] for a, b in lines if b[1] <= row < a[1])
            assert (column >= left) == (day >= begin)
