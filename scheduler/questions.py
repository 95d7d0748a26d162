"""The question of the day: finds the diaries whose minute has come, and claims a question for each.

Whoever sends them (`bot.questions`) asks for what is claimed. A diary is moved on by a conditional
UPDATE in the transaction that writes its question down: of two processes one does it, and one that
dies on the way has done nothing.
"""

from __future__ import annotations

from collections.abc import Callable

import structlog

from diary import questions
from diary.clock import Now
from storage import questions as rows
from storage.database import Database
from storage.diaries import Diary
from storage.questions import Raced

log = structlog.get_logger()

#: Diaries that are asked for at a time.
BATCH = 200


async def tick(database: Database, now: Now, claimed: Callable[[], None]) -> None:
    """Claim a question for every diary whose minute has come, and say so."""
    async with database.reading() as connection:
        due = await rows.to_ask(connection, now(), BATCH)
    count = sum([await _claim(database, diary, now) for diary in due])
    if count:
        log.info("questions claimed", action="question", count=count)
        claimed()


async def _claim(database: Database, diary: Diary, now: Now) -> bool:
    try:
        async with database.writing() as connection:
            return await questions.claim(connection, diary, now())
    except Raced:
        return False  # another process has done it


async def recount(database: Database, now: Now, counted: Callable[[], None]) -> None:
    """Look at open questions whose diary has other members, or other answers, than when counted.

    People join and leave, agree and call off; none of them knows of questions.
    """
    async with database.reading() as connection:
        found = await rows.miscounted(connection, BATCH)
    for question in found:
        async with database.writing() as connection:
            await questions.recount(connection, question, now())
    if found:
        counted()
