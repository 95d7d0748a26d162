"""Updates come more than once, out of order, to two processes, and a process dies in between."""

import asyncio
import random
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest

from storage.database import Database
from tests.bot.hooked import PATH, SECRET, headers, numbers, update

ROOT = Path(__file__).parents[2]


@asynccontextmanager
async def receivers(path: Path, *moments: str) -> AsyncIterator[list[int]]:
    """The ports of processes that receive; see `tests.bot.receivers`."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "tests.bot.receivers", str(path), SECRET, *moments),
        cwd=ROOT,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    try:
        yield [int(await process.stdout.readline()) for _ in moments]
    finally:
        await process.communicate(b"")
    assert process.returncode == 0


@pytest.fixture
def path(database: Database, tmp_path: Path) -> Path:
    assert database.is_sqlite
    return tmp_path / "data" / "diary.sqlite3"


async def bring(session: aiohttp.ClientSession, port: int, number: int) -> int | None:
    """The status that an update gets; None where there is no answer."""
    sent = update(number, chat=number % 5)
    url = f"http://127.0.0.1:{port}{PATH}"
    try:
        async with session.post(url, json=sent, headers=headers(SECRET)) as answer:
            return answer.status
    except aiohttp.ClientError:
        return None


async def test_updates_brought_three_times_in_disorder_to_two_processes_are_kept_once(
    database: Database, path: Path
) -> None:
    dice = random.Random(7)  # noqa: S311
    brought = [number for number in range(1, 41) for _ in range(3)]
    dice.shuffle(brought)
    async with receivers(path, "never", "never") as ports, aiohttp.ClientSession() as session:
        bringing = [bring(session, dice.choice(ports), number) for number in brought]
        statuses = await asyncio.gather(*bringing)
    assert statuses == [200] * 120
    assert await numbers(database) == list(range(1, 41))


@pytest.mark.parametrize(("moment", "kept"), [("before", []), ("after", [1])])
async def test_what_a_killed_process_did_not_answer_is_brought_again_and_kept_once(
    database: Database, path: Path, moment: str, kept: list[int]
) -> None:
    async with (
        receivers(path, moment, "never") as (dying, living),
        aiohttp.ClientSession() as session,
    ):
        assert await bring(session, dying, 1) is None
        assert await numbers(database) == kept
        assert await bring(session, living, 1) == 200
        assert await bring(session, living, 1) == 200
    assert await numbers(database) == [1]
