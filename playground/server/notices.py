"""What a bot is told beside plain messages, and whether it is told at all."""

from typing import Any

from playground.server.bots import Bot
from playground.server.chats import Chat, Message
from playground.server.members import GONE, addressed, chat_member

Json = dict[str, Any]


def sees(bot: Bot, message: Message) -> bool:
    """Say whether a bot is told of a message: privacy mode hides most of a group from it."""
    chat = message.chat
    if chat.private:
        return chat.bot_id == bot.id
    status = chat.members.get(bot.id, "left")
    if status != "member" or bot.reads_all_group_messages:
        return status not in GONE
    replied = message.reply_to is not None and message.reply_to.sender["id"] == bot.id
    joined = "new_chat_members" in message.content
    return replied or joined or addressed(message, bot.username)


def callback_query(query_id: str, user: Json, message: Message, data: str) -> Json:
    """Return the CallbackQuery of a pressed button."""
    return {
        "id": query_id,
        "from": user,
        "message": message.json(),
        "chat_instance": str(7_000_000_000 + abs(message.chat.id)),
        "data": data,
    }


def own_status(bot: Bot, chat: Chat, by: Json, change: tuple[str, str], date: int) -> Json:
    """Return the ChatMemberUpdated of a bot; `change` is its old and its new status."""
    old, new = change
    return {
        "chat": chat.json(),
        "from": by,
        "date": date,
        "old_chat_member": chat_member(bot.json(), old),
        "new_chat_member": chat_member(bot.json(), new),
    }


def reaction(message: Message, user: Json, old: list[str], date: int) -> Json:
    """Return the MessageReactionUpdated of somebody whose reaction was `old`."""
    new = message.reactions[user["id"]]
    return {
        "chat": message.chat.json(),
        "message_id": message.message_id,
        "user": user,
        "date": date,
        "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in old],
        "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in new],
    }
