"""Updates lie in the inbox before Telegram is told that we have them."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
from sqlalchemy import text
from telegram.error import Conflict, NetworkError
from telegram.request import HTTPXRequest

from bot import polling
from bot.application import make_polling_request
from bot.errors import UnknownToken
from bot.polling import Poller
from playground.server import Person, World
from storage.database import Database
from storage.inbox import Letter
from tests.diary.given import JIWOO, Clock
from tests.sealed import PLAIN


@pytest.fixture
async def request_(telegram: str) -> AsyncIterator[HTTPXRequest]:
    assert telegram
    request = make_polling_request()
    await request.initialize()
    yield request
    await request.shutdown()


@pytest.fixture
def received() -> list[str]:
    return []


class Told:
    """Notes what the poller says of what has come in."""

    def __init__(self, said: list[str]) -> None:
        self._said = said

    def __call__(self, *, more: bool = False) -> None:
        self._said.append("more" if more else "update")


@pytest.fixture
def poller(
    database: Database, request_: HTTPXRequest, world: World, telegram: str, received: list[str]
) -> Poller:
    url = f"{telegram}/bot{world.token}"
    return Poller(database, request_, url, Clock(), Told(received))


async def test_a_full_answer_says_that_there_is_more(
    poller: Poller, world: World, received: list[str]
) -> None:
    person = world.person(JIWOO, "지우", "ko")
    for number in range(250):
        person.send_text(f"{number}")
    offset = None
    for _ in range(3):
        offset = await poller.poll(offset)
    assert received == ["more", "more", "update"]


async def letters(database: Database) -> list[Letter]:
    """All that wait, oldest first."""
    async with database.reading() as connection:
        rows = await connection.execute(
            text("SELECT id, update_id, chat_key, raw, attempts FROM inbox ORDER BY id")
        )
        return [Letter(*row) for row in rows]


def offsets(world: World) -> list[Any]:
    return [call.params.get("offset") for call in world.calls_of("getUpdates")]


async def test_the_first_poll_confirms_nothing_and_the_next_what_was_kept(
    poller: Poller, database: Database, world: World, received: list[str]
) -> None:
    person = world.person(JIWOO, "지우", "ko")
    person.send_text("하나")
    person.send_text("둘")
    first = next(iter(world.updates))
    offset = await poller.poll(None)
    assert offset == first + 2
    assert world.bot.updates.pending == 2
    assert [letter.update_id for letter in await letters(database)] == [first, first + 1]
    assert received == ["update"]
    person.send_text("셋")
    assert await poller.poll(offset) == first + 3
    assert world.bot.updates.pending == 1
    assert [str(o) for o in offsets(world) if o is not None] == [str(first + 2)]


@PLAIN
async def test_the_raw_update_is_kept_as_it_came(
    poller: Poller, database: Database, world: World
) -> None:
    world.person(JIWOO, "지우", "ko").send_text("마음깃털 🪶")
    await poller.poll(None)
    [letter] = await letters(database)
    assert json.loads(letter.raw) == next(iter(world.updates.values()))
    assert letter.chat_key == JIWOO


async def test_numbers_that_start_anew_after_a_quiet_week_are_followed(
    poller: Poller, database: Database, world: World
) -> None:
    person = world.person(JIWOO, "지우", "ko")
    person.send_text("before")
    offset = await poller.poll(None)
    world.bot.updates.clear()
    world.next_update_id = 17
    person.send_text("after")
    assert await poller.poll(None) == 18
    assert [letter.update_id for letter in await letters(database)][-1] == 17
    assert offset is not None
    assert offset > 18


async def test_an_update_that_comes_again_is_kept_once(
    poller: Poller, database: Database, world: World
) -> None:
    world.person(JIWOO, "지우", "ko").send_text("하나")
    await poller.poll(None)
    await poller.poll(None)
    assert len(await letters(database)) == 1


@pytest.mark.parametrize(
    "content",
    [
        {"message": None},
        {"message": "no message"},
        {"message": {"chat": []}},
        {"message": {"chat": {"id": "seven"}}},
        {"message": {"chat": {"id": 2**80}}},
        {"message": {"chat": {"id": True}}},
        {"callback_query": {"message": 5}},
        {"brand_new_kind": {"x": [1, 2]}},
        {"message": {"text": "\ud83e", "chat": {"id": 7}}},
        {},
    ],
)
@PLAIN
async def test_an_update_of_odd_shape_is_kept_and_does_not_block_the_next(
    poller: Poller, database: Database, world: World, content: dict[str, Any]
) -> None:
    odd = world.send_raw_update(content)
    world.person(JIWOO, "지우", "ko").send_text("하나")
    assert await poller.poll(None) == odd + 2
    kept = await letters(database)
    assert [letter.update_id for letter in kept] == [odd, odd + 1]
    assert json.loads(kept[0].raw) == {"update_id": odd, **content}


async def until(world: World, received: list[str], count: int) -> None:
    """Wait until so many batches have been kept; each poll is a change of the world."""
    await world.wait_for(lambda: len(received) >= count, seconds=30)


@pytest.mark.parametrize(
    ("kind", "more"),
    [
        ("drop_before", {}),
        ("drop_after", {}),
        ("server_error", {"status": 502}),
        ("too_many_requests", {"retry_after": 0}),
    ],
)
async def test_a_poll_that_fails_is_repeated_and_loses_nothing(
    poller: Poller,
    database: Database,
    world: World,
    received: list[str],
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    more: dict[str, int],
) -> None:
    monkeypatch.setattr(polling, "pause_s", lambda *_: 0.0)
    world.faults.add(kind, "getUpdates", count=2, **more)
    world.person(JIWOO, "지우", "ko").send_text("하나")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(poller.run())
        await until(world, received, 1)
        world.person(JIWOO).send_text("둘")
        await until(world, received, 2)
        task.cancel()
    assert len(await letters(database)) == 2


async def test_another_bot_with_the_same_token_is_said_and_outlasted(
    poller: Poller,
    world: World,
    telegram: str,
    received: list[str],
    monkeypatch: pytest.MonkeyPatch,
    logged: list[dict[str, Any]],
) -> None:
    waits: list[str] = []

    def at_once(error: Exception, _failures: int) -> float:
        waits.append(type(error).__name__)
        return 0.0

    monkeypatch.setattr(polling, "_wait_s", at_once)
    async with asyncio.TaskGroup() as group, httpx.AsyncClient() as other:
        task = group.create_task(poller.run())
        await world.wait_for(lambda: world.bot.updates._poll is not None)
        await other.post(f"{telegram}/bot{world.token}/getUpdates", data={"timeout": 0})
        world.person(JIWOO, "지우", "ko").send_text("하나")
        await until(world, received, 1)
        task.cancel()
    assert waits == ["Conflict"]
    assert [event["error"] for event in logged] == ["Conflict"]


async def set_webhook(telegram: str, world: World) -> None:
    async with httpx.AsyncClient() as other:
        address = f"{telegram}/bot{world.token}/setWebhook"
        answer = await other.post(address, data={"url": "https://example.org/updates"})
        assert answer.json()["ok"]


async def test_the_webhook_of_an_earlier_setting_is_taken_away_and_what_waits_is_not_lost(
    poller: Poller, database: Database, world: World, telegram: str, received: list[str]
) -> None:
    await set_webhook(telegram, world)
    world.person(JIWOO, "지우", "ko").send_text("하나")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(poller.run())
        await until(world, received, 1)
        task.cancel()
    assert world.bot.webhook is None
    assert len(await letters(database)) == 1
    [away] = world.calls_of("deleteWebhook")
    assert "drop_pending_updates" not in away.params


async def test_a_webhook_is_taken_away_once_telegram_can_be_asked_to(
    poller: Poller,
    world: World,
    telegram: str,
    received: list[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(polling, "_wait_s", lambda *_: 0.0)
    await set_webhook(telegram, world)
    world.faults.add("drop_before", "deleteWebhook", count=2)
    world.person(JIWOO, "지우", "ko").send_text("하나")
    async with asyncio.TaskGroup() as group:
        task = group.create_task(poller.run())
        await until(world, received, 1)
        task.cancel()
    assert len(world.calls_of("deleteWebhook")) == 3


async def test_a_webhook_that_comes_later_is_another_bots_and_stays(
    poller: Poller,
    world: World,
    telegram: str,
    received: list[str],
    monkeypatch: pytest.MonkeyPatch,
    logged: list[dict[str, Any]],
) -> None:
    waited = asyncio.Event()

    def once(_error: Exception, _failures: int) -> float:
        waited.set()
        return 60.0

    async with asyncio.TaskGroup() as group:
        task = group.create_task(poller.run())
        world.person(JIWOO, "지우", "ko").send_text("하나")
        await until(world, received, 1)
        monkeypatch.setattr(polling, "_wait_s", once)
        await set_webhook(telegram, world)
        await waited.wait()
        task.cancel()
    assert world.bot.webhook is not None
    assert world.calls_of("deleteWebhook") == []
    assert [event["error"] for event in logged] == ["Conflict"]


def test_a_second_poll_and_a_webhook_are_told_apart(logged: list[dict[str, Any]]) -> None:
    hooked = "can't use getUpdates method while webhook is active; use deleteWebhook to delete it"
    assert polling._wait_s(Conflict(hooked), 1) == 5.0
    assert polling._wait_s(Conflict("terminated by other getUpdates request"), 1) == 5.0
    assert [event["event"] for event in logged] == [
        "another bot has set a webhook with this token",
        "another bot polls with this token",
    ]


async def test_a_token_that_telegram_does_not_know_ends_the_loop(
    database: Database, request_: HTTPXRequest, telegram: str
) -> None:
    poller = Poller(database, request_, f"{telegram}/bot1:unknown", Clock(), Told([]))
    with pytest.raises(UnknownToken):
        await poller.run()


def test_a_server_in_trouble_is_given_time_but_not_forever() -> None:
    assert polling._wait_s(NetworkError("x"), 1) <= 1.0
    assert 15.0 <= polling._wait_s(NetworkError("x"), 99) <= 30.0


async def test_someone_elses_updates_are_not_asked_for(poller: Poller, world: World) -> None:
    person: Person = world.person(JIWOO, "지우", "ko")
    person.send_text("하나")
    await poller.poll(None)
    assert world.bot.updates.allowed == list(polling.ALLOWED_UPDATES)
