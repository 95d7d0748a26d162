"""Dates, times and numbers as a language writes them, after CLDR (Babel)."""

from __future__ import annotations

import datetime as dt

from babel import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_decimal

from languages.catalogue import LANGUAGES, SOURCE


def locale(language: str) -> Locale:
    """The language's rules; English ones for a language that is not spoken here."""
    return Locale.parse(language if language in LANGUAGES else SOURCE)


def day(date: dt.date, language: str) -> str:
    """Like November 22, 2026 and 2026년 11월 22일."""
    return format_date(date, "long", locale=locale(language))


def short_day(date: dt.date, language: str) -> str:
    """Like Nov 22 and 11월 22일."""
    return format_skeleton("MMMd", date, locale=locale(language))


def short_day_and_year(date: dt.date, language: str) -> str:
    """Like Nov 22, 2026 and 2026. 11. 22."""
    return format_date(date, "medium", locale=locale(language))


def day_and_month(date: dt.date, language: str) -> str:
    """Like November 22 and 11월 22일."""
    return format_skeleton("MMMMd", date, locale=locale(language))


def weekday(date: dt.date, language: str) -> str:
    """Like Sunday and 일요일."""
    return format_date(date, "EEEE", locale=locale(language))


def short_weekday(date: dt.date, language: str) -> str:
    """Like Sun and 일."""
    return format_date(date, "EEE", locale=locale(language))


def weekdays(language: str, width: str) -> tuple[str, ...]:
    """From Monday on; `width` is "abbreviated" (Mon, 월) or "short" (Mo, 월)."""
    names = locale(language).days["stand-alone"][width]
    return tuple(names[number] for number in range(7))


def weekday_and_day(date: dt.date, language: str) -> str:
    """Like Sun, Nov 22 and 11월 22일 (일)."""
    return format_skeleton("MMMEd", date, locale=locale(language))


def month(date: dt.date, language: str) -> str:
    """Like November and 11월."""
    return format_date(date, "LLLL", locale=locale(language))


def short_month(date: dt.date, language: str) -> str:
    """Like Nov and 11월."""
    return format_date(date, "LLL", locale=locale(language))


def year(date: dt.date, language: str) -> str:
    """Like 2026 and 2026년."""
    return format_skeleton("y", date, locale=locale(language))


def month_and_year(date: dt.date, language: str) -> str:
    """Like November 2026 and 2026년 11월."""
    return format_skeleton("yMMMM", date, locale=locale(language))


def time(at: dt.datetime | dt.time, language: str) -> str:
    """Like 10:14 PM and 오후 10:14: a wall clock's time, so `at` must be local already."""
    wall = at.replace(tzinfo=None) if isinstance(at, dt.datetime) else at
    rules = locale(language)
    # The wide form: Korean shortens 오후 to PM. And a narrow no-break space is in few fonts.
    pattern = rules.time_formats["short"].pattern.replace("a", "aaaa").replace("\u202f", " ")
    return format_time(wall, pattern, locale=rules)


def minute(of_day: int, language: str) -> str:
    """The same, of minutes after midnight (0 to 1439)."""
    return time(dt.time(*divmod(of_day, 60)), language)


def number(value: float, language: str) -> str:
    """Like 1,234.5."""
    return format_decimal(value, locale=locale(language))
