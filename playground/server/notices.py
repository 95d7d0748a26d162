"""What a bot is told beside plain messages."""

from collections import Counter
from typing import Any

from playground.server.chats import Chat, Message

Json = dict[str, Any]


def callback_query(query_id: str, user: Json, chat: Chat, message: Json, data: str) -> Json:
    """Return the CallbackQuery of a pressed button; `message` may be an InaccessibleMessage."""
    return {
        "id": query_id,
        "from": user,
        "message": message,
        "chat_instance": str(7_000_000_000 + abs(chat.id)),
        "data": data,
    }


def inaccessible(chat: Chat, message_id: int) -> Json:
    """Return the InaccessibleMessage: one that is deleted or otherwise out of reach."""
    return {"chat": chat.json(), "message_id": message_id, "date": 0}


def member_change(chat: Chat, by: Json, old: Json, new: Json, date: int) -> Json:
    """Return the ChatMemberUpdated; `old` and `new` are ChatMember."""
    about = {"chat": chat.json(), "from": by, "date": date}
    return {**about, "old_chat_member": old, "new_chat_member": new}


def reaction(message: Message, actor: Json, person_id: int, old: list[str], date: int) -> Json:
    """Return the MessageReactionUpdated; `actor` is {"user": …} or {"actor_chat": …}."""
    new = message.reactions[person_id]
    place = {"chat": message.chat.json(), "message_id": message.message_id}
    return {
        **place,
        **actor,
        "date": date,
        "old_reaction": [{"type": "emoji", "emoji": emoji} for emoji in old],
        "new_reaction": [{"type": "emoji", "emoji": emoji} for emoji in new],
    }


def reaction_count(message: Message, date: int) -> Json:
    """Return the MessageReactionCountUpdated of a channel's post."""
    counts = Counter(emoji for given in message.reactions.values() for emoji in given)
    return {
        "chat": message.chat.json(),
        "message_id": message.message_id,
        "date": date,
        "reactions": [
            {"type": {"type": "emoji", "emoji": emoji}, "total_count": count}
            for emoji, count in counts.most_common()
        ],
    }
