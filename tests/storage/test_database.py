"""The engine: its journal by version, its one writer, its readers that cannot write."""

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import text

from storage import database as room
from storage import persons
from storage.database import Connection, Database, Unavailable, has_wal_reset_bug, journal_mode
from tests.diary.given import NOON


@pytest.mark.parametrize(
    ("version", "has_bug"),
    [
        ((3, 40, 1), True),
        ((3, 44, 5), True),
        ((3, 44, 6), False),
        ((3, 44, 7), False),
        ((3, 45, 0), True),
        ((3, 50, 6), True),
        ((3, 50, 7), False),
        ((3, 51, 0), True),
        ((3, 51, 2), True),
        ((3, 51, 3), False),
        ((3, 52, 0), False),
        ((4, 0, 0), False),
    ],
)
def test_the_versions_with_the_wal_reset_bug_are_known(
    version: tuple[int, ...], *, has_bug: bool
) -> None:
    assert has_wal_reset_bug(version) is has_bug
    assert journal_mode(version) == ("truncate" if has_bug else "wal")


async def pragma(connection: Connection, name: str) -> object:
    return (await connection.execute(text(f"PRAGMA {name}"))).scalar()


async def test_both_connections_are_set_up_so_that_what_is_committed_survives(
    database: Database,
) -> None:
    async with database.writing() as writer, database.reading() as reader:
        for connection in (writer, reader):
            assert await pragma(connection, "journal_mode") == journal_mode()
            assert await pragma(connection, "synchronous") == 2
            assert await pragma(connection, "foreign_keys") == 1
            assert await pragma(connection, "secure_delete") == 1
            assert await pragma(connection, "busy_timeout") == room.BUSY_TIMEOUT_MS
        assert await pragma(writer, "query_only") == 0
        assert await pragma(reader, "query_only") == 1


@pytest.mark.parametrize(("version", "mode"), [((3, 40, 1), "truncate"), ((3, 51, 3), "wal")])
async def test_the_file_gets_the_journal_that_is_safe_for_the_version(
    version: tuple[int, ...], mode: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(room, "journal_mode", lambda: journal_mode(version))
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'one.sqlite3'}")
    async with database.writing() as connection:
        assert await pragma(connection, "journal_mode") == mode
    await database.close()


async def test_a_folder_that_is_not_there_is_made(tmp_path: Path) -> None:
    database = Database(f"sqlite+aiosqlite:///{tmp_path / 'a' / 'b' / 'diary.sqlite3'}")
    async with database.reading() as connection:
        assert (await connection.execute(text("SELECT 1"))).scalar() == 1
    await database.close()


async def test_a_reader_refuses_to_write(database: Database) -> None:
    with pytest.raises(Unavailable, match="readonly"):
        async with database.reading() as connection:
            await connection.execute(text("DELETE FROM persons"))


async def keep(connection: Connection, telegram_id: int) -> None:
    await persons.add(connection, telegram_id, "ko", NOON)


async def count(database: Database) -> object:
    async with database.reading() as connection:
        return (await connection.execute(text("SELECT count(*) FROM persons"))).scalar()


async def test_an_exception_takes_back_the_whole_transaction(database: Database) -> None:
    async def keep_two_and_fail() -> None:
        async with database.writing() as connection:
            await keep(connection, 1)
            await keep(connection, 2)
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await keep_two_and_fail()
    assert await count(database) == 0


async def test_transactions_that_read_first_and_write_later_wait_for_each_other(
    database: Database,
) -> None:
    async def one_more() -> None:
        async with database.writing() as connection:
            seen = (await connection.execute(text("SELECT count(*) FROM persons"))).scalar()
            await asyncio.sleep(0)
            await keep(connection, 100 + int(seen or 0))

    await asyncio.gather(*(one_more() for _ in range(30)))
    async with database.reading() as connection:
        ids = (await connection.execute(text("SELECT telegram_id FROM persons ORDER BY 1"))).all()
    assert [row[0] for row in ids] == list(range(100, 130))


async def test_readers_read_while_others_write(database: Database) -> None:
    async def write(telegram_id: int) -> None:
        async with database.writing() as connection:
            await keep(connection, telegram_id)

    async def look() -> None:
        async with database.reading() as connection:
            first = (await connection.execute(text("SELECT count(*) FROM persons"))).scalar()
            await asyncio.sleep(0)
            again = (await connection.execute(text("SELECT count(*) FROM persons"))).scalar()
            assert first == again

    await asyncio.gather(*(job for n in range(20) for job in (write(n), look())))
    assert await count(database) == 20


async def test_a_writer_that_is_cancelled_gives_its_connection_back(database: Database) -> None:
    for n in range(10):
        inside = asyncio.Event()

        async def write(telegram_id: int = n, inside: asyncio.Event = inside) -> None:
            async with database.writing() as connection:
                inside.set()
                while True:
                    await keep(connection, telegram_id)
                    telegram_id += 1000

        async with asyncio.TaskGroup() as group:
            task = group.create_task(write())
            await inside.wait()
            task.cancel()
    assert await count(database) == 0
    async with database.writing() as connection:
        await keep(connection, 1)
    assert await count(database) == 1


async def test_what_is_committed_lies_in_the_file(database: Database, tmp_path: Path) -> None:
    async with database.writing() as connection:
        await keep(connection, 1)
    other = sqlite3.connect(tmp_path / "data" / "diary.sqlite3")
    assert other.execute("SELECT count(*) FROM persons").fetchone() == (1,)
    other.close()


async def test_a_database_that_another_program_holds_is_unavailable(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("storage.database.BUSY_TIMEOUT_MS", 50)
    path = tmp_path / "held.sqlite3"
    database = Database(f"sqlite+aiosqlite:///{path}")
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("CREATE TABLE t (a)")
        other.execute("BEGIN EXCLUSIVE")
        with pytest.raises(Unavailable, match="locked"):
            async with database.writing() as connection:
                await connection.execute(text("INSERT INTO t VALUES (1)"))
        other.execute("ROLLBACK")
    async with database.writing() as connection:
        await connection.execute(text("INSERT INTO t VALUES (1)"))
    await database.close()


async def test_a_file_that_is_no_database_is_unavailable(tmp_path: Path) -> None:
    path = tmp_path / "no.sqlite3"
    await asyncio.to_thread(path.write_bytes, b"no database at all" * 100)
    database = Database(f"sqlite+aiosqlite:///{path}")
    with pytest.raises(Unavailable):
        async with database.reading():
            raise AssertionError("never reached")
    await database.close()
