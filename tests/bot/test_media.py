"""A film that we keep ourselves is sent whole, however large, and never a part of it."""

import hashlib
import io
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import Bot

from bot import media, pace
from bot.application import make_bot
from playground.server import Specification, World, running
from storage.clips import Clip
from storage.database import Database
from storage.media import MediaFolder, digest
from storage.sealing import Seals, fresh

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


def clip(name: str) -> Clip:
    return Clip(1, 1, 7, 1, "video", "", "", SIZE, 5.0, None, lacks_speech=False, media=name)


def film(path: Path) -> Path:
    """A file with something at its end that would be missed."""
    with path.open("wb") as file:
        file.truncate(SIZE)
        file.seek(0, io.SEEK_END)
        file.write(b"the end")
    return path


@pytest.mark.parametrize("seals", [None, Seals([fresh("key")])], ids=["plain", "sealed"])
async def test_a_film_of_more_than_50_mb_arrives_whole_through_a_server_of_ones_own(
    world: World, bot: Bot, database: Database, tmp_path: Path, seals: Seals | None
) -> None:
    world.person(7, "지우", "ko").send_text("/start")
    kept = MediaFolder(tmp_path / "media", seals)
    source = film(tmp_path / "film.mp4")
    world.faults.add("server_error", "sendVideo", status=502)
    with pace.speaking(patience_s=60, insists=True):
        await media.send(bot, database, kept, 7, clip(kept.put(source)))
    [sent] = [file for file in world.files.every() if file.kind == "video"]
    assert hashlib.sha256(sent.content).hexdigest() == digest(source)


async def test_a_film_that_is_damaged_is_no_film_and_nothing_of_it_is_sent(
    world: World, bot: Bot, database: Database, tmp_path: Path
) -> None:
    kept = MediaFolder(tmp_path / "media", Seals([fresh("key")]))
    name = kept.put(film(tmp_path / "film.mp4"))
    with (tmp_path / "media" / name[:2] / name).open("r+b") as file:
        file.seek(-20, io.SEEK_END)
        file.write(b"?")
    with pytest.raises(FileNotFoundError):
        await media.send(bot, database, kept, 7, clip(name))
    assert world.calls_of("sendVideo") == []
