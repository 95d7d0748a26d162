"""Ticks: they run, again and again, whatever the clock shows, and one that fails stops nobody."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

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
        running = group.create_task(Timetable(ticks).run())
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

    with pytest.raises(BaseExceptionGroup) as caught:
        await Timetable([Tick("look", 0.001, look)]).run()
    assert caught.value.subgroup(Replaced) is not None


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


async def test_the_time_between_two_ticks_is_not_read_off_the_clock_on_the_wall(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    counts = Counts(("one",), most=5)
    monkeypatch.setattr("time.time", lambda: 0.0)  # set back to 1970

    async def run() -> None:
        counts.up("one")

    await until([Tick("one", 0.01, run)], counts.enough)
