"""Periods as people write them, and as buttons carry them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary import periods

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("", "2026-07-01", "2026-11-30"),
        ("2026", "2026-01-01", "2026-12-31"),
        ("2025년", "2025-01-01", "2025-12-31"),
        ("11", "2026-11-01", "2026-11-30"),
        ("11월", "2026-11-01", "2026-11-30"),
        ("nov", "2026-11-01", "2026-11-30"),
        ("November", "2026-11-01", "2026-11-30"),
        ("12", "2025-12-01", "2025-12-31"),
        ("Sept", "2026-09-01", "2026-09-30"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2024년 2월", "2024-02-01", "2024-02-29"),
        ("feb 2024", "2024-02-01", "2024-02-29"),
        ("2024  Feb", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_period_is_understood(text: str, first: str, last: str) -> None:
    found = periods.read(text, TODAY)
    assert found is not None
    assert (found.first.isoformat(), found.last.isoformat()) == (first, last)


@pytest.mark.parametrize(
    "text",
    ["0", "13", "13월", "2027", "2026-12", "0000", "9999", "yesterday", "11 12", "-1", "1e3"],
)
def test_what_is_no_period_or_has_not_come_is_none(text: str) -> None:
    assert periods.read(text, TODAY) is None


@pytest.mark.parametrize(
    ("text", "is_one"),
    [("2030", True), ("Nov 2030", True), ("2030-01", True), ("gestern", False), ("13", False)],
)
def test_what_is_to_come_is_a_period_all_the_same(text: str, *, is_one: bool) -> None:
    assert periods.is_period(text) is is_one


@given(st.text(max_size=30), st.dates(dt.date(1971, 1, 1), dt.date(2200, 1, 1)))
def test_whatever_is_asked_for_has_begun(text: str, today: dt.date) -> None:
    for found in (periods.read(text, today), periods.decode(text, today)):
        assert found is None or found.first <= min(today, found.last)


@given(st.dates(dt.date(1971, 1, 1), dt.date(2200, 1, 1)))
def test_a_button_leads_to_the_period_that_it_was_made_of(today: dt.date) -> None:
    month = periods.month(today.year, today.month)
    for period in (periods.five_months(today), periods.year(today.year), month):
        assert periods.decode(period.code, today) == period
        assert period.first <= today <= period.last


@given(st.dates(), st.sampled_from([0, 6]))
def test_weeks_are_five_and_hold_today_in_the_last(today: dt.date, starts: int) -> None:
    if not dt.date(2, 1, 1) < today < dt.date(9998, 1, 1):
        return
    period = periods.weeks(today, starts)
    assert period.first.weekday() == starts
    assert (period.last - period.first).days == 34
    assert (period.last - today).days < 7


@pytest.mark.parametrize("code", ["", "y", "m2026-13", "y0000", "six", "m2026-1", "y2027"])
def test_what_no_button_carries_is_none(code: str) -> None:
    assert periods.decode(code, TODAY) is None
