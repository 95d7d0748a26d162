"""A town for the journeys: the stand-in, the real bot beside it, and clips made once."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import pytest_asyncio

from playground import clips
from playground.clips import Encoding
from playground.server import Specification, World, running
from tests.journeys.bot_process import BotProcess
from tests.journeys.people import Town

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """All journeys run in one event loop, so that they can share a bot."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker(pytest.mark.asyncio(loop_scope="session"), append=False)
            item.add_marker(pytest.mark.slow)


@dataclass(frozen=True, slots=True)
class Clips:
    """Small clips: `face` talks for six seconds, `room` is empty for two, `long` takes a while."""

    folder: Path
    face: Path
    room: Path
    long: Path


@pytest.fixture(scope="session")
def reel(tmp_path_factory: pytest.TempPathFactory) -> Clips:
    folder = tmp_path_factory.mktemp("clips")
    small = Encoding(fps=12)
    return Clips(
        folder,
        clips.talking_face(folder / "face.mp4", seconds=6, size=192, encoding=small),
        clips.empty_room(folder / "room.mp4", seconds=2, size=128, encoding=small),
        clips.talking_face(folder / "long.mp4", seconds=40, size=256, encoding=Encoding(fps=10)),
    )


@pytest.fixture(scope="session")
def shots(reel: Clips) -> Callable[[], bytes]:
    """The talking face as a new file each time: the same bytes would be the same clip."""
    taken = iter(range(1_000_000))
    return lambda: another(reel.face, next(taken))


@pytest.fixture(scope="session")
def room_shots(reel: Clips) -> Callable[[], bytes]:
    """The empty room as a new file each time."""
    taken = iter(range(1_000_000))
    return lambda: another(reel.room, next(taken))


def another(path: Path, number: int) -> bytes:
    """The same pictures in a file of other bytes: a `free` box at the end, which players skip."""
    mark = f"{number:08d}".encode()
    return path.read_bytes() + (8 + len(mark)).to_bytes(4, "big") + b"free" + mark


@pytest_asyncio.fixture(scope="session", loop_scope="session")
async def calm(
    specification: Specification | None, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Town]:
    """The town that most journeys share: nothing goes wrong in it but what one person causes."""
    world = World(specification=specification)
    async with running(world) as url:
        bot = BotProcess(url, world.token, tmp_path_factory.mktemp("calm"))
        bot.start()
        yield Town(world, bot)
        await bot.stop()


@pytest.fixture
def town(calm: Town) -> Iterator[Town]:
    """The shared town; after each journey every request must have been the Bot API's."""
    yield calm
    assert calm.world.violations == []
    assert calm.world.crashes == []
    assert calm.world.early_calls == []
    assert calm.bot.running(), calm.bot.story()


@pytest.fixture
def own_world(specification: Specification | None) -> Iterator[World]:
    """A world for one journey alone, in which things go wrong."""
    world = World(specification=specification, seed=11)
    yield world
    assert world.violations == []
    assert world.crashes == []


@pytest_asyncio.fixture(loop_scope="session")
async def own_town(own_world: World, tmp_path: Path) -> AsyncIterator[Town]:
    """A bot for one journey alone, which may be killed."""
    async with running(own_world) as url:
        town = Town(own_world, BotProcess(url, own_world.token, tmp_path))
        town.bot.start()
        yield town
        if town.bot.running():
            await town.bot.stop()
