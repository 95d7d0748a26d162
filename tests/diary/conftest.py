"""Log lines are caught: nobody reads them here, and tracebacks in colour take seconds."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict

from storage.database import Database
from tests.diary.shop import Shop


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """The events of the test."""
    with capture_logs() as events:
        yield events


@pytest.fixture
def shop(database: Database, tmp_path: Path) -> Shop:
    return Shop(database, tmp_path / "work")


@pytest.fixture
async def at_work(shop: Shop) -> AsyncIterator[Shop]:
    """The same with its loop running."""
    async with asyncio.TaskGroup() as group:
        loop = group.create_task(shop.worker.run())
        yield shop
        loop.cancel()
