"""Where a bot may write, and which message it means; with the real server's refusals."""

from dataclasses import dataclass
from typing import Any

from playground.server.bots import Bot
from playground.server.chats import Chat, Message
from playground.server.entities import format_text
from playground.server.parameters import Parameters
from playground.server.refusals import bad_request, forbidden
from playground.server.world import World

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Request:
    """One call of a method: in which world, by which bot, with what."""

    world: World
    bot: Bot
    parameters: Parameters


def find_chat(request: Request) -> Chat:
    """Return the chat that `chat_id` names."""
    wanted = request.parameters.text("chat_id")
    if not wanted:
        raise bad_request("chat_id is empty")
    for (bot_id, _), chat in request.world.chats.items():
        if bot_id in {0, request.bot.id} and str(chat.id) == wanted and _known(chat):
            return chat
    if wanted.isdecimal() and int(wanted) in request.world.people:
        raise forbidden("bot can't initiate conversation with a user")
    raise bad_request("chat not found")


def writable_chat(request: Request) -> Chat:
    """Return the chat that `chat_id` names.

    Raise Refused (403) where the bot may not write there.
    """
    chat = find_chat(request)
    if not chat.private:
        if chat.members.get(request.bot.id) == "kicked":
            raise forbidden("bot was kicked from the group chat")
        if chat.members.get(request.bot.id, "left") == "left":
            raise forbidden("bot is not a member of the group chat")
        return chat
    if request.world.people[chat.id].deactivated:
        raise forbidden("user is deactivated")
    if chat.id in request.bot.blocked_by:
        raise forbidden("bot was blocked by the user")
    return chat


def find_message(request: Request, chat: Chat, to_what: str) -> Message:
    """Return the message that `message_id` names; `to_what` is "edit", "delete" or "react"."""
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


def _known(chat: Chat) -> bool:
    """Say whether the bot can know of a chat: a person has to begin."""
    return chat.started or not chat.private


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
