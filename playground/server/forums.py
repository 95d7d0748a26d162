"""What happens to the topics of a forum: begun, renamed, closed, deleted; and who hears of it."""

from typing import TYPE_CHECKING, Any

from playground.server import threads
from playground.server.chats import Chat, Topic

if TYPE_CHECKING:
    from playground.server.world import World

Json = dict[str, Any]

COLOUR = 0x6FB9F0


def begin(
    world: "World", forum: Chat, name: str, by: Json, colour: int = COLOUR, emoji: str = ""
) -> Topic:
    """Begin a topic; ValueError where the chat is no forum."""
    if not forum.forum:
        raise ValueError("only a forum has topics")
    icon = {"icon_custom_emoji_id": emoji} if emoji else {}
    content = {"forum_topic_created": {"name": name, "icon_color": colour, **icon}}
    root = world.post(forum, by, content)
    root.extra |= {"message_thread_id": root.message_id, "is_topic_message": True}
    topic = Topic(forum, name, root, colour, emoji)
    forum.topics.append(topic)
    world.tell_bots("message", root)
    return topic


def edit(world: "World", topic: Topic, by: Json, changed: Json) -> None:
    """Give a topic another name or icon; `changed` is a ForumTopicEdited, {} for nothing."""
    if changed:
        topic.name = changed.get("name", topic.name)
        topic.emoji = changed.get("icon_custom_emoji_id", topic.emoji)
        _announce(world, topic.chat, by, {"forum_topic_edited": changed}, topic)


def set_closed(world: "World", topic: Topic, by: Json, *, closed: bool) -> None:
    """Close or reopen a topic."""
    topic.closed = closed
    content: Json = {"forum_topic_closed" if closed else "forum_topic_reopened": {}}
    _announce(world, topic.chat, by, content, topic)


def end(world: "World", topic: Topic) -> None:
    """Delete a topic with everything in it; bots are not told."""
    topic.chat.topics.remove(topic)
    for message in (*topic.messages, topic.root):
        world.delete(message)


def rename_general(world: "World", forum: Chat, by: Json, name: str) -> None:
    """Give General another name."""
    forum.general.name = name
    _announce(world, forum, by, {"forum_topic_edited": {"name": name}}, None)


def set_general(world: "World", forum: Chat, by: Json, closed: bool, hidden: bool) -> None:  # noqa: FBT001
    """Close, open, hide or show General."""
    general = forum.general
    before = general.closed, general.hidden
    general.closed, general.hidden = closed, hidden
    if before[1] is not hidden:
        name = "general_forum_topic_hidden" if hidden else "general_forum_topic_unhidden"
        _announce(world, forum, by, {name: {}}, None)
    if before[0] is not closed and not hidden:
        name = "forum_topic_closed" if closed else "forum_topic_reopened"
        _announce(world, forum, by, {name: {}}, None)


def _announce(world: "World", forum: Chat, by: Json, content: Json, topic: Topic | None) -> None:
    """Put a service message into a topic, or into General."""
    extra = threads.in_topic(topic) if topic else {}
    world.tell_bots("message", world.post(forum, by, content, extra=extra))
