"""Two other readers of the Bot API judge everything that the stand-in says in these tests."""

import struct
import zlib
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

import pytest
import telegram
from telegram import Bot

from playground.server import Specification, World

Json = dict[str, Any]

ENVELOPE = {"ok", "error_code", "description", "parameters"}


@pytest.fixture
async def bot(world: World, telegram: str) -> AsyncIterator[Bot]:
    """python-telegram-bot's client, talking to the stand-in."""
    async with client(world.token, telegram) as ready:
        yield ready


@pytest.fixture
async def second_bot(world: World, telegram: str) -> AsyncIterator[Bot]:
    """Another client with the same token, as when a bot is started twice."""
    async with client(world.token, telegram) as ready:
        yield ready


def client(token: str, telegram: str) -> Bot:
    """Return python-telegram-bot's client for a stand-in."""
    return Bot(token, base_url=f"{telegram}/bot", base_file_url=f"{telegram}/file/bot")


@pytest.fixture
def draw() -> Callable[..., bytes]:
    """Make a real PNG of a size and a shade."""

    def png(width: int = 40, height: int = 30, shade: int = 128) -> bytes:
        rows = b"".join(b"\0" + bytes([shade]) * width for _ in range(height))
        header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
        chunks = _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(rows))
        return b"\x89PNG\r\n\x1a\n" + chunks + _chunk(b"IEND", b"")

    return png


@pytest.fixture(autouse=True)
def everything_is_the_bot_api(world: World, specification: Specification | None) -> Iterator[None]:
    """After each test aiogram and the specification read every update and answer without a rest."""
    yield
    for update in world.updates.values():
        check_update(update, specification)
    for call in world.calls:
        if call.answer is not None:
            check_answer(call.method, call.answer, specification)


def check_update(update: Json, specification: Specification | None) -> None:
    """Fail where a reader of updates finds something that is not the Bot API."""
    import aiogram.types

    parsed = aiogram.types.Update.model_validate(with_newer_fields(update))
    assert leftovers(parsed) == []
    assert unknown(telegram.Update.de_json(update, None)) == []
    assert specification is None or specification.check_value("Update", update) == []


def with_newer_fields(value: Any) -> Any:
    """Add what aiogram's newer Bot API requires and the specification's does not know."""
    if isinstance(value, list):
        return [with_newer_fields(item) for item in value]
    if not isinstance(value, dict):
        return value
    newer = {"can_send_welcome_messages": False} if value.get("status") == "administrator" else {}
    return {key: with_newer_fields(item) for key, item in value.items()} | newer


def check_answer(method: str, answer: Json, specification: Specification | None) -> None:
    """Fail where a reader of answers finds something that is not the Bot API."""
    import aiogram.methods
    from pydantic import TypeAdapter

    if not answer["ok"]:
        assert answer.keys() <= ENVELOPE
        assert type(answer["error_code"]) is int
        assert type(answer["description"]) is str
        return
    returning = getattr(aiogram.methods, method[0].upper() + method[1:]).__returning__
    result = with_newer_fields(answer["result"])
    assert leftovers(TypeAdapter(returning).validate_python(result)) == []
    assert specification is None or specification.check_answer(method, answer["result"]) == []


def leftovers(value: Any) -> list[str]:
    """Return the names of fields that no model knows, at any depth."""
    if isinstance(value, list | tuple):
        return [name for item in value for name in leftovers(item)]
    if not hasattr(value, "model_extra"):
        return []
    inner = [getattr(value, name) for name in type(value).model_fields]
    return [*(value.model_extra or {}), *leftovers(inner)]


def unknown(value: Any) -> list[str]:
    """Return the names of fields that python-telegram-bot does not know, at any depth."""
    if isinstance(value, list | tuple):
        return [name for item in value for name in unknown(item)]
    if not isinstance(value, telegram.TelegramObject):
        return []
    inner = value._get_attrs(include_private=False, recursive=False).values()
    return [*value.api_kwargs, *unknown([item for item in inner if item is not value.api_kwargs])]


def _chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )
