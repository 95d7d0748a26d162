"""To which topic or reply thread a new message belongs."""

from typing import Any

from playground.server.chats import Chat, Message, Topic
from playground.server.refusals import bad_request

Json = dict[str, Any]


def in_topic(topic: Topic) -> Json:
    """Return the fields of a message in a topic."""
    return {"message_thread_id": topic.thread_id, "is_topic_message": True}


def of_reply(chat: Chat, reply_to: Message | None) -> Json:
    """Return the fields of a message that replies, or ({}) does not.

    Only supergroups have threads. A reply in a forum's General topic has a thread as well, which
    is no topic.
    """
    if reply_to is None or chat.type != "supergroup":
        return {}
    thread = {"message_thread_id": reply_to.thread_id or reply_to.message_id}
    in_a_topic = "is_topic_message" in reply_to.extra
    return {**thread, **({"is_topic_message": True} if in_a_topic else {})}


def of_request(chat: Chat, thread_id: int, reply_to: Message | None) -> Json:
    """Return the fields of a bot's message; outside of forums its `thread_id` (0: none) is ignored.

    Raises Refused (400) for a topic that is not there; General's is given by leaving it out.
    """
    if not (chat.forum and thread_id):
        return of_reply(chat, reply_to)
    topic = topic_of(chat, thread_id)
    if topic is None:
        raise bad_request("message thread not found")
    return in_topic(topic)


def topic_of(chat: Chat, thread_id: int) -> Topic | None:
    """Return the topic with this number."""
    return next((topic for topic in chat.topics if topic.thread_id == thread_id), None)


def closed(chat: Chat, fields: Json) -> bool:
    """Say whether a message with these fields goes to a closed topic, or to a closed General."""
    if not chat.forum:
        return False
    if "is_topic_message" not in fields:
        return chat.general.closed
    topic = topic_of(chat, fields["message_thread_id"])
    return topic is not None and topic.closed
