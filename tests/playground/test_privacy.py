"""Privacy mode, and administrators who hide behind their group."""

import pytest
from telegram import Bot

from playground.server import Person, World


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "Jiwoo", "ko")


def texts(world: World) -> list[str]:
    messages = [u["message"] for u in world.updates.values() if "message" in u]
    return [message["text"] for message in messages if "text" in message]


async def test_without_privacy_mode_a_member_sees_everything(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    world.bot.reads_all_group_messages = True
    assert (await bot.get_me()).can_read_all_group_messages
    jiwoo.send_text("just talk", chat=world.group("family", [jiwoo]))
    assert texts(world) == ["just talk"]


def test_mentions_may_not_come_through(world: World, jiwoo: Person) -> None:
    world.bot.hears_mentions = False
    group = world.group("family", [jiwoo])
    jiwoo.send_text("ask @mindgitter_bot", chat=group)
    jiwoo.send_text("/ask@mindgitter_bot", chat=group)
    assert texts(world) == ["/ask@mindgitter_bot"]


async def test_a_reply_to_a_reply_to_the_bot_stays_hidden(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo])
    shown = group.find((await bot.send_message(group.id, "hello")).message_id)
    reply = jiwoo.send_text("seen", reply_to=shown)
    jiwoo.send_text("hidden", reply_to=reply)
    assert texts(world) == ["seen"]


def test_an_edit_of_a_hidden_message_stays_hidden(world: World, jiwoo: Person) -> None:
    hidden = world.group("family", [jiwoo])
    jiwoo.edit_text(jiwoo.send_text("one", chat=hidden), "two")
    shown = world.group("friends", [jiwoo], bot_is_admin=True)
    jiwoo.edit_text(jiwoo.send_text("one", chat=shown), "two")
    edited = [u["edited_message"] for u in world.updates.values() if "edited_message" in u]
    assert [message["chat"]["id"] for message in edited] == [shown.id]
    assert edited[0]["text"] == "two"


def test_an_anonymous_administrator_is_the_group(world: World, jiwoo: Person) -> None:
    group = world.group("family", [jiwoo], bot_is_admin=True, supergroup=True)
    message = jiwoo.send_text("hello", chat=group, anonymous=True)
    told = message.json()
    assert told["from"]["username"] == "GroupAnonymousBot"
    assert told["from"]["id"] == 1087968824
    assert told["sender_chat"]["id"] == group.id
    assert (message.author_id, message.from_bot) == (7, False)


def test_who_stays_anonymous_does_so_until_told_otherwise(world: World, jiwoo: Person) -> None:
    group = world.group("family", [jiwoo, world.person(8)], bot_is_admin=True)
    world.set_status(group, jiwoo, jiwoo, "creator", is_anonymous=True, custom_title="Mother")
    assert jiwoo.send_text("x", chat=group).json()["author_signature"] == "Mother"
    assert jiwoo.send_text("x", chat=group, anonymous=False).json()["from"]["id"] == 7
    with pytest.raises(PermissionError, match="only administrators can be anonymous"):
        world.person(8).send_text("x", chat=group, anonymous=True)


async def test_buttons_are_pressed_by_the_real_person(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo], bot_is_admin=True)
    world.set_status(group, jiwoo, jiwoo, "creator", is_anonymous=True)
    card = group.find((await bot.send_message(group.id, "card")).message_id)
    assert card
    jiwoo.call(card, "any")
    [query] = [u["callback_query"] for u in world.updates.values() if "callback_query" in u]
    assert query["from"]["id"] == 7
    assert query["message"]["chat"]["id"] == group.id
