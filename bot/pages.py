"""Pages of the private chat: a message whose buttons turn it into the next page."""

from __future__ import annotations

from collections.abc import Sequence

from telegram import Chat

from bot import delivery, messages, standings
from bot.buttons import Button, Link
from bot.callbacks import Callback
from bot.desk import Desk, House, Press
from bot.errors import Gone, Postponed, Refused
from bot.lettering import cut, escape
from bot.messages import Buttons
from bot.phrases import members as phrases
from diary.errors import NotYours
from storage import diaries
from storage.diaries import Diary

#: Characters of a name or title on a button: more does not fit on a phone.
LONGEST_ON_BUTTON = 30


async def show(desk: Desk, text: str, buttons: Buttons = ()) -> None:
    """Turn the message whose button was pressed into this page; anything else gets a new one."""
    query = desk.update.callback_query
    if query is None or query.message is None:
        await desk.say(text, buttons=buttons)
        return
    message_id = query.message.message_id
    await desk.answer()
    try:
        await delivery.insist(
            lambda: messages.edit_text(desk.house.bot, desk.here, message_id, text, buttons)
        )
    except (Gone, Refused):
        await desk.say(text, buttons=buttons)


async def turn(desk: Desk, text: str, buttons: Buttons) -> None:
    """Turn the message to this: the words of a text, or those below a picture."""
    await desk.answer()
    edit = messages.edit_caption if desk.message.photo else messages.edit_text
    bot, message_id = desk.house.bot, desk.message.message_id
    await delivery.insist(lambda: edit(bot, desk.here, message_id, text, buttons))


def in_private(press: Press) -> Press:
    """The press, but for buttons of a group: a page is for one person, whoever forges it there."""

    async def guarded(desk: Desk, callback: Callback) -> None:
        if desk.chat.type != Chat.PRIVATE:
            raise NotYours
        await press(desk, callback)

    return guarded


async def ask_telegram(desk: Desk, diary_id: int | None = None) -> None:
    """Ask who the person is in the chat(s) now, before a transaction that reads for a private chat.

    Of one diary, or (None) of all that they share. Raises Postponed where Telegram does not answer
    about the one.
    """
    house = desk.house
    async with house.database.writing() as connection:
        person = await desk.met(connection)
        diary = await diaries.find(connection, diary_id) if diary_id is not None else None
    if diary_id is None:
        await standings.refresh_all(house.bot, house.database, house.now, person.id, desk.user.id)
    elif diary is not None and diary.is_shared:
        chat_id, user_id = diary.chat_id, desk.user.id
        await standings.refresh(house.bot, house.database, house.now, chat_id, user_id)


async def is_in_chat(house: House, chat_id: int, telegram_id: int) -> str | None:
    """What Telegram says of somebody in a chat; None also where it cannot be asked now."""
    try:
        return await standings.refresh(house.bot, house.database, house.now, chat_id, telegram_id)
    except Postponed:
        return None


def title_of(diary: Diary, language: str) -> str:
    """A diary's title for an HTML message."""
    return escape(plain_title(diary, language))


def plain_title(diary: Diary, language: str) -> str:
    """A diary's title as a person would type it."""
    return diary.title or phrases.words_in(language).untitled


def on_button(name: str) -> str:
    """A name or title, short enough for a button; plain text."""
    return cut(name, LONGEST_ON_BUTTON)


def choices(found: Sequence[Diary], action: str, language: str, detail: str = "") -> Buttons:
    """A button for each diary."""
    return [
        (Button(on_button(plain_title(diary, language)), Callback(action, diary.id, detail)),)
        for diary in found
    ]


def deep_link(desk: Desk, text: str, payload: str) -> Link:
    """A button that leads from a group to the private chat."""
    return Link(text, f"https://t.me/{desk.house.bot.username}?start={payload}")


def private_link(desk: Desk, text: str) -> Link:
    """A button that opens the private chat, and says nothing there."""
    return Link(text, f"https://t.me/{desk.house.bot.username}")


async def here(desk: Desk) -> Diary | None:
    """The diary of the group in which this was written, or of its channel."""
    async with desk.house.database.reading() as connection:
        found = await diaries.of_chat(connection, desk.here)
        return found or await diaries.of_discussion(connection, desk.here)
