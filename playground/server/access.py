"""Where a bot may write, and which message it means; with the real server's refusals."""

from dataclasses import dataclass
from typing import Any

from playground.server.bots import Bot
from playground.server.chats import Chat, Message
from playground.server.entities import format_text
from playground.server.members import may, may_send, status
from playground.server.parameters import Parameters
from playground.server.refusals import Refused, bad_request, forbidden
from playground.server.world import World

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One call of a method: in which world, by which bot, with what."""

    world: World
    bot: Bot
    parameters: Parameters


@dataclass(frozen=True, slots=True)
class Told:
    """A result with the sentence that a few methods add to their answer."""

    result: Any
    description: str


def find_chat(request: Request, wanted: str) -> Chat:
    """Return the chat with the id `wanted` where the bot can know of it."""
    if not wanted:
        raise bad_request("chat_id is empty")
    number = int(wanted) if wanted.removeprefix("-").isdecimal() else 0
    chats = request.world.chats
    if wanted.startswith("@"):
        number = next((c.id for c in chats.values() if _is_called(c, wanted)), 0)
        return _public(request, chats.get((0, number)))
    chat = chats.get((request.bot.id, number)) or chats.get((0, number))
    if chat is not None and _known(request.bot, chat):
        return _not_migrated(chat)
    if number in request.world.people:
        raise forbidden("bot can't initiate conversation with a user")
    raise bad_request("chat not found")


def public_chat(request: Request) -> Chat | None:
    """Return the chat that `chat_id` names where it is public: who is not in it sees it too."""
    wanted = request.parameters.text("chat_id")
    chats = [chat for chat in request.world.chats.values() if chat.username]
    return next((c for c in chats if str(c.id) == wanted or _is_called(c, wanted)), None)


def readable_chat(request: Request, name: str = "chat_id") -> Chat:
    """Return the chat that a parameter names.

    Raise Refused (403) where the bot is not, or no longer, in it.
    """
    chat = find_chat(request, request.parameters.text(name))
    if chat.private:
        return chat
    kind = "group" if chat.type == "group" else chat.type
    if status(chat, request.bot.id) == "kicked":
        raise forbidden(f"bot was kicked from the {kind} chat")
    if status(chat, request.bot.id) == "left":
        raise forbidden(f"bot is not a member of the {kind} chat")
    return chat


def writable_chat(request: Request, sending: str = "can_send_messages") -> Chat:
    """Return the chat that `chat_id` names; `sending` is the right that a restricted bot needs.

    Raise Refused (403, 400) where the bot may not write there.
    """
    chat = reachable_chat(request)
    if chat.type == "channel" and not may(chat, request.bot.id, "can_post_messages"):
        raise bad_request("need administrator rights in the channel chat")
    if not may_send(chat, request.bot.id, sending):
        what = sending.removeprefix("can_send_").replace("_", " ")
        what = "text messages" if what == "messages" else what
        raise bad_request(f"not enough rights to send {what} to the chat")
    return chat


def reachable_chat(request: Request) -> Chat:
    """Return the chat that `chat_id` names.

    Raise Refused (403) where the bot is not in it, or the person is gone or stopped the bot.
    """
    chat = readable_chat(request)
    if chat.private and request.world.people[chat.id].deactivated:
        raise forbidden("user is deactivated")
    if chat.private and chat.id in request.bot.blocked_by:
        raise forbidden("bot was blocked by the user")
    return chat


def require(request: Request, chat: Chat, right: str, refusal: str) -> None:
    """Raise Refused (400) with `refusal` where the bot lacks an administrator's right."""
    if not chat.private and not may(chat, request.bot.id, right):
        raise bad_request(refusal)


def find_message(request: Request, chat: Chat, to_what: str) -> Message:
    """Return the message that `message_id` names; `to_what` is "edit", "pin" and so on."""
    number = request.parameters.integer("message_id")
    if number <= 0:
        raise bad_request("message identifier is not specified")
    message = chat.find(number)
    if message is None:
        raise bad_request(f"message to {to_what} not found")
    return message


def replied_message(request: Request, chat: Chat) -> tuple[Message | None, Json]:
    """Return the message that `reply_parameters` name, and what is quoted from it."""
    reply = request.parameters.structure("reply_parameters", "reply parameters")
    if not reply:
        return None, {}
    if not isinstance(reply, dict):
        raise bad_request("object expected as reply parameters")
    if str(reply.get("chat_id", chat.id)) != str(chat.id):
        raise Refused(501, "the stand-in has no replies to other chats")
    message = chat.find(int(reply.get("message_id", 0)))
    if message is None and not reply.get("allow_sending_without_reply", False):
        raise bad_request("message to be replied not found")
    return message, _quote(message, reply) if message and reply.get("quote") else {}


def formatted(
    request: Request, values: Parameters, name: str, entities: str
) -> tuple[str, list[Json]]:
    """Return a text parameter without markup, and its entities with the people they mention."""
    given = values.structure(entities, "entities")
    text, found = format_text(values.text(name), values.text("parse_mode"), given)
    return text, [resolved for entity in found if (resolved := _resolve(request, entity))]


def _is_called(chat: Chat, name: str) -> bool:
    """Say whether a chat has a public name, given with its @."""
    return chat.username is not None and f"@{chat.username}".lower() == name.lower()


def _public(request: Request, chat: Chat | None) -> Chat:
    """Return a chat that was named; the bot need not be in it, but never has to be."""
    if chat is None:
        raise bad_request("chat not found")
    chat.members.setdefault(request.bot.id, "left")
    return chat


def _known(bot: Bot, chat: Chat) -> bool:
    """Say whether the bot can know of a chat: a person has to begin, a group to have had it."""
    return chat.started if chat.private else bot.id in chat.members


def _not_migrated(chat: Chat) -> Chat:
    """Return a chat that is still there; raise Refused (400) that tells what it became."""
    if chat.migrated_to is not None:
        told = {"migrate_to_chat_id": chat.migrated_to.id}
        raise Refused(400, "group chat was upgraded to a supergroup chat", told)
    return chat


def _quote(message: Message, reply: Json) -> Json:
    """Return the quote where it stands in the message."""
    whole = message.text or message.caption or ""
    text, entities = format_text(
        reply["quote"], reply.get("quote_parse_mode"), reply.get("quote_entities")
    )
    at = whole.find(text)
    if at < 0:
        raise bad_request("QUOTE_TEXT_INVALID")
    position = len(whole[:at].encode("utf-16-le")) // 2
    quote = {"text": text, "position": position, "is_manual": True}
    return {"quote": quote | ({"entities": entities} if entities else {})}


def _resolve(request: Request, entity: Json) -> Json | None:
    """Put the person into a text mention; drop the entity where nobody has this id."""
    if entity["type"] != "text_mention":
        return entity
    person = request.world.people.get(entity["user"]["id"])
    return {**entity, "user": person.json()} if person else None
