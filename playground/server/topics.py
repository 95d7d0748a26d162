"""The methods about topics of a forum, General among them.

Rules: https://core.telegram.org/bots/api#createforumtopic; texts: `ForumTopicManager` of tdlib/td.
"""

from typing import Any

from playground.server import forums, threads
from playground.server.access import Request, readable_chat
from playground.server.chats import Chat, Topic
from playground.server.members import may
from playground.server.refusals import bad_request

Json = dict[str, Any]

RIGHT = "can_manage_topics"
TITLE_LIMIT = 128
COLOURS = frozenset({0x6FB9F0, 0xFFD67E, 0xCB86DB, 0x8EEE98, 0xFF93B2, 0xFB6F5F})
NOT_MODIFIED = "TOPIC_NOT_MODIFIED"


async def create_forum_topic(request: Request) -> Json:
    """Begin a topic."""
    chat, values = _forum(request), request.parameters
    if not may(chat, request.bot.id, RIGHT):
        raise bad_request("not enough rights to create a topic")
    name = values.text("name").strip()[:TITLE_LIMIT]
    if not name:
        raise bad_request("title must be non-empty")
    colour = values.integer("icon_color", forums.COLOUR)
    if colour not in COLOURS:
        raise bad_request("invalid icon color specified")
    emoji = values.text("icon_custom_emoji_id")
    return forums.begin(request.world, chat, name, request.bot.json(), colour, emoji).json()


async def edit_forum_topic(request: Request) -> bool:
    """Change name or icon of a topic."""
    topic, values = _topic(request, "edit the topic"), request.parameters
    name, emoji = values.text("name").strip()[:TITLE_LIMIT], values.text("icon_custom_emoji_id")
    if "name" in values.values and not name:
        raise bad_request("title must be non-empty")
    changed = _changes(topic, name, emoji if "icon_custom_emoji_id" in values.values else None)
    if not changed and values.values.keys() & {"name", "icon_custom_emoji_id"}:
        raise bad_request(NOT_MODIFIED)
    forums.edit(request.world, topic, request.bot.json(), changed)
    return True


async def close_forum_topic(request: Request) -> bool:
    """Let nobody but administrators write in a topic."""
    return _open_or_close(request, closed=True)


async def reopen_forum_topic(request: Request) -> bool:
    """Let everybody write in a topic again."""
    return _open_or_close(request, closed=False)


async def delete_forum_topic(request: Request) -> bool:
    """Delete a topic with everything in it."""
    forums.end(request.world, _topic(request, "delete the topic", "can_delete_messages"))
    return True


async def unpin_all_forum_topic_messages(request: Request) -> bool:
    """Unpin everything in a topic."""
    topic = _topic(request, "unpin all topic messages", "can_pin_messages")
    topic.chat.pinned = [m for m in topic.chat.pinned if m.thread_id != topic.thread_id]
    return True


async def edit_general_forum_topic(request: Request) -> bool:
    """Rename General."""
    chat, name = _general(request), request.parameters.text("name").strip()[:TITLE_LIMIT]
    if not name:
        raise bad_request("title must be non-empty")
    if name == chat.general.name:
        raise bad_request(NOT_MODIFIED)
    forums.rename_general(request.world, chat, request.bot.json(), name)
    return True


async def close_general_forum_topic(request: Request) -> bool:
    """Let nobody but administrators write in General."""
    return _set_general(request, closed=True, hidden=None)


async def reopen_general_forum_topic(request: Request) -> bool:
    """Let everybody write in General again, where it shows."""
    return _set_general(request, closed=False, hidden=False)


async def hide_general_forum_topic(request: Request) -> bool:
    """Show General no more, which closes it."""
    return _set_general(request, closed=True, hidden=True)


async def unhide_general_forum_topic(request: Request) -> bool:
    """Show General again."""
    return _set_general(request, closed=None, hidden=False)


async def unpin_all_general_forum_topic_messages(request: Request) -> bool:
    """Unpin everything in General."""
    chat = _forum(request)
    if not may(chat, request.bot.id, "can_pin_messages"):
        raise bad_request("not enough rights to unpin all topic messages")
    chat.pinned = [m for m in chat.pinned if "is_topic_message" in m.extra]
    return True


def _forum(request: Request) -> Chat:
    """Return the forum that is named."""
    chat = readable_chat(request)
    if not chat.forum:
        raise bad_request("the chat is not a forum")
    return chat


def _topic(request: Request, to_what: str, right: str = RIGHT) -> Topic:
    """Return the topic that is named, which is the bot's own or which its right covers."""
    chat, number = _forum(request), request.parameters.integer("message_thread_id")
    if number <= 0:
        raise bad_request("invalid message thread identifier specified")
    topic = threads.topic_of(chat, number)
    if topic is None:
        raise bad_request("TOPIC_ID_INVALID")
    own = topic.root.author_id == request.bot.id and right != "can_pin_messages"
    if not own and not may(chat, request.bot.id, right):
        raise bad_request(f"not enough rights to {to_what}")
    return topic


def _general(request: Request) -> Chat:
    """Return the forum whose General the bot may change."""
    chat = _forum(request)
    if not may(chat, request.bot.id, RIGHT):
        raise bad_request("not enough rights to edit the topic")
    return chat


def _changes(topic: Topic, name: str, emoji: str | None) -> Json:
    """Return the fields of ForumTopicEdited; an empty `emoji` takes the icon away."""
    changed: Json = {"name": name} if name and name != topic.name else {}
    different = emoji is not None and emoji != topic.emoji
    return changed | ({"icon_custom_emoji_id": emoji} if different else {})


def _open_or_close(request: Request, *, closed: bool) -> bool:
    """Close or reopen a topic."""
    topic = _topic(request, "close or open the topic")
    if topic.closed is closed:
        raise bad_request(NOT_MODIFIED)
    forums.set_closed(request.world, topic, request.bot.json(), closed=closed)
    return True


def _set_general(request: Request, *, closed: bool | None, hidden: bool | None) -> bool:
    """Close, open, hide or show General; None leaves as it is."""
    chat = _general(request)
    general = chat.general
    wanted = (
        general.closed if closed is None else closed,
        general.hidden if hidden is None else hidden,
    )
    if wanted == (general.closed, general.hidden):
        raise bad_request(NOT_MODIFIED)
    forums.set_general(request.world, chat, request.bot.json(), *wanted)
    return True
