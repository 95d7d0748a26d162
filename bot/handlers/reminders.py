"""/remind: a reminder at an hour, off, or as it is; and the buttons under one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler

from bot import keyboards, pages, reminders
from bot import own_questions as asking
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.lettering import cut, escape
from bot.phrases.reminders import words_in
from diary import clock, hours, preferences, routines
from diary.errors import TooLate
from diary.routines import REMINDER
from storage.database import Connection
from storage.diaries import Diary

_ON, _OFF = frozenset({"on", "켜기"}), frozenset({"off", "끄기"})

#: More than this of a time that cannot be read is not repeated.
LONGEST_ECHO = 30


async def remind(desk: Desk) -> None:
    """Show what is set, or change it."""
    wish, _, rest = (desk.message.text or "").partition(" ")[2].strip().partition(" ")
    if not wish:
        await _show(desk)
        return
    if wish.lower() in _OFF:
        await _turn_off(desk)
        return
    said = rest.strip() if wish.lower() in _ON else f"{wish} {rest}".strip()
    minute = hours.read_minute(said) if said else routines.RULES[REMINDER].minute
    if minute is None:
        echo = escape(cut(said, LONGEST_ECHO))
        await desk.say(words_in(desk.language).wrong_time(echo))
        return
    await _set(desk, minute)


async def _own(desk: Desk, connection: Connection) -> Diary:
    """The person's own diary: it may begin with the wish to be reminded of it."""
    person = await desk.met(connection)
    return await preferences.own(connection, person, desk.house.limits, desk.house.now())


async def _show(desk: Desk) -> None:
    async with desk.house.database.writing() as connection:
        diary = await _own(desk, connection)
        routine = await routines.get(connection, diary.id, REMINDER)
    await pages.show(desk, *reminders.state_face(routine, desk.language))


async def _set(desk: Desk, minute: int) -> None:
    """Every day at this minute, also where it came weekly."""
    async with desk.deciding() as connection:
        diary, now = await _own(desk, connection), desk.house.now()
        await routines.set_minute(connection, diary, REMINDER, minute, now)
        await routines.set_weekday(connection, diary, REMINDER, None, now)
    await _show(desk)


async def _turn_off(desk: Desk) -> None:
    async with desk.deciding() as connection:
        diary = await _own(desk, connection)
        await routines.switch(connection, diary, REMINDER, desk.house.now(), on=False)
    await pages.show(desk, escape(words_in(desk.language).turned_off))


async def _press(desk: Desk, callback: Callback) -> None:
    """Whatever a button carries, it changes the reminder of whoever presses it."""
    act = _ACTS.get(callback.detail)
    if act is None or not keyboards.offers(desk.update, callback):
        raise TooLate
    await act(desk, callback)


async def _later(desk: Desk, _: Callback) -> None:
    async with desk.deciding() as connection:
        await routines.snooze(connection, await _own(desk, connection), desk.house.now())
    await pages.show(desk, escape(words_in(desk.language).later))


async def _rest(desk: Desk, _: Callback) -> None:
    async with desk.deciding() as connection:
        await routines.rest(connection, await _own(desk, connection), desk.house.now())
    await pages.show(desk, escape(words_in(desk.language).rests))


async def _ask(desk: Desk, _: Callback) -> None:
    """A question instead: that is an answer, too."""
    await asking.ask(desk)
    await desk.answer()


async def _at(desk: Desk, callback: Callback) -> None:
    await _set(desk, callback.entry_id)


async def _off(desk: Desk, _: Callback) -> None:
    await _turn_off(desk)


async def _weekly(desk: Desk, _: Callback) -> None:
    """Once a week, on the weekday that it is."""
    async with desk.deciding() as connection:
        diary, now = await _own(desk, connection), desk.house.now()
        weekday = clock.local(now, diary.time_zone).weekday()
        await routines.set_weekday(connection, diary, REMINDER, weekday, now)
    await _show(desk)


async def _daily(desk: Desk, _: Callback) -> None:
    async with desk.deciding() as connection:
        diary = await _own(desk, connection)
        await routines.set_weekday(connection, diary, REMINDER, None, desk.house.now())
    await _show(desk)


_ACTS: Mapping[str, Press] = {
    "later": _later,
    "rest": _rest,
    "ask": _ask,
    "at": _at,
    "off": _off,
    "weekly": _weekly,
    "daily": _daily,
}

PRESSES: Mapping[str, Press] = {"remind": pages.in_private(_press)}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [CommandHandler("remind", handled_by(house, remind), NEW_PRIVATE)]
