"""Days as people type them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.written_days import read

TODAY = dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-11-20", TODAY),
        (" 2026. 11. 3. ", dt.date(2026, 11, 3)),
        ("2026/1/2", dt.date(2026, 1, 2)),
        ("2026년 11월 3일", dt.date(2026, 11, 3)),
        ("3.11.2026", dt.date(2026, 11, 3)),
        ("11월 3일", dt.date(2026, 11, 3)),
        ("12월 24일", dt.date(2025, 12, 24)),
        ("12/24", dt.date(2025, 12, 24)),
        ("2월 29일", dt.date(2024, 2, 29)),
        ("어제", dt.date(2026, 11, 19)),
        ("Yesterday", dt.date(2026, 11, 19)),
        ("그제", dt.date(2026, 11, 18)),
        ("２０２６－１１－０３", dt.date(2026, 11, 3)),
        ("2027-01-01", dt.date(2027, 1, 1)),
        ("2026-02-30", None),
        ("2월 30일", None),
        ("0000-01-01", None),
        ("언젠가", None),
        ("", None),
    ],
)
def test_a_day_is_read_as_it_is_typed(text: str, day: dt.date | None) -> None:
    assert read(text, TODAY) == day


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_it(text: str) -> None:
    found = read(text, TODAY)
    assert found is None or isinstance(found, dt.date)


@given(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)))
def test_every_day_can_be_typed(day: dt.date) -> None:
    assert read(day.isoformat(), TODAY) == day
    assert read(f"{day.year}년 {day.month}월 {day.day}일", TODAY) == day
