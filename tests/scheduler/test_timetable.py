"""Ticks: they run, again and again, whatever the clock shows, and one that fails stops nobody."""

import asyncio
import datetime as dt
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from apscheduler.schedulers import base
from structlog.testing import capture_logs

from diary import clock
from scheduler import timetable
from scheduler.timetable import Tick, Timetable
from storage.database import Replaced, Unavailable


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with capture_logs() as events:
        yield events


async def until(ticks: list[Tick], enough: asyncio.Event) -> None:
    """Let these ticks run until something has happened often enough."""
    async with asyncio.TaskGroup() as group:
        running = group.create_task(Timetable(ticks, clock.now).run())
        await asyncio.wait_for(enough.wait(), 60)
        running.cancel()


class Counts:
    """Counts ticks by name, and says when each has run often enough."""

    def __init__(self, names: tuple[str, ...], most: int = 3) -> None:
        self.of, self.most, self.enough = dict.fromkeys(names, 0), most, asyncio.Event()

    def up(self, name: str) -> None:
        self.of[name] += 1
        if min(self.of.values()) >= self.most:
            self.enough.set()


async def test_a_tick_runs_again_and_again() -> None:
    counts = Counts(("one",))

    async def run() -> None:
        counts.up("one")

    await until([Tick("one", 0.01, run)], counts.enough)
    assert counts.of["one"] >= 3


@pytest.mark.parametrize("error", [ZeroDivisionError(), Unavailable("locked"), OSError(28, "full")])
async def test_a_tick_that_fails_stops_neither_itself_nor_others(error: Exception) -> None:
    counts = Counts(("bad", "good"))

    async def bad() -> None:
        counts.up("bad")
        raise error

    async def good() -> None:
        counts.up("good")

    await until([Tick("bad", 0.01, bad), Tick("good", 0.01, good)], counts.enough)


async def test_a_tick_that_goes_on_failing_is_told_once_in_a_while(
    logged: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    counts = Counts(("bad",), most=20)

    async def bad() -> None:
        counts.up("bad")
        raise ZeroDivisionError

    await until([Tick("bad", 0.001, bad)], counts.enough)
    [told] = [event for event in logged if event["event"] == "tick failed"]
    assert told["tick"] == "bad"
    assert isinstance(told["exc_info"], ZeroDivisionError)
    monkeypatch.setattr(timetable, "AGAIN_S", 0.0)
    counts.enough.clear()
    counts.of["bad"] = 0
    await until([Tick("bad", 0.001, bad)], counts.enough)
    assert len([event for event in logged if event["event"] == "tick failed"]) > 2


async def test_a_database_that_is_another_one_now_ends_the_bot() -> None:
    async def look() -> None:
        raise Replaced

    with pytest.raises(Replaced):
        await Timetable([Tick("look", 0.001, look)], clock.now).run()


async def test_a_tick_that_takes_long_does_not_run_twice_at_once() -> None:
    running, most = 0, 0
    go_on = asyncio.Event()
    counts = Counts(("other",), most=5)

    async def slow() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await go_on.wait()
        running -= 1

    async def other() -> None:
        counts.up("other")

    await until([Tick("slow", 0.01, slow), Tick("other", 0.01, other)], counts.enough)
    go_on.set()
    assert most == 1


async def test_what_is_wanted_at_once_does_not_wait_for_its_time() -> None:
    counts = Counts(("beat",), most=1)

    async def beat() -> None:
        counts.up("beat")

    await until([Tick("beat", 3600, beat, at_once=True)], counts.enough)
    assert counts.of["beat"] == 1


class Wall:
    """The clock on the wall, as APScheduler reads it; a test sets it."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.error = dt.timedelta(0)
        wall = self

        class Shown(dt.datetime):
            @classmethod
            def now(cls, tz: dt.tzinfo | None = None) -> dt.datetime:  # type: ignore[override]
                return dt.datetime.now(tz) + wall.error

        monkeypatch.setattr(base, "datetime", Shown)

    def now(self) -> dt.datetime:
        return clock.now() + self.error


DAY = dt.timedelta(days=1)
STEPS = [-DAY, DAY, -3650 * DAY, 3650 * DAY, -dt.timedelta(hours=1), dt.timedelta(hours=1)]


@pytest.mark.parametrize("step", STEPS)
async def test_a_clock_that_was_set_stops_no_tick_and_brings_none_twice(
    monkeypatch: pytest.MonkeyPatch, step: dt.timedelta
) -> None:
    wall, counts, daily = Wall(monkeypatch), Counts(("often",), most=5), Counts(("daily",))

    async def often() -> None:
        counts.up("often")

    async def once_a_day() -> None:
        daily.up("daily")

    table = Timetable([Tick("often", 0.01, often), Tick("daily", 86_400, once_a_day)], wall.now)
    async with asyncio.TaskGroup() as group:
        running = group.create_task(table.run())
        await asyncio.wait_for(counts.enough.wait(), 60)
        wall.error = step
        table.clock_was_set(step)
        counts.of["often"] = 0
        counts.enough.clear()
        await asyncio.wait_for(counts.enough.wait(), 60)
        running.cancel()
    assert daily.of["daily"] == 0


async def test_a_clock_that_leaps_ten_years_ahead_is_no_reason_to_count_every_tick_between(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """APScheduler's own trigger would name 31 million times, with the bot standing still."""
    wall, counts = Wall(monkeypatch), Counts(("one",), most=3)
    asked = 0
    ask = timetable.Every.get_next_fire_time

    def counted(self: timetable.Every, previous: Any, now: dt.datetime) -> dt.datetime:
        nonlocal asked
        asked += 1
        return ask(self, previous, now)

    monkeypatch.setattr(timetable.Every, "get_next_fire_time", counted)

    async def run() -> None:
        counts.up("one")

    async with asyncio.TaskGroup() as group:
        running = group.create_task(Timetable([Tick("one", 0.01, run)], wall.now).run())
        await asyncio.wait_for(counts.enough.wait(), 60)
        wall.error, asked = 3650 * DAY, 0
        counts.of["one"] = 0
        counts.enough.clear()
        await asyncio.wait_for(counts.enough.wait(), 60)
        running.cancel()
    assert asked < 20


async def test_a_tick_that_is_late_is_told_once_and_apscheduler_says_nothing(
    logged: list[Any], caplog: pytest.LogCaptureFixture
) -> None:
    go_on, counts = asyncio.Event(), Counts(("other", "bad"), most=10)

    async def slow() -> None:
        await go_on.wait()

    async def other() -> None:
        counts.up("other")

    async def bad() -> None:
        counts.up("bad")
        raise ZeroDivisionError

    ticks = [Tick("slow", 0.01, slow), Tick("other", 0.01, other), Tick("bad", 0.01, bad)]
    await until(ticks, counts.enough)
    late = [event for event in logged if event["event"] == "tick takes longer than its time"]
    assert [event["tick"] for event in late] == ["slow"]
    said = [record for record in caplog.records if record.name != "apscheduler.scheduler"]
    assert [record for record in said if record.levelno >= logging.WARNING] == []


async def test_what_runs_when_the_bot_ends_has_ended_before_the_database_is_closed() -> None:
    begun, ended = asyncio.Event(), False

    async def slow() -> None:
        nonlocal ended
        begun.set()
        try:
            await asyncio.sleep(3600)
        finally:
            await asyncio.sleep(0.01)  # a transaction is rolled back
            ended = True

    await until([Tick("slow", 0.01, slow)], begun)
    assert ended
