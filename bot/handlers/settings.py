"""/settings: a person's in private, a shared diary's in its chat, changed by buttons in place."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from functools import partial
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler

from bot import callbacks, delivery, keyboards, messages, settings_pages, standings
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.errors import Gone, Refused
from bot.handlers.groups import HERE
from bot.phrases.settings import words_in
from bot.settings_pages import MINE, Page, Subject
from diary import preferences, rights, routines, zones
from diary.errors import NotYours, TooLate
from diary.rights import Act
from diary.routines import DIGEST
from storage import diaries, persons, prompts
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person
from storage.prompts import Prompt

#: The switches by their names on buttons.
_OF_PERSONS = {
    "notices": "notices",
    "streaks": "streaks",
    "discreet": "discreet",
    "help": "offers_help",
}
_OF_DIARIES = {"comments": "comments_on", "protected": "is_protected"}


async def show_mine(desk: Desk) -> None:
    """What a person has set."""
    async with desk.house.database.writing() as connection:
        await desk.met(connection)
    await show_main(desk, MINE)


async def show_ours(desk: Desk) -> None:
    """What is set for the diary of this chat, for those who may change it."""
    await _ask_standing(desk)
    try:
        async with desk.house.database.writing() as connection:
            diary = await _led(desk, connection, None)
    except NotYours:
        words = words_in(desk.chat_language)
        await desk.say(words.leads_only, reply=desk.chat.type != Chat.CHANNEL)
        return
    await show_main(desk, diary.id)


async def _press(desk: Desk, callback: Callback) -> None:
    """A page, or a choice."""
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    number = callback.entry_id
    await admit(desk, number)
    name, _, value = callback.detail.partition("-")
    if value:
        await choose(desk, number, name, value)
    shown = await subject(desk, number)
    if value:
        name = settings_pages.above(name, shown)
    found = page_of(desk, name, shown)
    await desk.answer(words_in(shown.language).saved if value else None)
    await desk.show(found.text, buttons=found.buttons)


async def choose(
    desk: Desk, number: int, name: str, value: str, prompt: Prompt | None = None
) -> None:
    """Change it, if the person may; raises NotYours or TooLate."""
    async with desk.deciding() as connection:
        if number == MINE:
            await _choose_mine(desk, connection, name, value)
        else:
            diary = await _led(desk, connection, number)
            await _change_ours(desk, connection, diary, name, value)
        if prompt is not None:
            await prompts.remove(connection, prompt.chat_id, prompt.message_id)
    if name == "discreet":
        desk.house.wake_cards()
        desk.house.wake_removals()


async def _choose_mine(desk: Desk, connection: Connection, name: str, value: str) -> None:
    person = await desk.met(connection)
    if name == "lang":
        await preferences.choose_language(connection, person, value)
    elif name == "speech":
        spoken = None if value == "auto" else value
        await preferences.choose_speech(connection, person, spoken)
    elif name in _OF_PERSONS:
        now = desk.house.now()
        await preferences.switch(connection, person, _OF_PERSONS[name], now, on=value == "on")
    else:
        house = desk.house
        diary = await preferences.own(connection, person, house.limits, house.now())
        await _change(desk, connection, diary, name, value)


async def _change_ours(
    desk: Desk, connection: Connection, diary: Diary, name: str, value: str
) -> None:
    if name == "lang":
        await preferences.set_language(connection, diary, value)
    elif name in _OF_DIARIES:
        await preferences.switch_ours(connection, diary, _OF_DIARIES[name], on=value == "on")
    else:
        await _change(desk, connection, diary, name, value)


async def _change(desk: Desk, connection: Connection, diary: Diary, name: str, value: str) -> None:
    """What a person's diary and a shared one have both; raises TooLate."""
    now = desk.house.now()
    if name == "zone":
        await preferences.set_zone(connection, diary, zones.decode(value) or "", now)
    elif name == "start" and value.isdecimal():
        await preferences.set_day_start(connection, diary, int(value))
    elif name == "eve" and (value == "off" or value.isdecimal()):
        minute = None if value == "off" else int(value)
        await preferences.set_evening(connection, diary, minute, now)
    elif name in routines.RULES and not (diary.is_shared and name != DIGEST):
        await _change_routine(connection, diary, name, value, now)
    else:
        raise TooLate


async def _change_routine(
    connection: Connection, diary: Diary, kind: str, value: str, now: dt.datetime
) -> None:
    if value == "off":
        await routines.switch(connection, diary, kind, now, on=False)
    else:
        await routines.set_minute(connection, diary, kind, callbacks.number(value), now)


async def admit(desk: Desk, number: int) -> None:
    """Whether the person may see and change these settings here; raises NotYours."""
    if number == MINE:
        if desk.chat.type != Chat.PRIVATE:
            raise NotYours
        return
    await _ask_standing(desk)
    async with desk.house.database.writing() as connection:
        await _led(desk, connection, number)


async def _led(desk: Desk, connection: Connection, diary_id: int | None) -> Diary:
    """The diary of this chat, for those who lead it; raises NotYours.

    Who writes under the chat's own name is an admin: Telegram says so by letting them.
    """
    here = await diaries.of_chat(connection, desk.here)
    if here is None or not here.is_shared or diary_id not in {None, here.id}:
        raise NotYours
    if _is_chat_itself(desk):
        return here
    person = await desk.met(connection)
    now = desk.house.now()
    return await rights.require(connection, person, here.id, Act.EDIT_DIARY, now, is_here=True)


def _is_chat_itself(desk: Desk) -> bool:
    if desk.update.callback_query is not None:
        return False
    sender = desk.message.sender_chat
    return sender is not None and sender.id == desk.chat.id


async def _ask_standing(desk: Desk) -> None:
    house = desk.house
    if not _is_chat_itself(desk):
        await standings.refresh(house.bot, house.database, house.now, desk.here, desk.user.id)


async def subject(desk: Desk, number: int) -> Subject:
    """What is set now."""
    house = desk.house
    async with house.database.reading() as connection:
        if number != MINE:
            diary = await diaries.get(connection, number)
            weekly = {DIGEST: await routines.get(connection, diary.id, DIGEST)}
            return Subject(diary, diary.language or house.language, routines=weekly)
        person = await persons.find(connection, desk.user.id)
        own = await diaries.of_chat(connection, desk.user.id)
        diary = own or preferences.unwritten(house.limits, desk.user.id)
        found = {kind: await routines.get(connection, diary.id, kind) for kind in routines.RULES}
    known = person or Person(0, desk.user.id, desk.language, None, None)
    return Subject(diary, _language(desk, person), known, found)


def _language(desk: Desk, person: Person | None) -> str:
    """Freshly chosen, perhaps: what the desk knows is of before the press."""
    return person.language if person is not None and person.language_chosen else desk.language


async def show_main(desk: Desk, number: int) -> None:
    """Everything that is set, as a new message."""
    await _say(desk, page_of(desk, "main", await subject(desk, number)))


async def put(desk: Desk, message_id: int | None, page: Page) -> None:
    """Turn this message of the chat into the page; where it cannot be, say it anew."""
    if message_id is None:
        await _say(desk, page)
        return
    edit = partial(messages.edit_text, desk.house.bot, desk.here, message_id)
    try:
        await delivery.insist(partial(edit, page.text, page.buttons))
    except (Gone, Refused):
        await _say(desk, page)


def page_of(desk: Desk, name: str, whose: Subject) -> Page:
    """The page of this name; raises TooLate for what is none."""
    page = settings_pages.page(name, whose, desk.house.now())
    if page is None:
        raise TooLate
    return page


async def _say(desk: Desk, page: Page) -> None:
    await desk.say(page.text, buttons=page.buttons)


PRESSES: Mapping[str, Press] = {"settings": _press}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [
        CommandHandler("settings", handled_by(house, show_mine), NEW_PRIVATE),
        CommandHandler("settings", handled_by(house, show_ours), HERE),
    ]
