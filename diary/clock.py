"""What time it is, and which day that is for whom: the one home of this rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

#: Gives the present as an aware UTC time; tests hand in their own.
Now = Callable[[], dt.datetime]

#: The weekdays that a week begins with, as `datetime` numbers them.
MONDAY, SUNDAY = 0, 6

#: Where a week begins with Sunday, after CLDR's weekData: most of the Americas, and these.
_SUNDAY_AREAS = frozenset({"America", "US", "Canada", "Brazil", "Mexico"})
_SUNDAY_ZONES = frozenset(
    {
        "Asia/Seoul", "Asia/Tokyo", "Asia/Taipei", "Asia/Hong_Kong", "Asia/Macau", "Asia/Singapore",
        "Asia/Manila", "Asia/Bangkok", "Asia/Jakarta", "Asia/Kolkata", "Asia/Karachi", "Asia/Dhaka",
        "Asia/Jerusalem", "Asia/Riyadh", "Africa/Johannesburg", "Pacific/Honolulu", "ROK", "Japan",
    }
)  # fmt: skip


def now() -> dt.datetime:
    """The present, aware, in UTC."""
    return dt.datetime.now(dt.UTC)


def local(at: dt.datetime, zone: str) -> dt.datetime:
    """`at` on the clocks of this time zone."""
    return at.astimezone(ZoneInfo(zone))


def day_of(at: dt.datetime, zone: str, starts_hour: int) -> dt.date:
    """The diary day of a moment: before `starts_hour` on the wall clock it is still yesterday.

    The wall clock decides, not elapsed hours, so that a day of 23 or 25 hours starts at the same
    hour as any other.
    """
    wall = local(at, zone)
    return wall.date() - dt.timedelta(days=1) if wall.hour < starts_hour else wall.date()


def today(now: dt.datetime, zone: str, starts_hour: int) -> dt.date:
    """The diary day that it is now."""
    return day_of(now, zone, starts_hour)


def begins(day: dt.date, zone: str, starts_hour: int) -> dt.datetime:
    """The moment at which a diary day begins, in UTC."""
    return _moment(day, starts_hour * 60, zone)


def next_at(now: dt.datetime, zone: str, minute: int) -> dt.datetime:
    """The next moment after `now` at which clocks of the zone show this minute of the day, in UTC.

    A time that is skipped when the clocks go forward counts as the first that there is after it; of
    one that comes twice the first counts.
    """
    day = local(now, zone).date()
    while (at := _moment(day, minute, zone)) <= now:
        day += dt.timedelta(days=1)
    return at


def _moment(day: dt.date, minute: int, zone: str) -> dt.datetime:
    """When clocks of the zone first show this minute of this day, or the first time after it."""
    wall = dt.datetime.combine(day, dt.time(minute // 60, minute % 60))
    while True:
        at = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
        if local(at, zone).replace(tzinfo=None) == wall:
            return at
        wall += dt.timedelta(minutes=1)


def week_starts(zone: str, language: str) -> int:
    """The first day of a week, 0 for Monday to 6 for Sunday, by where somebody lives.

    Korean calendars begin with Sunday wherever they hang.
    """
    is_sunday = zone.split("/", maxsplit=1)[0] in _SUNDAY_AREAS or zone in _SUNDAY_ZONES
    return SUNDAY if is_sunday or language == "ko" else MONDAY
