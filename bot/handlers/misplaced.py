"""Commands of a group in the private chat, or in a channel: where they work instead."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot.desk import NEW_PRIVATE, Desk, House, handled_by
from bot.phrases.misplaced import words_in

#: What needs the group around it.
OF_GROUPS = ("book", "check", "save")

#: What needs somebody who asks: a channel's post is by nobody.
OF_GROUPS_ALONE = ("question", "save")
OF_PEOPLE = ("members", "invite", "leave", "diaries", "delete_diary")


async def say_groups(desk: Desk) -> None:
    """In private: this is for groups."""
    await desk.say(words_in(desk.language).in_groups)


async def say_no_channel(desk: Desk) -> None:
    """In a channel: not here."""
    await desk.say(words_in(desk.chat_language).not_in_channels)


async def say_private(desk: Desk) -> None:
    """In a channel: not here, but in private."""
    await desk.say(words_in(desk.chat_language).in_private)


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    post = filters.UpdateType.CHANNEL_POST
    return [
        CommandHandler(OF_GROUPS, handled_by(house, say_groups), NEW_PRIVATE),
        CommandHandler(OF_GROUPS_ALONE, handled_by(house, say_no_channel), post),
        CommandHandler(OF_PEOPLE, handled_by(house, say_private), post),
    ]
