"""Which chats and messages a person sees: those of the chats that they are in."""

from __future__ import annotations

from collections.abc import Iterator

from languages.catalogue import LANGUAGES, SOURCE
from playground.server import Chat, Message, Person, World
from playground.server.members import GONE, may, may_send, status
from playground.web.errors import ActRefused

NOT_FOUND = 404


def language(person: Person) -> str:
    """The language in which the page speaks to a person."""
    code = (person.language_code or SOURCE).partition("-")[0]
    return code if code in LANGUAGES else SOURCE


def is_in(person: Person, chat: Chat) -> bool:
    """Whether a person is in a chat now."""
    if chat.private:
        return chat.id == person.id
    here = status(chat, person.id)
    outside = here == "restricted" and not chat.rights.get(person.id, {}).get("is_member", True)
    return here not in GONE and not outside


def chats(world: World, person: Person) -> list[Chat]:
    """The chats of a person, the latest first; that with the bot is always there."""
    private = world.private_chat(person)
    found = [there for there in world.chats.values() if not there.private and is_in(person, there)]
    return sorted([private, *found], key=_latest, reverse=True)


def chat(world: World, person: Person, chat_id: int) -> Chat:
    """The chat with this id; ActRefused where the person is not in it."""
    found = next((chat for chat in chats(world, person) if chat.id == chat_id), None)
    if found is None:
        raise ActRefused("unknown_chat", NOT_FOUND)
    return found


def message(chat: Chat, message_id: int) -> Message:
    """The message of a chat; ActRefused where it is not there or was deleted."""
    found = chat.find(message_id)
    if found is None:
        raise ActRefused("unknown_message", NOT_FOUND)
    return found


def messages(world: World, person: Person) -> Iterator[Message]:
    """Everything that a person can read, chat by chat, the oldest first."""
    for chat in reversed(chats(world, person)):
        yield from chat.messages


def check_open(chat: Chat) -> None:
    """ActRefused where a group became a supergroup: it is there to be read only."""
    if chat.migrated_to is not None:
        raise ActRefused("moved_away")


def check_can_write(person: Person, chat: Chat) -> None:
    """ActRefused where a person cannot write."""
    check_open(chat)
    if chat.private and person.blocked:
        raise ActRefused("bot_blocked")
    if chat.type == "channel" and not may(chat, person.id, "can_post_messages"):
        raise ActRefused("cannot_write")
    if not chat.private and not may_send(chat, person.id, "can_send_messages"):
        raise ActRefused("cannot_write")


def can_write(person: Person, chat: Chat) -> bool:
    """Whether a person can write."""
    try:
        check_can_write(person, chat)
    except ActRefused:
        return False
    return True


def _latest(chat: Chat) -> tuple[float, int]:
    """When something was said last; a chat where nothing was goes to the end."""
    last = chat.messages[-1:]
    return (last[0].date, last[0].message_id) if last else (0, 0)
