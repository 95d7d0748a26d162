"""/help, /privacy and /about."""

from __future__ import annotations

from telegram.ext import CommandHandler

from bot import help as help_page
from bot.desk import NEW_PRIVATE, Desk, House, handled_by
from bot.handlers import care


async def show_help(desk: Desk) -> None:
    """What works in this chat; with "now", numbers to call."""
    if care.is_asked(desk):
        await care.show(desk)
        return
    await desk.say(help_page.text(desk.language, "private"))


async def show_privacy(desk: Desk) -> None:
    """What is kept, where and for how long, and which model reads the expression."""
    await desk.say(desk.says.privacy(desk.house.readers().escaped().expression.version))


async def show_about(desk: Desk) -> None:
    """What reads expression and words, and how often it is right."""
    await desk.say(desk.says.about(desk.house.readers().escaped()))


def routes(house: House) -> list[CommandHandler]:  # type: ignore[type-arg]
    """What this file answers to."""
    return [
        CommandHandler("help", handled_by(house, show_help), NEW_PRIVATE),
        CommandHandler("privacy", handled_by(house, show_privacy), NEW_PRIVATE),
        CommandHandler("about", handled_by(house, show_about), NEW_PRIVATE),
    ]
