"""Commands of a group in the private chat, or the other way round: where they work instead."""

from __future__ import annotations

from typing import Any

from telegram import Update
from telegram.ext import BaseHandler, CommandHandler, filters

from bot import pages
from bot.desk import NEW_PRIVATE, Desk, House, handled_by
from bot.phrases.misplaced import words_in

#: What needs the group around it.
OF_GROUPS = ("book", "check", "save")

#: What is about one person alone, and never said before others.
OF_ONE = (
    "diaries",
    "glossary",
    "import",
    "me",
    "memory",
    "mydata",
    "prompt",
    "random",
    "reanalyze",
    "remind",
    "report",
)

#: What needs somebody who asks: a channel's post is by nobody.
OF_GROUPS_ALONE = ("question", "save")
OF_PEOPLE = ("members", "invite", "leave", "diaries", "delete_diary", "import")


async def say_groups(desk: Desk) -> None:
    """In private: this is for groups."""
    await desk.say(words_in(desk.language).in_groups)


async def say_no_channel(desk: Desk) -> None:
    """In a channel: not here."""
    await desk.say(words_in(desk.chat_language).not_in_channels)


async def say_private(desk: Desk) -> None:
    """In a channel: not here, but in private."""
    await desk.say(words_in(desk.chat_language).in_private)


async def say_in_private_chat(desk: Desk) -> None:
    """In a group: not here. A group that is no diary is left alone, unless the bot is named."""
    if await pages.here(desk) is None and not _names_bot(desk):
        return
    words = words_in(desk.chat_language)
    link = pages.private_link(desk, words.private_button)
    await desk.say(words.only_private, buttons=((link,),), reply=True)


def _names_bot(desk: Desk) -> bool:
    """Whether it is /me@this_bot; the command of another bot does not come here."""
    return "@" in (desk.message.text or "").split(maxsplit=1)[0]


def routes(house: House) -> list[BaseHandler[Update, Any, None]]:
    """What this file answers to."""
    post = filters.UpdateType.CHANNEL_POST
    group = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
    return [
        CommandHandler(OF_ONE, handled_by(house, say_in_private_chat), group),
        CommandHandler(OF_GROUPS, handled_by(house, say_groups), NEW_PRIVATE),
        CommandHandler(OF_GROUPS_ALONE, handled_by(house, say_no_channel), post),
        CommandHandler(OF_PEOPLE, handled_by(house, say_private), post),
    ]
