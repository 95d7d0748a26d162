"""A film that we keep ourselves is sent whole, however large, and never a part of it."""

import hashlib
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from bot import media
from bot.application import make_bot
from playground.server import Specification, World, running
from storage.clips import Clip
from storage.database import Database
from storage.media import MediaFolder

SIZE = 70 << 20


@pytest.fixture
async def world(specification: Specification | None, tmp_path: Path) -> AsyncIterator[World]:
    """A world behind a server in local mode: bots may send 2000 MB."""
    world = World(specification=specification, local=tmp_path / "server")
    yield world
    assert world.violations == []


@pytest.fixture
async def bot(world: World) -> AsyncIterator[Bot]:
    async with running(world) as url, make_bot(world.token, url) as bot:
        yield bot


def film(path: Path) -> Path:
    """A file with something at its end that would be missed."""
    with path.open("wb") as file:
        file.truncate(SIZE)
        file.seek(0, io.SEEK_END)
        file.write(b"the end")
    return path


async def test_a_film_of_more_than_50_mb_arrives_whole_through_a_server_of_ones_own(
    world: World, bot: Bot, database: Database, tmp_path: Path
) -> None:
    world.person(7, "지우", "ko").send_text("/start")
    kept = MediaFolder(tmp_path / "media")
    name = kept.put(film(tmp_path / "film.mp4"))
    clip = Clip(1, 1, 7, 1, "video", "", "", SIZE, 5.0, None, lacks_speech=False, media=name)
    await media.send(bot, database, kept, 7, clip)
    [sent] = [file for file in world.files.every() if file.kind == "video"]
    assert hashlib.sha256(sent.content).hexdigest() == name


def test_a_sealed_film_that_does_not_go_into_memory_is_not_sent_in_part() -> None:
    assert media._read(io.BytesIO(bytes(media.LARGEST))) == bytes(media.LARGEST)
    with pytest.raises(FileNotFoundError):
        media._read(io.BytesIO(bytes(media.LARGEST + 1)))
