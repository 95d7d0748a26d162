"""/week and /month: a look back, one's own in private, a diary's in its group."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import digests, keyboards, pages, reminders, standings
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.handlers import groups
from bot.lettering import cut, escape
from bot.messages import Buttons
from bot.phrases.digests import words_in
from diary import digests as rules
from diary import hours, periods, preferences, rights, routines
from diary.errors import NotYours, TooLate
from diary.rights import Act
from diary.routines import DIGEST, SUNDAY
from storage import diaries
from storage.database import Connection
from storage.diaries import Diary

_ON, _OFF = frozenset({"on", "켜기"}), frozenset({"off", "끄기"})

#: More than this of what cannot be read is not repeated.
LONGEST_ECHO = 30

#: A week, by its last day.
_WEEK = re.compile(r"w(\d{4})(\d{2})(\d{2})")

Days = tuple[dt.date, dt.date]


def _argument(desk: Desk) -> str:
    return (desk.message.text or "").partition(" ")[2].strip()


async def my_week(desk: Desk) -> None:
    """The last seven days, or whether a look back comes by itself."""
    wish, _, rest = _argument(desk).partition(" ")
    if wish.lower() not in _ON | _OFF:
        await _show_mine(desk, "week")
        return
    minute = _minute(rest) if wish.lower() in _ON else 0
    if minute is None:
        await _wrong_time(desk, rest, desk.language)
        return
    async with desk.deciding() as connection:
        diary = await _own(desk, connection)
        await _set(desk, connection, diary, minute, on=wish.lower() in _ON)
    await _say_set(desk, diary, desk.language)


async def my_month(desk: Desk) -> None:
    """This month, or the one that is named."""
    await _show_mine(desk, "month")


async def our_week(desk: Desk) -> None:
    """The group's last seven days; or, for those who lead it, whether that comes by itself."""
    wish, _, rest = _argument(desk).partition(" ")
    if wish.lower() not in _ON | _OFF:
        await _show_ours(desk, "week")
        return
    words = words_in(desk.chat_language)
    minute = _minute(rest) if wish.lower() in _ON else 0
    if minute is None:
        await _wrong_time(desk, rest, desk.chat_language)
        return
    if not _is_chat_itself(desk):
        house = desk.house
        await standings.refresh(house.bot, house.database, house.now, desk.here, desk.user.id)
    try:
        async with desk.deciding() as connection:
            diary = await _led(desk, connection)
            await _set(desk, connection, diary, minute, on=wish.lower() in _ON)
    except NotYours:
        await desk.say(escape(words.leaders_only), reply=True)
        return
    await _say_set(desk, diary, desk.chat_language)


async def our_month(desk: Desk) -> None:
    """The group's month."""
    await _show_ours(desk, "month")


def _minute(said: str) -> int | None:
    text = said.strip()
    return hours.read_minute(text) if text else routines.RULES[DIGEST].minute


async def _wrong_time(desk: Desk, said: str, language: str) -> None:
    echo = escape(cut(said.strip(), LONGEST_ECHO))
    await desk.say(words_in(language).wrong_time(echo))


async def _own(desk: Desk, connection: Connection) -> Diary:
    person = await desk.met(connection)
    return await preferences.own(connection, person, desk.house.limits, desk.house.now())


async def _set(desk: Desk, connection: Connection, diary: Diary, minute: int, *, on: bool) -> None:
    now = desk.house.now()
    if on:
        before = await routines.get(connection, diary.id, DIGEST)
        day = SUNDAY if before.weekday is None else before.weekday
        await routines.set_minute(connection, diary, DIGEST, minute, now, weekday=day)
    else:
        await routines.switch(connection, diary, DIGEST, now, on=False)


async def _say_set(desk: Desk, diary: Diary, language: str) -> None:
    words = words_in(language)
    async with desk.house.database.reading() as connection:
        routine = await routines.get(connection, diary.id, DIGEST)
    text = words.turned_off
    if routine.is_on:
        weekday = SUNDAY if routine.weekday is None else routine.weekday
        at = reminders.clock_words(routine.minute, language)
        text = words.turned_on(reminders.weekday_words(weekday, language), at)
    await desk.say(escape(text), reply=diary.is_shared)


# One's own


async def _show_mine(desk: Desk, kind: str, last: dt.date | None = None) -> None:
    """Raises TooLate where a month cannot be read; nothing to show is said kindly."""
    await pages.ask_telegram(desk)
    house, words = desk.house, words_in(desk.language)
    async with house.database.writing() as connection:
        person = await desk.met(connection)
        diary = await _own(desk, connection)
        now = house.now()
        today = rules.today_of(diary, now)
        days = _days(kind, last or today, "" if last else _argument(desk))
        if days is None:
            await desk.say(escape(words.example))
            return
        found = await rules.mine(connection, person, kind, days, today, now)
        choice = await digests.question(connection, person)
        routine = await routines.get(connection, diary.id, DIGEST)
    if found is None:
        nothing = words.nothing_week if kind == "week" else words.nothing_month
        await pages.show(desk, escape(nothing))
        return
    text, buttons = digests.face(found, desk.language, choice)
    if person.discreet and last is None:
        text = digests.covered(text)
    offer: Buttons = ()
    if kind == "week" and not routine.is_on:
        offer = ((Button(words.weekly_button, Callback("digest", 0, "on")),),)
    await pages.show(desk, text, [*buttons, *offer])


def _days(kind: str, today: dt.date, said: str) -> Days | None:
    """The days of the week, or of the month that somebody named; None for what is no month."""
    if kind == "week":
        return rules.week(today)
    if not said:
        return rules.month(today)
    period = periods.read(said, today)
    return (period.first, period.last) if period and period.kind == "month" else None


# A group's


async def _show_ours(desk: Desk, kind: str) -> None:
    """For members; what they read stands in the chat, as what it is made of does."""
    house, language = desk.house, desk.chat_language
    words = words_in(language)
    async with house.database.reading() as connection:
        diary = await diaries.of_chat(connection, desk.here)
    if diary is None or diary.kind != "group":
        await desk.say(escape(words.no_diary), reply=True)
        return
    try:
        async with house.database.writing() as connection:
            person, now = await desk.met(connection), house.now()
            if not _is_chat_itself(desk):
                read = Act.READ
                await rights.require(connection, person, diary.id, read, now, is_here=True)
            days = _days(kind, rules.today_of(diary, now), _argument(desk))
            found = days and await rules.of_diary(connection, diary, kind, days)
    except NotYours:
        await groups.ask_to_read(desk)
        return
    if not days:
        await desk.say(escape(words.example), reply=True)
    elif not found:
        nothing = words.nothing_week if kind == "week" else words.nothing_month
        await desk.say(escape(nothing), reply=True)
    else:
        text, buttons = digests.face(found, language)
        await desk.say(text, buttons=buttons, reply=True)


async def _led(desk: Desk, connection: Connection) -> Diary:
    """The diary of this group, for those who lead it; raises NotYours."""
    diary = await diaries.of_chat(connection, desk.here)
    if diary is None or diary.kind != "group":
        raise NotYours
    if _is_chat_itself(desk):
        return diary
    person, now = await desk.met(connection), desk.house.now()
    return await rights.require(connection, person, diary.id, Act.EDIT_DIARY, now, is_here=True)


def _is_chat_itself(desk: Desk) -> bool:
    """Who writes under the group's own name is an admin: Telegram says so by letting them."""
    sender = desk.message.sender_chat
    return sender is not None and sender.id == desk.chat.id


# Buttons


async def _press(desk: Desk, callback: Callback) -> None:
    """Whatever a button carries, it is about the diary of whoever presses it."""
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    if callback.detail in {"on", "off"}:
        await _switch(desk, on=callback.detail == "on")
        return
    last = _last(callback.detail)
    if last is None:
        raise TooLate
    await _show_mine(desk, "week", last)


def _last(detail: str) -> dt.date | None:
    match = _WEEK.fullmatch(detail)
    try:
        return dt.date(*(int(number) for number in match.groups())) if match else None
    except ValueError:
        return None


async def _switch(desk: Desk, *, on: bool) -> None:
    async with desk.deciding() as connection:
        diary = await _own(desk, connection)
        await routines.switch(connection, diary, DIGEST, desk.house.now(), on=on)
    await desk.answer()
    await _say_set(desk, diary, desk.language)


PRESSES: Mapping[str, Press] = {"digest": pages.in_private(_press)}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    in_groups = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
    return [
        CommandHandler("week", handled_by(house, my_week), NEW_PRIVATE),
        CommandHandler("month", handled_by(house, my_month), NEW_PRIVATE),
        CommandHandler("week", handled_by(house, our_week), in_groups),
        CommandHandler("month", handled_by(house, our_month), in_groups),
    ]
