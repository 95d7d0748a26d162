"""The bot's own backup: once a day, told when it fails, and the old ones go."""

import asyncio
import datetime as dt
import threading
from pathlib import Path

import pytest

from diary.backups import Terms
from scheduler.backups import Keeper, set_tombstone, tick
from storage import backup_manifest, backups, tombstones
from storage.backups import Source
from storage.database import Database
from storage.folder_lock import hold
from tests.diary.given import NOON, Clock

DAY = 24 * 3600


@pytest.fixture
def keeper(database: Database, tmp_path: Path) -> Keeper:
    """Of the real database that the fixture has made."""
    assert database.is_sqlite
    source = Source(tmp_path / "data" / "diary.sqlite3", tmp_path / "data" / "media")
    terms = Terms(2, 0, 0, 5, "UTC")
    return Keeper(tmp_path / "backups", source, terms, tmp_path / "failed", Clock())


def made(keeper: Keeper) -> list[dt.datetime]:
    return [one.made_at for one in backups.found(keeper.root)]


async def days_pass(keeper: Keeper, seconds: float) -> None:
    assert isinstance(keeper.now, Clock)
    keeper.now.pass_s(seconds)
    await tick(keeper)


async def test_each_day_gets_one_and_the_old_ones_go(keeper: Keeper) -> None:
    await tick(keeper)
    await days_pass(keeper, 600)
    assert made(keeper) == [NOON]
    for _ in range(3):
        await days_pass(keeper, DAY)
    last = NOON + dt.timedelta(days=3, minutes=10)
    assert made(keeper) == [last - dt.timedelta(days=1), last]
    newest = backups.found(keeper.root)[-1]
    assert await asyncio.to_thread(backup_manifest.verify, newest.path)


async def test_one_that_fails_is_told_and_tried_again(keeper: Keeper) -> None:
    keeper.root.mkdir()
    with hold(keeper.root):
        await tick(keeper)
    assert made(keeper) == []
    said = await asyncio.to_thread(keeper.failed.read_text, "utf-8")
    assert said.startswith(NOON.isoformat())
    assert "Another backup is being made" in said
    await days_pass(keeper, 600)
    assert made(keeper) == [NOON + dt.timedelta(minutes=10)]
    assert not keeper.failed.exists()


async def test_a_bot_that_stops_ends_the_backup_that_is_being_made(
    keeper: Keeper, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, ended = threading.Event(), threading.Event()

    def endless(_root: Path, _source: Source, _now: dt.datetime, go_on: backups.GoOn) -> None:
        begun.set()
        try:
            while True:
                go_on()
        finally:
            ended.set()

    monkeypatch.setattr(backups, "make", endless)
    async with asyncio.TaskGroup() as group:
        task = group.create_task(tick(keeper))
        await asyncio.to_thread(begun.wait)
        task.cancel()
    assert await asyncio.to_thread(ended.wait, 60)
    assert not keeper.failed.exists()


async def test_a_tombstone_is_set_beside_the_backups(tmp_path: Path) -> None:
    name = tombstones.digest(7, 1, NOON)
    await set_tombstone(tmp_path / "backups", name)
    assert tombstones.known(tmp_path / "backups") == {name}


async def test_a_clock_that_leaps_ahead_takes_no_backup_along(keeper: Keeper) -> None:
    """Set years forward and, on the same day, right again: all of the present are still there."""
    assert isinstance(keeper.now, Clock)
    for _ in range(3):
        await days_pass(keeper, DAY)
    before = made(keeper)
    await days_pass(keeper, 3650 * DAY)
    assert made(keeper) == [*before, keeper.now()]
    wrong = keeper.now()
    await days_pass(keeper, -3650 * DAY + 3600)
    assert made(keeper) == [*before, wrong], "of today there is one"
    await days_pass(keeper, DAY)
    assert made(keeper) == [before[-1], keeper.now()], "that of the wrong clock goes, too"


async def test_a_clock_that_is_set_back_keeps_neither_today_nor_tomorrow_without_one(
    keeper: Keeper,
) -> None:
    for _ in range(3):
        await days_pass(keeper, DAY)
    await days_pass(keeper, -30 * DAY)
    for _ in range(2):
        await days_pass(keeper, DAY)
    assert isinstance(keeper.now, Clock)
    assert made(keeper)[-1] == keeper.now()


async def test_after_a_long_pause_nothing_goes_before_a_second_one_is_made(keeper: Keeper) -> None:
    for _ in range(2):
        await days_pass(keeper, DAY)
    old = made(keeper)
    await days_pass(keeper, 100 * DAY)
    assert set(old) < set(made(keeper))
    await days_pass(keeper, DAY)
    assert not set(old) & set(made(keeper))
