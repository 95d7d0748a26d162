"""Writing the file anew leaves the living and nothing of the dead, and waits for its turn."""

import asyncio
from pathlib import Path

import pytest
from sqlalchemy import text

from storage.database import Database


@pytest.fixture
async def full(database: Database) -> Database:
    async with database.writing() as connection:
        await connection.execute(text("CREATE TABLE notes (id INTEGER PRIMARY KEY, said TEXT)"))
        for number in range(300):
            said = ("nimbus" if number % 3 else "cumulus") * (1 + number * 37 % 200)
            await connection.execute(
                text("INSERT INTO notes VALUES (:id, :said)"), {"id": number, "said": said}
            )
    return database


async def test_the_file_is_smaller_and_holds_nothing_that_was_deleted(
    full: Database, tmp_path: Path
) -> None:
    path = tmp_path / "data" / "diary.sqlite3"
    before = path.stat().st_size
    async with full.writing() as connection:
        await connection.execute(text("DELETE FROM notes WHERE id % 3 > 0"))
    await full.sweep()
    content = path.read_bytes()
    assert len(content) < before
    assert b"nimbus" not in content
    assert b"cumulus" in content
    assert all(p.stat().st_size == 0 for p in path.parent.glob("*-journal"))


async def test_who_writes_meanwhile_waits_and_is_not_lost(full: Database) -> None:
    async def write(number: int) -> None:
        async with full.writing() as connection:
            await connection.execute(
                text("INSERT INTO notes VALUES (:id, 'late')"), {"id": 1000 + number}
            )

    await asyncio.gather(full.sweep(), *(write(number) for number in range(10)), full.sweep())
    async with full.reading() as connection:
        found = await connection.execute(text("SELECT count(*) FROM notes"))
        assert found.scalar_one() == 310
        check = await connection.execute(text("PRAGMA integrity_check"))
        assert check.scalar_one() == "ok"
