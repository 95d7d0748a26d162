"""The webhook says 200 when an update is in the inbox for good, and nothing to strangers."""

import asyncio
import inspect
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, suppress
from typing import Any

import aiohttp
import pytest
from telegram import Bot

from bot import receiving, webhook
from bot.webhook import LARGEST_BODY, SECRET_HEADER, Hook, Webhook
from storage.database import Database, Unavailable
from tests.bot.hooked import PATH, SECRET, Rig, headers, numbers, status, update
from tests.diary.given import Clock


@pytest.fixture
def bot() -> Bot:
    """One that nobody asks for anything here."""
    return Bot("1:never-asked")


@pytest.fixture
async def rig(database: Database, bot: Bot) -> AsyncIterator[Rig]:
    rig = Rig(database, bot)
    async with rig.webhook.open():
        yield rig


@pytest.fixture
async def session() -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession() as session:
        yield session


async def answer_to(port: int, raw: bytes) -> bytes:
    """What a connection gets that says exactly this; all of it, until it is closed."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(raw)
    try:
        return await asyncio.wait_for(reader.read(), 60)
    except ConnectionResetError:
        return b""
    finally:
        writer.close()


def request(*lines: str, body: bytes = b"", method: str = "POST", path: str = PATH) -> bytes:
    head = [f"{method} {path} HTTP/1.1", "Host: example.org", *lines]
    if body:
        head.append(f"Content-Length: {len(body)}")
    return "\r\n".join([*head, "", ""]).encode("utf-8", "surrogateescape") + body


async def test_200_comes_when_the_update_is_kept_and_only_then(
    rig: Rig, database: Database, session: aiohttp.ClientSession
) -> None:
    async with session.post(rig.url, json=update(), headers=headers(SECRET)) as answer:
        assert answer.status == 200
        assert await answer.read() == b""
    assert await numbers(database) == [1]
    assert rig.received == 1


async def test_an_update_that_comes_again_is_kept_once_and_taken_each_time(
    rig: Rig, database: Database, session: aiohttp.ClientSession
) -> None:
    for _ in range(3):
        async with session.post(rig.url, json=update(), headers=headers(SECRET)) as answer:
            assert answer.status == 200
    assert await numbers(database) == [1]


STRANGE = {
    "no secret": [],
    "an empty one": [""],
    "a wrong one": ["x" * len(SECRET)],
    "the beginning": [SECRET[:-1]],
    "more than it": [SECRET + "0"],
    "another case": [SECRET.swapcase()],
    "twice the right one": [SECRET, SECRET],
    "a right and a wrong one": [SECRET, "wrong"],
    "a wrong and a right one": ["wrong", SECRET],
    "both in one": [f"{SECRET}, {SECRET}"],
    "bytes that are no text": ["\udcff\udcfe"],
}


async def test_who_does_not_know_the_secret_gets_404_and_nothing_is_kept(
    rig: Rig, database: Database
) -> None:
    body = json.dumps(update()).encode()
    for name, given in STRANGE.items():
        secrets = [f"{SECRET_HEADER}: {secret}" for secret in given]
        sent = request("Content-Type: application/json", *secrets, body=body)
        got = await answer_to(rig.port, sent)
        assert got.startswith(b"HTTP/1.1 404 "), name
        assert got.endswith(b"\r\n\r\n"), name
    assert await numbers(database) == []
    assert rig.received == 0


ELSEWHERE = (
    ("GET", PATH),
    ("PUT", PATH),
    ("HEAD", PATH),
    ("OPTIONS", PATH),
    ("BREW", PATH),
    ("POST", "/"),
    ("POST", PATH + "/"),
    ("POST", "/healthz"),
    ("POST", PATH + "?x=1"),
    ("POST", "//updates"),
    ("POST", "/../updates"),
    ("POST", "/%75pdates"),
)


async def test_another_place_or_method_is_no_different_from_a_wrong_secret(
    rig: Rig, database: Database
) -> None:
    body = json.dumps(update()).encode()
    lines = ("Content-Type: application/json", f"{SECRET_HEADER}: {SECRET}")
    for method, path in ELSEWHERE:
        got = await answer_to(rig.port, request(*lines, body=body, method=method, path=path))
        unknown = await answer_to(rig.port, request(body=body, method=method, path=path))
        assert without_date(got) == without_date(unknown)
        assert got.split()[1] == (b"400" if method == "BREW" else b"404")
    assert await numbers(database) == []


def without_date(answer: bytes) -> list[bytes]:
    return [line for line in answer.split(b"\r\n") if not line.startswith(b"Date:")]


async def test_a_body_of_five_megabytes_is_refused_before_it_is_read(
    rig: Rig, database: Database
) -> None:
    lines = ("Content-Type: application/json", f"{SECRET_HEADER}: {SECRET}")
    head = request(*lines, f"Content-Length: {5 << 20}")
    reader, writer = await asyncio.open_connection("127.0.0.1", rig.port)
    writer.write(head)  # and nothing of the body
    assert (await reader.readline()).startswith(b"HTTP/1.1 413 ")
    writer.close()
    assert await numbers(database) == []


async def test_a_body_that_does_not_tell_its_size_is_refused_where_it_gets_too_large(
    rig: Rig, database: Database, session: aiohttp.ClientSession
) -> None:
    given = itertools.count()

    async def pieces() -> AsyncIterator[bytes]:
        yield b'{"update_id": 1, "message": "'
        while True:
            next(given)
            yield b"x" * 65_536

    with suppress(aiohttp.ClientError):  # it may be hung up on while it still sends
        async with session.post(rig.url, data=pieces(), headers=headers(SECRET)) as answer:
            assert answer.status == 413
    assert next(given) < 10_000
    assert await numbers(database) == []
    assert rig.received == 0


async def test_a_large_update_within_the_limit_is_kept(
    rig: Rig, database: Database, session: aiohttp.ClientSession
) -> None:
    large = update(words="가" * (LARGEST_BODY // 7))
    async with session.post(rig.url, json=large, headers=headers(SECRET)) as answer:
        assert answer.status == 200
    assert await numbers(database) == [1]


NO_UPDATES = (
    (b'{"update_id": 1', "application/json", 400),
    (b"", "application/json", 400),
    (b"\xff\xfe\x00", "application/json", 400),
    (b"[" * 100_000, "application/json", 400),
    (b'{"update_id": ' + b"9" * 5000 + b"}", "application/json", 400),
    (b"[1]", "application/json", 400),
    (b"null", "application/json", 400),
    (b"{}", "application/json", 400),
    (b'{"update_id": "1"}', "application/json", 400),
    (b'{"update_id": 1}', "text/plain", 415),
    (b"update_id=1", "application/x-www-form-urlencoded", 415),
)


async def test_what_is_no_update_is_refused_and_the_next_is_kept(
    rig: Rig, database: Database, session: aiohttp.ClientSession
) -> None:
    for body, kind, refusal in NO_UPDATES:
        async with session.post(rig.url, data=body, headers=headers(SECRET, kind=kind)) as answer:
            assert answer.status == refusal, body[:20]
    async with session.post(rig.url, json=update(2), headers=headers(SECRET)) as answer:
        assert answer.status == 200
    assert await numbers(database) == [2]


async def test_what_is_packed_is_not_unpacked(
    rig: Rig, database: Database, session: aiohttp.ClientSession
) -> None:
    packed = [*headers(SECRET), ("Content-Encoding", "gzip")]
    async with session.post(rig.url, data=b"\x1f\x8b", headers=packed) as answer:
        assert answer.status == 415
    assert await numbers(database) == []


async def test_an_update_of_odd_shape_is_kept_like_any_other(
    rig: Rig, database: Database, session: aiohttp.ClientSession
) -> None:
    odd = [{"message": 7}, {"new_kind": {}}, {"message": {"chat": {"id": []}}}, {}]
    for number, content in enumerate(odd):
        sent = {"update_id": number, **content}
        async with session.post(rig.url, json=sent, headers=headers(SECRET)) as answer:
            assert answer.status == 200
    assert await numbers(database) == [0, 1, 2, 3]


@pytest.mark.parametrize("trouble", [Unavailable("away"), RuntimeError("a fault of ours")])
async def test_where_the_database_does_not_take_it_telegram_is_to_bring_it_again(
    rig: Rig,
    database: Database,
    session: aiohttp.ClientSession,
    monkeypatch: pytest.MonkeyPatch,
    trouble: Exception,
) -> None:
    async def fails(*_: object) -> None:
        raise trouble

    with monkeypatch.context() as patch:
        patch.setattr(receiving, "keep", fails)
        async with session.post(rig.url, json=update(), headers=headers(SECRET)) as answer:
            assert answer.status in {500, 503}
    assert await numbers(database) == []
    assert rig.received == 0
    async with session.post(rig.url, json=update(), headers=headers(SECRET)) as answer:
        assert answer.status == 200
    assert await numbers(database) == [1]


@pytest.mark.parametrize(
    "sent",
    [
        b"",
        b"POST /updates HTTP/1.1\r\nHost: example.org\r\nX-Slow: ",
        request(
            f"{SECRET_HEADER}: {SECRET}", "Content-Type: application/json", "Content-Length: 9"
        ),
        request("Content-Length: 9"),
    ],
    ids=["nothing", "half a head", "half a request", "half a stranger's"],
)
async def test_who_is_slow_is_hung_up_on(
    database: Database, bot: Bot, monkeypatch: pytest.MonkeyPatch, sent: bytes
) -> None:
    for name in ("IDLE_S", "BODY_S", "LINGER_S"):
        monkeypatch.setattr(webhook, name, 0.1)
    rig = Rig(database, bot)
    async with rig.webhook.open():
        got = await answer_to(rig.port, sent)
    assert got == b"" or got.split()[1] in {b"408", b"404"}
    assert await numbers(database) == []


async def test_too_many_connections_are_hung_up_on_and_the_first_ones_served(
    database: Database, bot: Bot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "MOST_CONNECTIONS", 3)
    rig = Rig(database, bot)
    async with rig.webhook.open(), AsyncExitStack() as stack:
        first = [await connected(stack, rig.port) for _ in range(3)]
        reader, _ = await connected(stack, rig.port)
        assert await asyncio.wait_for(reader.read(), 60) == b""
        body = json.dumps(update()).encode()
        reader, writer = first[0]
        lines = (f"{SECRET_HEADER}: {SECRET}", "Content-Type: application/json")
        writer.write(request(*lines, body=body))
        assert (await reader.readline()).startswith(b"HTTP/1.1 200 ")
    assert await numbers(database) == [1]


async def connected(
    stack: AsyncExitStack, port: int
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    stack.callback(writer.close)
    return reader, writer


async def test_a_bot_that_stops_ends_the_commit_that_it_has_begun(
    database: Database, bot: Bot, session: aiohttp.ClientSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, go_on = asyncio.Event(), asyncio.Event()
    keep = receiving.keep

    async def slow(*args: Any) -> None:
        begun.set()
        await go_on.wait()
        await keep(*args)

    monkeypatch.setattr(receiving, "keep", slow)
    rig = Rig(database, bot)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(held(rig))
        asked = group.create_task(status(session, rig.url))
        await begun.wait()
        running.cancel()
        await asyncio.sleep(0)
        go_on.set()
    assert asked.result() == 200
    assert await numbers(database) == [1]


async def held(rig: Rig) -> None:
    async with rig.webhook.open():
        await asyncio.get_running_loop().create_future()


def test_without_a_secret_there_is_no_webhook(database: Database, bot: Bot) -> None:
    with pytest.raises(ValueError, match="without a secret"):
        Webhook(database, bot, Hook("https://x.org/", ""), None, Clock(), print)  # type: ignore[arg-type]


def test_the_secret_is_compared_in_constant_time_and_never_shown() -> None:
    source = inspect.getsource(Webhook._is_from_telegram)
    assert "hmac.compare_digest(" in source
    assert "==" not in source.partition("compare_digest")[0].replace("len(given) == 1", "")
    assert SECRET not in repr(Hook("https://example.org/", SECRET))


async def test_strangers_are_told_in_the_log_once_a_minute_with_their_number(
    rig: Rig, session: aiohttp.ClientSession, logged: list[dict[str, Any]]
) -> None:
    for _ in range(5):
        await session.post(rig.url, json=update())
    rig.clock.pass_s(61)
    await session.post(rig.url, json=update())
    told = [event for event in logged if event["event"] == "requests refused"]
    assert [event["count"] for event in told] == [1, 5]


async def test_protocol_errors_of_strangers_reach_no_log(
    rig: Rig, caplog: pytest.LogCaptureFixture, logged: list[dict[str, Any]]
) -> None:
    got = await answer_to(rig.port, b"\x16\x03\x01 no HTTP at all: secret-words\r\n\r\n")
    assert got == b"" or got.startswith(b"HTTP/1.")
    assert "secret-words" not in caplog.text + repr(logged)
