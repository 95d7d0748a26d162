"""Dates as a language writes them."""

import datetime as dt

from languages import dates

DAY = dt.date(2026, 11, 22)


def test_dates_are_written_as_koreans_write_them() -> None:
    assert dates.day(DAY, "ko") == "2026년 11월 22일"
    assert dates.weekday_and_day(DAY, "ko") == "11월 22일 (일)"
    assert dates.month_and_year(DAY, "ko") == "2026년 11월"
    assert dates.time(dt.time(22, 14), "ko") == "오후 10:14"


def test_dates_are_written_as_english_speakers_write_them() -> None:
    assert dates.day(DAY, "en") == "November 22, 2026"
    assert dates.weekday_and_day(DAY, "en") == "Sun, Nov 22"
    assert dates.month_and_year(DAY, "en") == "November 2026"
    assert dates.time(dt.datetime(2026, 11, 22, 0, 5, tzinfo=dt.UTC), "en") == "12:05 AM"


def test_numbers_are_grouped() -> None:
    assert dates.number(12345, "ko") == "12,345"
