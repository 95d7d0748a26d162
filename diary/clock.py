"""What time it is, and which day that is for whom: the one home of this rule."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from zoneinfo import ZoneInfo

#: Gives the present as an aware UTC time; tests hand in their own.
Now = Callable[[], dt.datetime]


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
