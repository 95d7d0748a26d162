"""Periods of a calendar: a few months, a year, a month, and how people write them."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from dataclasses import dataclass

#: Months of a calendar where nobody asks for another period, this one included.
MONTHS = 5

#: Weeks of the calendar that has a row for each member.
WEEKS = 5

EARLIEST = 1970
DECEMBER = 12

_NAMES = {
    name: number
    for number in range(1, 13)
    for name in (calendar.month_abbr[number].lower(), calendar.month_name[number].lower())
} | {"sept": 9}
_YEAR = re.compile(r"(\d{4})\s*년?")
_MONTH = re.compile(r"(\d{1,2})\s*월?")
_BOTH = re.compile(r"(\d{4})\s*(?:[-./]|년)\s*(\d{1,2})\s*월?")
_CODE = re.compile(r"(y)(\d{4})|(m)(\d{4})-(\d{2})|(five)")


@dataclass(frozen=True, slots=True)
class Period:
    """`kind`: five (months), year or month. Both days belong to it."""

    kind: str
    first: dt.date
    last: dt.date

    @property
    def code(self) -> str:
        """What a button carries: "five", "y2026" or "m2026-11"."""
        if self.kind == "year":
            return f"y{self.first.year:04d}"
        return f"m{self.first:%Y-%m}" if self.kind == "month" else "five"


def five_months(today: dt.date) -> Period:
    """This month and the four before it."""
    months = 12 * today.year + today.month - MONTHS
    first = dt.date(months // 12, months % 12 + 1, 1)
    return Period("five", first, _end(today.year, today.month))


def year(number: int) -> Period:
    """All of a year."""
    return Period("year", dt.date(number, 1, 1), dt.date(number, 12, 31))


def month(in_year: int, number: int) -> Period:
    """All of a month."""
    return Period("month", dt.date(in_year, number, 1), _end(in_year, number))


def weeks(today: dt.date, week_starts: int) -> Period:
    """This week and the four before it."""
    begin = today - dt.timedelta(days=(today.weekday() - week_starts) % 7)
    first = begin - dt.timedelta(weeks=WEEKS - 1)
    return Period("weeks", first, begin + dt.timedelta(days=6))


def read(text: str, today: dt.date) -> Period | None:
    """The period that somebody asks for; None for what is none, or has not come yet.

    Nothing is the last months, "2026" a year; "11", "11월" and "Nov" are this or the last such
    month, "2025-11" and "Nov 2025" that one.
    """
    text = " ".join(text.lower().replace(",", " ").split())
    if not text:
        return five_months(today)
    found = _year(text) or _month_of_year(text) or _last_month(text, today)
    return found if found is not None and found.first <= today else None


def is_period(text: str) -> bool:
    """Whether somebody who writes this means a year or a month of one, be it still to come."""
    text = " ".join(text.lower().replace(",", " ").split())
    return (_year(text) or _month_of_year(text)) is not None


def decode(code: str, today: dt.date) -> Period | None:
    """The period of a button; None for what no button carries."""
    match = _CODE.fullmatch(code)
    if match is None:
        return None
    if match[6]:
        return five_months(today)
    found = _checked(int(match[2] or match[4]), int(match[5] or 1))
    if found is None or found.first > today:
        return None
    return year(found.first.year) if match[1] else found


def _year(text: str) -> Period | None:
    match = _YEAR.fullmatch(text)
    found = _checked(int(match[1]), 1) if match else None
    return year(found.first.year) if found else None


def _month_of_year(text: str) -> Period | None:
    match = _BOTH.fullmatch(text)
    if match is not None:
        return _checked(int(match[1]), int(match[2]))
    words = text.split()
    if len(words) != 2:  # noqa: PLR2004 - a month and a year
        return None
    name, number = sorted(words, key=str.isdigit)
    if name not in _NAMES or not number.isdigit():
        return None
    return _checked(int(number), _NAMES[name])


def _last_month(text: str, today: dt.date) -> Period | None:
    match = _MONTH.fullmatch(text)
    number = int(match[1]) if match else _NAMES.get(text.rstrip("."))
    if number is None:
        return None
    return _checked(today.year if number <= today.month else today.year - 1, number)


def _checked(in_year: int, number: int) -> Period | None:
    if EARLIEST <= in_year <= dt.MAXYEAR - 1 and 1 <= number <= DECEMBER:
        return month(in_year, number)
    return None


def _end(in_year: int, number: int) -> dt.date:
    return dt.date(in_year, number, calendar.monthrange(in_year, number)[1])
