"""Topics of forums, and the threads that replies make in supergroups."""

import pytest
from telegram import Bot, ReplyParameters
from telegram.error import BadRequest

from playground.server import Chat, Person, World


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "Jiwoo", "ko")


@pytest.fixture
def forum(world: World, jiwoo: Person) -> Chat:
    return world.group("family", [jiwoo], forum=True, bot_is_admin=True)


async def test_answers_stay_in_the_topic(
    world: World, bot: Bot, jiwoo: Person, forum: Chat
) -> None:
    evening = world.topic(forum, "Evening")
    note = jiwoo.send_video_note(b"clip", topic=evening)
    sent = await bot.send_message(forum.id, "a", message_thread_id=evening.thread_id)
    reply = await bot.send_message(forum.id, "b", reply_parameters=ReplyParameters(note.message_id))
    for message in (sent, reply):
        assert (message.message_thread_id, message.is_topic_message) == (evening.thread_id, True)
    assert [m.message_id for m in evening.messages] == [
        note.message_id,
        sent.message_id,
        reply.message_id,
    ]


def test_a_message_in_a_topic_replies_at_least_to_its_beginning(
    world: World, jiwoo: Person, forum: Chat
) -> None:
    evening = world.topic(forum, "Evening")
    message = jiwoo.send_text("hello", topic=evening)
    told = message.json()
    assert told["reply_to_message"]["forum_topic_created"]["name"] == "Evening"
    assert told["is_topic_message"]
    assert jiwoo.send_text("b", reply_to=message).thread_id == evening.thread_id
    assert world.updates[max(world.updates)]["message"]["chat"]["is_forum"]


async def test_general_is_no_topic_and_has_no_number(bot: Bot, jiwoo: Person, forum: Chat) -> None:
    message = jiwoo.send_text("hello", chat=forum)
    assert "message_thread_id" not in message.json()
    assert not (await bot.send_message(forum.id, "a")).is_topic_message
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "a", message_thread_id=1)
    assert await bot.send_chat_action(forum.id, "typing", message_thread_id=1)
    reply = jiwoo.send_text("b", reply_to=message).json()
    assert reply["message_thread_id"] == message.message_id
    assert "is_topic_message" not in reply


async def test_a_deleted_topic_is_gone(world: World, bot: Bot, jiwoo: Person, forum: Chat) -> None:
    evening = world.topic(forum, "Evening")
    message = jiwoo.send_text("hello", topic=evening)
    world.delete_topic(evening)
    assert message.deleted
    with pytest.raises(BadRequest, match="Message thread not found"):
        await bot.send_message(forum.id, "a", message_thread_id=evening.thread_id)


async def test_outside_of_forums_a_thread_id_is_ignored_and_replies_make_threads(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo], supergroup=True)
    assert not (await bot.send_message(group.id, "a", message_thread_id=77)).message_thread_id
    first = jiwoo.send_text("one", chat=group)
    second = jiwoo.send_text("two", reply_to=first)
    third = jiwoo.send_text("three", reply_to=second)
    assert [first.thread_id, second.thread_id, third.thread_id] == [
        None,
        first.message_id,
        first.message_id,
    ]
    with pytest.raises(ValueError, match="only a forum has topics"):
        world.topic(group, "Evening")


def test_basic_groups_know_no_threads(world: World, jiwoo: Person) -> None:
    group = world.group("family", [jiwoo])
    first = jiwoo.send_text("one", chat=group)
    assert jiwoo.send_text("two", reply_to=first).thread_id is None
