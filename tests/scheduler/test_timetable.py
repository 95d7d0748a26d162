"""Ticks: they run, again and again, and one that fails stops nobody."""

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from structlog.testing import capture_logs

from scheduler.timetable import Tick, timetable


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with capture_logs() as events:
        yield events


async def until(ticks: list[Tick], enough: asyncio.Event) -> None:
    """Let these ticks run until something has happened often enough."""
    scheduler = timetable(ticks)
    scheduler.start()
    try:
        await asyncio.wait_for(enough.wait(), 60)
    finally:
        scheduler.shutdown(wait=False)


async def test_a_tick_runs_again_and_again() -> None:
    ran: list[str] = []
    enough = asyncio.Event()

    async def run() -> None:
        ran.append("one")
        if len(ran) >= 3:
            enough.set()

    await until([Tick("one", 0.01, run)], enough)
    assert len(ran) >= 3


async def test_a_tick_that_fails_is_logged_and_stops_neither_itself_nor_others(
    logged: list[Any],
) -> None:
    counts = {"bad": 0, "good": 0}
    enough = asyncio.Event()

    def count(name: str) -> None:
        counts[name] += 1
        if min(counts.values()) >= 3:
            enough.set()

    async def bad() -> None:
        count("bad")
        raise ZeroDivisionError

    async def good() -> None:
        count("good")

    await until([Tick("bad", 0.01, bad), Tick("good", 0.01, good)], enough)
    failed = [event for event in logged if event["event"] == "tick failed"]
    assert len(failed) >= 2
    assert {event["tick"] for event in failed} == {"bad"}
    assert isinstance(failed[0]["exc_info"], ZeroDivisionError)


async def test_a_tick_that_takes_long_does_not_run_twice_at_once() -> None:
    running, most, others = 0, 0, 0
    enough, go_on = asyncio.Event(), asyncio.Event()

    async def slow() -> None:
        nonlocal running, most
        running += 1
        most = max(most, running)
        await go_on.wait()
        running -= 1

    async def other() -> None:
        nonlocal others
        others += 1
        if others >= 5:
            enough.set()

    await until([Tick("slow", 0.01, slow), Tick("other", 0.01, other)], enough)
    go_on.set()
    assert most == 1


def test_every_tick_has_its_place_before_the_start() -> None:
    async def nothing() -> None:
        return

    table = timetable([Tick("leases", 15, nothing), Tick("heartbeat", 30, nothing)])
    assert {job.id for job in table.get_jobs()} == {"leases", "heartbeat"}
    assert not table.running
