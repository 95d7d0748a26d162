"""What goes with which mood: pages in the message of /me, down to the days that were counted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping

from bot import associations, edit_menus, keyboards, pages
from bot.callbacks import Callback, number
from bot.desk import Desk, Press
from bot.handlers import timeline
from diary import clock, profile
from diary.associations import Details
from diary.errors import NotYours, TooLate
from diary.timeline import MINE
from storage import diaries, persons
from storage.database import Connection
from storage.persons import Person

_TAG = re.compile(r"([0-9a-f]{12})(?:-([0-9]{1,6}))?")
_DAY = re.compile(r"([0-9a-f]{12})-([0-9]{4}-[0-9]{2}-[0-9]{2})")


async def _show(desk: Desk, callback: Callback) -> None:
    """All tags, or the days of one; the message must really have had the way."""
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    async with desk.house.database.reading() as connection:
        person = await _person(desk, connection)
        if not callback.detail:
            found = await profile.goes_with(connection, person)
            text, buttons = associations.overview(found, desk.language)
        else:
            name, page = _asked(callback)
            days, today = await _days(connection, person, name), await _today(desk, connection)
            text, buttons = associations.details(days, today, page, desk.language)
    await pages.turn(desk, text, buttons)


def _asked(callback: Callback) -> tuple[str, int]:
    match = _TAG.fullmatch(callback.detail)
    if match is None:
        raise TooLate
    return match[1], number(match[2] or "")


async def _days(connection: Connection, person: Person, name: str) -> Details:
    """Of the tag with this code; raises TooLate where too few days have it by now."""
    found = await profile.goes_with_tag(
        connection, person, lambda tag: edit_menus.code(tag) == name
    )
    if found is None:
        raise TooLate
    return found


async def _today(desk: Desk, connection: Connection) -> dt.date:
    """The person's own."""
    limits, own = desk.house.limits, await diaries.of_chat(connection, desk.user.id)
    zone, hour = (
        (own.time_zone, own.day_starts_hour) if own else (limits.time_zone, limits.day_starts_hour)
    )
    return clock.today(desk.house.now(), zone, hour)


async def _person(desk: Desk, connection: Connection) -> Person:
    found = await persons.find(connection, desk.user.id)
    if found is None:
        raise NotYours
    return found


async def _open_day(desk: Desk, callback: Callback) -> None:
    """What was written on a day that was counted, with the way back to its tag."""
    match = _DAY.fullmatch(callback.detail)
    if match is None or not keyboards.offers(desk.update, callback):
        raise TooLate
    await pages.ask_telegram(desk)
    back = associations.way_back(match[1], desk.language)
    await timeline.show_day(desk, MINE, match[2], back)


PRESSES: Mapping[str, Press] = {
    "goeswith": pages.in_private(_show),
    "goesday": pages.in_private(_open_day),
}
