"""A real bot that talks to the stand-in, and log lines that are caught."""

from collections.abc import AsyncIterator, Iterator

import pytest
from structlog.testing import capture_logs
from structlog.typing import EventDict
from telegram import Bot

from bot.application import make_bot
from playground.server import Person, World
from tests.diary.given import JIWOO

#: A pace that no test has to wait for; `test_line.py` looks at the real one.
UNHURRIED = (100_000, 100_000, 100_000)


@pytest.fixture(autouse=True)
def logged() -> Iterator[list[EventDict]]:
    """The events of the test: tracebacks in colour take seconds."""
    with capture_logs() as events:
        yield events


@pytest.fixture
def jiwoo(world: World) -> Person:
    """Somebody who has written to the bot."""
    person = world.person(JIWOO, "지우", "ko")
    person.send_text("/start")
    return person


@pytest.fixture
async def bot(world: World, telegram: str) -> AsyncIterator[Bot]:
    """The bot as the application makes it."""
    async with make_bot(world.token, telegram, UNHURRIED) as ready:
        yield ready
