"""Channels, their posts, and the groups where the posts are discussed."""

import pytest
from telegram import Bot
from telegram.error import BadRequest

from playground.server import Chat, Person, World


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "Jiwoo", "ko", last_name="Kim")


@pytest.fixture
def group(world: World, jiwoo: Person) -> Chat:
    return world.group("talk", [jiwoo], supergroup=True, bot_is_admin=True)


@pytest.fixture
def channel(world: World, jiwoo: Person, group: Chat) -> Chat:
    return world.channel("diary", jiwoo, discussion=group)


def test_the_channel_is_the_author_of_its_posts(world: World, jiwoo: Person, channel: Chat) -> None:
    post = jiwoo.send_video_note(b"clip", chat=channel)
    [told] = [u["channel_post"] for u in world.updates.values() if "channel_post" in u]
    assert "from" not in told
    assert told["sender_chat"] == told["chat"] == channel.json()
    assert told["video_note"]["duration"] == 5
    assert (post.author_id, post.from_bot) == (7, False)


def test_a_signed_channel_names_the_author_and_tells_of_edits(world: World, jiwoo: Person) -> None:
    channel = world.channel("diary", jiwoo, signed=True)
    jiwoo.edit_text(jiwoo.send_text("one", chat=channel), "two")
    [told] = [
        u["edited_channel_post"]
        for u in world.updates.values()
        if len(u) and "edited_channel_post" in u
    ]
    assert (told["author_signature"], told["text"]) == ("Jiwoo Kim", "two")


def test_posts_are_forwarded_to_the_discussion_group(
    world: World, jiwoo: Person, channel: Chat
) -> None:
    post = jiwoo.send_video_note(b"clip", chat=channel)
    copy = world.automatic_forward(post)
    told = world.updates[max(world.updates)]["message"]
    assert told["is_automatic_forward"]
    assert told["from"]["id"] == 777000
    assert told["sender_chat"] == channel.json()
    origin = told["forward_origin"]
    assert (origin["type"], origin["message_id"]) == ("channel", post.message_id)
    jiwoo.delete(post)
    assert copy.deleted


async def test_comments_reply_to_the_forward(
    world: World, bot: Bot, jiwoo: Person, channel: Chat, group: Chat
) -> None:
    sent = await bot.send_message(channel.id, "card")
    post = channel.find(sent.message_id)
    assert post
    copy = world.automatic_forward(post)
    guest = world.person(9, "Guest")
    comment = guest.send_text("nice", reply_to=copy)
    child = jiwoo.send_text("thanks", reply_to=comment)
    assert comment.chat is group
    assert comment.json()["reply_to_message"]["is_automatic_forward"]
    assert [comment.thread_id, child.thread_id] == [copy.message_id, copy.message_id]


async def test_an_edited_post_is_edited_in_the_group(
    world: World, bot: Bot, channel: Chat, group: Chat
) -> None:
    sent = await bot.send_message(channel.id, "one")
    assert sent.sender_chat
    await bot.edit_message_text("two", channel.id, sent.message_id)
    assert [message.text for message in group.messages][-1] == "two"
    assert "edited_message" in world.updates[max(world.updates)]


async def test_each_chat_tells_the_other(bot: Bot, channel: Chat, group: Chat) -> None:
    assert (await bot.get_chat(channel.id)).linked_chat_id == group.id
    assert (await bot.get_chat(group.id)).linked_chat_id == channel.id


async def test_without_the_right_a_bot_posts_and_edits_nothing(
    world: World, bot: Bot, jiwoo: Person, channel: Chat
) -> None:
    post = jiwoo.send_text("one", chat=channel)
    rights = {"can_post_messages": False, "can_edit_messages": False}
    world.set_bot_status(channel, jiwoo, "administrator", **rights)
    with pytest.raises(BadRequest, match="Need administrator rights in the channel chat"):
        await bot.send_message(channel.id, "x")
    with pytest.raises(BadRequest, match="Message can't be edited"):
        await bot.edit_message_text("x", channel.id, post.message_id)
    world.set_bot_status(channel, jiwoo, "member")
    with pytest.raises(BadRequest, match="Member list is inaccessible"):
        await bot.get_chat_member(channel.id, 7)


async def test_who_speaks_as_a_channel_of_theirs_is_that_channel(
    world: World, bot: Bot, jiwoo: Person, group: Chat
) -> None:
    own = world.channel("own", jiwoo, bot_is_member=False)
    told = jiwoo.send_text("hello", chat=group, as_channel=own)
    assert (told.json()["from"]["username"], told.from_bot) == ("Channel_Bot", False)
    assert told.json()["sender_chat"]["title"] == "own"
    assert (await bot.get_chat_member(group.id, 136817688)).status == "left"
    with pytest.raises(PermissionError, match="channels that they own"):
        jiwoo.send_text("hello", chat=world.group("small", [jiwoo]), as_channel=own)


async def test_reactions_to_forwarded_posts_are_only_counted(
    world: World, bot: Bot, jiwoo: Person, channel: Chat
) -> None:
    await bot.get_updates(allowed_updates=["message_reaction", "message_reaction_count"])
    post = jiwoo.send_text("one", chat=channel)
    jiwoo.react(world.automatic_forward(post), "👍")
    assert "message_reaction_count" in world.updates[max(world.updates)]


def test_only_administrators_post(world: World, channel: Chat) -> None:
    reader = world.person(8, "Minji")
    world.join(channel, reader)
    with pytest.raises(PermissionError, match="Minji cannot write in diary"):
        reader.send_text("x", chat=channel)


def test_only_a_supergroup_discusses_a_channel(world: World, jiwoo: Person) -> None:
    with pytest.raises(ValueError, match="discussed in a supergroup"):
        world.channel("diary", jiwoo, discussion=world.group("small", [jiwoo]))
