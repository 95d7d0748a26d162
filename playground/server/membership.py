"""People and bots come into chats, leave them, and get rights; and who hears of it.

A bot hears of itself with my_chat_member, of others with chat_member where it is administrator
and asked for that. Groups also get a service message, which says less.
"""

from typing import TYPE_CHECKING, Any

from playground.server import notices
from playground.server.bots import Bot
from playground.server.chats import Chat
from playground.server.invitations import InviteLink
from playground.server.members import ADMINS, GONE, KNOWN_RIGHTS, chat_member, is_admin, status

if TYPE_CHECKING:
    from playground.server.people import Person
    from playground.server.world import World

Json = dict[str, Any]


def add(chat: Chat, user_id: int, here: str, rights: Json) -> None:
    """Make somebody something in a chat; nobody is told.

    ValueError for a right that the Bot API does not know.
    """
    unknown = rights.keys() - KNOWN_RIGHTS
    if unknown:
        raise ValueError(f"no right of the Bot API: {sorted(unknown)}")
    chat.members[user_id] = here
    chat.rights[user_id] = rights


def change(
    world: "World",
    chat: Chat,
    by: Json,
    user: "Person | Bot",
    here: str,
    rights: Json | None = None,
    *,
    link: InviteLink | None = None,
    requested: bool = False,
    announced: bool = True,
) -> None:
    """Make somebody something in a chat and tell the bots; `by` is the User who does it.

    `link` is the one that was used, `requested` whether an administrator had to agree, `announced`
    whether the group gets a service message.
    """
    before, old = status(chat, user.id), chat_member(user.json(), chat)
    add(chat, user.id, here, rights or {})
    told = notices.member_change(chat, by, old, chat_member(user.json(), chat), int(world.clock()))
    told |= {"invite_link": link.json()} if link else {}
    told |= {"via_join_request": True} if requested else {}
    _tell(world, chat, user, told)
    if announced and chat.type != "channel":
        _announce(world, chat, by, user, (before in GONE, here in GONE))
    world.changed()


def hand_over(world: "World", chat: Chat, person: "Person") -> None:
    """Make a person the owner; the former one stays administrator."""
    former = next((i for i, here in chat.members.items() if here == "creator"), None)
    by = world.people[former].json() if former else person.json()
    change(world, chat, by, person, "creator", chat.rights.get(person.id, {}))
    if former and former != person.id:
        change(world, chat, by, world.people[former], "administrator", chat.rights.get(former))


def administrators(world: "World", chat: Chat, bot: Bot) -> list[Json]:
    """Return the ChatMember of the owner and the administrators; of the bots only this one."""
    ids = [user_id for user_id, here in chat.members.items() if here in ADMINS]
    people = [world.people[user_id].json() for user_id in ids if user_id in world.people]
    bots = [bot.json()] if bot.id in ids else []
    return [chat_member(user, chat) for user in (*people, *bots)]


def tell_of_coming(world: "World", chat: Chat, by: Json) -> None:
    """Queue my_chat_member for the bots that are in a chat, as if they had just come."""
    for bot in world.bots.values():
        if status(chat, bot.id) not in GONE:
            old = chat_member(bot.json(), chat, "left")
            new = chat_member(bot.json(), chat)
            told = notices.member_change(chat, by, old, new, int(world.clock()))
            bot.updates.put("my_chat_member", told)


def _tell(world: "World", chat: Chat, user: "Person | Bot", told: Json) -> None:
    """Queue my_chat_member for the bot that it is about, chat_member for administrators."""
    for bot in world.bots.values():
        if bot is user:
            bot.updates.put("my_chat_member", told)
        elif is_admin(chat, bot.id):
            bot.updates.put("chat_member", told)


def _announce(
    world: "World", chat: Chat, by: Json, user: "Person | Bot", gone: tuple[bool, bool]
) -> None:
    """Put the service message of coming or leaving into a group; `gone` is before and after."""
    if gone == (True, False):
        content: Json = {"new_chat_members": [user.json()]}
    elif gone == (False, True):
        content = {"left_chat_member": user.json()}
    else:
        return
    world.tell_bots("message", world.post(chat, by, content))
