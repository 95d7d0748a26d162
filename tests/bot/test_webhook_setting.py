"""Telegram is told where to bring updates, as long as it takes, and again where that changes."""

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot import receiving, webhook
from bot.application import make_bot
from bot.errors import UnknownToken
from playground.server import World
from storage.database import Database
from tests.bot.hooked import SECRET, Rig, numbers
from tests.diary.given import JIWOO


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def test_telegram_is_told_the_address_the_secret_and_what_to_send(
    database: Database, bot: Bot, world: World
) -> None:
    world.person(JIWOO, "지우", "ko").send_text("before")
    rig = Rig(database, bot)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(rig.webhook.run())
        await world.wait_for(lambda: world.bot.updates.pending == 0, seconds=60)
        running.cancel()
    assert world.bot.webhook is not None, "it stays: what comes meanwhile waits with Telegram"
    assert world.bot.webhook.url == rig.url
    assert world.bot.webhook.secret == SECRET
    assert world.bot.updates.allowed == list(receiving.ALLOWED_UPDATES)
    assert len(await numbers(database)) == 1
    assert world.bot.webhook.last_error is None


async def test_a_telegram_that_is_away_is_told_later(
    database: Database, bot: Bot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.delivery.pause_s", lambda *_: 0.0)
    world.faults.add("server_error", "setWebhook", count=2, status=502)
    world.faults.add("drop_before", "setWebhook", count=2)
    rig = Rig(database, bot)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(rig.webhook.run())
        await world.wait_for(lambda: world.bot.webhook is not None, seconds=60)
        running.cancel()


async def test_an_address_that_telegram_refuses_is_told_with_its_reason(
    database: Database,
    bot: Bot,
    monkeypatch: pytest.MonkeyPatch,
    logged: list[dict[str, Any]],
) -> None:
    told = asyncio.Event()

    def told_by_now(*_: float) -> float:
        told.set()
        return 60.0

    monkeypatch.setattr("bot.delivery.pause_s", told_by_now)
    rig = Rig(database, bot, url="http://example.org/updates")
    async with asyncio.TaskGroup() as group:
        running = group.create_task(rig.webhook.run())
        await asyncio.wait_for(told.wait(), 60)
        running.cancel()
    [event] = [event for event in logged if event["event"] == "Telegram refuses the webhook"]
    assert event["reason"] == "an https url must be provided for webhook"


async def test_a_webhook_that_another_bot_took_away_is_set_again(
    database: Database,
    bot: Bot,
    world: World,
    telegram: str,
    session: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    logged: list[dict[str, Any]],
) -> None:
    monkeypatch.setattr(webhook, "LOOK_S", 0.05)
    rig = Rig(database, bot)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(rig.webhook.run())
        await world.wait_for(lambda: world.bot.webhook is not None, seconds=60)
        async with session.post(f"{telegram}/bot{world.token}/deleteWebhook"):
            pass
        await world.wait_for(lambda: world.bot.webhook is not None, seconds=60)
        running.cancel()
    assert "another bot took this token's webhook away" in [event["event"] for event in logged]


async def test_a_token_that_telegram_does_not_know_ends_the_bot_as_polling_does(
    database: Database, telegram: str
) -> None:
    unknown = make_bot("1:taken-back", telegram)
    async with unknown.request:
        with pytest.raises(UnknownToken):
            await asyncio.wait_for(Rig(database, unknown).webhook.run(), 60)


async def test_a_token_that_is_taken_back_later_ends_the_bot_too(
    database: Database, bot: Bot, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "LOOK_S", 0.05)
    rig = Rig(database, bot)
    world.faults.add("server_error", "getWebhookInfo", status=401)
    with pytest.raises(UnknownToken):
        await asyncio.wait_for(rig.webhook.run(), 60)
    assert world.bot.webhook is not None
