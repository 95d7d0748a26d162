"""Everything that is not a clip: a sentence that says what to send instead."""

from __future__ import annotations

from telegram.ext import MessageHandler, filters

from bot.desk import Desk, House, handled_by


async def text(desk: Desk) -> None:
    """Words alone."""
    await desk.say(desk.says.text_hint)


async def unknown_command(desk: Desk) -> None:
    """A command that does not exist: what does."""
    await desk.say(desk.says.help)


async def media(desk: Desk) -> None:
    """A photo, a sticker, a voice note and so on."""
    await desk.say(desk.says.only_video, reply=True)


async def group_command(desk: Desk) -> None:
    """A command in a group: nothing else there is looked at."""
    await desk.say(desk.says.group_hello, reply=True)


def routes(house: House) -> list[MessageHandler]:  # type: ignore[type-arg]
    """What this file answers to. Service messages and edits are none of these."""
    private = filters.ChatType.PRIVATE & filters.UpdateType.MESSAGE
    group = filters.ChatType.GROUPS & filters.UpdateType.MESSAGE
    service = filters.StatusUpdate.ALL
    return [
        MessageHandler(private & filters.COMMAND, handled_by(house, unknown_command)),
        MessageHandler(private & filters.TEXT, handled_by(house, text)),
        MessageHandler(private & ~service, handled_by(house, media)),
        MessageHandler(group & filters.COMMAND, handled_by(house, group_command)),
    ]
