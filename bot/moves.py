"""Groups that become supergroups: Telegram tells it by messages, or only by refusing a call.

Whatever loop meets `Moved` hands it to `follow`; from then on the chat's new number is known
everywhere (`diary.groups.move`), and what was refused is done again.
"""

from __future__ import annotations

import asyncio
import time

from telegram import Bot, Chat, Update

from bot import delivery
from bot.errors import DeliveryError, Moved
from diary import groups
from diary.clock import Now
from storage import diaries, moves, standings
from storage.database import Database

#: How many groups are asked about when the bot meets a supergroup that it does not know.
MOST_ASKED = 5

#: How long the message that tells of a move may come after the one that the bot is there, and how
#: often it is looked for, in seconds.
SETTLING_S = 1.5
LOOK_S = 0.1


async def follow(database: Database, now: Now, moved: Moved) -> None:
    """Keep what a refusal has told; without the old number it tells nothing."""
    if moved.old is None:
        return
    async with database.writing() as connection:
        await groups.move(connection, moved.old, moved.chat_id, now())


async def today(database: Database, chat: Chat | None) -> int | None:
    """The new number of a group that has moved; None for every other chat."""
    if chat is None or chat.type != Chat.GROUP:
        return None
    async with database.reading() as connection:
        found = await moves.today(connection, chat.id)
    return None if found == chat.id else found


async def recognise(bot: Bot, database: Database, now: Now, update: Update) -> None:
    """See whether a supergroup that is new to the bot is a group that it knows.

    Telegram may have told of the move only by the refusal that nobody has met yet: so the few
    groups that it could be, by title or member, are called.
    """
    chat = update.effective_chat
    if chat is None or chat.type != Chat.SUPERGROUP:
        return
    user = update.effective_user
    async with database.reading() as connection:
        known = await diaries.at(connection, chat.id) or await diaries.of_discussion(
            connection, chat.id
        )
        if known or await standings.find(connection, chat.id, bot.id):
            return
        candidates = await diaries.in_basic_groups(
            connection, user.id if user else None, chat.title, MOST_ASKED
        )
    for diary in candidates:
        await _call(bot, database, now, diary.chat_id)
    if update.my_chat_member is None:
        async with database.writing() as connection:
            await standings.put(connection, chat.id, bot.id, "member", now())


async def hear_of_it(bot: Bot, database: Database, chat_id: int) -> None:
    """Leave a supergroup that seems new a moment in which it may prove to be a known group.

    Telegram tells first that the bot has come into it, and only then, in the old group, why.
    """
    latest = time.monotonic() + SETTLING_S
    async with database.reading() as connection:
        waits = await standings.is_in_basic_group(connection, bot.id)
    while waits and time.monotonic() < latest:
        async with database.reading() as connection:
            waits = await standings.find(connection, chat_id, bot.id) is None
        await asyncio.sleep(LOOK_S)


async def _call(bot: Bot, database: Database, now: Now, chat_id: int) -> None:
    """The smallest call that a group that has moved refuses."""
    try:
        await delivery.attempt(lambda: bot.send_chat_action(chat_id, "typing"))
    except Moved as moved:
        await follow(database, now, moved)
    except DeliveryError:
        return
