"""The methods that make and take back invitation links."""

import hashlib
from dataclasses import replace
from typing import Any

from playground.server.access import Request, readable_chat, require
from playground.server.chats import Chat
from playground.server.entities import count
from playground.server.invitations import MEMBER_LIMIT, InviteLink
from playground.server.refusals import bad_request

Json = dict[str, Any]

NAME_LIMIT = 32
NO_RIGHT = "not enough rights to manage chat invite link"
BOTH = "member limit can't be specified for links requiring administrator approval"


async def create_chat_invite_link(request: Request) -> Json:
    """Make another link."""
    chat, values = _invitable(request), request.parameters
    link = InviteLink(
        _new_url(request, chat),
        request.bot.json(),
        values.text("name"),
        values.integer("expire_date"),
        values.integer("member_limit"),
        values.flag("creates_join_request"),
    )
    _check(link, request.world.clock())
    chat.invite_links[link.url] = link
    return link.json()


async def edit_chat_invite_link(request: Request) -> Json:
    """Change one of the bot's own links; what is not named goes back to nothing."""
    link, values = _own_link(request), request.parameters
    if link.revoked or link.is_primary:
        raise bad_request("INVITE_HASH_EXPIRED" if link.revoked else "CHAT_ADMIN_REQUIRED")
    changed = replace(
        link,
        name=values.text("name"),
        expires=values.integer("expire_date"),
        member_limit=values.integer("member_limit"),
        creates_join_request=values.flag("creates_join_request"),
    )
    _check(changed, request.world.clock())
    readable_chat(request).invite_links[link.url] = changed
    return changed.json()


async def export_chat_invite_link(request: Request) -> str:
    """Make a new primary link; the one before is revoked."""
    chat = _invitable(request)
    for link in chat.invite_links.values():
        link.revoked = link.revoked or link.is_primary
    url = _new_url(request, chat)
    chat.invite_links[url] = InviteLink(url, request.bot.json(), is_primary=True)
    return url


async def revoke_chat_invite_link(request: Request) -> Json:
    """Take a link back."""
    link = _own_link(request)
    link.revoked = True
    return link.json()


def _own_link(request: Request) -> InviteLink:
    """Return the link of the bot's own that is named."""
    link = _invitable(request).invite_links.get(request.parameters.text("invite_link"))
    if link is None or link.creator["id"] != request.bot.id:
        raise bad_request("INVITE_HASH_EXPIRED")
    return link


def _invitable(request: Request) -> Chat:
    """Return the chat into which the bot may invite."""
    chat = readable_chat(request)
    if chat.private:
        raise bad_request("can't invite members to a private chat")
    require(request, chat, "can_invite_users", NO_RIGHT)
    return chat


def _check(link: InviteLink, now: float) -> None:
    """Refuse what no link can be."""
    if count(link.name) > NAME_LIMIT:
        raise bad_request("INVITE_TITLE_TOO_LONG")
    if link.expires and link.expires <= now:
        raise bad_request("EXPIRE_DATE_INVALID")
    if not 0 <= link.member_limit <= MEMBER_LIMIT:
        raise bad_request("USAGE_LIMIT_INVALID")
    if link.member_limit and link.creates_join_request:
        raise bad_request(BOTH)


def _new_url(request: Request, chat: Chat) -> str:
    """Return an address that nobody had yet."""
    seed = f"{request.world.token} {chat.id} {len(chat.invite_links)}"
    return "https://t.me/+" + hashlib.sha256(seed.encode()).hexdigest()[:16]
