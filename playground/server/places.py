"""Groups, forums and channels: how they begin, are linked, and become something else."""

from typing import TYPE_CHECKING, Any

from playground.server import membership
from playground.server.chats import Chat, Message, Topic
from playground.server.members import GONE, status
from playground.server.senders import ANONYMOUS, TELEGRAM, origin

if TYPE_CHECKING:
    from playground.server.people import Person
    from playground.server.world import World

Json = dict[str, Any]

FIRST_GROUP = -4_000_000_001
FIRST_SUPERGROUP = -1_002_000_000_001
TOPIC_COLOUR = 0x6FB9F0


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


def begin_topic(world: "World", forum: Chat, name: str, by: Json) -> Topic:
    """Begin a topic; ValueError where the chat is no forum."""
    if not forum.forum:
        raise ValueError("only a forum has topics")
    content = {"forum_topic_created": {"name": name, "icon_color": TOPIC_COLOUR}}
    root = world.post(forum, by, content)
    root.extra |= {"message_thread_id": root.message_id, "is_topic_message": True}
    topic = Topic(forum, name, root)
    forum.topics.append(topic)
    world.tell_bots("message", root)
    return topic


def end_topic(world: "World", topic: Topic) -> None:
    """Delete a topic with everything in it."""
    topic.chat.topics.remove(topic)
    for message in (*topic.messages, topic.root):
        world.delete(message)


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
    new.hides_members = group.hides_members
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
