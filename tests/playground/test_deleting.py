"""What a bot may delete, and until when."""

import pytest
from telegram import Bot
from telegram.error import BadRequest

from playground.server import Message, Person, World


class Clock:
    """A clock that a test sets."""

    def __init__(self) -> None:
        """Start some day."""
        self.now = 1_790_000_000.0

    def __call__(self) -> float:
        """Return unix seconds."""
        return self.now


@pytest.fixture
def clock(world: World) -> Clock:
    world.clock = Clock()
    return world.clock


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "Jiwoo", "ko")


@pytest.mark.parametrize("supergroup", [False, True])
async def test_after_two_days_not_even_an_administrator_deletes(
    world: World, bot: Bot, jiwoo: Person, clock: Clock, *, supergroup: bool
) -> None:
    group = world.group("family", [jiwoo], bot_is_admin=True, supergroup=supergroup)
    own = await bot.send_message(group.id, "card")
    theirs = jiwoo.send_text("hello", chat=group)
    clock.now += 48 * 3600 + 60
    for message_id in (own.message_id, theirs.message_id):
        with pytest.raises(BadRequest, match="Message can't be deleted"):
            await bot.delete_message(group.id, message_id)
    await bot.edit_message_text("the newer one is below", group.id, own.message_id)


@pytest.mark.parametrize(("right", "deleted"), [(True, True), (False, False)])
async def test_in_a_supergroup_the_right_to_delete_decides(
    world: World, bot: Bot, jiwoo: Person, *, right: bool, deleted: bool
) -> None:
    rights = {"can_delete_messages": right}
    group = world.group("family", [jiwoo], supergroup=True, bot_rights=rights)
    own = await bot.send_message(group.id, "card")
    theirs = jiwoo.send_text("hello", chat=group)
    assert await bot.delete_message(group.id, own.message_id)
    assert await _deletes(bot, theirs) is deleted


async def test_a_basic_group_asks_only_for_an_administrator(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo], bot_rights={"can_delete_messages": False})
    assert await _deletes(bot, jiwoo.send_text("hello", chat=group))
    world.set_bot_status(group, jiwoo, "member")
    assert not await _deletes(bot, jiwoo.send_text("hello", chat=group))


async def test_in_a_private_chat_both_sides_messages_are_deleted_but_no_fresh_dice(
    bot: Bot, jiwoo: Person, clock: Clock
) -> None:
    assert await _deletes(bot, jiwoo.send_text("hello"))
    dice = jiwoo.send_content({"dice": {"emoji": "🎲", "value": 4}})
    assert not await _deletes(bot, dice)
    clock.now += 25 * 3600
    assert await _deletes(bot, dice)


async def test_several_messages_go_together_or_not_at_all(
    world: World, bot: Bot, jiwoo: Person
) -> None:
    group = world.group("family", [jiwoo])
    own = await bot.send_message(group.id, "card")
    theirs = jiwoo.send_text("hello", chat=group)
    with pytest.raises(BadRequest, match="Message can't be deleted"):
        await bot.delete_messages(group.id, [own.message_id, theirs.message_id])
    assert group.find(own.message_id)
    assert await bot.delete_messages(group.id, [own.message_id, 999])
    assert not group.find(own.message_id)


async def test_nobody_is_told_of_a_deletion(world: World, jiwoo: Person) -> None:
    group = world.group("family", [jiwoo], bot_is_admin=True)
    message = jiwoo.send_text("hello", chat=group)
    told = len(world.updates)
    jiwoo.delete(message)
    assert len(world.updates) == told


async def _deletes(bot: Bot, message: Message) -> bool:
    """Say whether the bot may delete a message."""
    try:
        return await bot.delete_message(message.chat.id, message.message_id)
    except BadRequest:
        return False
