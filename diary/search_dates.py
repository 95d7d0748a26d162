"""Days as people write them in a search: 2026-11-22, 11월, last week, 2026-11..12."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from diary import periods

#: How many words a date can have: 2026년 11월 22일, the 22nd of a month, day before yesterday.
MOST_WORDS: Final = 3

_ISO: Final = re.compile(r"(\d{4})[-./년]\s*(\d{1,2})[-./월]\s*(\d{1,2})[.일]?")
_MONTH: Final = re.compile(r"(\d{4})\s*(?:[-./]|년)\s*(\d{1,2})\.?월?")
_YEAR: Final = re.compile(r"((?:19|20)\d{2})년?")
_KOREAN_MONTH: Final = re.compile(r"(\d{1,2})월")
_KOREAN_DAY: Final = re.compile(r"(\d{1,2})월\s*(\d{1,2})일")
_BACKWARDS: Final = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
_TWO: Final = re.compile(r"(\d{1,2})([./])(\d{1,2})(\.?)")
_RANGE: Final = re.compile(r"(.*?)(?:\.\.+|~|…)(.*)")
_LOOKS_LIKE: Final = re.compile(
    r"(?=.*\d)(?:\d{4}[-./]\d{1,2}(?:[-./]\d{1,2})?\.?|\d{1,2}[./]\d{1,2}\.?|\d{1,2}월(?:\s*\d{1,2}일)?)"
    r"|\d{4}년\s*\d{1,2}월(?:\s*\d{1,2}일)?"
)
_ENGLISH_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?,?")

#: A month's short name alone may be a person or a word; these full ones, too, unless capital.
_ALSO_WORDS: Final = frozenset({"may", "march"})
_MONTHS: Final = {calendar.month_name[n].lower(): n for n in range(1, 13)}
_SHORT: Final = {calendar.month_abbr[n].lower(): n for n in range(1, 13)} | {"sept": 9}


@dataclass(frozen=True, slots=True)
class Span:
    """Days from `first` to `last`, both included; None is without an end on that side."""

    first: dt.date | None
    last: dt.date | None

    @property
    def is_day(self) -> bool:
        """Whether it is a single day."""
        return self.first is not None and self.first == self.last


#: What reads like a date and is none: 2026-13-45, 2026-11.. and 5.6., which is two days.
ODD: Final = Span(dt.date.max, dt.date.min)


def read(text: str, today: dt.date, week_starts: int = 0) -> Span | None:
    """The days that somebody means; ODD for what is no date though it looks like one.

    None for anything else. `week_starts` is 0 for Monday to 6 for Sunday.
    """
    clean = " ".join(text.split())
    if (found := _RANGE.fullmatch(clean)) is not None:
        return _range(found[1].strip(), found[2].strip(), today, week_starts)
    single = _single(clean, today, week_starts)
    if single is None and _LOOKS_LIKE.fullmatch(clean) and not _is_number(clean):
        return ODD
    return single


def both(a: Span, b: Span) -> Span:
    """The days that are in both; where there are none, those from the first to the last of all."""
    first = max((d for d in (a.first, b.first) if d), default=None)
    last = min((d for d in (a.last, b.last) if d), default=None)
    if first is None or last is None or first <= last:
        return Span(first, last)
    return Span(min(a.first or first, b.first or first), max(a.last or last, b.last or last))


def _is_number(text: str) -> bool:
    """3.5 is more often a number than a day."""
    return re.fullmatch(r"\d{1,2}[./]\d{1,2}", text) is not None


def _range(left: str, right: str, today: dt.date, week_starts: int) -> Span | None:
    begin = _single(left, today, week_starts) if left else None
    end = _end_of_range(right, begin, left, today, week_starts)
    is_meant = begin is not None or end is not None
    looks = is_meant or (any(map(str.isdigit, left + right)) and not _is_talk(left, right))
    if not left and end is not None:
        return Span(None, end.last)
    if begin is None or end is None or begin.first is None or end.last is None:
        return ODD if looks else None
    first, last = sorted((begin, end), key=lambda span: span.first or dt.date.min)
    return Span(first.first, last.last)


def _is_talk(left: str, right: str) -> bool:
    """Dots behind a word, as people write who think: 음.. 3시."""
    return any(ch.isalpha() and ch not in "년월일" for ch in left + right)


def _end_of_range(
    text: str, begin: Span | None, left: str, today: dt.date, week_starts: int
) -> Span | None:
    """The end may leave out what is the begin's too: 2026-11..12, 2026-11-03..05, 11월 3일~5일."""
    number = re.fullmatch(r"(\d{1,2})[월일]?", text)
    if number is None or begin is None or begin.first is None:
        return _single(text, today, week_starts)
    year, month, last = begin.first.year, begin.first.month, int(number[1])
    if begin.is_day:
        return None if text.endswith("월") else _day(year, month, last)
    if text.endswith("일") or re.fullmatch(r"\d{4}년?", left):
        return None
    return _of_month(year if last >= month else year + 1, last)


def _single(text: str, today: dt.date, week_starts: int) -> Span | None:
    if (relative := _relative(text.lower(), today, week_starts)) is not None:
        return relative
    for form in (_in_numbers, _in_korean, _in_english):
        if (found := form(text, today)) is not None:
            return found
    return None


def _in_numbers(text: str, today: dt.date) -> Span | None:
    if (found := _ISO.fullmatch(text)) is not None:
        return _day(int(found[1]), int(found[2]), int(found[3]))
    if (found := _BACKWARDS.fullmatch(text)) is not None and int(found[1]) > periods.DECEMBER:
        return _day(int(found[3]), int(found[2]), int(found[1]))
    if (found := _MONTH.fullmatch(text)) is not None:
        return _of_month(int(found[1]), int(found[2]))
    if (found := _YEAR.fullmatch(text)) is not None:
        return Span(dt.date(int(found[1]), 1, 1), dt.date(int(found[1]), 12, 31))
    found = _TWO.fullmatch(text)
    return _unambiguous(int(found[1]), int(found[3]), today) if found is not None else None


def _unambiguous(a: int, b: int, today: dt.date) -> Span | None:
    """22.11. and 11.22. can be one day only; 5.6. can be two."""
    small, large = sorted((a, b))
    return _last_day(small, large, today) if large > periods.DECEMBER else None


def _in_korean(text: str, today: dt.date) -> Span | None:
    if (found := _KOREAN_DAY.fullmatch(text)) is not None:
        return _last_day(int(found[1]), int(found[2]), today)
    if (found := _KOREAN_MONTH.fullmatch(text)) is not None:
        return _last_month(int(found[1]), today)
    return None


def _in_english(text: str, today: dt.date) -> Span | None:
    """November, Nov 2026, 22 November, Nov 22 2026: a month's name with a day, a year or both."""
    words = text.replace(",", " ").split()
    named = [(_month_named(word, alone=len(words) == 1), word) for word in words]
    months = [number for number, _ in named if number]
    rest = [_ENGLISH_DAY.fullmatch(w) or _YEAR.fullmatch(w) for number, w in named if not number]
    if len(months) != 1 or not all(rest):
        return None
    numbers = sorted(int(found[1]) for found in rest if found)
    return _dated(months[0], numbers, today)


def _dated(month: int, numbers: list[int], today: dt.date) -> Span | None:
    years = [number for number in numbers if number >= periods.EARLIEST]
    days = [number for number in numbers if number < periods.EARLIEST]
    if len(years) > 1 or len(days) > 1:
        return None
    if days and years:
        return _day(years[0], month, days[0])
    if days:
        return _last_day(month, days[0], today)
    return _of_month(years[0], month) if years else _last_month(month, today)


def _month_named(word: str, *, alone: bool) -> int:
    lowered = word.lower().rstrip(".")
    if alone and (lowered not in _MONTHS or (lowered in _ALSO_WORDS and word.islower())):
        return 0
    return _MONTHS.get(lowered) or _SHORT.get(lowered, 0)


def _day(year: int, month: int, day: int) -> Span | None:
    try:
        found = dt.date(year, month, day)
    except ValueError:
        return None
    return Span(found, found) if year >= periods.EARLIEST else None


def _of_month(year: int, month: int) -> Span | None:
    if not (periods.EARLIEST <= year < dt.MAXYEAR and 1 <= month <= periods.DECEMBER):
        return None
    found = periods.month(year, month)
    return Span(found.first, found.last)


def _last_month(month: int, today: dt.date) -> Span | None:
    """This one, or the last such month."""
    return _of_month(today.year if month <= today.month else today.year - 1, month)


def _last_day(month: int, day: int, today: dt.date) -> Span | None:
    """Today, or the last such day; 29 February may be some years ago."""
    tried = (_day(today.year - back, month, day) for back in range(9))
    return next((span for span in tried if span and span.first and span.first <= today), None)


def _relative(text: str, today: dt.date, week_starts: int) -> Span | None:
    name = _NAMES.get(text.replace(" ", ""))
    return None if name is None else _RELATIVE[name](today, week_starts)


def _days_ago(days: int) -> Callable[[dt.date, int], Span]:
    def span(today: dt.date, _week_starts: int) -> Span:
        day = today - dt.timedelta(days=days)
        return Span(day, day)

    return span


def _weeks_ago(weeks: int) -> Callable[[dt.date, int], Span]:
    def span(today: dt.date, week_starts: int) -> Span:
        begin = today - dt.timedelta(days=(today.weekday() - week_starts) % 7 + 7 * weeks)
        return Span(begin, begin + dt.timedelta(days=6))

    return span


def _months_ago(months: int) -> Callable[[dt.date, int], Span]:
    def span(today: dt.date, _week_starts: int) -> Span:
        number = 12 * today.year + today.month - 1 - months
        found = periods.month(number // 12, number % 12 + 1)
        return Span(found.first, found.last)

    return span


def _years_ago(years: int) -> Callable[[dt.date, int], Span]:
    def span(today: dt.date, _week_starts: int) -> Span:
        found = periods.year(today.year - years)
        return Span(found.first, found.last)

    return span


_RELATIVE: Final = {
    "today": _days_ago(0),
    "yesterday": _days_ago(1),
    "before": _days_ago(2),
    "week": _weeks_ago(0),
    "last week": _weeks_ago(1),
    "week before": _weeks_ago(2),
    "month": _months_ago(0),
    "last month": _months_ago(1),
    "year": _years_ago(0),
    "last year": _years_ago(1),
    "year before": _years_ago(2),
}

_NAMES: Final = {
    written: name
    for name, all_written in {
        "today": "today 오늘",
        "yesterday": "yesterday 어제",
        "before": "daybeforeyesterday 그저께 그제 엊그제 그제께",
        "week": "thisweek 이번주 금주",
        "last week": "lastweek 지난주 저번주",
        "week before": "지지난주 저저번주",
        "month": "thismonth 이번달 이달",
        "last month": "lastmonth 지난달 저번달",
        "year": "thisyear 올해 금년",
        "last year": "lastyear 작년 지난해",
        "year before": "재작년",
    }.items()
    for written in all_written.split()
}
