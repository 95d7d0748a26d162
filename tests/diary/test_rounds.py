"""The rhythm of the loops, on a real database."""

import asyncio
import datetime as dt

import pytest

from diary import rounds
from diary.rounds import Rounds
from storage.database import Connection, Database, Unavailable
from tests.diary.given import Clock


async def never(_connection: Connection, _now: dt.datetime) -> dt.datetime | None:
    return None


class Round:
    """Counts its rounds; raises what its script says."""

    def __init__(self, *script: Exception) -> None:
        self.script, self.count, self.again = list(script), 0, asyncio.Event()

    async def __call__(self) -> None:
        self.count += 1
        self.again.set()
        if self.script:
            raise self.script.pop(0)

    async def until(self, count: int) -> None:
        async with asyncio.timeout(30):
            while self.count < count:
                self.again.clear()
                await self.again.wait()


async def test_whoever_wakes_it_gets_a_round_though_nothing_is_due(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "LONGEST_S", 3600.0)
    one, turning = Round(), Rounds(database, Clock(), never)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(turning.run(one, "test"))
        for count in (1, 2, 3):
            await one.until(count)
            turning.wake()
        await one.until(4)
        task.cancel()


async def test_what_becomes_due_needs_nobody_to_wake_it(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "LONGEST_S", 3600.0)

    async def soon(_connection: Connection, now: dt.datetime) -> dt.datetime | None:
        return now + dt.timedelta(milliseconds=5)

    one, turning = Round(), Rounds(database, Clock(), soon)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(turning.run(one, "test"))
        await one.until(5)
        task.cancel()


async def test_a_database_that_is_away_ends_nothing(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rounds, "LONGEST_S", 0.0)
    one = Round(Unavailable("database is locked"), Unavailable("database is locked"))
    async with asyncio.TaskGroup() as group:
        task = group.create_task(Rounds(database, Clock(), never).run(one, "test"))
        await one.until(4)
        task.cancel()


async def test_a_fault_of_a_round_is_not_hidden(database: Database) -> None:
    turning = Rounds(database, Clock(), never)
    with pytest.raises(ZeroDivisionError):
        await turning.run(Round(ZeroDivisionError()), "test")
