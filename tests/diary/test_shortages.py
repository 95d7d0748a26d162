"""No disk, no process, no open file left: nothing is given up, and all goes on by itself."""

from __future__ import annotations

import asyncio
import errno
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from structlog.testing import capture_logs

from analysis.errors import Shortage
from diary import shortages
from diary.shortages import DiskFull, NoFiles, NoProcesses, NotWritable, Room
from diary.worker import Worker
from storage import cards
from tests.diary.given import job_of, recording
from tests.diary.shop import CHOSEN, PICTURE, SPOKEN, Shop


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with capture_logs() as events:
        yield events


SHORT = [
    ("ENOSPC", DiskFull),
    ("EDQUOT", DiskFull),
    ("EROFS", NotWritable),
    ("EMFILE", NoFiles),
    ("EAGAIN", NoProcesses),
]


@pytest.mark.parametrize(("name", "kind"), SHORT)
def test_each_lack_has_a_name_and_a_next_step(name: str, kind: type[Exception]) -> None:
    found = shortages.named(OSError(getattr(errno, name), "no"))
    assert type(found) is kind
    assert found is not None
    assert found.code
    assert found.remedy.endswith(".")
    assert Shortage(name).errno == getattr(errno, name)


def test_a_fault_of_the_file_is_none_of_the_machine() -> None:
    assert shortages.named(OSError(errno.ENOENT, "gone")) is None
    assert shortages.named(ValueError()) is None
    assert Shortage("no such name").errno == 0


@pytest.mark.parametrize("stage", [PICTURE, SPOKEN, CHOSEN])
@pytest.mark.parametrize("name", ["ENOSPC", "EAGAIN"])
async def test_a_clip_waits_for_room_as_long_as_it_takes_and_no_attempt_is_spent(
    shop: Shop, stage: str, name: str
) -> None:
    shop.workshop.script[stage] = [Shortage(name)] * 20
    entry_id = await shop.accept(recording())
    for _ in range(20):
        shop.clock.pass_s(31)
        assert await shop.attempt() is not None
        async with shop.database.reading() as connection:
            job = await job_of(connection, entry_id)
        assert (job.state, job.attempts) == ("queued", 0)
    assert await shop.attempts() == 1
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason) == ("done", None)


async def test_a_download_that_fills_the_disk_waits_too(shop: Shop) -> None:
    shop.courier.script = [OSError(errno.ENOSPC, "full")] * 5
    entry_id = await shop.accept(recording())
    assert await shop.attempts() == 6
    entry = await shop.entry(entry_id)
    assert (entry.state, entry.reason) == ("done", None)


def with_room(shop: Shop, least: int) -> Worker:
    room = Room(shop.folder, least)
    plan = replace(shop.tools.plan, room=room)
    shop.tools = replace(shop.tools, plan=plan)
    return Worker(shop.tools)


async def test_nothing_is_begun_while_there_is_little_room_and_that_is_told_once(
    shop: Shop, logged: list[Any]
) -> None:
    worker = with_room(shop, 1 << 60)
    entry_id = await shop.accept(recording())
    for _ in range(10):
        assert not worker._has_room()
    [line] = logged
    assert (line["event"], line["reason"]) == ("not available", "disk_full")
    assert line["next_step"] == DiskFull.remedy
    assert (await shop.entry(entry_id)).state == "waiting"
    assert with_room(shop, 0)._has_room()


async def test_the_cards_of_those_who_wait_are_wanted_once_for_that_and_once_when_it_is_over(
    shop: Shop,
) -> None:
    worker = with_room(shop, 1 << 60)
    room = shop.tools.plan.room
    assert room is not None
    entry_id = await shop.accept(recording())

    async def wanted() -> int:
        async with shop.database.reading() as connection:
            card = await cards.of_entry(connection, entry_id)
        assert card is not None
        return card.wanted

    before = await wanted()
    async with asyncio.TaskGroup() as group:
        for _ in range(5):
            await worker._round(group)
    assert shop.tools.plan.is_short()
    assert await wanted() == before + 1
    room.is_short = False
    await worker._tell_of_room()
    assert not shop.tools.plan.is_short()
    assert await wanted() == before + 2


def test_a_folder_that_is_not_there_yet_is_asked_above(tmp_path: Path) -> None:
    assert Room(tmp_path / "data" / "work", 1).is_there()


async def test_what_runs_here_is_not_taken_for_left_behind_whatever_the_clock_says(
    shop: Shop,
) -> None:
    entry_id = await shop.accept(recording())
    job = await shop.worker._claim()
    assert job is not None
    shop.worker._running[job.lease or ""] = (entry_id, None)  # type: ignore[assignment]
    shop.clock.pass_s(10 * 24 * 3600)
    await shop.worker.recover(everyone=False)
    async with shop.database.reading() as connection:
        assert (await job_of(connection, entry_id)).state == "running"
    shop.worker._running.clear()
    shop.clock.pass_s(3600)
    await shop.worker.recover(everyone=False)
    async with shop.database.reading() as connection:
        assert (await job_of(connection, entry_id)).state == "queued"
