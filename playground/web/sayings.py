"""What a person says in a chat: send, change, delete, forward, react, tell where they are."""

from __future__ import annotations

from typing import Any

from playground.server import Message
from playground.server.entities import CAPTION_LIMIT, TEXT_LIMIT
from playground.server.members import may, may_react
from playground.server.privacy import is_service
from playground.server.reactions import ALLOWED
from playground.web import messages
from playground.web.asked import Asked
from playground.web.errors import ActRefused

Json = dict[str, Any]

#: What makes a message of one's own none of one's own words.
BORROWED = frozenset({"via_bot", "forward_origin"})


def told(asked: Asked, message: Message) -> Json:
    """The answer of an act that made a message."""
    waiting = messages.unseen(asked.world)
    return {"message": messages.view(asked.world, asked.person, message, waiting)}


async def send(asked: Asked) -> Json:
    """Send a text."""
    chat = asked.writable_chat()
    sent = asked.person.send_text(
        asked.text("text"),
        chat=chat,
        reply_to=asked.reply(chat),
        topic=asked.topic(chat),
        anonymous=asked.flag("anonymous") or None,
    )
    return told(asked, sent)


async def edit(asked: Asked) -> Json:
    """Change one's own text or caption."""
    message = asked.open_message()
    if message.author_id != asked.person.id or not BORROWED.isdisjoint(message.extra):
        raise ActRefused("not_yours")
    is_text = message.kind == "text"
    text = asked.text("text", TEXT_LIMIT if is_text else CAPTION_LIMIT)
    if not is_text and message.kind not in {"photo", "video", "document", "audio", "voice"}:
        raise ActRefused("not_possible")
    if text != message.versions[-1].text:  # else the apps only close the field
        asked.person.edit_text(message, text)
    return {}


async def delete(asked: Asked) -> Json:
    """Delete a message for everybody: one's own, in private any, as an administrator others'."""
    message = asked.open_message()
    chat, person = message.chat, asked.person
    own = message.author_id == person.id or chat.private
    if not own and not may(chat, person.id, "can_delete_messages"):
        raise ActRefused("not_deletable")
    person.delete(message)
    return {}


async def forward(asked: Asked) -> Json:
    """Forward a message to another chat of one's own."""
    message = asked.message()
    if message.extra.get("has_protected_content"):
        raise ActRefused("protected")
    if is_service(message):
        raise ActRefused("not_possible")
    return told(asked, asked.person.forward(message, chat=asked.writable_chat("to")))


async def react(asked: Asked) -> Json:
    """Set or take back one's reaction."""
    emoji = asked.word("emoji").replace("\ufe0f", "") if asked.has("emoji") else None
    if emoji is not None and emoji not in ALLOWED:
        raise ActRefused("not_possible")
    message = asked.open_message()
    if not message.chat.private and not may_react(message.chat, asked.person.id):
        raise ActRefused("not_possible")
    asked.person.react(message, emoji)
    return {}


async def location(asked: Asked) -> Json:
    """Tell where one is."""
    chat = asked.writable_chat()
    place = asked.degrees("latitude"), asked.degrees("longitude")
    return told(asked, asked.person.send_location(*place, chat=chat, reply_to=asked.reply(chat)))
