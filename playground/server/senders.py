"""In whose name something is sent: a person's, an anonymous administrator's, a channel's."""

from typing import Any

Json = dict[str, Any]

ANONYMOUS_ID = 1087968824
ANONYMOUS: Json = {
    "id": ANONYMOUS_ID,
    "is_bot": True,
    "first_name": "Group",
    "username": "GroupAnonymousBot",
}
CHANNEL_ID = 136817688
CHANNEL_BOT: Json = {
    "id": CHANNEL_ID,
    "is_bot": True,
    "first_name": "Channel",
    "username": "Channel_Bot",
}
# These two stand for somebody who does not show; they are bots by name only.
MASKS = frozenset({ANONYMOUS_ID, CHANNEL_ID})
# Telegram's own account brings a channel's posts into the discussion group.
TELEGRAM: Json = {"id": 777000, "is_bot": False, "first_name": "Telegram"}
ACCOUNTS = {account["id"]: account for account in (ANONYMOUS, CHANNEL_BOT, TELEGRAM)}


def posted_by_channel(channel: Json, signature: str | None) -> Json:
    """Return the fields of a channel's post; `channel` is its Chat."""
    return {"sender_chat": channel, **({"author_signature": signature} if signature else {})}


def hidden_by_group(group: Json, custom_title: str | None) -> Json:
    """Return the fields of an anonymous administrator's message; `group` is its Chat."""
    return {"sender_chat": group, **({"author_signature": custom_title} if custom_title else {})}


def origin(message: Json) -> Json:
    """Return the MessageOrigin of a forwarded Message (its JSON)."""
    if "forward_origin" in message:
        return dict(message["forward_origin"])
    signed = {k: message[k] for k in ("author_signature",) if k in message}
    date = {"date": message["date"]}
    if message["chat"]["type"] == "channel":
        place = {"chat": message["chat"], "message_id": message["message_id"]}
        return {"type": "channel", **date, **place, **signed}
    if "sender_chat" in message:
        return {"type": "chat", **date, "sender_chat": message["sender_chat"], **signed}
    return {"type": "user", **date, "sender_user": message["from"]}
