"""Everything that can be no entry: a sentence that says what to send instead."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, MessageHandler, filters

from bot import help as help_page
from bot import pages
from bot.buttons import Button
from bot.callbacks import Callback
from bot.desk import NEW_PRIVATE, Desk, Handler, House, Press, handled_by
from bot.phrases import help as phrases


async def unknown_command(desk: Desk) -> None:
    """A command that does not exist: the three that lead on."""
    words = phrases.words_in(desk.language)
    rows = (
        (Button(words.help_button, Callback("tohelp")),),
        (Button(words.calendar_button, Callback("calendar", 0, "days_five")),),
        (Button(words.settings_button, Callback("settings", 0, "main")),),
    )
    await desk.say(words.unknown, buttons=rows)


async def _help(desk: Desk, _callback: Callback) -> None:
    await pages.show(desk, help_page.text(desk.language, "private"))


async def media(desk: Desk) -> None:
    """A photo, a sticker, a place and so on."""
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


PRESSES: Mapping[str, Press] = {"tohelp": pages.in_private(_help)}


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to, in private chats alone. Service messages and edits are none."""
    service = filters.StatusUpdate.ALL
    return [
        MessageHandler(NEW_PRIVATE & filters.COMMAND, handled_by(house, unknown_command)),
        MessageHandler(NEW_PRIVATE & ~service, handled_by(house, album_of(deque(maxlen=100)))),
    ]
