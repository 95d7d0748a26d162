"""Says so where a bot that died may have left somebody without an answer.

What a person asked for is decided in one transaction with their update, and answered after it: a
bot that dies in between has done it, and never says so. Handled again, it would be done twice; so
at its next start it owns up, once, and only in private. Cards, notices, files and whatever else
comes of an update have rows of their own and miss nothing.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Coroutine, Sequence
from typing import Any

import structlog

from bot import delivery
from bot.desk import House
from bot.errors import DeliveryError
from bot.phrases import interruptions as phrases
from storage import inbox, persons
from storage.database import Unavailable

log = structlog.get_logger()

#: Whoever has waited longer for an answer waits no more.
RECENT = dt.timedelta(minutes=30)


async def found(house: House) -> Coroutine[Any, Any, None]:
    """What is to be done about the answers that are missing now; before any update is handled."""
    try:
        chats = await _missed(house)
    except Unavailable:
        log.debug("database not available", action="start")
        chats = ()
    return _own_up(house, chats)


async def _missed(house: House) -> Sequence[int]:
    """The private chats that miss an answer, each once."""
    if not house.database.is_sqlite:
        return ()  # another bot may be answering there just now
    async with house.database.writing() as connection:
        return await inbox.own_up(connection, house.now() - RECENT)


async def _own_up(house: House, chats: Sequence[int]) -> None:
    """Tell them, each in their language; whom it does not reach hears nothing."""
    for chat_id in chats:
        try:
            async with house.database.reading() as connection:
                person = await persons.find(connection, chat_id)
            words = phrases.words_in(person.language if person else house.language)
            await delivery.say(house.bot, chat_id, words.interrupted)
        except (DeliveryError, Unavailable) as error:
            log.info("interruption not told", action="start", reason=type(error).__name__)
    if chats:
        log.info("answers may be missing", action="start", chats=len(chats))
