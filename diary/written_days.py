"""Days as people type them: 2026-11-20, 11월 20일, 20.11.2026, yesterday, 그제."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Mapping

#: Days before today, by their names.
_NAMES: Mapping[str, int] = {
    "today": 0, "yesterday": 1, "오늘": 0, "어제": 1, "그제": 2, "그저께": 2, "그끄저께": 3,
}  # fmt: skip

_YEAR_FIRST = re.compile(r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?")
_YEAR_LAST = re.compile(r"(\d{1,2})\.\s*(\d{1,2})\.\s*(\d{4})")
_NO_YEAR = re.compile(r"(\d{1,2})\s*[-/월]\s*(\d{1,2})\s*일?")


def read(text: str, today: dt.date) -> dt.date | None:
    """The day that somebody has typed; None for what is none.

    Without a year it is the last such day up to today.
    """
    clean = unicodedata.normalize("NFKC", text).strip().casefold()
    if clean in _NAMES:
        return today - dt.timedelta(days=_NAMES[clean])
    if match := _YEAR_FIRST.fullmatch(clean):
        return _day(match[1], match[2], match[3])
    if match := _YEAR_LAST.fullmatch(clean):
        return _day(match[3], match[2], match[1])
    match = _NO_YEAR.fullmatch(clean)
    return _last_one(match[1], match[2], today) if match else None


def _last_one(month: str, day: str, today: dt.date) -> dt.date | None:
    """The 29th of February may be some years ago."""
    for year in range(today.year, today.year - 9, -1):
        found = _day(str(year), month, day)
        if found is not None and found <= today:
            return found
    return None


def _day(year: str, month: str, day: str) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None
