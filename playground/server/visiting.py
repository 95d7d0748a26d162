"""The methods about chats and who is in them."""

from typing import Any

from playground.server import membership
from playground.server.access import Request, public_chat, readable_chat, require
from playground.server.chats import Chat
from playground.server.media import chat_photo
from playground.server.members import GONE, chat_member, is_admin, permissions
from playground.server.refusals import bad_request
from playground.server.senders import ACCOUNTS

Json = dict[str, Any]

GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")
NO_RIGHT_TO_RESTRICT = "not enough rights to restrict/unrestrict chat member"


async def get_chat(request: Request) -> Json:
    """Return a chat with what is only told on demand."""
    chat = public_chat(request) or readable_chat(request)
    told: Json = {
        **chat.json(),
        "accent_color_id": 0,
        "max_reaction_count": 11,
        "accepted_gift_types": dict.fromkeys((*GIFTS, "gifts_from_channels"), False),
    }
    primary = [link.url for link in chat.invite_links.values() if link.is_primary]
    username = chat.profile.get("username")
    group = chat.type in {"group", "supergroup"}
    optional = {
        "has_hidden_members": chat.hides_members,
        "linked_chat_id": chat.linked and chat.linked.id,
        "pinned_message": chat.pinned and chat.pinned[-1].json(nested=True),
        "invite_link": primary and primary[-1],
        "description": chat.description,
        "permissions": permissions(chat) if group else None,
        "photo": _photo(request, chat),
        "active_usernames": username and [username],
    }
    return told | {name: value for name, value in optional.items() if value}


def _photo(request: Request, chat: Chat) -> Json | None:
    """Return the ChatPhoto of a chat or of the person in it."""
    mine = request.world.people[chat.id].photos[:1] if chat.private else []
    sizes = mine[0] if mine else chat.photo
    return chat_photo(sizes) if sizes else None


async def get_chat_member(request: Request) -> Json:
    """Return what somebody is in a chat."""
    chat = readable_chat(request)
    user_id = request.parameters.integer("user_id")
    if user_id <= 0:
        raise bad_request("invalid user_id specified")
    if user_id == request.bot.id:
        return chat_member(request.bot.json(), chat)
    _check_members_shown(request, chat)
    if user_id in ACCOUNTS:
        return chat_member(ACCOUNTS[user_id], chat)
    person = request.world.people.get(user_id)
    if person is None:
        basic = chat.type in {"group", "private"}
        raise bad_request("user not found" if basic else "PARTICIPANT_ID_INVALID")
    return chat_member(person.json(), chat)


async def get_chat_administrators(request: Request) -> list[Json]:
    """Return the owner and the administrators, of bots only this one."""
    chat = readable_chat(request)
    if chat.private:
        raise bad_request("there are no administrators in the private chat")
    _check_members_shown(request, chat, hidden=False)
    return membership.administrators(request.world, chat, request.bot)


async def get_chat_member_count(request: Request) -> int:
    """Return how many people and bots are in a chat."""
    chat = readable_chat(request)
    _check_members_shown(request, chat, hidden=False)
    return sum(1 for here in chat.members.values() if here not in GONE)


async def leave_chat(request: Request) -> bool:
    """Let the bot go away."""
    chat = readable_chat(request)
    if chat.private:
        raise bad_request("chat member status can't be changed in private chats")
    membership.change(request.world, chat, request.bot.json(), request.bot, "left")
    return True


async def ban_chat_member(request: Request) -> bool:
    """Remove somebody for good."""
    return _set_gone(request, "kicked")


async def unban_chat_member(request: Request) -> bool:
    """Let somebody who was removed come again; a member has to go, unless `only_if_banned`."""
    chat = readable_chat(request)
    if chat.type == "group":
        raise bad_request("method is available for supergroup and channel chats only")
    banned = chat.members.get(request.parameters.integer("user_id")) == "kicked"
    if request.parameters.flag("only_if_banned") and not banned:
        return True
    return _set_gone(request, "left")


def _set_gone(request: Request, here: str) -> bool:
    """Make somebody one who left or was removed."""
    chat = readable_chat(request)
    person = request.world.people.get(request.parameters.integer("user_id"))
    require(request, chat, "can_restrict_members", NO_RIGHT_TO_RESTRICT)
    if person is None:
        raise bad_request("invalid user_id specified")
    if is_admin(chat, person.id):
        raise bad_request("user is an administrator of the chat")
    announced = chat.members.get(person.id, "left") not in GONE
    by = request.bot.json()
    membership.change(request.world, chat, by, person, here, announced=announced)
    return True


def _check_members_shown(request: Request, chat: Chat, *, hidden: bool = True) -> None:
    """Refuse to tell of others where only administrators may know them.

    `hidden` says whether a group's hidden member list counts.
    """
    if is_admin(chat, request.bot.id):
        return
    if chat.type == "channel":
        raise bad_request("member list is inaccessible")
    if hidden and chat.hides_members:
        raise bad_request("CHAT_ADMIN_REQUIRED")


async def approve_chat_join_request(request: Request) -> bool:
    """Let somebody in who asked."""
    _decide(request, joins=True)
    return True


async def decline_chat_join_request(request: Request) -> bool:
    """Do not let somebody in who asked."""
    _decide(request, joins=False)
    return True


def _decide(request: Request, *, joins: bool) -> None:
    """End somebody's asking."""
    chat = readable_chat(request)
    require(request, chat, "can_invite_users", "not enough rights to manage chat join requests")
    user_id = request.parameters.integer("user_id")
    links = [link for link in chat.invite_links.values() if user_id in link.waiting]
    if not links:
        raise bad_request("HIDE_REQUESTER_MISSING")
    for link in links:
        link.waiting.remove(user_id)
    if joins:
        links[0].joined.append(user_id)
        person, by = request.world.people[user_id], request.bot.json()
        world = request.world
        membership.change(world, chat, by, person, "member", link=links[0], requested=True)
