"""Clips come a piece at a time, never larger than allowed, and never with a token in an error."""

import traceback
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from telegram import Bot

from analysis.errors import Rejected
from bot import files
from bot.files import TelegramFiles, TooBig
from diary.errors import FetchFailed, FileGone
from playground.server import Person, World

CLIP = bytes(range(256)) * 2000
LIMIT = 20_000_000


@pytest.fixture
async def client() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient() as client:
        yield client


@pytest.fixture
def courier(bot: Bot, client: httpx.AsyncClient) -> TelegramFiles:
    return TelegramFiles(bot, client, LIMIT)


def file_id(person: Person, content: bytes = CLIP, size: int | None = None) -> str:
    note = person.send_video_note(content, file_size=size)
    return str(note.content["video_note"]["file_id"])


async def test_a_clip_comes_whole(courier: TelegramFiles, jiwoo: Person, tmp_path: Path) -> None:
    await courier.fetch(file_id(jiwoo), tmp_path / "clip")
    assert (tmp_path / "clip").read_bytes() == CLIP


async def test_a_clip_larger_than_it_said_is_stopped_on_the_way(
    bot: Bot, client: httpx.AsyncClient, jiwoo: Person, tmp_path: Path
) -> None:
    courier = TelegramFiles(bot, client, 200_000)
    with pytest.raises(TooBig):
        await courier.fetch(file_id(jiwoo, size=1000), tmp_path / "clip")
    assert (tmp_path / "clip").stat().st_size <= 200_000


async def test_what_telegram_hands_to_no_bot_is_too_big(
    courier: TelegramFiles, jiwoo: Person, tmp_path: Path
) -> None:
    with pytest.raises(TooBig) as caught:
        await courier.fetch(file_id(jiwoo, size=30_000_000), tmp_path / "clip")
    assert isinstance(caught.value, Rejected)
    assert caught.value.code == "too_big"


async def test_a_file_that_telegram_does_not_know_is_gone(
    courier: TelegramFiles, tmp_path: Path
) -> None:
    with pytest.raises(FileGone):
        await courier.fetch("no-such-file", tmp_path / "clip")


async def test_a_file_that_is_gone_from_the_server_is_gone(
    courier: TelegramFiles, world: World, jiwoo: Person, tmp_path: Path
) -> None:
    number = file_id(jiwoo)
    world.faults.add("server_error", "file", status=404)
    with pytest.raises(FileGone):
        await courier.fetch(number, tmp_path / "clip")


@pytest.mark.parametrize(
    ("kind", "methods", "more"),
    [
        ("server_error", "getFile", {"status": 502}),
        ("server_error", "file", {"status": 502}),
        ("server_error", "file", {"status": 500}),
        ("too_many_requests", "getFile", {"retry_after": 1}),
        ("drop_before", "getFile", {}),
        ("drop_before", "file", {}),
        ("drop_after", "file", {}),
    ],
)
async def test_a_telegram_in_trouble_is_asked_later_and_no_error_tells_the_token(
    courier: TelegramFiles,
    world: World,
    jiwoo: Person,
    tmp_path: Path,
    kind: str,
    methods: str,
    more: dict[str, int],
) -> None:
    number = file_id(jiwoo)
    world.faults.add(kind, methods, **more)
    with pytest.raises(FetchFailed) as caught:
        await courier.fetch(number, tmp_path / "clip")
    assert tokens_in(caught.value, world) == []
    world.faults.clear()
    await courier.fetch(number, tmp_path / "clip")
    assert (tmp_path / "clip").read_bytes() == CLIP


async def test_a_download_that_is_told_to_wait_keeps_every_download_waiting(
    courier: TelegramFiles, world: World, jiwoo: Person, tmp_path: Path
) -> None:
    number = file_id(jiwoo)
    world.faults.add("too_many_requests", "file", retry_after=60)
    for _ in range(3):
        with pytest.raises(FetchFailed) as caught:
            await courier.fetch(number, tmp_path / "clip")
        assert 55 < caught.value.after_s <= 60
    assert len(world.calls_of("file")) == 1


async def test_a_server_that_does_not_answer_is_asked_later(
    courier: TelegramFiles,
    world: World,
    jiwoo: Person,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    number = file_id(jiwoo)
    monkeypatch.setattr(files, "TIMEOUT_S", 0.05)
    world.faults.add("slow", "file", seconds=30.0)
    with pytest.raises(FetchFailed) as caught:
        await courier.fetch(number, tmp_path / "clip")
    assert tokens_in(caught.value, world) == []


def tokens_in(error: BaseException, world: World) -> list[str]:
    """Everything that a log could show of this error in which the token stands."""
    shown = [*traceback.format_exception(error)]
    cause: BaseException | None = error
    while cause is not None:
        shown += [str(cause), repr(cause)]
        cause = cause.__cause__
    return [text for text in shown if world.token in text or world.token.split(":")[1] in text]
