"""The methods with which a bot tells Telegram about itself: commands, name, descriptions."""

import re
from typing import Any

from playground.server import menus
from playground.server.access import Request, find_chat
from playground.server.entities import count
from playground.server.members import ADMIN_RIGHTS, CHANNEL_RIGHTS, STORY_RIGHTS
from playground.server.refusals import bad_request

Json = dict[str, Any]

OF_A_CHAT = frozenset({"chat", "chat_administrators", "chat_member"})
SCOPES = OF_A_CHAT | {
    "default",
    "all_private_chats",
    "all_group_chats",
    "all_chat_administrators",
}
LANGUAGE = re.compile(r"[a-z]{2}$")
COMMAND = re.compile(r"[a-z0-9_]{1,32}$")
COMMANDS_LIMIT = 100
COMMAND_DESCRIPTION_LIMIT = 256
DESCRIPTION_LIMIT = 512
NAME_LIMIT = 64
MENU_BUTTONS = frozenset({"default", "commands", "web_app"})
SHORT_DESCRIPTION_LIMIT = 120


async def set_my_commands(request: Request) -> bool:
    """Set the commands of a scope and language."""
    commands = request.parameters.structure("commands", "commands")
    if not isinstance(commands, list):
        raise bad_request("expected an Array of BotCommand")
    if len(commands) > COMMANDS_LIMIT:
        raise bad_request("BOT_COMMANDS_TOO_MUCH")
    request.bot.commands[_place(request)] = [_command(command) for command in commands]
    return True


async def get_my_commands(request: Request) -> list[Json]:
    """Return the commands of a scope and language."""
    return request.bot.commands.get(_place(request), [])


async def delete_my_commands(request: Request) -> bool:
    """Delete the commands of a scope and language."""
    request.bot.commands.pop(_place(request), None)
    return True


async def set_my_description(request: Request) -> bool:
    """Set what an empty chat shows."""
    _set_text(request, request.bot.descriptions, "description", DESCRIPTION_LIMIT)
    return True


async def get_my_description(request: Request) -> Json:
    """Return what an empty chat shows."""
    return {"description": _get_text(request, request.bot.descriptions)}


async def set_my_short_description(request: Request) -> bool:
    """Set what the bot's profile shows."""
    limit = SHORT_DESCRIPTION_LIMIT
    _set_text(request, request.bot.short_descriptions, "short_description", limit)
    return True


async def get_my_short_description(request: Request) -> Json:
    """Return what the bot's profile shows."""
    return {"short_description": _get_text(request, request.bot.short_descriptions)}


async def set_my_name(request: Request) -> bool:
    """Set the bot's name; without a language it is the account's."""
    values = request.parameters
    if count(values.text("name")) > NAME_LIMIT:
        raise bad_request("bot name is too long")
    _set_text(request, request.bot.names, "name", NAME_LIMIT)
    return True


async def get_my_name(request: Request) -> Json:
    """Return the bot's name in a language."""
    return {"name": _get_text(request, request.bot.names) or request.bot.first_name}


async def set_chat_menu_button(request: Request) -> bool:
    """Set the button beside the field of a private chat, or of all."""
    button = request.parameters.structure("menu_button", "menu button") or {"type": "default"}
    if not isinstance(button, dict) or button.get("type") not in MENU_BUTTONS:
        raise bad_request("can't parse menu button: Unsupported type specified")
    request.bot.menu_buttons[request.parameters.integer("chat_id")] = button
    return True


async def get_chat_menu_button(request: Request) -> Json:
    """Return that button."""
    return request.bot.menu_buttons.get(request.parameters.integer("chat_id"), {"type": "commands"})


async def set_my_default_administrator_rights(request: Request) -> bool:
    """Set the rights that people are offered when they make the bot administrator."""
    rights = request.parameters.structure("rights", "chat administrator rights") or {}
    if not isinstance(rights, dict):
        raise bad_request("can't parse chat administrator rights: object expected")
    for_channels = request.parameters.flag("for_channels")
    request.bot.default_rights[for_channels] = {name: bool(v) for name, v in rights.items()}
    return True


async def get_my_default_administrator_rights(request: Request) -> Json:
    """Return those rights."""
    for_channels = request.parameters.flag("for_channels")
    given = request.bot.default_rights.get(for_channels, {})
    more = CHANNEL_RIGHTS if for_channels else ("can_pin_messages", "can_manage_topics")
    names = ("is_anonymous", *ADMIN_RIGHTS, *STORY_RIGHTS, *more)
    return {name: given.get(name, False) for name in names}


def _place(request: Request) -> tuple[str, str]:
    """Return scope and language as a key."""
    scope = request.parameters.structure("scope", "BotCommandScope") or {"type": "default"}
    language = request.parameters.text("language_code")
    if not isinstance(scope, dict) or scope.get("type") not in SCOPES:
        raise bad_request("can't parse BotCommandScope: Unsupported type specified")
    if language and not LANGUAGE.match(language):
        raise bad_request("invalid language code specified")
    if scope["type"] in OF_A_CHAT:
        scope = {**scope, "chat_id": find_chat(request, str(scope.get("chat_id", ""))).id}
    return menus.key(scope), language


def _command(command: Any) -> Json:
    """Check one command."""
    if not isinstance(command, dict) or not COMMAND.match(str(command.get("command", ""))):
        raise bad_request("BOT_COMMAND_INVALID")
    description = str(command.get("description", ""))
    if not 1 <= count(description) <= COMMAND_DESCRIPTION_LIMIT:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command["command"], "description": description}


def _set_text(request: Request, texts: dict[str, str], name: str, limit: int) -> None:
    """Keep a text by language."""
    text = request.parameters.text(name)
    if count(text) > limit:
        raise bad_request(f"{name.replace('_', ' ')} is too long")
    texts[request.parameters.text("language_code")] = text


def _get_text(request: Request, texts: dict[str, str]) -> str:
    """Return the text of a language, else the one for all."""
    return texts.get(request.parameters.text("language_code")) or texts.get("", "")
