"""The HTTP side: bodies of every form, paths, letters, refusals."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import aiohttp
import pytest

from playground.server import World

SAID = {"chat_id": 7, "text": "x"}


@pytest.fixture
async def session(telegram: str) -> AsyncIterator[aiohttp.ClientSession]:
    async with aiohttp.ClientSession(telegram) as opened:
        yield opened


async def ask(
    session: aiohttp.ClientSession, world: World, method: str, **body: Any
) -> dict[str, Any]:
    """Post to a method and return the answer's JSON."""
    async with session.post(f"/bot{world.token}/{method}", **body) as response:
        answer: dict[str, Any] = await response.json()
        assert response.status == answer.get("error_code", 200)
        return answer


@pytest.mark.parametrize("form", ["json", "data", "params", "multipart"])
async def test_parameters_come_in_every_form(
    world: World, session: aiohttp.ClientSession, form: str
) -> None:
    world.person(7).send_text("hello")
    body: dict[str, Any] = {form: SAID}
    if form == "multipart":
        parts = aiohttp.FormData({"chat_id": "7", "text": "x"}, default_to_multipart=True)
        body = {"data": parts}
    answer = await ask(session, world, "sendMessage", **body)
    assert answer["result"]["text"] == "x"


async def test_a_method_is_found_in_any_case_of_letters(
    world: World, session: aiohttp.ClientSession
) -> None:
    assert (await ask(session, world, "getMe"))["ok"]
    async with session.get(f"/bot{world.token}/GETME") as response:
        assert response.status == 200
    world.calls.pop()


async def test_structures_come_as_json_text_or_json(
    world: World, session: aiohttp.ClientSession
) -> None:
    world.person(7).send_text("hello")
    keys = {"inline_keyboard": [[{"text": "a", "callback_data": "b"}]]}
    await ask(session, world, "sendMessage", json={**SAID, "reply_markup": keys})
    await ask(session, world, "sendMessage", data={**SAID, "reply_markup": json.dumps(keys)})
    first, second = world.chat(7).from_bot
    assert first.buttons == second.buttons


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("{", "can't parse reply keyboard markup JSON object"),
        ("[]", "object expected as reply markup"),
        ('{"inline_keyboard": [{"text": "x"}]}', "must be an Array of Arrays"),
        ('{"inline_keyboard": [["x"]]}', "InlineKeyboardButton must be an Object"),
        (
            '{"inline_keyboard": [[{"text": " ", "callback_data": "x"}]]}',
            "button text must be non-empty",
        ),
        ('{"inline_keyboard": [[{"callback_data": "x"}]]}', 'Can\'t find field "text"'),
        (
            '{"inline_keyboard": [[{"text": "x", "callback_data": 5}]]}',
            'Field "callback_data" must be of type String',
        ),
    ],
)
async def test_a_keyboard_that_is_none_is_refused(
    world: World, session: aiohttp.ClientSession, text: str, reason: str
) -> None:
    world.specification = None
    world.person(7).send_text("hello")
    answer = await ask(session, world, "sendMessage", data={**SAID, "reply_markup": text})
    assert answer["description"].startswith("Bad Request: ")
    assert reason in answer["description"]


async def test_unknown_methods_and_paths_are_not_found(
    world: World, session: aiohttp.ClientSession
) -> None:
    world.specification = None
    missing = {"ok": False, "error_code": 404, "description": "Not Found"}
    assert await ask(session, world, "makeCoffee") == missing
    for path in ("/", "/elsewhere", f"/file/bot{world.token}/nothing.mp4"):
        async with session.get(path) as response:
            assert (response.status, await response.json()) == (404, missing)


async def test_files_need_the_token_too(world: World, session: aiohttp.ClientSession) -> None:
    note = world.person(7).send_video_note(b"clip").content["video_note"]
    path = world.files.open(note["file_id"]).path
    async with session.get(f"/file/bot1:wrong/{path}") as response:
        assert response.status == 401


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/json", b"{"),
        ("application/json", b"[]"),
        ("application/json", b"\xff\xfe"),
        ("application/json; charset=klingon", b"{}"),
        ("multipart/form-data", b"no boundary"),
        ("multipart/form-data; boundary=b", b"not there"),
        (
            "multipart/form-data; boundary=b",
            b"--b\r\nContent-Disposition: form-data\r\n\r\nnameless\r\n--b--\r\n",
        ),
    ],
)
async def test_a_body_that_cannot_be_read_is_refused(
    world: World, session: aiohttp.ClientSession, content_type: str, body: bytes
) -> None:
    headers = {"Content-Type": content_type}
    answer = await ask(session, world, "getMe", data=body, headers=headers)
    assert answer["description"] == "Bad Request: failed to parse HTTP request"


@pytest.mark.parametrize(
    ("kind", "begun"),
    [
        ("application/json", '{"chat_id": 7, '),
        ("application/x-www-form-urlencoded", "chat_id=7&te"),
        (
            "multipart/form-data; boundary=b",
            '--b\r\nContent-Disposition: form-data; name="document"; filename="a"\r\n\r\nabc',
        ),
    ],
)
async def test_a_request_that_breaks_off_does_nothing(
    world: World, telegram: str, kind: str, begun: str
) -> None:
    world.person(7).send_text("hello")
    port = int(telegram.rpartition(":")[2])
    _, writer = await asyncio.open_connection("127.0.0.1", port)
    path = f"POST /bot{world.token}/sendDocument HTTP/1.1\r\nHost: x\r\n"
    head = f"Content-Type: {kind}\r\nContent-Length: 1000\r\n\r\n"
    writer.write((path + head + begun).encode())
    await writer.drain()
    writer.transport.abort()
    async with aiohttp.ClientSession(telegram) as session:
        assert (await ask(session, world, "getMe"))["ok"]
    assert [call.method for call in world.calls] == ["getMe"]


async def test_a_429_names_the_wait_in_a_header(
    world: World, session: aiohttp.ClientSession
) -> None:
    world.faults.add("too_many_requests", retry_after=9)
    async with session.get(f"/bot{world.token}/getMe") as response:
        assert response.headers["Retry-After"] == "9"


async def test_a_mistake_of_the_stand_in_is_noted(
    world: World, session: aiohttp.ClientSession
) -> None:
    world.send_raw_update({"message": {1, 2}})
    async with session.get(f"/bot{world.token}/getUpdates") as response:
        assert response.status == 500
    assert "not JSON serializable" in world.crashes.pop()
    world.calls.clear()


async def test_chat_and_message_must_be_named(world: World, session: aiohttp.ClientSession) -> None:
    world.specification = None
    world.person(7).send_text("hello")
    nameless = await ask(session, world, "sendMessage", json={"text": "x"})
    assert nameless["description"] == "Bad Request: chat_id is empty"
    unnumbered = await ask(session, world, "deleteMessage", json={"chat_id": 7})
    assert unnumbered["description"] == "Bad Request: message identifier is not specified"
    unspecified = await ask(session, world, "editMessageText", json={"chat_id": 7, "text": "x"})
    assert unspecified["description"] == "Bad Request: message identifier is not specified"


@pytest.mark.parametrize(
    ("media", "reason"),
    [
        ({"type": "hologram", "media": "x"}, "Invalid InputMedia type specified"),
        ({"type": "photo", "media": "attach://nothing"}, "wrong file identifier"),
        ({"type": "photo"}, "there is no media in the request"),
        ("", "input media is not specified"),
        ([], "expected an Object"),
    ],
)
async def test_only_known_media_can_be_put_into_a_message(
    world: World, session: aiohttp.ClientSession, media: Any, reason: str
) -> None:
    world.specification = None
    world.person(7).send_text("hello")
    await ask(session, world, "sendMessage", json=SAID)
    body = {"chat_id": 7, "message_id": 2, "media": media}
    answer = await ask(session, world, "editMessageMedia", json=body)
    assert reason in answer["description"]
