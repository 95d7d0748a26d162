"""The methods that pin messages."""

from typing import Any

from playground.server import places
from playground.server.access import Request, find_message, readable_chat, require
from playground.server.chats import Chat
from playground.server.refusals import bad_request

Json = dict[str, Any]

NO_RIGHT = "not enough rights to manage pinned messages in the chat"


async def pin_chat_message(request: Request) -> bool:
    """Pin a message; a service message tells of it."""
    chat = _pinnable(request)
    message = find_message(request, chat, "pin")
    places.pin(request.world, message, request.bot.json())
    return True


async def unpin_chat_message(request: Request) -> bool:
    """Unpin a message, or the one pinned last."""
    chat = _pinnable(request)
    number = request.parameters.integer("message_id")
    pinned = [m for m in chat.pinned if number in {0, m.message_id}]
    if not pinned:
        raise bad_request("message to unpin not found")
    chat.pinned.remove(pinned[-1])
    return True


async def unpin_all_chat_messages(request: Request) -> bool:
    """Unpin everything."""
    _pinnable(request).pinned.clear()
    return True


def _pinnable(request: Request) -> Chat:
    """Return the chat where the bot may pin."""
    chat = readable_chat(request)
    right = "can_edit_messages" if chat.type == "channel" else "can_pin_messages"
    require(request, chat, right, NO_RIGHT)
    return chat
