"""/undo and the [Undo] buttons: the last change first, within ten minutes."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

from telegram import Chat, Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import delivery, pages
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import Desk, House, Press, handled_by
from bot.errors import DeliveryError
from bot.phrases.undo import Undo, words_in
from diary import deletions
from diary import undo as undoing
from diary.errors import NotYours, TooLate
from storage import persons

#: The bot's reaction to an edit in a group: a sentence for everybody would be too much.
DONE = "👌"


async def confirm(desk: Desk, text: str, change_id: int) -> None:
    """Say what was changed (HTML), with a button that undoes it; in a group only by a reaction."""
    if desk.chat.type != Chat.PRIVATE:
        await _react(desk)
        return
    is_written = desk.update.callback_query is None
    await desk.say(text, buttons=((button(change_id, desk.language),),), reply=is_written)


def button(change_id: int, language: str) -> Button:
    """The button that undoes this change."""
    return Button(words_in(language).button, Callback("undo", change_id))


async def _react(desk: Desk) -> None:
    """A courtesy: where it cannot be shown, nothing is lost. A press was answered already."""
    if desk.update.callback_query is not None:
        return
    with contextlib.suppress(DeliveryError):
        await delivery.react(desk.house.bot, desk.chat.id, desk.message.message_id, DONE)


async def undo(desk: Desk) -> None:
    """/undo: the last change of the person; in a group, of what they wrote in its diary."""
    change_id = await _last(desk)
    if change_id is None:
        words = words_in(desk.chat_language)
        is_private = desk.chat.type == Chat.PRIVATE
        await desk.say(words.nothing if is_private else words.nothing_here, reply=True)
        return
    try:
        text = await _undo(desk, change_id, words_in(desk.chat_language))
    except NotYours:
        text = desk.says.not_yours
    except TooLate:
        text = words_in(desk.chat_language).too_late
    await desk.say(text, reply=True)


async def _last(desk: Desk) -> int | None:
    is_private = desk.chat.type == Chat.PRIVATE
    diary = None if is_private else await pages.here(desk)
    if diary is None and not is_private:
        return None
    async with desk.house.database.reading() as connection:
        person = await persons.find(connection, desk.user.id)
        if person is None:
            return None
        now, diary_id = desk.house.now(), diary.id if diary else None
        found = await undoing.last(connection, person, now, diary_id=diary_id)
    return found.id if found else None


async def _undo(desk: Desk, change_id: int, words: Undo) -> str:
    """Put it back, and what to say; raises NotYours or TooLate."""
    await _ask_standing(desk, change_id)
    async with desk.deciding() as connection:
        person, now = await desk.met(connection), desk.house.now()
        done = await undoing.undo(connection, person, change_id, now, here=desk.here)
    desk.house.wake_cards()
    desk.house.wake_removals()
    desk.house.wake_worker()
    return words.undone(done.change.kind) if done.is_back else words.changed_since


async def _ask_standing(desk: Desk, change_id: int) -> None:
    """In a shared diary only who is in its chat changes anything."""
    async with desk.house.database.reading() as connection:
        home = await undoing.home_of(connection, change_id)
    if home is not None and home.is_shared:
        await pages.ask_telegram(desk, home.id)


async def _press(desk: Desk, callback: Callback) -> None:
    words = words_in(desk.language)
    async with desk.house.database.reading() as connection:
        kind = await undoing.kind_of(connection, callback.entry_id)
    try:
        text = await _undo(desk, callback.entry_id, words)
    except TooLate:
        await desk.answer(words.too_late, alert=True)
        return
    await desk.answer(text)
    if kind != deletions.KIND:
        await desk.show(text)  # that of a deletion stands on the card, which follows by itself


PRESSES: Mapping[str, Press] = {"undo": _press}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    where = (filters.ChatType.PRIVATE | filters.ChatType.GROUPS) & filters.UpdateType.MESSAGE
    return [CommandHandler("undo", handled_by(house, undo), where)]
