"""What a message tells of the bot itself: that it is in this chat, and perhaps has rights again.

Telegram may have refused a call for a while, and nobody says when that is over. So a group that is
heard of wakes its diary, and whoever presses or sends a note there has the cards tried again.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

from telegram import Chat, Message, Update
from telegram.ext import BaseHandler, TypeHandler

from bot.desk import House
from diary import groups
from storage import cards

#: Before every other handler, and beside them: what they do may need an awake diary.
GROUP = -4


def noticing(house: House) -> Callable[[Update, Any], Coroutine[Any, Any, None]]:
    """The handler in the shape that the framework calls; it answers nothing."""

    async def call(update: Update, _context: Any) -> None:
        chat = update.effective_chat
        if chat is None or chat.type == Chat.PRIVATE:
            return
        if update.message is not None and chat.type != Chat.CHANNEL:
            await _wake(house, update.message)
        if update.callback_query is not None or _is_note(update.effective_message):
            await _resume(house, chat.id)

    return call


async def _wake(house: House, message: Message) -> None:
    """That the bot left is told by a message too; what was queued before it left is older."""
    gone = message.left_chat_member
    if gone is not None and gone.id == house.bot.id:
        return
    chat_id, at = message.chat.id, min(message.date, house.now())
    async with house.database.reading() as connection:
        if not await groups.is_away(connection, chat_id, house.bot.id, at):
            return
    async with house.database.writing() as connection:
        await groups.heard(connection, chat_id, house.bot.id, at, house.now())
    house.wake_cards()
    house.wake_removals()


def _is_note(message: Message | None) -> bool:
    return message is not None and bool(message.video_note or message.video or message.document)


async def _resume(house: House, chat_id: int) -> None:
    async with house.database.reading() as connection:
        if not await cards.waits_for_rights(connection, chat_id):
            return
    async with house.database.writing() as connection:
        await cards.resume(connection, chat_id)
    house.wake_cards()


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file looks at: every update."""
    return [TypeHandler(Update, noticing(house))]
