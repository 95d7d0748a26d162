"""The menu of commands that a person is shown, out of all that a bot set.

Order: https://core.telegram.org/bots/api#determining-list-of-commands.
"""

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from playground.server.bots import Bot
from playground.server.chats import Chat
from playground.server.members import is_admin

if TYPE_CHECKING:
    from playground.server.people import Person

Json = dict[str, Any]


def key(scope: Json) -> str:
    """Return a scope as text under which its commands are kept."""
    return json.dumps(scope, sort_keys=True)


def shown(bot: Bot, person: "Person", chat: Chat) -> list[str]:
    """Return the names of the commands in a person's menu."""
    return [command["command"] for command in listed(bot, person, chat)]


def listed(bot: Bot, person: "Person", chat: Chat) -> list[Json]:
    """Return the BotCommand of the first scope with some, in the person's language or in all."""
    for scope in _scopes(person, chat):
        for language in (person.language_code or "", ""):
            if commands := bot.commands.get((key(scope), language)):
                return commands
    return []


def _scopes(person: "Person", chat: Chat) -> Iterator[Json]:
    """Yield the scopes that hold for a person in a chat, the narrowest first."""
    here = {"chat_id": chat.id}
    if chat.private:
        yield {"type": "chat", **here}
        yield {"type": "all_private_chats"}
    else:
        yield {"type": "chat_member", **here, "user_id": person.id}
        if is_admin(chat, person.id):
            yield {"type": "chat_administrators", **here}
        yield {"type": "chat", **here}
        if is_admin(chat, person.id):
            yield {"type": "all_chat_administrators"}
        yield {"type": "all_group_chats"}
    yield {"type": "default"}
