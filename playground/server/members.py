"""Who is what in a chat, as the Bot API tells it, and whom a group's message is meant for."""

from typing import Any

from playground.server.chats import Message

Json = dict[str, Any]

GONE = frozenset({"left", "kicked"})
ADMIN_RIGHTS = (
    "can_manage_chat",
    "can_delete_messages",
    "can_manage_video_chats",
    "can_restrict_members",
    "can_promote_members",
    "can_change_info",
    "can_invite_users",
    "can_pin_messages",
)
STORY_RIGHTS = ("can_post_stories", "can_edit_stories", "can_delete_stories")


def chat_member(user: Json, status: str) -> Json:
    """Return the Bot API's ChatMember."""
    result: Json = {"status": status, "user": user}
    if status == "kicked":
        result["until_date"] = 0
    if status in {"administrator", "creator"}:
        result["is_anonymous"] = False
    if status == "administrator":
        result["can_be_edited"] = False
        result |= dict.fromkeys(ADMIN_RIGHTS, True) | dict.fromkeys(STORY_RIGHTS, False)
    return result


def addressed(message: Message, username: str) -> bool:
    """Say whether a group message is a command for this bot (or for any), or names it."""
    text = (message.text or message.caption or "").encode("utf-16-le")
    me = f"@{username.lower()}"
    for entity in message.entities:
        start, end = entity["offset"] * 2, (entity["offset"] + entity["length"]) * 2
        word = text[start:end].decode("utf-16-le").lower()
        if entity["type"] == "bot_command" and ("@" not in word or word.endswith(me)):
            return True
        if entity["type"] == "mention" and word == me:
            return True
    return False
