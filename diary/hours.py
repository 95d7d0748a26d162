"""A time of the day, read as people type it: 21:00, 9:30pm, 밤 10시 반, "10 at night", noon.

The one reader for all that may be set to an hour.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

#: What people call a part of the day, by the word for it in `_HOURS`.
_NAMES = {
    "am": "morning", "a.m.": "morning", "오전": "early", "새벽": "early", "아침": "morning",
    "pm": "afternoon", "p.m.": "afternoon", "오후": "afternoon", "낮": "noon", "저녁": "evening",
    "밤": "night", "in the morning": "morning", "in the afternoon": "afternoon",
    "in the evening": "evening", "at night": "night", "tonight": "night",
}  # fmt: skip


def _hours(first: int, last: int, later: int) -> Mapping[int, int]:
    """The hours of a clock face from `first` to `last`, 12 of them the beginning of the count."""
    return {hour: hour % 12 + later for hour in range(first, last + 1)}


#: The hour of the day that each hour on a clock face means in a part of the day. What nobody says
#: ("evening 12", "noon 7") is missing.
_HOURS: Mapping[str, Mapping[int, int]] = {
    "early": _hours(1, 12, 0),
    "morning": _hours(1, 12, 0),
    "afternoon": _hours(1, 12, 12),
    "noon": {**_hours(10, 11, 0), **_hours(1, 5, 12), 12: 12},
    "evening": _hours(1, 11, 12),
    "night": {**_hours(6, 11, 12), **_hours(1, 5, 0), 12: 0},
}

#: Parts of a day beside which an hour may also be counted to 24: 저녁 19시.
_LATE = frozenset({"afternoon", "noon", "evening", "night"})

_WORDS = {"정오": 720, "noon": 720, "midday": 720, "자정": 0, "midnight": 0}

_PARTS = "|".join(re.escape(name) for name in sorted(_NAMES, key=len, reverse=True))
_TIME = re.compile(
    rf"(?:at\s+)?(?P<before>{_PARTS})?\s*(?P<hour>[0-9]{{1,2}})"
    r"(?:(?::|시\s*)(?P<minute>[0-9]{1,2})분?|시(?:\s*(?P<half>반))?|\s*o['’]clock)?"
    rf"\s*(?P<after>{_PARTS})?\s*(?:에)?"
)


def read_minute(said: str) -> int | None:
    """The minute of the day (0 to 1439) that somebody has typed; None for what is none."""
    text = " ".join(said.lower().split())
    if text in _WORDS:
        return _WORDS[text]
    found = _TIME.fullmatch(text)
    if found is None or (found["before"] and found["after"]):
        return None
    minute = 30 if found["half"] else int(found["minute"] or 0)
    hour = _hour(int(found["hour"]), _NAMES.get(found["before"] or found["after"] or ""))
    return None if hour is None or minute >= 60 else 60 * hour + minute  # noqa: PLR2004 - a clock's


def _hour(hour: int, part: str | None) -> int | None:
    if hour >= 24:  # noqa: PLR2004 - hours of a day
        return None
    if part is None or (part in _LATE and hour > 12):  # noqa: PLR2004 - on a clock's face
        return hour
    return _HOURS[part].get(hour)
