"""What "/" lists in the private chat of an admin: everybody's commands and those of admins."""

from __future__ import annotations

import structlog
from telegram import Bot, BotCommand, BotCommandScopeChat

from bot import delivery
from bot.errors import DeliveryError
from bot.phrases import commands
from languages.catalogue import LANGUAGES

log = structlog.get_logger()


async def put(bot: Bot, admin: int) -> None:
    """Register it; whoever has never written to the bot has no chat yet, and gets it later."""
    scope = BotCommandScopeChat(admin)
    for language in (None, *LANGUAGES):
        lines = commands.listed_for_admins(language or "en")
        listed = [BotCommand(*line) for line in lines]
        try:
            await delivery.insist(
                lambda listed=listed, language=language: bot.set_my_commands(  # type: ignore[misc]
                    listed, scope=scope, language_code=language
                )
            )
        except DeliveryError as error:
            log.info("menu not registered", action="admin", error=type(error).__name__)
            return
