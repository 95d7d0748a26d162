"""A Bot API server of one's own in local mode: files on disk, of any size."""

from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp
import pytest
from telegram import Bot
from telegram.error import BadRequest

from playground.server import Specification, World, running
from playground.server.sending import FILE_LIMIT


@pytest.fixture
def world(specification: Specification | None, tmp_path: Path) -> World:
    return World(specification=specification, local=tmp_path / "files")


@pytest.fixture
async def bot(world: World) -> AsyncIterator[Bot]:
    async with (
        running(world) as url,
        Bot(world.token, f"{url}/bot", f"{url}/file/bot", local_mode=True) as bot,
    ):
        yield bot


async def test_a_file_lies_where_its_path_says(world: World, bot: Bot) -> None:
    note = world.person(7).send_video_note(b"clip", file_size=1_500_000_000)
    file = await bot.get_file(note.content["video_note"]["file_id"])
    assert file.file_path is not None
    assert file.file_path.startswith("/")
    assert await bot.get_file(file.file_id) == file
    assert bytes(await file.download_as_bytearray()) == b"clip"


async def test_nothing_is_downloaded_over_http(world: World) -> None:
    note = world.person(7).send_video_note(b"clip").content["video_note"]
    path = world.files.open(note["file_id"]).path
    async with running(world) as url, aiohttp.ClientSession(url) as session:
        response = await session.get(f"/file/bot{world.token}/{path}")
    assert response.status == 404


async def test_a_bot_may_name_a_file_on_the_same_machine(
    world: World, bot: Bot, tmp_path: Path
) -> None:
    world.person(7).send_text("hello")
    path = tmp_path / "two words.txt"
    path.write_bytes(b"words")
    sent = await bot.send_document(7, path)
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.file_size) == ("two words.txt", 5)
    with pytest.raises(BadRequest, match="Wrong file identifier"):
        await bot.send_document(7, "file:///nowhere/at-all")


async def test_uploads_may_be_larger_and_webhooks_plain(
    world: World, bot: Bot, tmp_path: Path
) -> None:
    world.person(7).send_text("hello")
    large = tmp_path / "large.bin"
    with large.open("wb") as file:
        file.truncate(FILE_LIMIT + 1)
    sent = await bot.send_document(7, large)
    assert sent.document is not None
    assert sent.document.file_size == FILE_LIMIT + 1
    assert await bot.set_webhook("http://10.0.0.1:1234/hook")
