"""/question: the question of the day of a group's diary, on at a time, off, or as it is."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import standings
from bot.buttons import Link
from bot.desk import NEW_PRIVATE, Desk, House, handled_by
from bot.lettering import cut, escape
from bot.messages import Buttons
from bot.phrases import questions as phrases
from bot.phrases.questions import words_in
from bot.questions import link
from diary import hours, questions, rights
from diary.errors import NotYours
from diary.rights import Act
from languages import dates
from storage import diaries
from storage import questions as rows
from storage.database import Connection
from storage.diaries import Diary

_ON, _OFF = frozenset({"on", "켜기"}), frozenset({"off", "끄기"})

#: More than this of a time that cannot be read is not repeated.
LONGEST_ECHO = 30


async def question(desk: Desk) -> None:
    """Show what is set and asked, or change it."""
    diary = await _diary(desk)
    words = words_in(desk.chat_language)
    if diary is None:
        await desk.say(words.no_diary, reply=True)
        return
    wish, _, rest = (desk.message.text or "").partition(" ")[2].strip().partition(" ")
    if not wish:
        await _show(desk, diary)
        return
    said = rest.strip() if wish.lower() in _ON | _OFF else f"{wish} {rest}".strip()
    minute = hours.read_minute(said) if said else questions.MINUTE
    if wish.lower() not in _OFF and minute is None:
        text = words.wrong_time(escape(cut(said, LONGEST_ECHO)))
        await desk.say(text, reply=True)
        return
    await _set(desk, diary, None if wish.lower() in _OFF else minute)


async def _diary(desk: Desk) -> Diary | None:
    """The diary of this group; a channel has nobody who could answer in private."""
    async with desk.house.database.reading() as connection:
        found = await diaries.of_chat(connection, desk.here)
    return found if found is not None and found.kind == "group" else None


async def _set(desk: Desk, diary: Diary, minute: int | None) -> None:
    """For those who lead the diary. Who writes under the group's own name is an admin."""
    house, words = desk.house, words_in(desk.chat_language)
    if not _is_chat_itself(desk):
        await standings.refresh(house.bot, house.database, house.now, desk.here, desk.user.id)
    try:
        async with desk.deciding() as connection:
            diary = await _led(desk, connection, diary)
            await questions.set_minute(connection, diary, minute, house.now())
    except NotYours:
        await desk.say(words.leaders_only, reply=True)
        return
    if minute is None:
        await desk.say(words.turned_off, reply=True)
        return
    end = phrases.wall(questions.closing(diary, house.now()), diary.time_zone)
    await desk.say(words.turned_on(dates.minute(minute, words.language), end), reply=True)


async def _led(desk: Desk, connection: Connection, diary: Diary) -> Diary:
    if _is_chat_itself(desk):
        return await diaries.get(connection, diary.id)
    person, now = await desk.met(connection), desk.house.now()
    return await rights.require(connection, person, diary.id, Act.EDIT_DIARY, now, is_here=True)


def _is_chat_itself(desk: Desk) -> bool:
    sender = desk.message.sender_chat
    return sender is not None and sender.id == desk.chat.id


async def _show(desk: Desk, diary: Diary) -> None:
    """What everybody in the group may know: when, what was asked last, and how many answered."""
    words, language = words_in(desk.chat_language), desk.chat_language
    minute = diary.question_minute
    lines = [words.is_off if minute is None else words.is_on(dates.minute(minute, words.language))]
    async with desk.house.database.reading() as connection:
        last = await rows.last(connection, diary.id)
    buttons: Buttons = ()
    if last is not None:
        asked = phrases.question(diary.id, last.number, language)
        counted = words.counted(last.answered, last.members)
        lines.append(f"{words.today}:\n<b>{escape(asked)}</b>\n{counted}")
        text = words.late_button if last.state == "closed" else words.answer_button
        buttons = ((Link(text, link(desk.house.bot, last.id)),),)
    await desk.say("\n\n".join([*lines, words.how_to]), buttons=buttons, reply=True)


async def show_where(desk: Desk) -> None:
    """In private: where it belongs."""
    await desk.say(words_in(desk.language).in_groups)


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    new_here = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
    return [
        CommandHandler("question", handled_by(house, question), new_here),
        CommandHandler("question", handled_by(house, show_where), NEW_PRIVATE),
    ]
