"""Days as people call them from today on: 어제, 3일 전, last weekend, monday, a year ago today.

The unit says how much is meant: "3 days ago" is a day, "2 weeks ago" that whole week, "작년" a
year, and "작년 오늘" the very day.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection
from typing import Final

from diary import periods
from diary.search_spans import ODD, Span

#: Years that are counted back; further is no date.
MOST_YEARS: Final = 200

#: Days before and after the one that 이맘때 is about.
AROUND: Final = dt.timedelta(days=7)

_WEEK: Final = dt.timedelta(days=7)
_SATURDAY: Final = 5

_UNITS: Final = {
    name: unit
    for unit, names in {
        "day": "일 날 day days",
        "week": "주 주일 week weeks",
        "month": "달 개월 month months",
        "year": "년 해 year years",
    }.items()
    for name in names.split()
}
_NUMBERS: Final = {
    name: number
    for number, names in {
        1: "일 한 a an one",
        2: "이 두 two",
        3: "삼 세 석 three",
        4: "사 네 넉 four",
        5: "오 다섯 five",
        6: "육 여섯 six",
        7: "칠 일곱 seven",
        8: "팔 여덟 eight",
        9: "구 아홉 nine",
        10: "십 열 ten",
    }.items()
    for name in names.split()
}
_DAY_COUNTS: Final = {"하루": 1, "이틀": 2, "사흘": 3, "나흘": 4, "닷새": 5, "열흘": 10, "보름": 15}
_WEEKDAYS: Final = {
    name: number
    for number, names in {
        0: "월요일 monday",
        1: "화요일 tuesday",
        2: "수요일 wednesday",
        3: "목요일 thursday",
        4: "금요일 friday",
        5: "토요일 saturday",
        6: "일요일 sunday",
    }.items()
    for name in names.split()
}


def _one_of(names: Collection[str]) -> str:
    return "|".join(sorted(names, key=len, reverse=True))


_COUNT: Final = rf"(?:(?P<days>{_one_of(_DAY_COUNTS)})|(?P<n>\d{{1,4}}|{_one_of(_NUMBERS)})"
_SPAN_OF: Final = rf"{_COUNT}(?P<unit>{_one_of(_UNITS)}))"
_AGO: Final = re.compile(rf"{_SPAN_OF}(?:전|ago)(?P<today>오늘|today)?")
_RECENT: Final = re.compile(
    rf"(?:최근|지난|thelast|last|thepast|past){_SPAN_OF}(?:간|동안)?"
    rf"|(?:the)?past(?P<one>week|month|year)"
)
_WEEKDAY: Final = re.compile(
    rf"(?P<week>이번주|금주|지난주|저번주|지난|저번|last|this)?(?P<name>{_one_of(_WEEKDAYS)})"
    r"(?P<behind>thisweek|lastweek)?"
)
_SAME_DAY: Final = re.compile(
    r"(?P<year>.+?)(?:의)?(?P<day>오늘|이맘때)|(?P<when>this(?:very)?day|thistime|today)(?P<back>.+)"
)
_IN_YEAR: Final = re.compile(r"(?P<year>.+?)(?P<month>\d{1,2})월(?:(?P<day>\d{1,2})일)?")
_IN_MONTH: Final = re.compile(
    r"(?P<month>이번달|이달|지난달|저번달|지지난달|저저번달)(?P<day>\d{1,2})일"
)
_LAST_MONTH: Final = re.compile(r"(?:지난|저번)(?P<month>\d{1,2})월")

_YEARS: Final = {
    name: back
    for back, names in {
        0: "올해 금년 thisyear",
        1: "작년 지난해 lastyear",
        2: "재작년",
    }.items()
    for name in names.split()
}


def read(text: str, today: dt.date, week_starts: int) -> Span | None:
    """The days that are meant, ODD for some too long ago, None for anything else."""
    compact = "".join(text.lower().split())
    for form in (_named, _ago, _recent, _weekday, _same_day, _in_year, _in_month, _last_month):
        if (span := form(compact, today, week_starts)) is not None:
            return ODD if span.first is not None and span.first.year < _earliest(today) else span
    return None


def _earliest(today: dt.date) -> int:
    """Whoever lives in the first years of all may look back a little further."""
    return min(periods.EARLIEST, today.year - 2)


def _named(text: str, today: dt.date, week_starts: int) -> Span | None:
    found = _NAMES.get(text)
    if found is None:
        return None
    unit, back = found
    return _weekend(today, back) if unit == "weekend" else _back(unit, back, today, week_starts)


def _back(unit: str, count: int, today: dt.date, week_starts: int) -> Span:
    """The whole day, week, month or year that was so many ago; negative for what is to come."""
    if unit == "day":
        day = today - dt.timedelta(days=count)
        return Span(day, day)
    if unit == "week":
        begin = today - dt.timedelta(days=(today.weekday() - week_starts) % 7) - count * _WEEK
        return Span(begin, begin + dt.timedelta(days=6))
    if unit == "month":
        number = 12 * today.year + today.month - 1 - count
        month = periods.month(number // 12, number % 12 + 1)
        return Span(month.first, month.last)
    year = periods.year(today.year - count)
    return Span(year.first, year.last)


def _weekend(today: dt.date, back: int) -> Span:
    """0 is the one that has begun last, 1 the last that is over, -1 the one of this week."""
    begin = today - dt.timedelta(days=(today.weekday() - _SATURDAY) % 7)
    is_now = today.weekday() >= _SATURDAY
    begin += -_WEEK if back > 0 and is_now else _WEEK if back < 0 and not is_now else 0 * _WEEK
    return Span(begin, begin + dt.timedelta(days=1))


def _ago(text: str, today: dt.date, week_starts: int) -> Span | None:
    found = _AGO.fullmatch(text)
    if found is None:
        return None
    unit, count = _counted(found)
    if _is_too_long(unit, count):
        return ODD
    if found["today"] is None:
        return _back(unit, count, today, week_starts)
    return _day_of(today, count) if unit == "year" else None


def _recent(text: str, today: dt.date, _week_starts: int) -> Span | None:
    """The last so many days, today included."""
    found = _RECENT.fullmatch(text)
    if found is None:
        return None
    unit, count = (found["one"], 1) if found["one"] else _counted(found)
    if _is_too_long(unit, count):
        return ODD
    days = {"day": count - 1, "week": 7 * count - 1, "month": 30 * count, "year": 365 * count}
    return Span(today - dt.timedelta(days=max(0, days[unit])), today)


def _counted(found: re.Match[str]) -> tuple[str, int]:
    if found["days"]:
        return "day", _DAY_COUNTS[found["days"]]
    written = found["n"]
    count = int(written) if written.isdigit() else _NUMBERS[written]
    return _UNITS[found["unit"]], count


def _is_too_long(unit: str, count: int) -> bool:
    return count > MOST_YEARS * {"day": 365, "week": 52, "month": 12, "year": 1}[unit]


def _weekday(text: str, today: dt.date, week_starts: int) -> Span | None:
    """The last such day, today being one too; of a week that is named, that week's."""
    found = _WEEKDAY.fullmatch(text)
    if found is None:
        return None
    wanted, named = _WEEKDAYS[found["name"]], found["behind"] or found["week"] or ""
    if named in _WEEKS:
        begin = _back("week", _WEEKS[named], today, week_starts).first or today
        return _day(begin + dt.timedelta(days=(wanted - begin.weekday()) % 7))
    end = today - dt.timedelta(days=1) if named else today
    return _day(end - dt.timedelta(days=(end.weekday() - wanted) % 7))


def _same_day(text: str, today: dt.date, _week_starts: int) -> Span | None:
    """작년 오늘, this day last year, and about it: 작년 이맘때, this time last year."""
    found = _SAME_DAY.fullmatch(text)
    if found is None or (back := _years_back(found["year"] or found["back"])) is None:
        return None
    span = _day_of(today, back)
    if span is ODD or ("이맘때" not in text and not text.startswith("thistime")):
        return span
    day = span.first or today
    return Span(day - AROUND, day + AROUND)


def _in_year(text: str, today: dt.date, _week_starts: int) -> Span | None:
    """작년 11월, 2025 11월 3일."""
    found = _IN_YEAR.fullmatch(text)
    if found is None:
        return None
    is_number = re.fullmatch(r"(?:19|20)\d{2}년?", found["year"])
    back = today.year - int(text[:4]) if is_number else _years_back(found["year"])
    if back is None:
        return None
    return _in(today.year - back, int(found["month"]), found["day"])


def _in_month(text: str, today: dt.date, week_starts: int) -> Span | None:
    """지난달 15일."""
    found = _IN_MONTH.fullmatch(text)
    if found is None:
        return None
    first = _back(*_NAMES[found["month"]], today, week_starts).first or today
    return _in(first.year, first.month, found["day"])


def _last_month(text: str, today: dt.date, _week_starts: int) -> Span | None:
    """지난 3월: the last one that is over."""
    found = _LAST_MONTH.fullmatch(text)
    if found is None:
        return None
    month = int(found["month"])
    return _in(today.year if month < today.month else today.year - 1, month, None)


def _years_back(text: str) -> int | None:
    """작년 and lastyear are 1, 3년전 and threeyearsago 3."""
    if text in _YEARS:
        return _YEARS[text]
    found = _AGO.fullmatch(text)
    if found is None or found["days"] or found["today"] or _UNITS[found["unit"]] != "year":
        return None
    return _counted(found)[1]


def _in(year: int, month: int, day: str | None) -> Span:
    """A month of a year or a day of it; ODD where there is no such."""
    if not (dt.MINYEAR <= year < dt.MAXYEAR and 1 <= month <= periods.DECEMBER):
        return ODD
    whole = periods.month(year, month)
    if day is None:
        return Span(whole.first, whole.last)
    is_one = 1 <= int(day) <= whole.last.day
    return _day(whole.first.replace(day=int(day))) if is_one else ODD


def _day_of(today: dt.date, years: int) -> Span:
    """This day some years ago; of 29 February the day before it."""
    if years > MOST_YEARS:
        return ODD
    year = today.year - years
    last = periods.month(year, today.month).last.day
    return _day(today.replace(year=year, day=min(today.day, last)))


def _day(day: dt.date) -> Span:
    return Span(day, day)


#: Which week stands before or behind the name of a weekday.
_WEEKS: Final = {"이번주": 0, "금주": 0, "thisweek": 0, "지난주": 1, "저번주": 1, "lastweek": 1}

#: The unit and how many of it ago.
_NAMES: Final = {
    written: (unit, back)
    for (unit, back), all_written in {
        ("day", -1): "tomorrow 내일",
        ("day", 0): "today 오늘",
        ("day", 1): "yesterday 어제 어저께",
        ("day", 2): "daybeforeyesterday thedaybeforeyesterday 그저께 그제 엊그제 그제께",
        ("day", 3): "그끄저께 그끄제",
        ("week", -1): "nextweek 다음주",
        ("week", 0): "thisweek 이번주 금주",
        ("week", 1): "lastweek 지난주 저번주",
        ("week", 2): "weekbeforelast 지지난주 저저번주",
        ("weekend", -1): "thisweekend 이번주말 이번주주말",
        ("weekend", 0): "weekend theweekend 주말",
        ("weekend", 1): "lastweekend 지난주말 저번주말 지난주주말 저번주주말",
        ("month", -1): "nextmonth 다음달",
        ("month", 0): "thismonth 이번달 이달",
        ("month", 1): "lastmonth 지난달 저번달",
        ("month", 2): "monthbeforelast 지지난달 저저번달",
        ("year", -1): "nextyear 내년",
        ("year", 0): "thisyear 올해 금년",
        ("year", 1): "lastyear 작년 지난해",
        ("year", 2): "yearbeforelast 재작년",
    }.items()
    for written in all_written.split()
}
