"""The methods that give rights and take them: restrict, promote, titles, what every member may.

Texts: `DialogParticipantManager` and `DialogManager` of tdlib/td.
"""

from typing import Any

from playground.server import membership
from playground.server.access import Request, readable_chat, require
from playground.server.chats import Chat
from playground.server.entities import count
from playground.server.members import (
    ADMIN_RIGHTS,
    CHANNEL_RIGHTS,
    RESTRICTED_RIGHTS,
    SENDING_RIGHTS,
    STORY_RIGHTS,
    may,
    status,
)
from playground.server.people import Person
from playground.server.refusals import bad_request
from playground.server.visiting import NO_RIGHT_TO_RESTRICT

Json = dict[str, Any]

TITLE_LIMIT = 16
SUPERGROUPS_ONLY = "method is available only for supergroups"
PERMISSIONS = (*SENDING_RIGHTS, *RESTRICTED_RIGHTS)
GRANTED = (*ADMIN_RIGHTS, *STORY_RIGHTS, *CHANNEL_RIGHTS, "can_pin_messages", "can_manage_topics")
MEDIA = tuple(right for right in SENDING_RIGHTS if right.endswith(("os", "_notes", "documents")))
IMPLYING = ("can_send_other_messages", "can_add_web_page_previews")


async def restrict_chat_member(request: Request) -> bool:
    """Take rights from a member of a supergroup, or give them back."""
    chat = readable_chat(request)
    if chat.type != "supergroup":
        raise bad_request(SUPERGROUPS_ONLY)
    person = _person(request, chat, "can't restrict self")
    require(request, chat, "can_restrict_members", NO_RIGHT_TO_RESTRICT)
    _check_changeable(chat, person)
    given = _permissions(request)
    until = request.parameters.integer("until_date")
    rights: Json = {**given, "until_date": until} if not all(given.values()) else {}
    here = status(chat, person.id)
    if rights:
        rights["is_member"] = here not in {"left", "kicked"}
        here = "restricted"
    elif here == "restricted":
        here = "member" if chat.rights[person.id].get("is_member", True) else "left"
    _set(request, chat, person, here, rights)
    return True


async def promote_chat_member(request: Request) -> bool:
    """Make somebody administrator with just the rights that are named; with none, a member."""
    chat = readable_chat(request)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    if chat.type == "group":
        raise bad_request("need owner rights in the group chat")
    person = _person(request, chat, "can't promote self")
    require(request, chat, "can_promote_members", "not enough rights")
    if status(chat, person.id) == "creator":
        raise bad_request("can't remove chat owner")
    if status(chat, person.id) in {"left", "kicked"}:
        raise bad_request("USER_NOT_PARTICIPANT")
    rights: Json = {right: request.parameters.flag(right) for right in GRANTED}
    anonymous = request.parameters.flag("is_anonymous")
    if any(given and not may(chat, request.bot.id, right) for right, given in rights.items()):
        raise bad_request("RIGHT_FORBIDDEN")
    if not any(rights.values()) and not anonymous:
        _set(request, chat, person, "member", {})
        return True
    told = {"is_anonymous": anonymous, "can_be_edited": True, "can_manage_chat": True}
    _set(request, chat, person, "administrator", rights | told)
    return True


async def set_chat_administrator_custom_title(request: Request) -> bool:
    """Give a title to an administrator whom the bot promoted."""
    chat, values = readable_chat(request), request.parameters
    if chat.type != "supergroup":
        raise bad_request(SUPERGROUPS_ONLY)
    person, title = _person(request, chat, "can't promote self"), values.text("custom_title")
    if status(chat, person.id) == "creator":
        raise bad_request("only creator can edit their custom title")
    if status(chat, person.id) != "administrator":
        raise bad_request("user is not an administrator")
    rights = chat.rights.get(person.id, {})
    if not rights.get("can_be_edited"):
        raise bad_request("not enough rights to change custom title of the user")
    if count(title) > TITLE_LIMIT:
        raise bad_request("ADMIN_RANK_INVALID")
    _set(request, chat, person, "administrator", {**rights, "custom_title": title})
    return True


async def set_chat_permissions(request: Request) -> bool:
    """Say what every member may."""
    chat = readable_chat(request)
    if chat.private or chat.type == "channel":
        kind = "private" if chat.private else "channel"
        raise bad_request(f"can't change {kind} chat permissions")
    require(request, chat, "can_restrict_members", "not enough rights to change chat permissions")
    chat.permissions = _permissions(request)
    request.world.changed()
    return True


def _person(request: Request, chat: Chat, about_self: str) -> Person:
    """Return the person who is meant; the bot itself is refused."""
    user_id = request.parameters.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    if user_id == request.bot.id:
        raise bad_request(about_self)
    person = request.world.people.get(user_id)
    if person is None:
        raise bad_request("user not found" if chat.type == "group" else "PARTICIPANT_ID_INVALID")
    return person


def _check_changeable(chat: Chat, person: Person) -> None:
    """Refuse to restrict the owner or an administrator."""
    if status(chat, person.id) == "creator":
        raise bad_request("can't remove chat owner")
    if status(chat, person.id) == "administrator":
        raise bad_request("user is an administrator of the chat")


def _permissions(request: Request) -> dict[str, bool]:
    """Return every permission; unless they are said to be independent, some bring others along."""
    told = request.parameters.structure("permissions", "permissions")
    if not isinstance(told, dict):
        raise bad_request("can't parse permissions: object expected")
    given = {name: bool(told.get(name)) for name in PERMISSIONS}
    if request.parameters.flag("use_independent_chat_permissions"):
        return given
    if any(given[name] for name in IMPLYING):
        given |= dict.fromkeys((*MEDIA, "can_send_messages"), True)
    if given["can_send_polls"]:
        given["can_send_messages"] = True
    return given


def _set(request: Request, chat: Chat, person: Person, here: str, rights: Json) -> None:
    """Make the person so; nobody hears of what changes nothing."""
    if (status(chat, person.id), chat.rights.get(person.id, {})) != (here, rights):
        by = request.bot.json()
        membership.change(request.world, chat, by, person, here, rights, announced=False)
