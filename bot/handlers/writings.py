"""A text in a private chat: an entry after a tap, and not before. It is kept nowhere until then.

The question answers the text, so Telegram hands the text over with the press. Later edits of the
message, and of the caption of a clip, are followed.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Message, Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, House, Press, handled_by
from bot.handlers.recordings import CLIPS, SOUNDS
from bot.phrases.writings import words_in
from diary import captures, own_questions, persons, writings
from diary.writings import Writing
from storage import diaries


async def offer(desk: Desk) -> None:
    """Ask whether it is to be one."""
    words = words_in(desk.language)
    row = (Button(words.button, Callback("write", desk.message.message_id)),)
    await desk.say(words.offer, buttons=(row,), reply=True)


async def _keep(desk: Desk, callback: Callback) -> None:
    """The tap: what asked becomes the card."""
    house, words, text = desk.house, words_in(desk.language), _text(desk, callback.entry_id)
    if text is None:
        await desk.answer(words.gone, alert=True)
        return
    async with desk.deciding() as connection:
        person = await desk.met(connection)
        writing = _writing(desk, text)
        entry_id = await writings.accept(
            connection, writing, desk.message.message_id, house.limits, house.now()
        )
        if entry_id is not None:
            sent_at = min(house.now(), writing.written_at)
            await own_questions.take_next(connection, person, entry_id, sent_at)
    await desk.answer(None if entry_id else words.known)
    house.wake_cards()
    house.wake_worker()


def _text(desk: Desk, message_id: int) -> Message | None:
    """The person's own text that the pressed question answers, as Telegram has it now."""
    query = desk.update.callback_query
    asked = query.message if query else None
    text = asked.reply_to_message if isinstance(asked, Message) else None
    if text is None or text.message_id != message_id or not (text.text or "").strip():
        return None
    is_own = text.from_user is not None and text.from_user.id == desk.user.id
    return text if is_own and text.chat.id == desk.user.id else None


def _writing(desk: Desk, text: Message) -> Writing:
    return Writing(
        telegram_id=desk.user.id,
        language=persons.language_of(desk.user.language_code, desk.house.language),
        chat_id=text.chat.id,
        message_id=text.message_id,
        text=text.text or "",
        written_at=text.date,
        origin_at=text.forward_origin.date if text.forward_origin else None,
    )


async def edit(desk: Desk) -> None:
    """The message of an entry was changed: it follows."""
    message, house = desk.message, desk.house
    async with desk.deciding() as connection:
        await writings.edit(
            connection, message.chat.id, message.message_id, message.text or "", house.now()
        )
    house.wake_cards()
    house.wake_worker()


async def edit_caption(desk: Desk) -> None:
    """A clip has another caption: title, words and tags follow it."""
    message, house = desk.message, desk.house
    async with desk.deciding() as connection:
        diary = await diaries.of_chat(connection, desk.here)
        place = message.chat.id, message.message_id
        if diary is not None:
            await captures.edit_caption(connection, *place, message.caption, house.now())
    house.wake_cards()
    house.wake_worker()


PRESSES: Mapping[str, Press] = {"write": _keep}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to, in private chats alone: texts that no other file takes."""
    edited = filters.ChatType.PRIVATE & filters.UpdateType.EDITED_MESSAGE
    text = filters.TEXT & ~filters.COMMAND
    return [
        MessageHandler(NEW_PRIVATE & text, handled_by(house, offer)),
        MessageHandler(edited & filters.TEXT, handled_by(house, edit)),
        MessageHandler(edited & (CLIPS | SOUNDS), handled_by(house, edit_caption)),
    ]
