"""Topics as a bot and the people who run a forum change them."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from telegram import Bot
from telegram.error import BadRequest

from playground.server import Chat, Person, World

Json = dict[str, Any]


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "Jiwoo", "ko")


@pytest.fixture
def minji(world: World) -> Person:
    return world.person(8, "Minji")


@pytest.fixture
def forum(world: World, jiwoo: Person, minji: Person) -> Chat:
    return world.group("family", [jiwoo, minji], forum=True, bot_is_admin=True)


def services(chat: Chat) -> list[tuple[int | None, Json]]:
    """Return the service messages about topics, with where they stand."""
    return [(m.thread_id, m.content) for m in chat.messages if "topic" in next(iter(m.content))]


async def test_a_bot_begins_renames_closes_and_deletes_a_topic(bot: Bot, forum: Chat) -> None:
    made = await bot.create_forum_topic(forum.id, "Evening", icon_color=0xFFD67E)
    assert (made.name, made.icon_color) == ("Evening", 0xFFD67E)
    here: Json = {"chat_id": forum.id, "message_thread_id": made.message_thread_id}
    await bot.edit_forum_topic(name="Night", icon_custom_emoji_id="5", **here)
    await bot.close_forum_topic(**here)
    await bot.reopen_forum_topic(**here)
    number = made.message_thread_id
    assert services(forum)[1:] == [
        (number, {"forum_topic_edited": {"name": "Night", "icon_custom_emoji_id": "5"}}),
        (number, {"forum_topic_closed": {}}),
        (number, {"forum_topic_reopened": {}}),
    ]
    assert forum.topics[0].name == "Night"
    await bot.delete_forum_topic(**here)
    assert forum.topics == []
    assert services(forum) == []


async def test_what_changes_nothing_is_refused(bot: Bot, forum: Chat) -> None:
    made = await bot.create_forum_topic(forum.id, "Evening")
    here: Json = {"chat_id": forum.id, "message_thread_id": made.message_thread_id}
    calls: list[Callable[[], Awaitable[bool]]] = [
        lambda: bot.edit_forum_topic(name="Evening", **here),
        lambda: bot.reopen_forum_topic(**here),
        lambda: bot.edit_general_forum_topic(forum.id, "General"),
        lambda: bot.reopen_general_forum_topic(forum.id),
        lambda: bot.unhide_general_forum_topic(forum.id),
    ]
    for call in calls:
        with pytest.raises(BadRequest, match="Topic_not_modified"):
            await call()


async def test_a_closed_topic_takes_messages_of_administrators_only(
    world: World, bot: Bot, jiwoo: Person, minji: Person, forum: Chat
) -> None:
    topic = jiwoo.steward(forum).begin_topic("Evening")
    jiwoo.steward(forum).close_topic(topic)
    with pytest.raises(PermissionError, match="the topic is closed"):
        minji.send_text("hello", topic=topic)
    jiwoo.send_text("hello", topic=topic)
    await bot.send_message(forum.id, "x", message_thread_id=topic.thread_id)
    world.set_bot_status(forum, jiwoo, "administrator", can_manage_topics=False)
    with pytest.raises(BadRequest, match="Topic_closed"):
        await bot.send_message(forum.id, "x", message_thread_id=topic.thread_id)
    jiwoo.steward(forum).reopen_topic(topic)
    minji.send_text("hello", topic=topic)


async def test_general_is_closed_hidden_and_renamed(
    bot: Bot, jiwoo: Person, minji: Person, forum: Chat
) -> None:
    await bot.edit_general_forum_topic(forum.id, "Everything")
    await bot.hide_general_forum_topic(forum.id)
    assert (forum.general.name, forum.general.hidden, forum.general.closed) == (
        "Everything",
        True,
        True,
    )
    with pytest.raises(PermissionError, match="closed"):
        minji.send_text("hello", chat=forum)
    await bot.reopen_general_forum_topic(forum.id)
    minji.send_text("hello", chat=forum)
    jiwoo.steward(forum).set_general(closed=True)
    assert [next(iter(content)) for _, content in services(forum)] == [
        "forum_topic_edited",
        "general_forum_topic_hidden",
        "general_forum_topic_unhidden",
        "forum_topic_reopened",
        "forum_topic_closed",
    ]


async def test_a_bot_without_the_right_changes_its_own_topics_only(
    world: World, bot: Bot, jiwoo: Person, forum: Chat
) -> None:
    own = await bot.create_forum_topic(forum.id, "mine")
    other = world.topic(forum, "theirs")
    rights = {"can_manage_topics": False, "can_delete_messages": False, "can_pin_messages": False}
    world.set_bot_status(forum, jiwoo, "administrator", **rights)
    await bot.edit_forum_topic(forum.id, own.message_thread_id, name="still mine")
    calls: dict[str, Callable[[], Awaitable[object]]] = {
        "create a topic": lambda: bot.create_forum_topic(forum.id, "x"),
        "edit the topic": lambda: bot.edit_forum_topic(forum.id, other.thread_id, name="x"),
        "close or open the topic": lambda: bot.close_forum_topic(forum.id, other.thread_id),
        "delete the topic": lambda: bot.delete_forum_topic(forum.id, other.thread_id),
        "unpin all topic messages": lambda: bot.unpin_all_forum_topic_messages(
            forum.id, own.message_thread_id
        ),
    }
    for what, call in calls.items():
        with pytest.raises(BadRequest, match=f"Not enough rights to {what}"):
            await call()


async def test_what_is_no_topic_and_no_forum_is_refused(
    world: World, bot: Bot, jiwoo: Person, forum: Chat
) -> None:
    with pytest.raises(BadRequest, match="Topic_id_invalid"):
        await bot.close_forum_topic(forum.id, 999)
    with pytest.raises(BadRequest, match="Invalid message thread identifier specified"):
        await bot.close_forum_topic(forum.id, 0)
    with pytest.raises(BadRequest, match="Title must be non-empty"):
        await bot.create_forum_topic(forum.id, " ")
    with pytest.raises(BadRequest, match="Invalid icon color specified"):
        await bot.create_forum_topic(forum.id, "x", icon_color=5)
    plain = world.group("plain", [jiwoo], supergroup=True, bot_is_admin=True)
    with pytest.raises(BadRequest, match="The chat is not a forum"):
        await bot.create_forum_topic(plain.id, "x")


async def test_pins_of_a_topic_go_without_those_of_general(
    bot: Bot, jiwoo: Person, forum: Chat
) -> None:
    topic = jiwoo.steward(forum).begin_topic("Evening")
    inside, outside = jiwoo.send_text("in", topic=topic), jiwoo.send_text("out", chat=forum)
    for message in (inside, outside):
        await bot.pin_chat_message(forum.id, message.message_id)
    assert forum.find(inside.message_id + 2) is forum.messages[-2]
    assert forum.messages[-2].thread_id == topic.thread_id
    await bot.unpin_all_forum_topic_messages(forum.id, topic.thread_id)
    assert forum.pinned == [outside]
    await bot.unpin_all_general_forum_topic_messages(forum.id)
    assert forum.pinned == []


def test_who_runs_no_forum_begins_no_topics(minji: Person, forum: Chat) -> None:
    with pytest.raises(PermissionError, match="Minji has no right can_manage_topics"):
        minji.steward(forum).begin_topic("Evening")
