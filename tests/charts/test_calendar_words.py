import datetime as dt

import pytest

from charts.calendar_words import calendar_words_in
from charts.commit_calendar import Entries, draw
from charts.mood_calendar import Moods
from charts.style import words_in
from tests.charts.autumns import FIRST, LAST, MONTH, YEAR, some_days
from tests.charts.scenes import pixels_of

ENGLISH = calendar_words_in("en")
KOREAN = calendar_words_in("ko")

NAMES = {
    MONTH: ("2026년 11월", "November 2026"),
    (FIRST, LAST): ("2026년 7월–11월", "July–November 2026"),
    YEAR: ("2026년", "2026"),
    (dt.date(2025, 11, 1), dt.date(2026, 3, 31)): (
        "2025년 11월–2026년 3월",
        "November 2025 – March 2026",
    ),
}


@pytest.mark.parametrize("period", NAMES)
def test_a_period_has_a_name(period: tuple[dt.date, dt.date]) -> None:
    assert (KOREAN.period(*period), ENGLISH.period(*period)) == NAMES[period]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("period", NAMES)
@pytest.mark.parametrize("counts", [None, ()])
def test_every_heading_names_its_period(
    period: tuple[dt.date, dt.date], language: str, counts: tuple[()] | None
) -> None:
    days, words = some_days(period, counts=counts), calendar_words_in(language)
    for view in (Entries(days.counts), Moods(days, words_in(language))):
        assert view.head(days, words).when == words.period(*period)


@pytest.mark.parametrize("counts", [None, ()])
def test_two_months_of_like_shape_have_headings_that_differ(counts: tuple[()] | None) -> None:
    """February and March 2026 both begin on a Sunday."""
    months = [(dt.date(2026, 2, 1), dt.date(2026, 2, 28)), (dt.date(2026, 3, 1), MONTH[1])]
    heads = [pixels_of(draw(some_days(m, counts=counts), "ko"))[120:180, :400] for m in months]
    assert (heads[0] != heads[1]).any()
