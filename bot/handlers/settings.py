"""/settings: a person's in private, a shared diary's in its chat, changed by buttons in place."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler

from bot import keyboards, settings_pages, standings
from bot import prompts as questions
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.handlers.groups import HERE
from bot.phrases.settings import words_in
from bot.settings_pages import MINE, Page, Subject
from diary import preferences, rights, zones
from diary.errors import NotYours, TooLate
from diary.rights import Act
from storage import diaries, persons, prompts
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person
from storage.prompts import Prompt

#: The kind of prompt that waits for the name of a city.
ZONE = "zone"


async def show_mine(desk: Desk) -> None:
    """What a person has set."""
    async with desk.house.database.writing() as connection:
        await desk.met(connection)
    await _say(desk, _page("main", await _subject(desk, MINE), desk))


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
    await _say(desk, _page("main", await _subject(desk, diary.id), desk))


async def _press(desk: Desk, callback: Callback) -> None:
    """A page, a choice, or the question for a city."""
    if not keyboards.offers(desk.update, callback):
        raise TooLate
    number = callback.entry_id
    await _admit(desk, number)
    name, _, value = callback.detail.partition("-")
    if callback.detail == "zone-ask":
        await desk.answer()
        words = words_in((await _subject(desk, number)).language)
        await questions.ask(desk, ZONE, number, words.ask_zone_name, words.zone_field)
        return
    if value:
        await _choose(desk, number, name, value)
        name = "main"
    subject = await _subject(desk, number)
    shown = _page(name, subject, desk)
    await desk.answer(words_in(subject.language).saved if value else None)
    await desk.show(shown.text, buttons=shown.buttons)


async def _take_zone(desk: Desk, prompt: Prompt) -> None:
    """Somebody has written where they are."""
    number = prompt.subject_id or MINE
    await _admit(desk, number)
    found = zones.find((desk.message.text or "")[:100])
    subject = await _subject(desk, number)
    if not found:
        await desk.say(words_in(subject.language).no_zone, reply=True)
        return
    if len(found) > 1:
        await _say(desk, settings_pages.which_zone(subject, found))
        return
    await _choose(desk, number, "zone", zones.code(found[0]), prompt)
    await _say(desk, _page("main", await _subject(desk, number), desk))


async def _choose(
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


async def _choose_mine(desk: Desk, connection: Connection, name: str, value: str) -> None:
    person = await desk.met(connection)
    if name == "lang":
        await preferences.choose_language(connection, person, value)
    elif name == "notices":
        await preferences.switch_notices(connection, person, on=value == "on")
    else:
        house = desk.house
        diary = await preferences.own(connection, person, house.limits, house.now())
        await _change(desk, connection, diary, name, value)


async def _change_ours(
    desk: Desk, connection: Connection, diary: Diary, name: str, value: str
) -> None:
    if name == "lang":
        await preferences.set_language(connection, diary, value)
    elif name == "comments":
        await preferences.switch_comments(connection, diary, on=value == "on")
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
    else:
        raise TooLate


async def _admit(desk: Desk, number: int) -> None:
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


async def _subject(desk: Desk, number: int) -> Subject:
    """What is set now."""
    house = desk.house
    async with house.database.reading() as connection:
        if number != MINE:
            diary = await diaries.get(connection, number)
            return Subject(diary, diary.language or house.language)
        person = await persons.find(connection, desk.user.id)
        own = await diaries.of_chat(connection, desk.user.id)
    notices = person is None or person.notices
    diary = own or preferences.unwritten(house.limits, desk.user.id)
    return Subject(diary, _language(desk, person), notices)


def _language(desk: Desk, person: Person | None) -> str:
    """Freshly chosen, perhaps: what the desk knows is of before the press."""
    return person.language if person is not None and person.language_chosen else desk.language


def _page(name: str, subject: Subject, desk: Desk) -> Page:
    page = settings_pages.page(name, subject, desk.house.now())
    if page is None:
        raise TooLate
    return page


async def _say(desk: Desk, page: Page) -> None:
    await desk.say(page.text, buttons=page.buttons)


PRESSES: Mapping[str, Press] = {"settings": _press}
REPLIES: Mapping[str, Callable[[Desk, Prompt], Awaitable[None]]] = {ZONE: _take_zone}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    return [
        CommandHandler("settings", handled_by(house, show_mine), NEW_PRIVATE),
        CommandHandler("settings", handled_by(house, show_ours), HERE),
    ]
