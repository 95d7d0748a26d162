"""What happened in a chat, as a sentence: joining, leaving, pinning and the like."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playground.server import Message, World
from playground.server.privacy import is_service
from playground.web.phrases import Services

Json = dict[str, Any]

#: Service messages that name nobody but who did it.
PLAIN = {
    "group_chat_created": "made_group",
    "supergroup_chat_created": "made_group",
    "channel_chat_created": "made_channel",
    "new_chat_photo": "new_picture",
    "delete_chat_photo": "no_picture",
    "migrate_to_chat_id": "became_supergroup",
    "migrate_from_chat_id": "became_supergroup",
    "pinned_message": "pinned",
    "forum_topic_edited": "topic_changed",
    "forum_topic_closed": "topic_closed",
    "forum_topic_reopened": "topic_reopened",
}


def shown(message: Message) -> bool:
    """Whether a message tells what happened, or is of a kind that cannot be shown otherwise."""
    return is_service(message) or message.kind == "other"


def sentence(world: World, message: Message, who: str, language: str) -> str:
    """The sentence in a language; `who` is the name of who did it."""
    words, content = Services.of(language), message.content
    plain = next((name for key, name in PLAIN.items() if key in content), None)
    if plain is not None:
        return str(getattr(words, plain)).format(who=who)
    teller = next((tell for key, tell in TELLERS.items() if key in content), None)
    return teller(words, world, message, who) if teller else words.other.format(who=who)


def _came(words: Services, _world: World, message: Message, who: str) -> str:
    new = message.content["new_chat_members"]
    if [user["id"] for user in new] == [message.author_id]:
        return words.joined.format(who=who)
    return words.added.format(who=who, whom=", ".join(map(_name, new)))


def _went(words: Services, _world: World, message: Message, who: str) -> str:
    gone = message.content["left_chat_member"]
    by_oneself = gone["id"] == message.author_id
    return (words.left if by_oneself else words.removed).format(who=who, whom=_name(gone))


def _titled(words: Services, _world: World, message: Message, who: str) -> str:
    return words.titled.format(who=who, title=message.content["new_chat_title"])


def _topic(words: Services, _world: World, message: Message, who: str) -> str:
    return words.topic_made.format(who=who, title=message.content["forum_topic_created"]["name"])


def _shared(words: Services, world: World, message: Message, who: str) -> str:
    users = message.content["users_shared"]["users"]
    people = (world.people.get(user["user_id"]) for user in users)
    names = ", ".join(person.first_name for person in people if person is not None)
    return words.shared.format(who=who, whom=names)


def _name(user: Json) -> str:
    return " ".join(filter(None, (user["first_name"], user.get("last_name"))))


#: Those that name somebody or something else as well.
TELLERS: dict[str, Callable[[Services, World, Message, str], str]] = {
    "new_chat_members": _came,
    "left_chat_member": _went,
    "new_chat_title": _titled,
    "forum_topic_created": _topic,
    "users_shared": _shared,
}
