"""Polling: confirmation, waiting, conflicts, what a bot is told at all."""

import asyncio
from collections.abc import Awaitable

import pytest
from telegram import Bot, Update
from telegram.error import Conflict

from playground.server import World


def texts(updates: tuple[Update, ...]) -> list[str | None]:
    return [update.message.text if update.message else None for update in updates]


async def test_updates_come_again_until_an_offset_confirms_them(world: World, bot: Bot) -> None:
    person = world.person(7, "Jiwoo", "ko")
    person.send_text("one")
    person.send_text("two")
    first = await bot.get_updates()
    again = await bot.get_updates()
    rest = await bot.get_updates(offset=first[0].update_id + 1)
    assert texts(first) == texts(again) == ["one", "two"]
    assert texts(rest) == ["two"]
    assert world.bot.updates.pending == 1


async def test_a_poll_waits_for_an_update(world: World, bot: Bot) -> None:
    async with asyncio.TaskGroup() as tasks:
        poll = tasks.create_task(bot.get_updates(timeout=30))
        await world.wait_for(lambda: world.bot.updates.polls)
        world.person(7).send_text("late")
    assert texts(poll.result()) == ["late"]


async def test_a_poll_without_updates_ends_empty(bot: Bot) -> None:
    assert await bot.get_updates(timeout=1) == ()


async def test_a_second_poll_ends_the_first_with_409(
    world: World, bot: Bot, second_bot: Bot
) -> None:
    async with asyncio.TaskGroup() as tasks:
        first = tasks.create_task(_error(bot.get_updates(timeout=30)))
        await world.wait_for(lambda: world.bot.updates.polls)
        second = tasks.create_task(second_bot.get_updates(timeout=30))
        await world.wait_for(lambda: world.bot.updates.polls == 2)
        world.person(7).send_text("for the second")
    assert isinstance(first.result(), Conflict)
    assert "terminated by other getUpdates request; make sure that only" in str(first.result())
    assert len(second.result()) == 1


async def test_polling_is_refused_while_a_webhook_is_set(bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook", secret_token="s")
    assert (await bot.get_webhook_info()).url == "https://example.org/hook"
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    await bot.delete_webhook(drop_pending_updates=True)
    assert await bot.get_updates() == ()


async def test_a_negative_offset_counts_from_the_end_and_forgets_the_rest(
    world: World, bot: Bot
) -> None:
    for word in ("one", "two", "three"):
        world.person(7).send_text(word)
    last = await bot.get_updates(offset=-1)
    assert texts(last) == ["three"]
    assert world.bot.updates.pending == 1


async def test_a_limit_holds(world: World, bot: Bot) -> None:
    for number in range(5):
        world.person(7).send_text(f"text {number}")
    assert len(await bot.get_updates(limit=3)) == 3


async def test_reactions_and_members_come_only_where_they_are_asked_for(
    world: World, bot: Bot
) -> None:
    queue = world.bot.updates
    assert queue.put("chat_member", {}) is None
    await bot.get_updates(allowed_updates=["callback_query"])
    world.person(7).send_text("not asked for")
    assert await bot.get_updates() == ()
    await bot.get_updates(allowed_updates=[])
    world.person(7).send_text("asked for by default")
    assert len(await bot.get_updates()) == 1


async def test_a_redelivered_update_comes_once_more_whatever_the_offset(
    world: World, bot: Bot
) -> None:
    world.person(7).send_text("once")
    [update] = await bot.get_updates()
    assert await bot.get_updates(offset=update.update_id + 1) == ()
    world.redeliver(update.update_id)
    [again] = await bot.get_updates(offset=update.update_id + 1)
    assert again.to_dict() == update.to_dict()
    assert await bot.get_updates(offset=update.update_id + 1) == ()


async def test_update_ids_may_begin_anew_lower(world: World, bot: Bot) -> None:
    world.person(7).send_text("before")
    [before] = await bot.get_updates()
    await bot.get_updates(offset=before.update_id + 1)
    world.next_update_id = 17
    world.person(7).send_text("after a week")
    [after] = await bot.get_updates()
    assert after.update_id == 17


async def test_an_update_that_is_not_confirmed_for_a_day_is_forgotten() -> None:
    now = 1_000_000.0
    world = World(clock=lambda: now)
    world.person(7).send_text("old")
    now += 24 * 3600 + 1
    world.person(7).send_text("new")
    [update] = await world.bot.updates.poll(0, 100, 0)
    assert update["message"]["text"] == "new"


async def test_the_clock_can_be_set_while_the_world_goes_on(world: World) -> None:
    world.clock = lambda: 1_000_000.0
    world.person(7).send_text("old")
    world.clock = lambda: 1_000_000.0 + 24 * 3600 + 1
    message = world.person(7).send_text("new")
    [update] = await world.bot.updates.poll(0, 100, 0)
    assert update["message"]["date"] == message.date == 1_086_401


async def test_a_poll_that_died_leaves_its_updates_to_the_next(world: World, bot: Bot) -> None:
    poll = asyncio.get_running_loop().create_task(bot.get_updates(timeout=30))
    await world.wait_for(lambda: world.bot.updates.polls)
    poll.cancel()
    await asyncio.wait([poll])
    world.person(7).send_text("kept")
    assert len(await bot.get_updates(timeout=5)) == 1


async def test_any_content_can_be_put_into_an_update(world: World) -> None:
    update_id = world.send_raw_update({"message": {"unreadable": True}})
    [update] = await world.bot.updates.poll(0, 100, 0)
    assert update == {"update_id": update_id, "message": {"unreadable": True}}


async def _error(poll: Awaitable[object]) -> Exception | None:
    try:
        await poll
    except Conflict as conflict:
        return conflict
    return None
