"""Asks Telegram who is in a chat; what it says counts for a minute (`diary.rights.FRESH`)."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable

from telegram import Bot, ChatMember, ChatMemberRestricted

from bot import delivery, moves
from bot.errors import DeliveryError, Moved, Postponed, Unreachable
from diary import rights
from diary.clock import Now
from storage import diaries, standings
from storage.database import Database

#: How Telegram says that the bot is not in a chat.
_OUTSIDE = (
    "kicked",
    "not a member",
    "chat not found",
    "peer_id_invalid",
    "group chat was deleted",
    "channel_private",
)


async def is_outside(bot: Bot, chat_id: int) -> bool:
    """Whether the bot is surely not in a chat, as Telegram says when asked about the bot itself.

    One call that was forbidden says little: a right may be missing, or a topic be closed.
    """
    try:
        member = await delivery.attempt(lambda: bot.get_chat_member(chat_id, bot.id))
    except Unreachable as error:
        return says_outside(error)
    except DeliveryError:
        return False
    return member is not None and status_of(member) not in rights.PRESENT


def says_outside(error: Unreachable) -> bool:
    """Whether Telegram says by this refusal itself that the bot is not in the chat."""
    return any(part in str(error).lower() for part in _OUTSIDE)


async def refresh(
    bot: Bot, database: Database, now: Now, chat_id: int, telegram_id: int
) -> str | None:
    """What a person is in a chat now, kept; None when Telegram does not say: then no access.

    Raises Postponed when Telegram cannot be asked now and nothing fresh is known.
    """
    asked_at = now()
    async with database.reading() as connection:
        known = await standings.find(connection, chat_id, telegram_id)
    if known is not None and asked_at - known.seen_at < rights.FRESH / 2:
        return known.status
    try:
        member = await delivery.attempt(lambda: bot.get_chat_member(chat_id, telegram_id))
    except Moved as moved:
        await moves.follow(database, now, moved)
        return await refresh(bot, database, now, moved.chat_id, telegram_id)
    except Postponed:
        if known is not None and asked_at - known.seen_at < rights.FRESH:
            return known.status
        raise
    except DeliveryError:
        member = None
    status = None if member is None else status_of(member)
    async with database.writing() as connection:
        if status is None:
            await standings.forget(connection, chat_id, telegram_id)
        else:
            await standings.put(connection, chat_id, telegram_id, status, asked_at)
    return status


async def refresh_all(
    bot: Bot, database: Database, now: Now, person_id: int, telegram_id: int
) -> None:
    """Ask about a person in the chats of all their shared diaries, before they read from outside.

    Where Telegram cannot be asked the person has no access for now, and nobody else has to wait.
    """
    async with database.reading() as connection:
        shared = await diaries.of_member(connection, person_id)
    await asyncio.gather(
        *(_quietly(refresh(bot, database, now, d.chat_id, telegram_id)) for d in shared)
    )


async def _quietly(asking: Awaitable[str | None]) -> None:
    try:
        await asking
    except Postponed:
        return


def status_of(member: ChatMember) -> str:
    """A status as `storage.standings` keeps it: one who is restricted may also be outside."""
    if isinstance(member, ChatMemberRestricted) and not member.is_member:
        return "left"
    return {"owner": "creator"}.get(member.status, str(member.status))
