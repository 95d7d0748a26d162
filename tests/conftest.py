"""Fixtures that several rooms share."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from playground.server import World, running
from playground.server.specification import Specification, load

SPECIFICATION = Path(__file__).parents[1] / "../shared/data/telegram-bot-api.json"


@pytest.fixture(scope="session")
def specification() -> Specification | None:
    """The machine-readable Bot API, None where ../shared is absent: then requests go unchecked."""
    return load(SPECIFICATION)


@pytest.fixture
def world(specification: Specification | None) -> Iterator[World]:
    """A stand-in world with one bot; afterwards every request must have been the Bot API's."""
    world = World(specification=specification)
    yield world
    assert world.violations == []
    assert world.crashes == []


@pytest.fixture
async def telegram(world: World) -> AsyncIterator[str]:
    """The base URL of the stand-in that serves `world`."""
    async with running(world) as base_url:
        yield base_url
