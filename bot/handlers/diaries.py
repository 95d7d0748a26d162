"""/delete_diary: the owner ends a shared diary, everybody is told, and a week is left."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import structlog
from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import callbacks, delivery, pages, prompts
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.errors import DeliveryError
from bot.messages import Buttons
from bot.notices import Kind, Letter
from bot.phrases import departures as phrases
from bot.phrases import invitations as invitation_phrases
from bot.phrases.departures import Departures
from diary import clock, departures, diaries
from diary.errors import NotYours, TooLate
from storage import diaries as rows
from storage import persons
from storage.database import Connection
from storage.diaries import Diary
from storage.notices import Notice
from storage.prompts import Prompt

log = structlog.get_logger()

#: What `storage.prompts` keeps of the question for the title.
ASKS_TITLE = "deldiary"


def _words(desk: Desk) -> Departures:
    return phrases.words_in(desk.language)


async def delete(desk: Desk) -> None:
    """In a group, the way to the private chat; there, the diaries that one owns."""
    if desk.chat.type != Chat.PRIVATE:
        await _lead(desk)
        return
    await pages.ask_telegram(desk)
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
        found = await diaries.owned(connection, person, desk.house.now())
    if not found:
        await desk.say(_words(desk).end_none)
        return
    await desk.say(_words(desk).end_choose, buttons=pages.choices(found, "deldiary", desk.language))


async def _lead(desk: Desk) -> None:
    words, diary = phrases.words_in(desk.chat_language), await pages.here(desk)
    if diary is None:
        says = invitation_phrases.words_in(desk.chat_language)
        await desk.say(says.no_diary, reply=True)
        return
    link = pages.deep_link(desk, words.end_button, f"deldiary_{diary.id}")
    await desk.say(words.end_lead, buttons=((link,),), reply=True)


async def begin(desk: Desk, payload: str) -> None:
    """Somebody has come from a group to end its diary, or says so."""
    try:
        await _confirm(desk, callbacks.number(payload))
    except (NotYours, TooLate):
        await desk.say(_words(desk).end_none)


async def _press(desk: Desk, callback: Callback) -> None:
    async with desk.house.database.reading() as connection:
        diary = await rows.find(connection, callback.entry_id)
    if callback.detail == "restore":
        await _restore(desk, callback.entry_id)
    elif diary is not None and diary.delete_at is not None:
        await _offer_restore(desk, diary)
    else:
        await _confirm(desk, callback.entry_id)


async def _confirm(desk: Desk, diary_id: int) -> None:
    """Ask for the title."""
    await pages.ask_telegram(desk, diary_id)
    async with desk.house.database.writing() as connection:
        person, now = await desk.met(connection), desk.house.now()
        diary = await diaries.deletable(connection, person, diary_id, now)
    words = _words(desk)
    await desk.answer()
    text = words.confirm(pages.title_of(diary, desk.language))
    await prompts.ask(desk, ASKS_TITLE, diary_id, text, words.confirm_hint)


async def _offer_restore(desk: Desk, diary: Diary) -> None:
    """It is ending already: its owner sees when, with the way back."""
    await pages.ask_telegram(desk, diary.id)
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
        diary = await diaries.ending(connection, person, diary.id)
    await _announced(desk, diary)


async def _announced(desk: Desk, diary: Diary) -> None:
    words, title = _words(desk), pages.title_of(diary, desk.language)
    restore = Button(words.restore_button, Callback("deldiary", diary.id, "restore"))
    await pages.show(desk, words.announced(title, _day(diary)), ((restore,),))


def _day(diary: Diary) -> dt.date:
    assert diary.delete_at is not None  # noqa: S101 - asked of diaries that are ending
    return clock.local(diary.delete_at, diary.time_zone).date()


async def _titled(desk: Desk, prompt: Prompt) -> None:
    """The reply to the question for the title."""
    diary_id = prompt.subject_id or 0
    await pages.ask_telegram(desk, diary_id)
    async with desk.deciding() as connection:
        person, now = await desk.met(connection), desk.house.now()
        diary = await diaries.deletable(connection, person, diary_id, now)
        untitled = pages.plain_title(diary, desk.language)
        is_title = diaries.is_title(diary, desk.message.text or "", untitled)
        if is_title:
            diary = await diaries.announce(connection, person, diary_id, now)
    if not is_title:
        await desk.say(_words(desk).wrong_title)
        return
    desk.house.wake_notices()
    await _announced(desk, diary)
    await _tell_group(desk.house, diary, _ending_line(diary, desk.language))


async def _restore(desk: Desk, diary_id: int) -> None:
    await pages.ask_telegram(desk, diary_id)
    async with desk.deciding() as connection:
        person, now = await desk.met(connection), desk.house.now()
        diary = await diaries.restore(connection, person, diary_id, now)
    desk.house.wake_notices()
    await pages.show(desk, _words(desk).restored(pages.title_of(diary, desk.language)))
    line = phrases.words_in(diary.language or desk.language).group_restored
    await _tell_group(desk.house, diary, line)


def _ending_line(diary: Diary, language: str) -> str:
    return phrases.words_in(diary.language or language).group_ending(_day(diary))


async def _tell_group(house: House, diary: Diary, line: str) -> None:
    if diary.kind != "group":
        return
    try:
        await delivery.say(house.bot, diary.chat_id, line, thread_id=diary.topic_id)
    except DeliveryError as error:
        log.info("group not told", action="delete_diary", reason=type(error).__name__)


async def _save(desk: Desk, callback: Callback) -> None:
    """A member takes along what is theirs, before all is gone."""
    house = desk.house
    async with desk.deciding() as connection:
        person, now = await desk.met(connection), house.now()
        number = await diaries.take_along(connection, person, callback.entry_id, house.limits, now)
    house.wake_cards()
    house.wake_removals()
    words = _words(desk)
    await pages.show(desk, words.saved(number) if number else words.nothing_to_save)


async def _ending(connection: Connection, notice: Notice, _now: dt.datetime) -> Letter | None:
    """That the diary will be gone, to those who have or had a part in it."""
    person = await persons.get(connection, notice.person_id)
    try:
        going = await departures.about(connection, person, notice.diary_id or 0)
    except NotYours:
        return None
    if going.diary.delete_at is None or not going.is_member:
        return None
    words, title = phrases.words_in(person.language), pages.title_of(going.diary, person.language)
    save = Button(words.save_button(going.entries), Callback("savemine", going.diary.id))
    buttons: Buttons = ((save,),) if going.entries else ()
    return Letter(words.ending(title, _day(going.diary)), buttons)


async def _stays(connection: Connection, notice: Notice, _now: dt.datetime) -> Letter | None:
    """That the diary stays after all."""
    person = await persons.get(connection, notice.person_id)
    try:
        going = await departures.about(connection, person, notice.diary_id or 0)
    except NotYours:
        return None
    if going.diary.delete_at is not None or not going.is_member:
        return None
    words = phrases.words_in(person.language)
    return Letter(words.restored(pages.title_of(going.diary, person.language)))


PRESSES: Mapping[str, Press] = {
    "deldiary": pages.in_private(_press),
    "savemine": pages.in_private(_save),
}

STARTS = {"deldiary": begin}

REPLIES = {ASKS_TITLE: _titled}

NOTICES: Mapping[str, Kind] = {
    "deleting": Kind(_ending, of_diary=False),
    "restored": Kind(_stays, of_diary=False),
}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    anywhere = NEW_PRIVATE | (filters.ChatType.GROUPS & filters.UpdateType.MESSAGE)
    return [CommandHandler("delete_diary", handled_by(house, delete), anywhere)]
