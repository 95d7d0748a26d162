import datetime as dt
from itertools import pairwise

from hypothesis import assume, given
from hypothesis import strategies as st

from charts.day_grid import Grid, grids, labels_of
from charts.page import LEFT, RIGHT, WIDTH
from charts.weeks import WEEK
from tests.charts.test_weeks import days, periods, starts, week_begin

DAY = dt.timedelta(1)


def placed(period: tuple[dt.date, dt.date], week_starts: int) -> tuple[Grid, ...]:
    return grids(*period, week_starts, 200, 60, 46)


@given(periods(), starts)
def test_every_day_has_one_cell_on_the_page_and_cells_do_not_touch(
    period: tuple[dt.date, dt.date], week_starts: int
) -> None:
    boxes = [grid.box(day) for grid in placed(period, week_starts) for day in grid.weeks.days()]
    assert len(boxes) == (period[1] - period[0]).days + 1
    assert all(box.left >= LEFT and box.right <= RIGHT + 8 for box in boxes)
    corners = {(box.left, box.top) for box in boxes}
    assert len(corners) == len(boxes)
    air = placed(period, week_starts)[0].air
    for axis in (0, 1):
        edges = sorted({corner[axis] for corner in corners})
        size = boxes[0].width if axis == 0 else boxes[0].height
        assert all(b - a >= size + min(air, 4) for a, b in pairwise(edges))


@given(periods(210), starts)
def test_in_week_columns_a_week_later_is_a_column_further_and_a_day_later_below(
    period: tuple[dt.date, dt.date], week_starts: int
) -> None:
    (grid,) = grids(*period, week_starts, 0, 60, 46)[:1]
    assume(not grid.turned)
    for day in grid.weeks.days():
        here = grid.box(day)
        if day + WEEK * DAY <= grid.weeks.last:
            later = grid.box(day + WEEK * DAY)
            assert (later.left - here.left, later.top) == (grid.across, here.top)
        if day < grid.weeks.last and (day + DAY).weekday() != week_starts:
            below = grid.box(day + DAY)
            assert (below.left, below.top - here.top) == (here.left, grid.down)


@given(days, starts)
def test_the_sheet_of_a_month_has_weeks_across(day: dt.date, week_starts: int) -> None:
    first = day.replace(day=1)
    last = (first + 31 * DAY).replace(day=1) - DAY
    (grid,) = placed((first, last), week_starts)
    for each in grid.weeks.days():
        shift = (each - week_begin(each, week_starts)).days
        assert grid.box(each).left == grid.box(first).left + grid.across * (
            shift - (first - week_begin(first, week_starts)).days
        )
        weeks = (week_begin(each, week_starts) - week_begin(first, week_starts)).days // WEEK
        assert grid.box(each).top == grid.box(first).top + weeks * grid.down


@given(periods(), starts)
def test_a_month_is_named_over_the_column_that_holds_its_first_day(
    period: tuple[dt.date, dt.date], week_starts: int
) -> None:
    for grid in placed(period, week_starts):
        if grid.turned:
            continue
        labels = list(labels_of(grid, 76))
        named = {(label.day.year, label.day.month) for label in labels}
        for day in grid.weeks.days():
            if day.day == 1 and day != grid.weeks.first:
                assert (day.year, day.month) in named
        for label in labels:
            column = grid.box(label.day)
            assert label.x == column.left - grid.air / 2
            assert label.day.day == 1 or label.day == grid.weeks.first
        assert all(b.x - a.x >= 76 for a, b in pairwise(labels))


def test_the_months_of_autumn_2026_begin_where_the_calendar_says() -> None:
    """Weeks that begin on Sunday; the project's first calendar had these at fixed columns."""
    (grid,) = placed((dt.date(2026, 7, 1), dt.date(2026, 11, 30)), 6)
    columns = [round((label.x - grid.left) / grid.across) for label in labels_of(grid, 76)]
    assert columns == [0, 4, 9, 13, 18]


@given(st.integers(0, 6), starts)
def test_the_widest_period_of_a_grid_still_has_cells_of_a_phone(shift: int, starts_on: int) -> None:
    first = dt.date(2026, 1, 1) + shift * DAY
    for grid in placed((first, first + 364 * DAY), starts_on):
        assert grid.across * 400 / WIDTH >= 9
