"""The bot is blocked, unblocked, or added to a group."""

from __future__ import annotations

from telegram import Chat, ChatMember
from telegram.ext import ChatMemberHandler

from bot.desk import Desk, House, handled_by
from diary import persons

_AWAY = (ChatMember.LEFT, ChatMember.BANNED)


async def change(desk: Desk) -> None:
    """Remember who cannot be reached; greet a group once."""
    update = desk.update.my_chat_member
    if update is None:
        return
    was_away = update.old_chat_member.status in _AWAY
    is_away = update.new_chat_member.status in _AWAY
    if desk.chat.type == Chat.PRIVATE:
        await _private(desk, is_away=is_away)
    elif was_away and not is_away and desk.chat.type in {Chat.GROUP, Chat.SUPERGROUP}:
        await desk.say(desk.says.group_hello)


async def _private(desk: Desk, *, is_away: bool) -> None:
    async with desk.deciding() as connection:
        if is_away:
            await persons.block(connection, desk.chat.id, desk.house.now())
        else:
            await persons.come_back(connection, desk.chat.id, desk.house.now())
    desk.house.wake_cards()


def routes(house: House) -> list[ChatMemberHandler]:  # type: ignore[type-arg]
    """What this file answers to."""
    handler = handled_by(house, change)
    return [ChatMemberHandler(handler, ChatMemberHandler.MY_CHAT_MEMBER)]
