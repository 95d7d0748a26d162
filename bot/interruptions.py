"""Says so where a bot that died may have left somebody without an answer.

What a person asked for is decided in one transaction with their update, and answered after it: a
bot that dies in between has done it, and never says so. Handled again, it would be done twice; so
at its next start it owns up, once, and only in private. Cards, notices, files and whatever else
comes of an update have rows of their own and miss nothing: what of them was being sent when the
bot died is taken up at its start, not when the time is over that sending may take.
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
from diary import admissions
from diary.admissions import Standing
from storage import erasure, inbox, notices, persons, questions, rounds
from storage.database import Unavailable

log = structlog.get_logger()

#: Whoever has waited longer for an answer waits no more.
RECENT = dt.timedelta(minutes=30)


async def found(house: House) -> Coroutine[Any, Any, None]:
    """Take up what was being said when the bot died; what is to be done about answers.

    Before any update is handled and anything said, and only where no other process says anything.
    """
    try:
        chats = await _taken_up(house)
    except Unavailable:
        log.debug("database not available", action="start")
        chats = ()
    return _own_up(house, chats)


async def _taken_up(house: House) -> Sequence[int]:
    """The private chats that miss an answer, each once. The rest comes as if due now."""
    if not house.database.is_sqlite:
        return ()  # another bot may be speaking there just now
    now = house.now()
    async with house.database.writing() as connection:
        await notices.recover(connection, now, everyone=True)
        await erasure.release_all(connection)
        await rounds.release_all(connection)
        await questions.open_unheard(connection)
        return await inbox.own_up(connection, now - RECENT)


async def _own_up(house: House, chats: Sequence[int]) -> None:
    """Tell them, each in their language; whom it does not reach hears nothing."""
    told = 0
    for chat_id in chats:
        try:
            told += await _tell(house, chat_id)
        except (DeliveryError, Unavailable) as error:
            log.info("interruption not told", action="start", reason=type(error).__name__)
    if told:
        log.info("answers may be missing", action="start", chats=told)


async def _tell(house: House, chat_id: int) -> bool:
    """False where nobody is to be told: erased meanwhile, gone, or kept out by an admin."""
    async with house.database.reading() as connection:
        person = await persons.find(connection, chat_id)
        at_door = await admissions.standing(connection, chat_id, house.door, here=chat_id)
    if person is None or person.blocked_at is not None or at_door is not Standing.WELCOME:
        return False
    words = phrases.words_in(person.language)
    await delivery.say(house.bot, chat_id, words.interrupted)
    return True
