"""A database that is away: named, told once with what to do, and used again by itself."""

from __future__ import annotations

import os
import resource
import shutil
import sqlite3
import tempfile
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from storage import outages
from storage.database import Database, Replaced
from storage.outages import (
    Broken,
    Corrupt,
    Full,
    Locked,
    Missing,
    Outage,
    Starved,
    Unavailable,
    named,
)


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with capture_logs() as events:
        yield events


def file_of(database: Database) -> Path:
    return Path(database.url.partition(":///")[2])


async def write(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(
            text("INSERT INTO moves (old_chat_id, new_chat_id, moved_at) VALUES (:n, 2, '2027')"),
            {"n": int.from_bytes(os.urandom(6), "big")},
        )


async def write_until_it_fails(database: Database) -> None:
    while True:
        await write(database)


async def count(database: Database) -> int:
    async with database.reading() as connection:
        return int((await connection.execute(text("SELECT count(*) FROM moves"))).scalar_one())


@contextmanager
def most_bytes(size: int) -> Iterator[None]:
    """No file of this process may grow above this: what a quota does."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_a_file_that_may_not_grow_keeps_nothing_and_takes_up_again(
    database: Database, logged: list[Any]
) -> None:
    await write(database)
    with most_bytes(file_of(database).stat().st_size), pytest.raises(Broken):
        await write_until_it_fails(database)
    there = await count(database)
    await write(database)
    assert await count(database) == there + 1
    [line] = [one for one in logged if one["event"] == "not available"]
    assert (line["reason"], line["next_step"]) == ("disk_error", Broken.remedy)


async def test_a_file_that_is_moved_away_gets_nothing_until_it_is_back(
    database: Database, tmp_path: Path
) -> None:
    await write(database)
    path = file_of(database)
    path.rename(tmp_path / "aside")
    with pytest.raises(Missing):
        await write(database)
    with pytest.raises(Missing):
        await count(database)
    (tmp_path / "aside").rename(path)
    await write(database)
    assert await count(database) == 2


@contextmanager
def unwritable(folder: Path) -> Iterator[None]:
    """A folder in which this process may make no file; a superuser becomes nobody meanwhile."""
    nobody, mode = 65534, folder.stat().st_mode
    folder.chmod(0o555)
    if os.geteuid() == 0:
        os.seteuid(nobody)
    try:
        yield
    finally:
        os.seteuid(os.getuid())
        folder.chmod(mode)


@pytest.fixture
async def outside(migrated_file: Path) -> AsyncIterator[Database]:
    """A database in a folder that everybody may look into."""
    with tempfile.TemporaryDirectory() as folder:
        os.chmod(folder, 0o755)  # noqa: PTH101, S103 - of a moment
        shutil.copyfile(migrated_file, f"{folder}/diary.sqlite3")
        database = Database(f"sqlite+aiosqlite:///{folder}/diary.sqlite3")
        yield database
        await database.close()


async def test_a_folder_that_may_not_be_written_to_keeps_nothing_and_is_named(
    outside: Database, logged: list[Any]
) -> None:
    await write(outside)
    assert await count(outside) == 1
    with unwritable(file_of(outside).parent):
        with pytest.raises(outages.ReadOnly):
            await write(outside)
        assert await count(outside) == 1, "what is there can be read"
    await write(outside)
    assert await count(outside) == 2
    assert logged[0]["reason"] == "read_only"


async def test_another_file_in_its_place_is_never_taken_for_it(
    database: Database, migrated_file: Path
) -> None:
    await write(database)
    path = file_of(database)
    path.unlink()
    shutil.copyfile(migrated_file, path)
    with pytest.raises(Replaced):
        await write(database)
    with pytest.raises(Replaced):
        await count(database)


async def test_a_database_that_another_program_holds_is_said_to_be_locked(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_MS", 10)
    with closing(sqlite3.connect(file_of(database), isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Locked) as caught:
            await write(database)
        other.execute("ROLLBACK")
    assert "fuser" in caught.value.remedy
    await write(database)


@pytest.mark.parametrize("damage", ["first page", "every table", "zeros"])
async def test_a_damaged_file_is_named_and_restoring_is_the_remedy(
    database: Database, damage: str
) -> None:
    for _ in range(50):
        await write(database)
    await database.close()
    path = file_of(database)
    content = bytearray(path.read_bytes())
    start, end = {"first page": (0, 100), "every table": (4096, -1), "zeros": (100, 4096)}[damage]
    content[start:end] = (b"\0" if damage == "zeros" else b"\xa5") * len(content[start:end])
    path.write_bytes(content)
    again = Database(database.url)
    with pytest.raises(Corrupt) as caught:
        await write(again)
    await again.close()
    assert "python -m app restore" in caught.value.remedy


def told(name: str, words: str = "") -> Unavailable:
    error = sqlite3.OperationalError(words)
    error.sqlite_errorname = name
    return named(error)


def test_results_of_sqlite_have_names_of_ours() -> None:
    assert isinstance(told("SQLITE_FULL"), Full)
    assert isinstance(told("SQLITE_READONLY_DIRECTORY"), outages.ReadOnly)
    assert isinstance(told("SQLITE_READONLY_DBMOVED"), Missing)
    assert isinstance(told("SQLITE_IOERR_WRITE"), Broken)
    assert isinstance(told("SQLITE_CORRUPT_INDEX"), Corrupt)
    assert isinstance(told("SQLITE_CANTOPEN"), Missing)
    assert type(told("SQLITE_PROTOCOL")) is Unavailable


def test_no_file_that_can_be_opened_is_another_matter_than_one_that_is_missing() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, before[1]))
    try:
        found = told("SQLITE_CANTOPEN")
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)
    assert isinstance(found, Starved)


class Ticking:
    def __init__(self) -> None:
        self.at = 1000.0

    def __call__(self) -> float:
        return self.at


def test_an_outage_is_told_once_again_after_a_while_and_when_it_is_over(logged: list[Any]) -> None:
    clock = Ticking()
    outage = Outage(clock=clock)
    for _ in range(50):
        outage.begin(Full("disk is full"))
        clock.at += 5
    assert len(logged) == 1
    clock.at += outages.AGAIN_S
    outage.begin(Full("disk is full"))
    assert len(logged) == 2
    outage.end()
    assert outage.is_on, "some statements work while others fail: not over yet"
    clock.at += outages.CALM_S
    outage.end()
    assert not outage.is_on
    assert [line["event"] for line in logged][2:] == ["available again"]
    assert logged[-1]["after_s"] == 860
    outage.begin(Full("disk is full"))
    assert len(logged) == 4


def test_what_changes_meanwhile_is_told_too(logged: list[Any]) -> None:
    outage = Outage(clock=Ticking())
    for error in (Full("full"), Locked("locked"), Full("full"), Locked("locked")):
        outage.begin(error)
    assert [line["reason"] for line in logged] == ["full", "locked"]


def test_nothing_is_told_while_all_is_well(logged: list[Any]) -> None:
    Outage(clock=Ticking()).end()
    assert logged == []


def test_every_kind_has_a_name_and_a_next_step_of_its_own() -> None:
    kinds = [Unavailable, *Unavailable.__subclasses__()]
    assert len({kind.code for kind in kinds}) == len({kind.remedy for kind in kinds}) == len(kinds)
