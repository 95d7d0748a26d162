"""Everything that is not a clip: a sentence that says what to send instead."""

from __future__ import annotations

from collections import deque
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot.desk import NEW_PRIVATE, Desk, Handler, House, handled_by


async def text(desk: Desk) -> None:
    """Words alone."""
    await desk.say(desk.says.text_hint)


async def unknown_command(desk: Desk) -> None:
    """A command that does not exist: what does."""
    await desk.say(desk.says.help)


async def media(desk: Desk) -> None:
    """A photo, a sticker, a voice note and so on."""
    await desk.say(desk.says.only_video, reply=True)


def album_of(seen: deque[str]) -> Handler:
    """`media`, but one answer for an album, however many parts it has."""

    async def answer(desk: Desk) -> None:
        album = desk.message.media_group_id
        if album is not None and album in seen:
            return
        await media(desk)
        if album is not None:
            seen.append(album)

    return answer


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to, in private chats alone. Service messages and edits are none."""
    service = filters.StatusUpdate.ALL
    return [
        MessageHandler(NEW_PRIVATE & filters.COMMAND, handled_by(house, unknown_command)),
        MessageHandler(NEW_PRIVATE & filters.TEXT, handled_by(house, text)),
        MessageHandler(NEW_PRIVATE & ~service, handled_by(house, album_of(deque(maxlen=100)))),
    ]
