"""Who cannot be reached any more: the one place where a refusal becomes a mark.

Telegram tells of it by itself too (`bot.handlers.memberships`), but not always, and not of accounts
that were deleted. What the mark means is one rule (`diary.persons.block`, `diary.groups.freeze`):
nothing more is said there, nobody is told, and what waits comes when the bot is back.
"""

from __future__ import annotations

import structlog
from telegram import Bot

from bot import standings
from bot.errors import Unreachable
from diary import groups, persons
from diary.clock import Now
from storage.database import Database

log = structlog.get_logger()


async def note(
    bot: Bot, database: Database, now: Now, error: Unreachable, chat_id: int | None = None
) -> None:
    """A call to a chat was refused: keep it, where it is sure that the bot cannot speak there.

    `chat_id` is for refusals that do not tell the chat. One call that a group forbids says little:
    a right may be missing, or a topic be closed. There Telegram is asked whether the bot is in it.
    """
    chat_id = chat_id if error.chat_id is None else error.chat_id
    if chat_id is None:
        return
    if chat_id > 0:
        await _block(database, now, chat_id)
    elif standings.says_outside(error) or await standings.is_outside(bot, chat_id):
        # Telegram dates its updates in whole seconds: coming back within this one must count.
        at = now().replace(microsecond=0)
        async with database.writing() as connection:
            await groups.freeze(connection, chat_id, bot.id, "kicked", at, at)
        log.info("group is left", action="absence")


async def _block(database: Database, now: Now, telegram_id: int) -> None:
    async with database.writing() as connection:
        await persons.block(connection, telegram_id, now())
    log.info("person is away", action="absence")
