"""Groups and channels: "make this our diary", joining it, how it works, and where it moves.

Who presses is looked up with Telegram, here and now (`bot.standings`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler, MessageHandler, filters

from bot import delivery, pages, standings
from bot import help as help_page
from bot.callbacks import Callback
from bot.cards import Button
from bot.desk import Desk, House, Press, handled_by
from bot.errors import DeliveryError, Moved, Postponed
from bot.handlers import care
from bot.lettering import escape
from bot.messages import Buttons
from bot.phrases.groups import Groups, words_in
from diary import groups
from diary.errors import NotYours, TooLate
from diary.groups import Place
from diary.rights import ADMINS
from languages import dates
from storage import diaries
from storage.diaries import Diary

#: Commands that are answered with how the bot works here.
HELP = ("start", "help", "about", "cancel")

#: New messages of a group, and posts of a channel.
HERE = (filters.ChatType.GROUPS & filters.UpdateType.MESSAGE) | filters.UpdateType.CHANNEL_POST

_AWAY = frozenset({"left", "kicked"})


def make_button(words: Groups, *, is_channel: bool) -> Buttons:
    """The one button under a greeting."""
    text = words.make_channel_button if is_channel else words.make_button
    return ((Button(text, Callback("makediary")),),)


async def offer(desk: Desk) -> None:
    """In a chat without a diary: what it could be, and who can begin it."""
    words, is_channel = words_in(desk.chat_language), desk.chat.type == Chat.CHANNEL
    async with desk.house.database.reading() as connection:
        channel = await diaries.of_discussion(connection, desk.here)
    if channel is not None:
        text = words.asks_discussion(escape(channel.title or ""))
    else:
        text = words.asks_channel if is_channel else words.asks
    await desk.say(text, buttons=make_button(words, is_channel=is_channel), reply=not is_channel)


def read_first(desk: Desk, language: str) -> str:
    """How to become a reader of the diary of this chat."""
    words = words_in(language)
    return words.read_first_channel if desk.chat.type == Chat.CHANNEL else words.read_first


async def ask_to_read(desk: Desk) -> None:
    """To somebody who asks for what readers see: how to become one, with the button for it."""
    diary, words = await pages.here(desk), words_in(desk.chat_language)
    if diary is None:
        await offer(desk)
    elif diary.chat_id != desk.here:  # where a channel is discussed, its button does nothing
        await desk.say(read_first(desk, desk.chat_language), reply=True)
    else:
        text = words.ask_first_channel if _is_channel(diary) else words.ask_first
        await desk.say(text, buttons=(_join_row(words, diary),), reply=True)


async def show_help(desk: Desk) -> None:
    """How it works here; a chat without a diary is offered one.

    Who asks for numbers to call is not answered before others: one button more leads to them.
    """
    await _tell(desk, _help, [(care.private_button(desk),)] if care.is_asked(desk) else [])


def _help(words: Groups, diary: Diary) -> str:
    return help_page.text(words.language, "channel" if _is_channel(diary) else "group")


async def show_privacy(desk: Desk) -> None:
    """What is kept of a group."""
    await _tell(desk, lambda words, _: words.privacy)


async def _tell(desk: Desk, text: Any, more: Buttons = ()) -> None:
    async with desk.house.database.reading() as connection:
        diary = await diaries.of_chat(connection, desk.here)
    if diary is None:
        await offer(desk)
        return
    words = words_in(desk.chat_language)
    buttons = [*_buttons(desk, words, diary), *more]
    await desk.say(text(words, diary), buttons=buttons, reply=not _is_channel(diary))


def _is_channel(diary: Diary) -> bool:
    return diary.kind == "channel"


def explanation(diary: Diary, language: str) -> str:
    """How this diary works, as everybody in its chat reads it."""
    words, title = words_in(language), escape(diary.title or "")
    minute = diary.evening_minute
    evening = None if minute is None else dates.minute(minute, language)
    if _is_channel(diary):
        return words.how_channel(title, evening, diary.discussion_chat_id is not None)
    return words.how(title, evening)


def _buttons(desk: Desk, words: Groups, diary: Diary) -> Buttons:
    return (_join_row(words, diary), (pages.private_link(desk, words.private_button),))


def _join_row(words: Groups, diary: Diary) -> tuple[Button, ...]:
    join = words.join_channel_button if _is_channel(diary) else words.join_button
    return (Button(join, Callback("joindiary", diary.id)),)


async def _make(desk: Desk, _callback: Callback) -> None:
    """An admin makes the chat a diary; the greeting becomes what everybody should know.

    That is said before the press counts as handled: after a crash in between it is said again, by
    a diary that is made already.
    """
    if desk.chat.type == Chat.PRIVATE:
        raise TooLate
    if await _standing(desk) not in ADMINS:
        await desk.answer(words_in(desk.language).admins_only, alert=True)
        return
    place = await _place(desk)
    async with desk.house.database.writing() as connection:
        person = await desk.met(connection)
        limits, now = desk.house.limits, desk.house.now()
        diary, _ = await groups.make(connection, place, person, limits, now)
    await desk.answer(words_in(desk.language).is_made)
    language = diary.language or desk.language
    buttons = _buttons(desk, words_in(language), diary)
    await desk.show(explanation(diary, language), buttons=buttons)


async def _standing(desk: Desk) -> str | None:
    """What the person is here now, as Telegram says."""
    house = desk.house
    return await standings.refresh(house.bot, house.database, house.now, desk.here, desk.user.id)


async def _place(desk: Desk) -> Place:
    is_channel = desk.chat.type == Chat.CHANNEL
    linked = await linked_chat(desk) if is_channel else None
    kind, title = "channel" if is_channel else "group", desk.chat.title or ""
    return Place(desk.here, kind, title, linked, desk.thread_id)


async def linked_chat(desk: Desk) -> int | None:
    """The discussion group of a channel, or the channel of a discussion group.

    None where there is none, or Telegram does not tell; raises Postponed or Moved.
    """
    try:
        full = await delivery.attempt(lambda: desk.house.bot.get_chat(desk.here))
    except (Postponed, Moved):
        raise
    except DeliveryError:
        return None
    return None if full is None else full.linked_chat_id


async def _join(desk: Desk, callback: Callback) -> None:
    """Whoever is here reads and writes along; the button holds nothing about anybody."""
    words = words_in(desk.language)
    if await _standing(desk) in _AWAY:
        await desk.answer(words.join_first, alert=True)
        return
    try:
        async with desk.deciding() as connection:
            here = await diaries.of_chat(connection, desk.here)
            if here is None or here.id != callback.entry_id:
                raise TooLate
            person = await desk.met(connection)
            _, is_new = await groups.join(connection, here.id, person, desk.house.now())
    except NotYours:
        await desk.answer(words.taken_out, alert=True)
        return
    joined = words.joined_channel if _is_channel(here) else words.joined
    await desk.answer(joined if is_new else words.joined_before, alert=True)


async def rename(desk: Desk) -> None:
    """The chat has another title."""
    async with desk.deciding() as connection:
        await groups.follow_title(connection, desk.here, desk.message.new_chat_title or "")


async def move(desk: Desk) -> None:
    """The group has become a supergroup; both chats are told, in either order, perhaps twice."""
    message, now = desk.message, desk.house.now()
    old = message.migrate_from_chat_id or desk.chat.id
    new = message.migrate_to_chat_id or desk.chat.id
    async with desk.deciding() as connection:
        await groups.move(connection, old, new, now)
    desk.house.wake_cards()


PRESSES: Mapping[str, Press] = {"makediary": _make, "joindiary": _join}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    told = filters.StatusUpdate
    return [
        CommandHandler(HELP, handled_by(house, show_help), HERE),
        CommandHandler("privacy", handled_by(house, show_privacy), HERE),
        MessageHandler(told.MIGRATE, handled_by(house, move)),
        MessageHandler(told.NEW_CHAT_TITLE, handled_by(house, rename)),
    ]
