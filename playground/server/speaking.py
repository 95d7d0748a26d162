"""Where a person's message goes and in whose name: what the apps let people do."""

from typing import TYPE_CHECKING, Any

from playground.server import threads
from playground.server.chats import Chat, Message, Topic
from playground.server.members import (
    GONE,
    custom_title,
    is_admin,
    is_anonymous,
    may,
    may_send,
    status,
)
from playground.server.senders import ANONYMOUS, CHANNEL_BOT, hidden_by_group, posted_by_channel

if TYPE_CHECKING:
    from playground.server.people import Person

# What each kind takes; the first that fits, as a video with a document is an animation.
SENDING = {
    "animation": "can_send_other_messages",
    "sticker": "can_send_other_messages",
    "dice": "can_send_other_messages",
    "photo": "can_send_photos",
    "video_note": "can_send_video_notes",
    "video": "can_send_videos",
    "voice": "can_send_voice_notes",
    "audio": "can_send_audios",
    "document": "can_send_documents",
}

Json = dict[str, Any]


def place(
    person: "Person", chat: Chat | None, reply_to: Message | None, topic: Topic | None
) -> Chat:
    """Return the chat that is meant; the private one where nothing tells.

    PermissionError where the person cannot write there.
    """
    meant = topic.chat if topic else reply_to.chat if reply_to else person.chat
    there = chat or meant
    if there.migrated_to is not None:
        raise PermissionError("the group is a supergroup now: write there")
    if not there.private and not _may_write(person, there):
        raise PermissionError(f"{person.first_name} cannot write in {there.profile['title']}")
    return there


def sender(
    person: "Person", chat: Chat, *, anonymous: bool | None, as_channel: Chat | None
) -> tuple[Json, Json]:
    """Return the account that bots see as the sender, and the fields that go with it.

    PermissionError for a mask that the person may not wear.
    """
    if as_channel is not None:
        return _as_channel(person, chat, as_channel)
    name = " ".join(filter(None, (person.first_name, person.last_name)))
    if chat.type == "channel":
        return person.json(), posted_by_channel(chat.json(), name if chat.signed else None)
    hidden = is_anonymous(chat, person.id) if anonymous is None else anonymous
    if not hidden:
        return person.json(), {}
    if not is_admin(chat, person.id):
        raise PermissionError("only administrators can be anonymous")
    return ANONYMOUS, hidden_by_group(chat.json(), custom_title(chat, person.id))


def _as_channel(person: "Person", chat: Chat, channel: Chat) -> tuple[Json, Json]:
    """Return sender and fields of who speaks in a supergroup as a channel of theirs."""
    if chat.type != "supergroup" or status(channel, person.id) != "creator":
        raise PermissionError("in supergroups people speak as channels that they own")
    return CHANNEL_BOT, posted_by_channel(channel.json(), None)


def thread(
    person: "Person", chat: Chat, reply_to: Message | None, topic: Topic | None, content: Json
) -> Json:
    """Return the fields of the topic or thread that the message goes to.

    PermissionError where that is closed, or where the person may not send such `content`.
    """
    fields = threads.in_topic(topic) if topic else threads.of_reply(chat, reply_to)
    if threads.closed(chat, fields) and not may(chat, person.id, "can_manage_topics"):
        raise PermissionError("the topic is closed")
    right = next((right for kind, right in SENDING.items() if kind in content), "can_send_messages")
    if not may_send(chat, person.id, right):
        raise PermissionError(f"{person.first_name} may not send this in {chat.profile['title']}")
    return fields


def _may_write(person: "Person", chat: Chat) -> bool:
    """Say whether a person can write: in a discussion group also who is no member may comment."""
    if chat.type == "channel":
        return may(chat, person.id, "can_post_messages")
    if status(chat, person.id) == "kicked":
        return False
    return chat.linked is not None or status(chat, person.id) not in GONE
