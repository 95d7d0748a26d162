"""Of a Bot API server's folder only this bot's files are read, and they do not stay there."""

import asyncio
import contextlib
import io
import os
import resource
import socket
from collections.abc import AsyncIterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import httpx
import pytest
from telegram import Bot

from bot import local_files
from bot.application import make_bot
from bot.files import TelegramFiles, TooBig
from bot.local_files import Outside, Shared
from diary.errors import FetchFailed, FileGone
from playground.server import Person, Specification, World, running

CLIP = bytes(range(256)) * 2000
LIMIT = 100 << 20
TOKEN = "4839574812:AAnother-token-of-the-tests"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """The folder that server and bot share."""
    return tmp_path / "server"


@pytest.fixture
async def world(specification: Specification | None, folder: Path) -> AsyncIterator[World]:
    """A world behind a server in local mode."""
    world = World(specification=specification, local=folder)
    yield world
    assert world.violations == []
    assert world.crashes == []


@pytest.fixture
async def bot(world: World) -> AsyncIterator[Bot]:
    async with running(world) as url, make_bot(world.token, url) as bot:
        yield bot


@pytest.fixture
async def courier(bot: Bot, world: World, folder: Path) -> AsyncIterator[TelegramFiles]:
    shared = Shared(folder, PurePosixPath(folder), world.token)
    async with httpx.AsyncClient() as client:
        yield TelegramFiles(bot, client, LIMIT, shared)


@pytest.fixture
def jiwoo(world: World) -> Person:
    return world.person(7, "지우", "ko")


def file_id(person: Person, content: bytes = CLIP) -> str:
    return str(person.send_video(content).content["video"]["file_id"])


def files_in(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


async def test_a_file_is_taken_out_of_the_folder_and_does_not_stay_there(
    courier: TelegramFiles, world: World, jiwoo: Person, folder: Path, tmp_path: Path
) -> None:
    number = file_id(jiwoo)
    for _ in range(2):  # the second time the server fetches it again
        await courier.fetch(number, tmp_path / "clip")
        assert (tmp_path / "clip").read_bytes() == CLIP
        assert files_in(folder) == []
    assert world.calls_of("file") == []


async def test_a_file_of_more_than_20_mb_comes_and_takes_little_memory(
    courier: TelegramFiles, jiwoo: Person, tmp_path: Path
) -> None:
    number = file_id(jiwoo, bytes(60 << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    await courier.fetch(number, tmp_path / "clip")
    assert (tmp_path / "clip").stat().st_size == 60 << 20
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 130 << 10


async def test_what_is_too_big_is_not_copied_and_does_not_stay_either(
    bot: Bot, world: World, jiwoo: Person, folder: Path, tmp_path: Path
) -> None:
    shared = Shared(folder, PurePosixPath(folder), world.token)
    async with httpx.AsyncClient() as client:
        with pytest.raises(TooBig):
            await TelegramFiles(bot, client, 1000, shared).fetch(file_id(jiwoo), tmp_path / "clip")
    assert not (tmp_path / "clip").exists()
    assert files_in(folder) == []


async def test_a_server_in_another_container_names_another_path(
    bot: Bot, world: World, jiwoo: Person, folder: Path, tmp_path: Path
) -> None:
    number = file_id(jiwoo)
    here = tmp_path / "here"
    here.symlink_to(folder)  # the same folder, mounted elsewhere
    async with httpx.AsyncClient() as client:
        shared = Shared(here, PurePosixPath(folder), world.token)
        await TelegramFiles(bot, client, LIMIT, shared).fetch(number, tmp_path / "clip")
    assert (tmp_path / "clip").read_bytes() == CLIP


async def test_where_only_yes_is_set_the_servers_path_is_ours(
    bot: Bot, world: World, jiwoo: Person, tmp_path: Path
) -> None:
    async with httpx.AsyncClient() as client:
        shared = Shared(Path("/"), PurePosixPath("/"), world.token)
        await TelegramFiles(bot, client, LIMIT, shared).fetch(file_id(jiwoo), tmp_path / "clip")
    assert (tmp_path / "clip").read_bytes() == CLIP


async def test_a_bot_that_does_not_know_of_the_folder_says_which_setting_is_missing(
    bot: Bot, jiwoo: Person, tmp_path: Path, logged: list[dict[str, object]]
) -> None:
    async with httpx.AsyncClient() as client:
        with pytest.raises(FetchFailed):
            await TelegramFiles(bot, client, LIMIT).fetch(file_id(jiwoo), tmp_path / "clip")
    assert "MINDGITTER_TELEGRAM_LOCAL" in str(logged[-1]["event"])
    assert not (tmp_path / "clip").exists()


@pytest.fixture
def ours(folder: Path) -> Path:
    """This bot's part of the folder, with one file in it."""
    ours = folder / TOKEN / "videos"
    ours.mkdir(parents=True)
    (ours / "file_0.mp4").write_bytes(CLIP)
    return ours


@pytest.fixture
def shared(folder: Path) -> Shared:
    return Shared(folder, PurePosixPath("/srv/api"), TOKEN)


async def test_the_servers_name_of_the_folder_stands_for_ours(
    ours: Path, shared: Shared, tmp_path: Path
) -> None:
    told = f"/srv/api/{TOKEN}/videos/file_0.mp4"
    assert await local_files.take(shared, told, tmp_path / "clip", LIMIT) == len(CLIP)
    assert files_in(ours) == []


@pytest.mark.parametrize(
    "told",
    [
        "/etc/passwd",
        f"/etc/{TOKEN}",
        f"/srv/{TOKEN}/videos/file_0.mp4",
        f"/srv/api/../../etc/{TOKEN}/passwd",
        f"/srv/api/{TOKEN}/../1:another/secret",
        f"/srv/api/{TOKEN}/videos/../../1:another/secret",
        "/srv/api/1:another/secret",
        "/srv/api/secret",
        f"/srv/api/{TOKEN}",
        f"/srv/api/{TOKEN}/videos",
        f"/srv/api/{TOKEN}/videos/file_0.mp4\0.jpg",
        f"srv/api/{TOKEN}/videos/file_0.mp4",
        f"/srv/api/{TOKEN}/link",
        f"/srv/api/{TOKEN}/hard",
        f"/srv/api/{TOKEN}/way/secret",
        f"/srv/api/{TOKEN}/way/passwd",
        f"/srv/api/{TOKEN}/pipe",
        f"/srv/api/{TOKEN}/socket",
        f"/srv/api/{TOKEN}/device",
        f"/srv/api/{TOKEN}/videos/file_0.mp4/more",
    ],
)
async def test_nothing_else_is_read_or_deleted(
    ours: Path, shared: Shared, folder: Path, tmp_path: Path, told: str
) -> None:
    another = folder / "1:another"
    another.mkdir()
    (another / "secret").write_bytes(b"of another bot")
    (folder / "secret").write_bytes(b"the server's own")
    (ours.parent / "link").symlink_to(another / "secret")
    (ours.parent / "hard").hardlink_to(another / "secret")
    (ours.parent / "way").symlink_to(another)
    os.mkfifo(ours.parent / "pipe")
    (ours.parent / "device").symlink_to("/dev/zero")
    with socket.socket(socket.AF_UNIX) as listening:
        with contextlib.chdir(ours.parent):  # a socket's path is short
            listening.bind("socket")
        with pytest.raises(FetchFailed):
            await asyncio.wait_for(
                local_files.take(shared, told, tmp_path / "clip", LIMIT), timeout=60
            )
    assert not (tmp_path / "clip").exists()
    assert (another / "secret").read_bytes() == b"of another bot"
    assert (ours / "file_0.mp4").exists()


@pytest.mark.parametrize("more", [-1000, -len(CLIP), 1, 10 << 20])
async def test_a_file_that_changes_while_it_is_copied_is_asked_for_again_and_no_byte_more_is_kept(
    ours: Path, shared: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, more: int
) -> None:
    read = local_files._read

    def changes(file: BinaryIO) -> bytes:
        os.truncate(ours / "file_0.mp4", len(CLIP) + more)
        return read(file)

    monkeypatch.setattr(local_files, "_read", changes)
    told = f"/srv/api/{TOKEN}/videos/file_0.mp4"
    with pytest.raises(FetchFailed):
        await local_files.take(shared, told, tmp_path / "clip", len(CLIP))
    assert (tmp_path / "clip").stat().st_size <= len(CLIP)
    assert (ours / "file_0.mp4").exists()


def test_a_server_whose_disk_is_in_trouble_is_asked_later() -> None:
    class Broken(io.BytesIO):
        def read(self, _size: int | None = -1) -> bytes:
            raise OSError(5, "Input/output error")

    with pytest.raises(FetchFailed):
        local_files._read(Broken())


async def test_a_server_that_was_started_with_a_link_to_its_folder_tells_where_it_leads(
    ours: Path, folder: Path, tmp_path: Path
) -> None:
    link = tmp_path / "api"
    link.symlink_to(folder)
    told = str(ours / "file_0.mp4")
    shared = Shared(link, PurePosixPath(link), TOKEN)
    assert await local_files.take(shared, told, tmp_path / "clip", LIMIT) == len(CLIP)


def test_who_names_a_wrong_folder_loses_no_clip_by_it(shared: Shared) -> None:
    """`FileGone` would end the entry; a folder that is set wrongly is mended some day."""
    with pytest.raises(Outside) as caught:
        shared.parts("/elsewhere/file")
    assert not isinstance(caught.value, FileGone)


async def test_where_the_folder_is_read_only_the_clip_comes_all_the_same(
    ours: Path,
    shared: Shared,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    logged: list[dict[str, object]],
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(30, "Read-only file system")

    monkeypatch.setattr(local_files.os, "unlink", refuse)
    told = f"/srv/api/{TOKEN}/videos/file_0.mp4"
    assert await local_files.take(shared, told, tmp_path / "clip", LIMIT) == len(CLIP)
    assert [event["event"] for event in logged] == ["file stays with the server"]
    assert (ours / "file_0.mp4").exists()
    assert TOKEN not in repr(logged) + repr(shared)


async def test_a_clip_that_nobody_wants_any_more_is_not_copied_on(
    ours: Path, shared: Shared, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(local_files, "PIECE", 1000)
    begun = asyncio.Event()
    loop = asyncio.get_running_loop()
    copy = local_files._copy

    def slow(*args: object) -> None:
        loop.call_soon_threadsafe(begun.set)
        over = args[2]
        over.wait(60)  # type: ignore[attr-defined]
        copy(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(local_files, "_copy", slow)
    async with asyncio.TaskGroup() as group:
        told = f"/srv/api/{TOKEN}/videos/file_0.mp4"
        taking = group.create_task(local_files.take(shared, told, tmp_path / "clip", LIMIT))
        await begun.wait()
        taking.cancel()
    assert (ours / "file_0.mp4").exists()
