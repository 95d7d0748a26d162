"""A basic group becomes a supergroup: a new id, and message ids that begin anew."""

import pytest
from telegram import Bot
from telegram.error import ChatMigrated

from playground.server import Person, World


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "Jiwoo", "ko")


def test_both_chats_tell_of_the_migration(world: World, jiwoo: Person) -> None:
    group = world.group("family", [jiwoo, world.person(8)], bot_is_admin=True)
    new = world.migrate(group)
    joined, before, after = list(world.updates.values())[-3:]
    assert joined["my_chat_member"]["chat"]["id"] == new.id
    assert joined["my_chat_member"]["old_chat_member"]["status"] == "left"
    assert joined["my_chat_member"]["new_chat_member"]["status"] == "administrator"
    assert before["message"]["chat"]["id"] == group.id
    assert before["message"]["migrate_to_chat_id"] == new.id
    assert after["message"]["chat"]["id"] == new.id
    assert after["message"]["migrate_from_chat_id"] == group.id
    assert after["message"]["message_id"] == 1
    assert str(new.id).startswith("-100")
    assert new.members == group.members
    with pytest.raises(ValueError, match="only a basic group"):
        world.migrate(new)


def test_the_bot_may_hear_of_its_coming_last(world: World, jiwoo: Person) -> None:
    new = world.migrate(world.group("family", [jiwoo]), joined_first=False)
    last = world.updates[max(world.updates)]
    assert last["my_chat_member"]["chat"]["id"] == new.id


async def test_the_old_number_is_refused_with_the_new_one(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo])
    new = world.migrate(group)
    for call in (bot.get_chat, bot.get_chat_administrators, bot.leave_chat):
        with pytest.raises(ChatMigrated) as refused:
            await call(group.id)
        assert refused.value.new_chat_id == new.id
    with pytest.raises(ChatMigrated):
        await bot.send_message(group.id, "x")
    answer = world.calls[-1].answer
    assert answer
    assert answer["description"] == ("Bad Request: group chat was upgraded to a supergroup chat")
    assert (await bot.send_message(new.id, "x")).chat.id == new.id


async def test_a_silent_migration_shows_in_the_refusal_only(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo])
    told = len(world.updates)
    new = world.migrate(group, silent=True)
    assert len(world.updates) == told
    with pytest.raises(ChatMigrated):
        await bot.send_message(group.id, "x")
    with pytest.raises(PermissionError, match="write there"):
        jiwoo.send_text("/help", chat=group)
    jiwoo.send_text("/help", chat=new)
    assert world.updates[max(world.updates)]["message"]["chat"]["id"] == new.id
