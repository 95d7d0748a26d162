"""Replies of an author to a card of theirs that are edits: they go to the noun that knows them.

This looks at every reply before `bot.handlers.comments` does, and lets all others go on to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from telegram import Chat, Update
from telegram.ext import ApplicationHandlerStop, BaseHandler, MessageHandler, filters

from bot import card_replies
from bot.card_replies import CardHint, CardReply, Written
from bot.desk import Desk, House, handled_by
from bot.handlers import corrections, edits
from bot.phrases.edits import words_in
from diary import entries
from diary.errors import DiaryError, NotYours
from storage.entries import Entry

#: Before `bot.handlers.comments`, to which every other reply to a card belongs.
GROUP = -3

#: Every first word, case-folded, with what takes the rest. Each file answers for its own noun.
CARD_REPLIES: Mapping[str, CardReply] = {**edits.CARD_REPLIES, **corrections.CARD_REPLIES}


#: How an edit with this first word is written.
CARD_HINTS: Mapping[str, CardHint] = {**edits.CARD_HINTS, **corrections.CARD_HINTS}


async def take(desk: Desk) -> None:
    """Hand the edit to the noun that knows its first word; only the entry's author edits.

    In a chat with the bot alone, a slip in it is told and no comment; among people it may be talk.
    """
    text = desk.message.text or ""
    written = card_replies.read(text, CARD_REPLIES)
    slip = card_replies.nearly(text, CARD_HINTS) if desk.chat.type == Chat.PRIVATE else None
    entry = await _entry(desk) if written or slip else None
    if entry is None:
        return
    if written is not None:
        await _edit(desk, entry, written)
    elif slip is not None:
        how = CARD_HINTS[slip](desk.chat_language)
        await desk.say(f"{how}\n\n{words_in(desk.chat_language).no_comment}", reply=True)
    raise ApplicationHandlerStop


async def _edit(desk: Desk, entry: Entry, written: Written) -> None:
    try:
        await CARD_REPLIES[written.prefix](desk, entry, written.rest)
    except NotYours:
        await desk.say(desk.says.not_yours, reply=True)
    except DiaryError:
        await desk.say(desk.says.too_late, reply=True)


async def _entry(desk: Desk) -> Entry | None:
    """The entry whose card is replied to; None where there is none, or it is somebody else's."""
    replied, user = desk.message.reply_to_message, desk.update.effective_user
    if replied is None or user is None or desk.message.sender_chat is not None:
        return None
    async with desk.house.database.reading() as connection:
        card = await card_replies.card_of(connection, desk.chat.id, replied.message_id)
        if card is None:
            return None
        now, here = desk.house.now(), desk.here
        try:
            return await entries.of_author(connection, card.entry_id, user.id, now, here=here)
        except NotYours:
            return None


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to: new replies in words."""
    where = filters.ChatType.GROUPS | filters.ChatType.PRIVATE
    said = filters.UpdateType.MESSAGE & filters.REPLY & filters.TEXT & ~filters.COMMAND
    return [MessageHandler(where & said, handled_by(house, take))]
