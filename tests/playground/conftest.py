"""Two other readers of the Bot API judge everything that the stand-in says in these tests."""

import re
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

    newest = with_newer_fields(update)
    parsed = aiogram.types.Update.model_validate(newest)
    assert leftovers(parsed) == []
    assert lost(newest, written(parsed)) == []
    read = telegram.Update.de_json(update, None)
    assert unknown(read) == []
    assert lost(update, read.to_dict()) == []
    assert specification is None or specification.check_value("Update", update) == []


def with_newer_fields(value: Any) -> Any:
    """Add what aiogram's newer Bot API requires and the specification's does not know."""
    if isinstance(value, list):
        return [with_newer_fields(item) for item in value]
    if not isinstance(value, dict):
        return value
    newer = {"can_send_welcome_messages": False} if "can_manage_chat" in value else {}
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
    parsed = TypeAdapter(returning).validate_python(result)
    assert leftovers(parsed) == []
    assert lost(result, written(parsed)) == []
    read = understood(returning, answer["result"])
    assert unknown(read) == []
    assert lost(answer["result"], written(read)) == []
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


def understood(returning: Any, result: Any) -> Any:
    """Return what python-telegram-bot makes of a result; a plain value stays as it is."""
    if isinstance(result, list):
        return [understood(returning, item) for item in result]
    if not isinstance(result, dict):
        return result
    names = dict.fromkeys(re.findall(r"\w+", str(returning)))
    found: list[Any] = [getattr(telegram, name, None) for name in names]
    readers = [reader for reader in found if hasattr(reader, "de_json")]
    assert readers, f"python-telegram-bot does not know {returning}"
    # One of several is read by what they have in common: ChatMemberOwner by ChatMember.
    reader = readers[0] if len(readers) == 1 else readers[0].__mro__[1]
    return reader.de_json(result, None)


def written(value: Any) -> Any:
    """Return the JSON that a library makes of what it read."""
    if isinstance(value, list | tuple):
        return [written(item) for item in value]
    if hasattr(value, "model_dump"):
        return value.model_dump(mode="json", by_alias=True, exclude_unset=True)
    return value.to_dict() if isinstance(value, telegram.TelegramObject) else value


def lost(original: Any, again: Any, where: str = "") -> list[str]:
    """Name what is not the same in JSON that a library read and wrote again.

    An empty list may be left out, and python-telegram-bot adds what is False.
    """
    if isinstance(original, dict) and isinstance(again, dict):
        found = [
            problem
            for name, value in original.items()
            if not (name not in again and value == [])
            for problem in lost(value, again.get(name), f"{where}.{name}")
        ]
        added = [name for name in again.keys() - original.keys() if again[name] is not False]
        return found + [f"{where}.{name} was not there" for name in added]
    if isinstance(original, list) and isinstance(again, list | tuple):
        if len(original) != len(again):
            return [f"{where} has another length"]
        pairs = enumerate(zip(original, again, strict=True))
        return [p for n, (one, two) in pairs for p in lost(one, two, f"{where}[{n}]")]
    return [] if original == again else [f"{where}: {original!r} became {again!r}"]


def _chunk(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )
