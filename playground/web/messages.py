"""Messages as one person sees them."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

from playground.server import Message, Person, World
from playground.server.files import picture_size
from playground.web import happenings, sight

Json = dict[str, Any]
Key = tuple[int, int]

MIME = {
    "video_note": "video/mp4",
    "video": "video/mp4",
    "animation": "video/mp4",
    "voice": "audio/ogg",
    "audio": "audio/mpeg",
    "sticker": "image/webp",
    "document": "application/octet-stream",
}
QUOTED = 120
START_WORD = "/start"
START = re.compile(rf"{START_WORD} [A-Za-z0-9_-]{{1,64}}")


def key(message: Message) -> Key:
    """What a message is known by."""
    return message.chat.id, message.message_id


def unseen(world: World) -> frozenset[Key]:
    """The messages of people that the bot has not taken yet."""
    waiting = (world.updates.get(number, {}) for number in world.bot.updates.unconfirmed)
    told = (u.get("message") or u.get("channel_post") for u in waiting)
    return frozenset((m["chat"]["id"], m["message_id"]) for m in told if m)


def print_of(message: Message, waiting: frozenset[Key]) -> tuple[Any, ...]:
    """What changes when the message looks different from before; cheap to compare."""
    reply = message.reply_to
    replied = (reply.deleted, len(reply.versions)) if reply else ()
    marks = tuple((who, *given) for who, given in message.reactions.items())
    return len(message.versions), marks, replied, key(message) in waiting


def view(world: World, person: Person, message: Message, waiting: frozenset[Key]) -> Json:
    """A message as the page gets it."""
    sender = author(world, message)
    service = happenings.shown(message)
    text = _said(message)
    if service:
        text = happenings.sentence(world, message, sender["name"], sight.language(person))
    return {
        "chat": message.chat.id,
        "id": message.message_id,
        "from": sender,
        "mine": message.author_id == person.id and not service,
        "date": message.date,
        "edited": message.edit_date,
        "kind": "service" if service else message.kind,
        "text": text,
        "entities": [] if service else message.entities,
        "media": _media(message),
        "location": _location(message),
        "reply_to": _reply(world, person, message),
        "topic": message.thread_id if "is_topic_message" in message.extra else None,
        "buttons": _buttons(message),
        "reactions": _reactions(person, message),
        "forwarded": _forwarded(message),
        "via": message.extra.get("via_bot", {}).get("username"),
        "album": message.extra.get("media_group_id"),
        "is_protected": bool(message.extra.get("has_protected_content")),
        "seen": key(message) not in waiting,
    }


def brief(world: World, person: Person, message: Message) -> Json:
    """A message in one line: for the list of chats and for replies."""
    sender = author(world, message)
    if happenings.shown(message):
        kind = "service"
        text = happenings.sentence(world, message, sender["name"], sight.language(person))
    else:
        kind, text = message.kind, _said(message)
    short = text if len(text) <= QUOTED else text[: QUOTED - 1].rstrip() + "…"
    return {"id": message.message_id, "from": sender["name"], "kind": kind, "text": short}


def _said(message: Message) -> str:
    """The text as it is now; like the apps, without what a link told the bot by START."""
    text: str = message.versions[-1].text
    is_start = message.chat.private and START.fullmatch(text)
    return START_WORD if is_start else text


def author(world: World, message: Message) -> Json:
    """Who a message is from as everybody sees it: an account, or the chat that it speaks for."""
    mask = message.extra.get("sender_chat")
    if mask is not None:
        return {"id": mask["id"], "name": mask.get("title", ""), "is_bot": False}
    user = message.sender
    known = world.people.get(user["id"])
    user = known.json() if known else user
    return {"id": user["id"], "name": full_name(user), "is_bot": bool(user["is_bot"])}


def full_name(user: Json) -> str:
    """First and last name of a User."""
    return " ".join(filter(None, (user["first_name"], user.get("last_name"))))


def _media(message: Message) -> Json | None:
    kind = message.kind
    if kind in {"text", "location", "other"} or happenings.shown(message):
        return None
    told = message.content["photo"][-1] if kind == "photo" else message.content[kind]
    side = told.get("length")
    size = _picture(message, told) if kind == "photo" else (None, None)
    return {
        "url": f"/media/{told['file_id']}",
        "mime": "image/jpeg" if kind == "photo" else told.get("mime_type", MIME[kind]),
        "file_name": told.get("file_name"),
        "size": told.get("file_size"),
        "duration": told.get("duration"),
        "width": side or size[0] or told.get("width"),
        "height": side or size[1] or told.get("height"),
        "spoiler": bool(message.content.get("has_media_spoiler")),
    }


def _picture(message: Message, told: Json) -> tuple[int | None, int | None]:
    return picture_size(message.chat.files.again(told["file_id"]).content) or (None, None)


def _location(message: Message) -> Json | None:
    place = message.content.get("location")
    return {name: place[name] for name in ("latitude", "longitude")} if place else None


def _reply(world: World, person: Person, message: Message) -> Json | None:
    reply = message.reply_to
    if reply is None or reply.deleted or "forum_topic_created" in reply.content:
        return None
    return brief(world, person, reply)


def _buttons(message: Message) -> list[list[Json]]:
    rows = (message.markup or {}).get("inline_keyboard", [])
    return [[_button(button) for button in row] for row in rows]


def _button(button: Json) -> Json:
    kinds = {
        "callback_data": "callback",
        "url": "url",
        "switch_inline_query": "inline",
        "switch_inline_query_current_chat": "inline_here",
    }
    for name, kind in kinds.items():
        if name in button:
            return {"text": button["text"], "kind": kind, "value": button[name]}
    if "switch_inline_query_chosen_chat" in button:
        query = button["switch_inline_query_chosen_chat"].get("query", "")
        return {"text": button["text"], "kind": "inline", "value": query}
    if "copy_text" in button:
        return {"text": button["text"], "kind": "copy", "value": button["copy_text"]["text"]}
    return {"text": button["text"], "kind": "other", "value": ""}


def _reactions(person: Person, message: Message) -> list[Json]:
    counted = Counter(emoji for given in message.reactions.values() for emoji in given)
    own = message.reactions.get(person.id, [])
    return [
        {"emoji": emoji, "count": number, "mine": emoji in own}
        for emoji, number in counted.most_common()
    ]


def _forwarded(message: Message) -> str | None:
    origin = message.extra.get("forward_origin")
    if origin is None:
        return None
    chat = origin.get("chat") or origin.get("sender_chat")
    if chat is not None:
        return str(chat.get("title", ""))
    user = origin.get("sender_user")
    return full_name(user) if user else str(origin.get("sender_user_name", ""))
