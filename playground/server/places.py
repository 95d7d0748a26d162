"""Groups, forums and channels: how they begin, are linked, and become something else."""

import re
from typing import TYPE_CHECKING, Any

from playground.server import membership
from playground.server.chats import Chat, Message
from playground.server.media import Attachment, describe
from playground.server.members import GONE, status
from playground.server.senders import ANONYMOUS, TELEGRAM, origin

if TYPE_CHECKING:
    from playground.server.people import Person
    from playground.server.world import World

Json = dict[str, Any]

FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001
USERNAME = re.compile(r"[A-Za-z](?!\w*__)\w{3,30}[A-Za-z0-9]", re.ASCII)


def begin(world: "World", kind: str, title: str, people: "list[Person]", **profile: Any) -> Chat:
    """Create a group, supergroup or channel of these people; the first of them owns it."""
    number = sum(1 for bot_id, _ in world.chats if bot_id == 0)
    chat_id = (FIRST_GROUP if kind == "group" else FIRST_SUPERGROUP) - number
    chat = Chat({"id": chat_id, "type": kind, "title": title, **profile}, world.files)
    chat.members = {person.id: "member" for person in people}
    chat.members[people[0].id] = "creator"
    world.chats[0, chat_id] = chat
    return chat


def link(channel: Chat, group: Chat) -> None:
    """Make a supergroup the place where a channel's posts are discussed."""
    if (channel.type, group.type) != ("channel", "supergroup"):
        raise ValueError("a channel is discussed in a supergroup")
    channel.linked, group.linked = group, channel


def forward_post(world: "World", post: Message) -> None:
    """Bring a channel's post into its discussion group, as Telegram does by itself."""
    channel, group = post.chat, post.chat.linked
    if channel.type != "channel" or group is None:
        return
    extra = {
        "sender_chat": channel.json(),
        "forward_origin": origin(post.json()),
        "is_automatic_forward": True,
        **{k: v for k, v in post.extra.items() if k == "media_group_id"},
    }
    copy = world.post(group, TELEGRAM, dict(post.content), extra=extra)
    channel.forwards[post.message_id] = copy
    world.tell_bots("message", copy)


def announce(
    world: "World", chat: Chat, by: Json, content: Json, thread: Json | None = None
) -> Message:
    """Put a service message into a chat, or a thread of it; in a channel it is the channel's."""
    extra = {"sender_chat": chat.json()} if chat.type == "channel" else dict(thread or {})
    message = world.post(chat, by, content, extra=extra)
    world.tell_bots("message", message)
    return message


def pin(world: "World", message: Message, by: Json) -> None:
    """Pin a message; a service message in its topic tells of it, the first time."""
    chat = message.chat
    if message in chat.pinned:
        return
    chat.pinned.append(message)
    in_topic = "is_topic_message" in message.extra
    names = ("message_thread_id", "is_topic_message") if in_topic else ()
    content = {"pinned_message": message.json(nested=True)}
    announce(world, chat, by, content, {name: message.extra[name] for name in names})


def rename(world: "World", chat: Chat, by: Json, title: str) -> None:
    """Give a group or channel another title."""
    chat.profile["title"] = title
    announce(world, chat, by, {"new_chat_title": title})


def set_photo(world: "World", chat: Chat, by: Json, content: bytes | None) -> None:
    """Give a group or channel a photo (PNG or JPEG), or (None) take it away."""
    if content is None:
        chat.photo = None
        announce(world, chat, by, {"delete_chat_photo": True})
        return
    chat.photo = describe(Attachment("photo", content), world.files, fresh=True)["photo"]
    announce(world, chat, by, {"new_chat_photo": chat.photo})


def set_username(world: "World", chat: Chat, username: str | None) -> None:
    """Make a supergroup or channel public, or (None) private; nobody is told.

    ValueError for a name that is taken or none, and for other chats.
    """
    if chat.type not in {"supergroup", "channel"}:
        raise ValueError("only supergroups and channels have a public name")
    chat.profile.pop("username", None)
    if username is None:
        return
    taken = {named.username.lower() for named in world.chats.values() if named.username}
    if not USERNAME.fullmatch(username) or username.lower() in taken:
        raise ValueError(f"{username} is no name that a chat could take")
    chat.profile["username"] = username


def migrate(world: "World", group: Chat, *, silent: bool, joined_first: bool) -> Chat:
    """Make a basic group a supergroup, with a new id and message ids that begin anew.

    ValueError where it is none. A bot is also told that it came into the new one, never that it
    left the old (tdlib/telegram-bot-api, issue 266), `joined_first` or after the service messages.
    """
    if group.type != "group" or group.migrated_to:
        raise ValueError("only a basic group becomes a supergroup")
    ids = [user_id for user_id, here in group.members.items() if here not in GONE]
    owner = next(world.people[i] for i in ids if group.members[i] == "creator")
    new = begin(world, "supergroup", group.profile["title"], [owner])
    for user_id in ids:
        membership.add(new, user_id, status(group, user_id), group.rights.get(user_id, {}))
    new.hides_members, new.photo = group.hides_members, group.photo
    new.permissions, new.description = dict(group.permissions), group.description
    group.migrated_to = new
    before = world.post(group, owner.json(), {"migrate_to_chat_id": new.id})
    extra = {"sender_chat": new.json()}
    after = world.post(new, ANONYMOUS, {"migrate_from_chat_id": group.id}, extra=extra)
    if not silent and joined_first:
        membership.tell_of_coming(world, new, owner.json())
    for message in () if silent else (before, after):
        world.tell_bots("message", message)
    if not silent and not joined_first:
        membership.tell_of_coming(world, new, owner.json())
    return new
