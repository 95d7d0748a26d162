"""Links of t.me that people follow, and what the keyboard below a chat asks them for.

Formats: https://core.telegram.org/api/links.
"""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

from playground.server import membership
from playground.server.chats import Chat, Message
from playground.server.invitations import InviteLink
from playground.server.members import ADMIN_RIGHTS, GONE, may, may_change, may_send, status

if TYPE_CHECKING:
    from playground.server.people import Person
    from playground.server.world import World

Json = dict[str, Any]

START_LIMIT = 64
HOSTS = frozenset({"t.me", "telegram.me"})
ADDED_TO = {
    "startgroup": frozenset({"group", "supergroup"}),
    "startchannel": frozenset({"channel"}),
}


def follow(world: "World", person: "Person", url: str, chat: Chat | None) -> Message | str | None:
    """Do what an app does with a t.me link; ValueError for any other.

    PermissionError where the person may not add the bot there.
    """
    parts = urlsplit(url)
    path, query = parts.path.strip("/"), parse_qs(parts.query, keep_blank_values=True)
    if parts.hostname not in HOSTS:
        raise ValueError(f"no link of Telegram: {url}")
    if path.startswith("+"):
        return join(world, person, url)
    if public := next((c for c in world.chats.values() if _is_named(c, path)), None):
        return join_public(world, person, public)
    if path.lower() != world.bot.username.lower():
        raise ValueError(f"a link to somebody else: {url}")
    if "startgroup" in query or "startchannel" in query:
        return _add_bot(world, person, chat, query)
    return person.send_text(f"/start {_payload(query, 'start')}".strip())


def _payload(query: dict[str, list[str]], name: str) -> str:
    """Return what a link hands to the bot."""
    payload = query.get(name, [""])[0]
    if len(payload) > START_LIMIT:
        raise ValueError("the apps pass on at most 64 characters")
    return payload


def join(world: "World", person: "Person", url: str) -> str:
    """Let a person use an invitation link: "joined", "requested" or "refused"."""
    chat = next((chat for chat in world.chats.values() if url in chat.invite_links), None)
    link = chat.invite_links[url] if chat else None
    if chat is None or link is None or chat.migrated_to or not link.open(world.clock()):
        return "refused"
    if status(chat, person.id) != "left":
        return "refused" if status(chat, person.id) == "kicked" else "joined"
    if link.creates_join_request:
        _request(world, chat, person, link)
        return "requested"
    link.joined.append(person.id)
    membership.change(world, chat, person.json(), person, "member", link=link)
    return "joined"


def join_public(world: "World", person: "Person", chat: Chat) -> str:
    """Let a person into a public chat: "joined" or "refused"."""
    if status(chat, person.id) == "kicked":
        return "refused"
    if status(chat, person.id) == "left":
        membership.change(world, chat, person.json(), person, "member")
    return "joined"


def _is_named(chat: Chat, name: str) -> bool:
    """Say whether this is a chat's public name."""
    return chat.username is not None and chat.username.lower() == name.lower()


def shared_users(message: Message, button: str, users: list[Json]) -> Json:
    """Return the content of a message that answers a KeyboardButtonRequestUsers.

    LookupError where there is no such button, ValueError for more users than it asks for.
    """
    rows = (message.reply_keyboard or {}).get("keyboard", [])
    found = next(
        (b for row in rows for b in row if isinstance(b, dict) and b["text"] == button), {}
    )
    wanted = found.get("request_users")
    if wanted is None:
        raise LookupError(f"no button {button!r} that asks for users")
    if not 1 <= len(users) <= wanted.get("max_quantity", 1):
        raise ValueError("another number of users than the button asks for")
    names = ["first_name", "last_name"] if wanted.get("request_name") else []
    names += ["username"] if wanted.get("request_username") else []
    shared = [
        {"user_id": user["id"], **{name: user[name] for name in names if name in user}}
        for user in users
    ]
    return {"users_shared": {"request_id": wanted["request_id"], "users": shared}}


def keyboard_texts(chat: Chat) -> list[str]:
    """Return the texts on the reply keyboard that a chat shows: the last one, unless removed."""
    sent = [m for m in chat.messages if m.reply_keyboard and "force_reply" not in m.reply_keyboard]
    rows = sent[-1].reply_keyboard.get("keyboard", []) if sent and sent[-1].reply_keyboard else []
    return [b if isinstance(b, str) else str(b["text"]) for row in rows for b in row]


def _request(world: "World", chat: Chat, person: "Person", link: InviteLink) -> None:
    """Ask the administrators to let a person in."""
    if person.id not in link.waiting:
        link.waiting.append(person.id)
    request = {
        "chat": chat.json(),
        "from": person.json(),
        "user_chat_id": person.id,
        "date": int(world.clock()),
        "invite_link": link.json(),
    }
    for bot in world.bots.values():
        if may(chat, bot.id, "can_invite_users"):
            bot.updates.put("chat_join_request", request)


def _add_bot(
    world: "World", person: "Person", chat: Chat | None, query: dict[str, list[str]]
) -> Message | None:
    """Add the bot with the rights that the link asks for, and start it there."""
    if chat is None:
        raise ValueError("say to which chat the bot is added")
    kind = "startchannel" if "startchannel" in query else "startgroup"
    if chat.type not in ADDED_TO[kind] or chat.migrated_to is not None:
        raise ValueError(f"{kind} leads to another kind of chat")
    payload = _payload(query, kind)
    starts = bool(payload) and kind == "startgroup"
    if starts and not may_send(chat, person.id, "can_send_messages"):
        raise PermissionError("who starts the bot in a group has to write there")
    _let_in(world, person, chat, query)
    text = f"/start@{world.bot.username} {payload}"
    return person.send_text(text, chat=chat) if starts else None


def _let_in(world: "World", person: "Person", chat: Chat, query: dict[str, list[str]]) -> None:
    """Give the bot what the link asks for, or only make it a member where the person may not more.

    PermissionError where the person may not even do that.
    """
    bot = world.bot.id
    asked = [name.removeprefix("can_") for name in query.get("admin", [""])[0].split()]
    promotes = bool(asked) or chat.type == "channel"
    if promotes and may_change(chat, person.id, bot, "administrator"):
        rights = {right: right.removeprefix("can_") in asked for right in ADMIN_RIGHTS}
        world.set_bot_status(chat, person, "administrator", **rights)
    elif status(chat, bot) in GONE:
        if chat.type == "channel" or not may_change(chat, person.id, bot, "member"):
            raise PermissionError("this person may not add the bot here")
        world.set_bot_status(chat, person, "member")
