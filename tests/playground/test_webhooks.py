"""Webhooks: set, refused, delivered in order, again after a failure, and answered with a method."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from aiohttp import web
from telegram import Bot
from telegram.error import BadRequest, Conflict

from playground.server import World
from playground.server.updates import UpdateQueue

Json = dict[str, Any]


@dataclass
class Hook:
    """A webhook that notes what it gets and answers as planned, else 200 with nothing."""

    world: World
    url: str = ""
    taken: list[Json] = field(default_factory=list)
    headers: list[str | None] = field(default_factory=list)
    planned: list[web.Response] = field(default_factory=list)
    gate: asyncio.Event = field(default_factory=asyncio.Event)

    async def take(self, request: web.Request) -> web.Response:
        self.taken.append(await request.json())
        self.headers.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.world.changed()
        await self.gate.wait()
        return self.planned.pop(0) if self.planned else web.Response()

    @property
    def texts(self) -> list[str]:
        return [update["message"]["text"] for update in self.taken]


@pytest.fixture
async def hook(world: World) -> AsyncIterator[Hook]:
    made = Hook(world)
    made.gate.set()
    app = web.Application()
    app.router.add_post("/hook", made.take)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.01)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    made.url = f"http://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield made
    made.gate.set()
    await runner.cleanup()


async def test_updates_come_with_the_secret_and_need_no_poll(
    world: World, bot: Bot, hook: Hook
) -> None:
    world.person(7).send_text("before")
    await bot.set_webhook(hook.url, secret_token="s-3_cret")
    world.person(7).send_text("after")
    await world.wait_for(lambda: world.bot.updates.pending == 0)
    assert hook.texts == ["before", "after"]
    assert hook.headers == ["s-3_cret", "s-3_cret"]
    assert hook.taken == list(world.updates.values())


async def test_one_chat_keeps_its_order_and_others_do_not_wait_for_it(
    world: World, bot: Bot, hook: Hook
) -> None:
    hook.gate.clear()
    await bot.set_webhook(hook.url)
    for person, text in ((7, "one"), (7, "two"), (8, "other")):
        world.person(person).send_text(text)
    await world.wait_for(lambda: len(hook.taken) == 2)
    assert sorted(hook.texts) == ["one", "other"]
    hook.gate.set()
    await world.wait_for(lambda: world.bot.updates.pending == 0)
    assert hook.texts[2] == "two"


async def test_connections_are_no_more_than_was_said(world: World, bot: Bot, hook: Hook) -> None:
    hook.gate.clear()
    await bot.set_webhook(hook.url, max_connections=1)
    for person in (7, 8, 9):
        world.person(person).send_text("x")
    await world.wait_for(lambda: hook.taken)
    assert len(hook.taken) == 1
    hook.gate.set()
    await world.wait_for(lambda: world.bot.updates.pending == 0)
    assert (await bot.get_webhook_info()).max_connections == 1


async def test_what_is_not_taken_comes_again_and_the_info_tells_why(
    world: World, bot: Bot, hook: Hook
) -> None:
    world.webhook_second = 0.001
    hook.planned = [web.Response(status=500), web.Response(status=503), web.Response(status=200)]
    await bot.set_webhook(hook.url)
    world.person(7).send_text("again")
    await world.wait_for(lambda: world.bot.updates.pending == 0)
    assert hook.texts == ["again"] * 3
    info = await bot.get_webhook_info()
    assert info.last_error_message == "Wrong response from the webhook: 503 Service Unavailable"
    assert info.last_error_date is not None
    assert info.pending_update_count == 0


async def test_a_pause_that_the_webhook_asks_for_is_kept(
    world: World, bot: Bot, hook: Hook
) -> None:
    hook.planned = [web.Response(status=429, headers={"Retry-After": "3000"})]
    await bot.set_webhook(hook.url)
    world.person(7).send_text("later")
    await world.wait_for(lambda: world.bot.webhook and world.bot.webhook.last_error)
    [waiting] = world.bot.updates.heads()
    assert 2990 < waiting.ready_at - asyncio.get_running_loop().time() <= 3000
    assert (await bot.get_webhook_info()).pending_update_count == 1


async def test_nobody_there_is_an_error_too(world: World, bot: Bot, unused_tcp_port: int) -> None:
    await bot.set_webhook(f"http://127.0.0.1:{unused_tcp_port}/hook")
    world.person(7).send_text("x")
    await world.wait_for(lambda: world.bot.webhook and world.bot.webhook.last_error)
    assert (await bot.get_webhook_info()).last_error_message == "Connection refused"


async def test_the_answer_may_name_a_method_but_not_one_that_reads(
    world: World, bot: Bot, hook: Hook
) -> None:
    hook.planned = [
        web.json_response({"method": "getMe"}),
        web.json_response({"method": "sendMessage", "chat_id": 7, "text": "at once"}),
        web.json_response({"method": "sendMessage", "chat_id": 99, "text": "nobody there"}),
    ]
    await bot.set_webhook(hook.url)
    for text in ("one", "two", "three"):
        world.person(7).send_text(text)
    await world.wait_for(lambda: len(world.calls_of("sendMessage")) == 2)
    assert [m.text for m in world.chat(7).from_bot] == ["at once"]
    assert [call.outcome for call in world.calls_of("sendMessage")] == ["ok", "refused"]
    assert len(world.calls_of("getMe")) == 1


async def test_a_poll_that_waits_is_ended_by_a_webhook(world: World, bot: Bot) -> None:
    async def poll() -> str:
        with pytest.raises(Conflict) as conflict:
            await bot.get_updates(timeout=30)
        return str(conflict.value)

    async with asyncio.TaskGroup() as tasks:
        polling = tasks.create_task(poll())
        await world.wait_for(lambda: world.bot.updates.polls)
        await bot.set_webhook("https://example.org/hook")
    assert "terminated by setWebhook request" in polling.result()


async def test_setting_and_deleting_twice_says_so(world: World, bot: Bot) -> None:
    for _ in range(2):
        await bot.set_webhook("https://example.org/hook", secret_token="s", ip_address="1.2.3.4")
    info = await bot.get_webhook_info()
    assert (info.url, info.ip_address) == ("https://example.org/hook", "1.2.3.4")
    for _ in range(2):
        await bot.delete_webhook()
    answers = [call.answer for call in world.calls if call.answer]
    said = [answer["description"] for answer in answers if "description" in answer]
    assert said == [
        "Webhook was set",
        "Webhook is already set",
        "Webhook was deleted",
        "Webhook is already deleted",
    ]


async def test_dropping_and_choosing_updates_holds_for_webhooks_too(
    world: World, bot: Bot, hook: Hook
) -> None:
    world.person(7).send_text("dropped")
    await bot.set_webhook(hook.url, drop_pending_updates=True, allowed_updates=["message"])
    world.person(7).block_bot()
    world.person(7).send_text("taken")
    await world.wait_for(lambda: hook.taken)
    assert hook.texts == ["taken"]
    assert (await bot.get_webhook_info()).allowed_updates == ("message",)


@pytest.mark.parametrize(
    ("url", "secret", "reason"),
    [
        ("http://example.org/", "", "Bad webhook: an https url must be provided for webhook"),
        ("https://example.org:1234/", "", "Bad webhook: webhook can be set up only on ports 80"),
        ("nothing", "", "Invalid webhook url specified"),
        ("https://example.org:port/", "", "Invalid webhook url specified"),
        ("https://example.org/", "a b", "Secret token contains unallowed characters"),
        ("https://example.org/", "a" * 257, "Secret token is too long"),
    ],
)
async def test_an_address_or_secret_that_is_none_is_refused(
    bot: Bot, url: str, secret: str, reason: str
) -> None:
    with pytest.raises(BadRequest, match=reason):
        await bot.set_webhook(url, secret_token=secret or None)


async def test_nothing_is_brought_to_other_machines(world: World, bot: Bot) -> None:
    await bot.set_webhook("https://example.org/hook")
    world.person(7).send_text("stays")
    await bot.get_me()
    assert (await bot.get_webhook_info()).pending_update_count == 1
    assert world.bot.webhook is not None
    assert world.bot.webhook.last_error is None


def test_an_update_that_is_not_taken_for_a_day_is_dropped() -> None:
    now = 0.0
    queue = UpdateQueue(1, lambda: now, lambda: None)
    queue.put("message", {"chat": {"id": 7}})
    assert len(queue.heads()) == 1
    now = 24 * 3600 + 1
    assert queue.heads() == []


def test_updates_of_one_person_without_a_chat_keep_their_order_too() -> None:
    queue = UpdateQueue(1, lambda: 0.0, lambda: None)
    for person in (7, 7, 8):
        queue.put("inline_query", {"from": {"id": person}})
    assert [head.lane for head in queue.heads()] == [("from", 7), ("from", 8)]
    queue.put_raw({"update_id": 9, "message": 5})
    assert queue.heads()[-1].lane == ("", 0)
