import datetime as dt
import subprocess
import sys
from hashlib import sha256
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from charts.calendar_page import SMALL
from charts.calendar_words import calendar_words_in
from charts.commit_calendar import draw
from charts.covers import SIZE
from charts.day_grid import grids
from charts.day_picture import ABOVE, BESIDE
from charts.lettering import lettering
from charts.page import MARGIN, Box
from charts.style import GAP_HATCH, INK, PAPER
from charts.tints import GLOW, LEVELS
from charts.weeks import days_between, months_of
from tests.charts.autumns import (
    DAY,
    FIRST,
    HOSTILE,
    LAST,
    MONTH,
    TODAY,
    YEAR,
    photo_of,
    some_days,
)
from tests.charts.scenes import Pixels, has, pixels_of
from tests.charts.test_weeks import week_begin

ENGLISH = calendar_words_in("en")

HOUSE = Path(__file__).parents[2]
#: Rows at the foot that hold the key.
KEY = 110

DAYS = {
    "five months": some_days(),
    "year": some_days(YEAR),
    "month": some_days(MONTH),
    "one day": some_days((TODAY, TODAY)),
    "two months": some_days((dt.date(2026, 10, 1), LAST)),
    "seven months": some_days((dt.date(2026, 5, 31), LAST)),
    "a year up to today": some_days((TODAY - 364 * DAY, TODAY)),
    "three years": some_days((dt.date(2024, 1, 1), LAST)),
    "nothing": some_days(counts=()),
    "nothing last year": some_days((dt.date(2025, 1, 1), dt.date(2025, 12, 31)), counts=()),
    "all to come": some_days((dt.date(2027, 1, 1), dt.date(2027, 5, 31)), counts=()),
    "strange numbers": some_days(counts=((TODAY, 10**9), (FIRST, 0), (LAST, -3), (YEAR[0], 4))),
    "no title": some_days(title=""),
    "drawn cover": some_days(cover=3),
    "photo": some_days(cover=photo_of("JPEG")),
}


def grid_part(png: bytes) -> Pixels:
    """The picture without its key."""
    return pixels_of(png)[:-KEY]


def box_of(pixels: Pixels, colour: str) -> Box:
    """The rectangle around all pixels of a colour."""
    ys, xs = np.nonzero(has(pixels, colour))
    left, top = int(xs.min()), int(ys.min())
    return Box(left, top, int(xs.max()) + 1 - left, int(ys.max()) + 1 - top)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", DAYS)
def test_every_period_is_drawn_without_a_word_in_the_log(
    name: str, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    png = draw(DAYS[name], language)
    assert png.startswith(b"\x89PNG")
    assert pixels_of(png).shape[1] == 1080
    assert len(png) <= 120_000
    assert not caplog.records


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_title_breaks_the_picture(text: str) -> None:
    plain = pixels_of(draw(some_days(title="가"), "ko")).shape[0]
    assert plain - 80 <= pixels_of(draw(some_days(title=text), "ko")).shape[0] <= plain + 80


def test_pictures_do_not_depend_on_those_before() -> None:
    pictures = [draw(days, "ko") for days in DAYS.values()]
    assert [draw(days, "ko") for days in reversed(DAYS.values())] == pictures[::-1]


def test_another_process_draws_the_very_same_bytes() -> None:
    program = (
        "from hashlib import sha256;"
        "from tests.charts.autumns import some_days; from charts.commit_calendar import draw;"
        "print(sha256(draw(some_days(title='같은 그림', cover=2), 'ko')).hexdigest())"
    )
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    here = draw(some_days(title="같은 그림", cover=2), "ko")
    assert run.stdout.strip() == sha256(here).hexdigest()


def test_a_calendar_needs_no_figure_of_matplotlib() -> None:
    program = "import sys, charts.commit_calendar; print('matplotlib.figure' in sys.modules)"
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert run.stdout.strip() == "False"


@settings(max_examples=20, deadline=None)
@given(
    st.dates(dt.date(2000, 1, 1), dt.date(2100, 1, 1)),
    st.integers(2, 5),
    st.integers(0, 6),
    st.data(),
)
def test_entries_stand_where_date_arithmetic_says(
    begin: dt.date, months: int, week_starts: int, data: st.DataObject
) -> None:
    """Two days of one period: so many weeks between them, so many columns; likewise for rows."""
    first = begin.replace(day=1)
    last = first
    for _ in range(months):
        last = (last + 31 * DAY).replace(day=1)
    last -= DAY
    days = st.integers(0, (last - first).days).map(lambda n: first + n * DAY)
    one, other = data.draw(st.lists(days, min_size=2, max_size=2, unique=True))
    counts = ((one, 4), (other, 3))
    png = draw(
        some_days((first, last), today=last + DAY, week_starts=week_starts, counts=counts), "en"
    )
    pixels = grid_part(png)
    here, there = box_of(pixels, LEVELS[4]), box_of(pixels, LEVELS[3])
    beside = max(lettering().width(name, SMALL) for name in ENGLISH.weekdays) + BESIDE
    pitch = grids(first, last, week_starts, 0, beside, ABOVE)[0].across
    begins = week_begin(one, week_starts), week_begin(other, week_starts)
    columns, rows = (begins[1] - begins[0]).days // 7, (other - begins[1]) - (one - begins[0])
    assert there.left - here.left == pytest.approx(columns * pitch, abs=2)
    assert there.top - here.top == pytest.approx(rows.days * pitch, abs=2)
    assert here.width == pytest.approx(there.width, abs=1)


@pytest.mark.parametrize("week_starts", range(7))
@pytest.mark.parametrize("first", [dt.date(2026, 7, 1), dt.date(2025, 11, 1), dt.date(2026, 2, 1)])
def test_the_names_of_months_stand_over_the_column_in_which_they_begin(
    first: dt.date, week_starts: int
) -> None:
    last = (first + 135 * DAY).replace(day=1) + 27 * DAY
    begins = [begin for begin, _ in months_of(first, last)]
    counts = tuple((begin, 4) for begin in begins)
    days = some_days((first, last), today=last + DAY, week_starts=week_starts, counts=counts)
    pixels = grid_part(draw(days, "ko"))
    dark = has(pixels, LEVELS[4])
    top = int(np.nonzero(dark.any(axis=1))[0].min())
    names = has(pixels[200 : top if top < 270 else 250], INK).any(axis=0)
    starts = groups(np.flatnonzero(names), 30)
    cells = groups(np.flatnonzero(dark.any(axis=0)), 60)
    assert len(starts) == len(cells) == len(begins)
    assert starts == pytest.approx(cells, abs=8)


def test_a_name_with_its_year_does_not_run_into_the_next() -> None:
    """A rolling year has narrow columns: the year of its January is left out there."""
    period = (TODAY - 364 * DAY, TODAY)
    names = [
        has(pixels_of(draw(some_days(period), language)), INK)[200:250] for language in ("ko", "en")
    ]
    for rows in names:
        starts = groups(np.flatnonzero(rows.any(axis=0)), 17)
        assert len(starts) == 6


def groups(places: np.ndarray, apart: int) -> list[int]:
    """Where each group of places begins, groups being at least so far apart."""
    jumps = [b for a, b in pairwise(places.tolist()) if b - a > apart]
    return [int(places[0]), *jumps]


def test_each_number_of_entries_has_its_step() -> None:
    counts = tuple((FIRST + n * DAY, n) for n in range(1, 9))
    pixels = grid_part(draw(some_days(counts=counts), "ko"))
    areas = [has(pixels, colour).sum() for colour in LEVELS[1:]]
    assert areas[0] == areas[1] == areas[2] > 500
    assert areas[3] == pytest.approx(5 * areas[0], rel=0.02)


def test_days_named_twice_are_added() -> None:
    twice, once = ((FIRST, 1), (FIRST, 2)), ((FIRST, 3),)
    assert draw(some_days(counts=twice), "ko") == draw(some_days(counts=once), "ko")


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", DAYS)
def test_the_key_always_shows_all_five_steps_from_less_to_more(name: str, language: str) -> None:
    key = pixels_of(draw(DAYS[name], language))[-KEY:]
    places = [np.nonzero(has(key, colour))[1].mean() for colour in LEVELS]
    assert places == sorted(places)


@pytest.mark.parametrize("period", [(FIRST, LAST), YEAR, MONTH])
def test_today_is_outlined_and_only_today(period: tuple[dt.date, dt.date]) -> None:
    """The dark outline lies around the place where an entry of today is drawn."""
    some = ((TODAY - 5 * DAY, 2),)
    other = (*some, (TODAY, 4))
    with_entry, plain = (pixels_of(draw(some_days(period, counts=c), "ko")) for c in (other, some))
    box = box_of(with_entry[200:-KEY], LEVELS[4])
    left, right = int(box.left) - 2, int(box.right) + 1
    middle = 200 + int(box.middle)
    assert has(plain[middle, left - 4 : left + 1], INK).any()
    assert has(plain[middle, right : right + 5], INK).any()
    tomorrow = draw(some_days(period, today=TODAY + DAY, counts=some), "ko")
    assert not has(pixels_of(tomorrow)[middle, left - 4 : left + 1], INK).any()


def test_a_period_without_today_has_no_outline_and_does_not_explain_one() -> None:
    past = (dt.date(2025, 7, 1), dt.date(2025, 11, 30))
    key = pixels_of(draw(some_days(past), "ko"))[-KEY:, :400]
    assert not has(key, INK).any()
    assert has(pixels_of(draw(some_days(), "ko"))[-KEY:, :400], INK).any()


def test_days_to_come_are_empty_outlines_and_explained() -> None:
    pixels = pixels_of(draw(some_days((FIRST, LAST), today=FIRST, counts=()), "ko"))
    past = pixels_of(draw(some_days((FIRST, LAST), today=LAST, counts=()), "ko"))
    assert has(pixels[200:-KEY], LEVELS[0]).sum() < 3000 < has(past[200:-KEY], LEVELS[0]).sum()
    assert has(pixels[200:-KEY], GAP_HATCH).sum() > 5 * has(past[200:-KEY], GAP_HATCH).sum()
    assert has(pixels[-KEY:], GAP_HATCH).any()
    assert not has(past[-KEY:], GAP_HATCH).any()


def test_an_entry_dated_after_today_is_shown_all_the_same() -> None:
    pixels = grid_part(draw(some_days(counts=((TODAY + DAY, 4),)), "ko"))
    assert has(pixels, LEVELS[4]).sum() > 500


def test_the_week_begins_with_the_day_that_is_asked_for() -> None:
    pictures = {draw(some_days(week_starts=start), "ko") for start in range(7)}
    assert len(pictures) == 7
    assert draw(some_days(week_starts=7), "ko") == draw(some_days(week_starts=0), "ko")


@pytest.mark.parametrize("language", ["ko", "en"])
def test_a_month_writes_the_number_of_entries_into_its_days(language: str) -> None:
    """Five and six entries have one step of colour, but not one number."""
    five, six = (pixels_of(draw(some_days(MONTH, counts=((TODAY, n),)), language)) for n in (5, 6))
    box = box_of(five[200:-KEY], LEVELS[4])
    inside = slice(200 + int(box.top), 200 + int(box.bottom)), slice(int(box.left), int(box.right))
    assert (five[inside] != six[inside]).any()
    assert (five[200 + int(box.bottom) :] == six[200 + int(box.bottom) :]).all()


def test_without_entries_a_warm_line_glows_above_the_grid() -> None:
    empty, full = (pixels_of(draw(some_days(counts=c), "ko")) for c in ((), ((FIRST, 1),)))
    assert has(empty[:260], GLOW).sum() > 5000
    assert has(full, GLOW).sum() < 500


def test_a_cover_lies_above_everything_else() -> None:
    plain, covered = (pixels_of(draw(some_days(cover=c), "ko")) for c in (None, 1))
    more = covered.shape[0] - plain.shape[0]
    assert 150 < more <= SIZE[1]
    assert (covered[-400:] == plain[-400:]).mean() > 0.999
    assert not has(covered[MARGIN + 60 : MARGIN + SIZE[1]], PAPER).any()


@pytest.mark.parametrize("cover", [0, 7, -1, 10**30, b"", b"GIF89a", b"\xff\xd8\xff" + b"0" * 99])
def test_what_is_no_cover_is_left_out(cover: int | bytes) -> None:
    assert draw(some_days(cover=cover), "ko") == draw(some_days(), "ko")


def test_every_day_of_every_layout_is_drawn() -> None:
    for period in ((FIRST, LAST), YEAR, MONTH):
        counts = tuple((day, 2) for day in days_between(*period))
        all_day = some_days(period, today=period[1] + DAY, counts=counts)
        some = some_days(period, today=period[1] + DAY, counts=counts[:-1])
        areas = [has(grid_part(draw(days, "ko")), LEVELS[2]).sum() for days in (all_day, some)]
        assert areas[0] / areas[1] == pytest.approx(len(counts) / (len(counts) - 1), rel=0.02)
