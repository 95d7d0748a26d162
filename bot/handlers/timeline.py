"""/diary, the days below a calendar, and /random."""

from __future__ import annotations

import datetime as dt
import random
import re
from collections.abc import Mapping
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler

from bot import keyboards, pages, timeline
from bot.buttons import Button
from bot.callbacks import Callback, number
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.handlers import groups
from bot.handlers.commit_calendar import diary_here
from bot.handlers.groups import HERE
from bot.messages import Buttons
from bot.openings import link_to, open_entry
from bot.phrases.timeline import words_in
from diary import periods
from diary import timeline as rules
from diary.errors import NotYours, TooLate
from diary.timeline import MINE, Page, Source
from storage import cards, diaries, persons
from storage.database import Connection

_MONTH = re.compile(r"m([0-9]{4})-([0-9]{2})")
_DAY = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(?:-([0-9]{1,6}))?")
DECEMBER = 12


async def show(desk: Desk) -> None:
    """The newest page, or that of the month which is written behind the command."""
    try:
        page = await _first_page(desk)
    except NotYours:
        await groups.ask_to_read(desk)
        return
    language = _language(desk)
    if page is None:
        await desk.say(words_in(language).example, reply=True)
        return
    buttons = timeline.buttons(page, language, await _addresses(desk, page))
    await desk.say(timeline.text(page, language), buttons=buttons)


async def _first_page(desk: Desk) -> Page | None:
    """None where what was written behind the command is no month."""
    if desk.chat.type == Chat.PRIVATE:
        await pages.ask_telegram(desk)
    said = (desk.message.text or "").partition(" ")[2].strip()
    async with desk.house.database.reading() as connection:
        found = await _begin(desk, connection)
        offset = 0
        if said:
            period = periods.read(said, found.today)
            if period is None or period.kind == "five":
                return None
            last = period.last
            offset = await rules.offset_of_month(connection, found, last.year, last.month)
        return await rules.page(connection, found, offset)


async def _begin(desk: Desk, connection: Connection) -> Source:
    """One's own diary in private, the chat's diary elsewhere."""
    now = desk.house.now()
    if desk.chat.type != Chat.PRIVATE:
        return rules.of_diary(await diary_here(desk, connection), now)
    person = await persons.find(connection, desk.user.id)
    if person is None:
        raise NotYours
    own = await diaries.of_chat(connection, desk.user.id)
    return await rules.source(connection, person, own.id if own else MINE, now)


async def _source(desk: Desk, connection: Connection, wanted: int) -> Source:
    """The time line of a button; raises NotYours."""
    now = desk.house.now()
    if desk.chat.type != Chat.PRIVATE:
        diary = await diary_here(desk, connection)
        if diary.id != wanted:
            raise NotYours
        return rules.of_diary(diary, now)
    person = await persons.find(connection, desk.user.id)
    if person is None:
        raise NotYours
    return await rules.source(connection, person, wanted, now)


def _language(desk: Desk) -> str:
    return desk.language if desk.chat.type == Chat.PRIVATE else desk.chat_language


async def _addresses(desk: Desk, page: Page) -> timeline.Addresses:
    """Where the cards of these entries stand, in a group whose messages have addresses."""
    diary = page.source.diary
    if desk.chat.type == Chat.PRIVATE or diary is None or link_to(diary.chat_id, 1) is None:
        return {}
    found: dict[int, str] = {}
    async with desk.house.database.reading() as connection:
        for line in page.lines:
            card = await cards.at(connection, line.entry_id, diary.chat_id)
            if card is not None and card.message_id is not None:
                found[line.entry_id] = link_to(diary.chat_id, card.message_id) or ""
    return found


async def _asked(desk: Desk, callback: Callback) -> None:
    """The press must be of a button that is there: nothing else is turned into a list."""
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    if desk.chat.type == Chat.PRIVATE:
        await pages.ask_telegram(desk)


async def _turn(desk: Desk, callback: Callback) -> None:
    """Another page, in place."""
    await _asked(desk, callback)
    month = _MONTH.fullmatch(callback.detail)
    async with desk.house.database.reading() as connection:
        found = await _source(desk, connection, callback.entry_id)
        offset = number(callback.detail)
        if month is not None:
            if not 1 <= int(month[2]) <= DECEMBER or int(month[1]) < periods.EARLIEST:
                raise TooLate
            year, which = int(month[1]), int(month[2])
            offset = await rules.offset_of_month(connection, found, year, which)
        page = await rules.page(connection, found, offset)
    language = _language(desk)
    buttons = timeline.buttons(page, language, await _addresses(desk, page))
    await _list(desk, timeline.text(page, language), buttons)


async def _months(desk: Desk, callback: Callback) -> None:
    """Only months that have entries, a year at a time."""
    await _asked(desk, callback)
    async with desk.house.database.reading() as connection:
        found = await _source(desk, connection, callback.entry_id)
        known = await rules.months(connection, found)
    if not known:
        raise TooLate
    language = _language(desk)
    year = number(callback.detail) or known[0].year
    buttons = timeline.months_buttons(found, known, year, language)
    await pages.turn(desk, f"{words_in(language).which_month} {year}", buttons)


async def _places(desk: Desk, callback: Callback) -> None:
    """The diaries that the reader can turn to, in private."""
    await _asked(desk, callback)
    async with desk.house.database.reading() as connection:
        found = await _source(desk, connection, callback.entry_id)
    buttons = timeline.places_buttons(found, desk.language)
    await _list(desk, words_in(desk.language).which_diary, buttons)


async def _day(desk: Desk, callback: Callback) -> None:
    """The entries of a day, below the calendar or in place of the list."""
    await _asked(desk, callback)
    back = next(iter(keyboards.of_action(desk.update, "goeswith")), None)
    await show_day(desk, callback.entry_id, callback.detail, back)


async def show_day(desk: Desk, wanted: int, detail: str, back: Button | None = None) -> None:
    """A day, and perhaps which of its entries come first, as buttons spell it; raises NotYours.

    `back` leads to where the day was opened from, unless that is the calendar or the list.
    """
    match = _DAY.fullmatch(detail)
    try:
        day = dt.date.fromisoformat(match[1]) if match else None
    except ValueError:
        day = None
    if match is None or day is None:
        raise TooLate
    async with desk.house.database.reading() as connection:
        found = await _source(desk, connection, wanted)
        page = await rules.of_day(connection, found, day, number(match[2] or ""))
        around = await rules.neighbours(connection, found, day)
    language = _language(desk)
    addresses = await _addresses(desk, page)
    back = back or timeline.way_back(found.number, day, language, below=bool(desk.message.photo))
    buttons = timeline.day_buttons(page, day, language, addresses, around, back)
    await pages.turn(desk, timeline.day_text(page, day, language), buttons)


async def _list(desk: Desk, text: str, buttons: Buttons) -> None:
    """In place of a list; below a picture there is not enough room: then it comes by itself."""
    if desk.message.photo:
        await desk.answer()
        await desk.say(text, buttons=buttons)
    else:
        await pages.turn(desk, text, buttons)


async def chance(desk: Desk) -> None:
    """/random: some entry of one's own, but for what was excluded from looking back."""
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
    await pages.ask_telegram(desk)
    async with desk.house.database.reading() as connection:
        found = await rules.source(connection, person, MINE, desk.house.now())
        own = rules.own_of(found.others)
        if own is not None:
            found = await rules.source(connection, person, own.id, desk.house.now())
        entry_id = await rules.any_of(connection, person, found, random.choice)
    if entry_id is None:
        await desk.say(words_in(desk.language).none_left)
        return
    await open_entry(desk, entry_id)


PRESSES: Mapping[str, Press] = {
    "lines": _turn,
    "months": _months,
    "places": pages.in_private(_places),
    "day": _day,
}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [
        CommandHandler("diary", handled_by(house, show), NEW_PRIVATE | HERE),
        CommandHandler("random", handled_by(house, chance), NEW_PRIVATE),
    ]
