"""What an update's place in the order goes by: who has sent it, of what kind it is, and when.

It is read from the raw object, before anything parses it: it looks and never insists, and whatever
has another shape is of nobody and of kind "other".
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from storage.inbox import Arrival

#: The largest number that the table's column takes.
_MOST: Final = 2**63 - 1

#: Where an update of each kind says which chat it belongs to, and the kind that it is for us.
_PARTS: Final = {
    "message": "text",
    "edited_message": "edit",
    "channel_post": "text",
    "edited_channel_post": "edit",
    "callback_query": "press",
    "inline_query": "inline",
    "my_chat_member": "state",
    "chat_member": "state",
    "message_reaction": "reaction",
    "message_reaction_count": "reaction",
}

#: What a message has that may become an entry or a comment: a clip, or a file to bring in.
_CLIPS: Final = ("video_note", "video", "voice", "audio", "document")

#: What makes a message news of the chat, and no words. A place or a person that somebody picks is
#: not among them: it is said like a text, and whoever may not write may not say it.
_NEWS: Final = (
    *("new_chat_members", "left_chat_member", "new_chat_title", "pinned_message"),
    *("migrate_to_chat_id", "migrate_from_chat_id"),
    *("group_chat_created", "supergroup_chat_created", "channel_chat_created"),
)

#: Kinds that a limit may refuse. What is left out are clips, which wait instead of being refused,
#: and news of who is where, which rights go by.
REFUSABLE: Final = frozenset(
    {"text", "talk", "press", "search", "inline", "edit", "reaction", "other"}
)


def arrival(raw: Mapping[str, Any], chat_key: int | None) -> Arrival:
    """What is known of an update, still without its text; `update_id` must be a number."""
    name, part = _part(raw)
    return Arrival(
        update_id=raw["update_id"],
        chat_key=chat_key,
        raw="",
        sender_key=_sender(part),
        kind=_kind(name, part),
        sent_at=_sent_at(part),
    )


def written(found: Arrival, raw: Mapping[str, Any]) -> Arrival:
    """The update with its text, as the inbox keeps it: only what comes in is written down."""
    # Escaped: half of a surrogate pair is good JSON, but no text for a database.
    return replace(found, raw=json.dumps(raw, separators=(",", ":")))


def _part(raw: Mapping[str, Any]) -> tuple[str, Mapping[str, Any]]:
    for name in _PARTS:
        if isinstance(raw.get(name), dict):
            return name, raw[name]
    return "", {}


def _sender(part: Mapping[str, Any]) -> int | None:
    """The chat under whose name it was written, else the account."""
    for name in ("sender_chat", "actor_chat", "from", "user"):
        if (found := _id(part.get(name))) is not None:
            return found
    return None


def _id(of: Any) -> int | None:
    key = of.get("id") if isinstance(of, dict) else None
    return key if type(key) is int and -_MOST <= key <= _MOST else None


def _kind(name: str, part: Mapping[str, Any]) -> str:
    kind = _PARTS.get(name, "other")
    if kind != "text":
        return kind
    if any(key in part for key in _NEWS):
        return "state"
    if any(key in part for key in _CLIPS):
        return "clip"
    if _is_talk(part):
        return "talk"
    text = part.get("text")
    return "search" if isinstance(text, str) and text.startswith("/search") else "text"


def _is_talk(part: Mapping[str, Any]) -> bool:
    """Whether people talk to each other, and nobody expects an answer of a bot."""
    chat, text, to = part.get("chat"), part.get("text"), part.get("reply_to_message")
    if not isinstance(chat, dict) or chat.get("type") == "private":
        return False
    replied = to.get("from") if isinstance(to, dict) else None
    is_for_a_bot = isinstance(replied, dict) and bool(replied.get("is_bot"))
    return not is_for_a_bot and not (isinstance(text, str) and text.startswith("/"))


def _sent_at(part: Mapping[str, Any]) -> dt.datetime | None:
    """By Telegram's clock. An update that waited there was sent before it came."""
    seconds = part.get("edit_date", part.get("date"))
    if type(seconds) is not int or not 0 < seconds < 1 << 40:
        return None
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (OverflowError, ValueError, OSError):
        return None
