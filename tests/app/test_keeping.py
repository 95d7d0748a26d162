"""A disk that is full for a while costs nobody the playground."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from app.keeping import Chats
from playground.server import World, keeping


@pytest.fixture
def world() -> World:
    """A world that no bot hears of."""
    return World()


async def test_what_cannot_be_written_is_told_once_and_tried_again(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    emma, blocked = world.person(7, "Emma", "en"), tmp_path / "telegram"
    blocked.write_text("a file where the folder should be")
    chats = Chats(world, blocked, pause_s=0.0, again_s=0.0)
    async with asyncio.TaskGroup() as tasks:
        keeping_ = tasks.create_task(chats.keep())
        await world.wait_for(lambda: chats.trouble)
        for number in range(3):
            emma.send_text(str(number))
            await asyncio.sleep(0.01)
        blocked.unlink()
        await world.wait_for(lambda: not chats.trouble)
        keeping_.cancel()
    told = capsys.readouterr().out.splitlines()
    assert len([line for line in told if "cannot be kept (" in line]) == 1
    assert "The chats are kept again." in told
    again = World()
    assert keeping.load(again, blocked)
    assert [message.text for message in again.people[7].chat.messages] == ["0", "1", "2"]


async def test_what_is_lost_at_the_end_is_told(
    world: World, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    chats = Chats(world, tmp_path)
    await chats.end()
    assert (chats.trouble, capsys.readouterr().out) == ("", "")
    (tmp_path / "world.json.half").mkdir()
    await chats.end()
    assert chats.trouble in capsys.readouterr().out
    assert keeping.load(World(), tmp_path)
