"""Days as people write them in a search: 2026-11-22, 11월, last week, 2026-11..12."""

from __future__ import annotations

import calendar
import datetime as dt
import re
from typing import Final

from diary import periods, search_relative_dates
from diary.search_spans import ODD, Span

#: How many words a date can have: 2026년 11월 22일, day before yesterday, 1 년 전 오늘.
MOST_WORDS: Final = 4

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
#: What stands around a date and says nothing more: 11월에, on monday.
_AROUND: Final = re.compile(r"(?:(?:on|in) )?(.+?)(?:에는|에|엔)?", re.IGNORECASE)
_OF_YEAR: Final = re.compile(r"(\D.*|\d{1,2} \w+) (last|this) year", re.IGNORECASE)
_LAST_MONTH: Final = re.compile(r"last (\w+)", re.IGNORECASE)
_ENGLISH_DAY: Final = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?,?")

#: A month's short name alone may be a person or a word; these full ones, too, unless capital.
_ALSO_WORDS: Final = frozenset({"may", "march"})
_MONTHS: Final = {calendar.month_name[n].lower(): n for n in range(1, 13)}
_SHORT: Final = {calendar.month_abbr[n].lower(): n for n in range(1, 13)} | {"sept": 9}


def read(text: str, today: dt.date, week_starts: int = 0) -> Span | None:
    """The days that somebody means; ODD for what is no date though it looks like one.

    None for anything else. `week_starts` is 0 for Monday to 6 for Sunday.
    """
    clean = " ".join(text.split())
    if (found := _RANGE.fullmatch(clean)) is not None:
        return _range(found[1].strip(), found[2].strip(), today, week_starts)
    single = _single(clean, today, week_starts) or _bare(clean, today, week_starts)
    if single is None and _LOOKS_LIKE.fullmatch(clean) and not _is_number(clean):
        return ODD
    return single


def _bare(text: str, today: dt.date, week_starts: int) -> Span | None:
    found = _AROUND.fullmatch(text)
    span = _single(found[1], today, week_starts) if found and found[1] != text else None
    return None if span is ODD else span


def _is_number(text: str) -> bool:
    """3.5 is more often a number than a day."""
    return re.fullmatch(r"\d{1,2}[./]\d{1,2}", text) is not None


def _range(left: str, right: str, today: dt.date, week_starts: int) -> Span | None:
    begin = _single(left, today, week_starts) if left else None
    end = _end_of_range(right, begin, left, today, week_starts)
    is_meant = begin is not None or end is not None
    looks = is_meant or (any(map(str.isdigit, left + right)) and not _is_talk(left, right))
    if ODD in {begin, end}:
        return ODD
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
    relative = search_relative_dates.read(text, today, week_starts)
    if relative is not None:
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
    if (found := _OF_YEAR.fullmatch(text)) is not None:
        year = today.year - (found[2].lower() == "last")
        return _in_english(f"{found[1]} {year}", today)
    if (found := _LAST_MONTH.fullmatch(text)) and (number := _month_named(found[1], alone=False)):
        return _last_month(number, today.replace(day=1) - dt.timedelta(days=1))
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
