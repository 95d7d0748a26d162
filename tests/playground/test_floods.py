"""Telegram's pace, where a test asks for it: 429 with the wait, as long as it takes."""

from collections.abc import Awaitable

import pytest
from telegram import Bot, InputMediaPhoto
from telegram.error import RetryAfter

from playground.server import World
from playground.server.floods import Floods


class Clock:
    """Seconds that stand still until they are moved."""

    def __init__(self) -> None:
        self.now = 1_000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock(world: World, monkeypatch: pytest.MonkeyPatch) -> Clock:
    """A world in which nobody may send too fast."""
    monkeypatch.setenv("PTB_TIMEDELTA", "1")
    world.floods = Floods()
    world.clock = Clock()
    return world.clock


async def told(call: Awaitable[object]) -> float:
    """Return the seconds that the 429 says."""
    with pytest.raises(RetryAfter) as refusal:
        await call
    return refusal.value._retry_after.total_seconds()


async def test_a_chat_takes_a_short_burst_and_then_one_message_a_second(
    world: World, bot: Bot, clock: Clock
) -> None:
    world.person(7).send_text("hello")
    for _ in range(3):
        await bot.send_message(7, "x")
        clock.now += 0.1
    assert await told(bot.send_message(7, "x")) == 3
    clock.now += 2
    assert await told(bot.edit_message_text("y", 7, 2)) == 1
    assert world.early_calls == ["editmessagetext 7"]
    clock.now += 1
    await bot.edit_message_text("y", 7, 2)
    assert await bot.send_chat_action(7, "typing")


async def test_one_slow_chat_does_not_close_another(world: World, bot: Bot, clock: Clock) -> None:
    for person in (7, 8):
        world.person(person).send_text("hello")
    for _ in range(3):
        await bot.send_message(7, "x")
    assert await told(bot.send_message(7, "x")) == 3
    await bot.send_message(8, "x")
    assert clock.now == 1_000.0


async def test_a_group_takes_twenty_messages_a_minute(world: World, bot: Bot, clock: Clock) -> None:
    group = world.group("family", [world.person(7)])
    for _ in range(20):
        await bot.send_message(group.id, "x")
        clock.now += 1
    assert await told(bot.send_message(group.id, "x")) == 40
    clock.now += 40
    await bot.send_message(group.id, "x")


async def test_all_chats_together_take_thirty_a_second(
    world: World, bot: Bot, clock: Clock
) -> None:
    for person in range(1, 32):
        world.person(person).send_text("hello")
    for person in range(1, 31):
        await bot.send_message(person, "x")
    assert await told(bot.send_message(31, "x")) == 1
    clock.now += 1
    await bot.send_message(31, "x")


async def test_an_album_counts_as_its_messages(world: World, bot: Bot, clock: Clock) -> None:
    world.person(7).send_text("hello")
    photo = world.person(7).send_photo(b"x").content["photo"][0]["file_id"]
    await bot.send_media_group(7, [InputMediaPhoto(photo)] * 3)
    assert await told(bot.send_message(7, "x")) == 3
    assert clock.now == 1_000.0


def test_a_world_keeps_no_pace_unless_told() -> None:
    assert World().floods is None
    assert World(floods=True).floods is not None
