"""The migrations: up, down and up again, and equal to the tables that the code knows."""

import asyncio
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from storage import migration, schema
from storage.database import Database
from storage.metadata import metadata
from tests.diary.planted import plant


@pytest.fixture
async def empty(tmp_path: Path) -> Database:
    return Database(f"sqlite+aiosqlite:///{tmp_path / 'empty.sqlite3'}")


def revisions() -> list[str]:
    """All versions, oldest first."""
    found = ScriptDirectory.from_config(migration.configuration()).walk_revisions()
    return [script.revision for script in found][::-1]


async def test_every_version_can_be_gone_up_down_and_up_again(empty: Database) -> None:
    def stairs(connection: Connection) -> None:
        config = migration.configuration(connection)
        for revision in revisions():
            command.upgrade(config, revision)
            command.downgrade(config, "-1")
            command.upgrade(config, revision)
        command.downgrade(config, "base")
        assert inspect(connection).get_table_names() == ["alembic_version"]
        command.upgrade(config, "head")
        assert schema.version(connection) == schema.head()

    async with empty.writing() as connection:
        await connection.run_sync(stairs)
    await empty.close()


async def test_the_migrations_make_the_tables_that_the_code_knows(empty: Database) -> None:
    await migration.upgrade(empty)

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "compare_server_default": True}
        )
        return list(compare_metadata(context, metadata))

    async with empty.reading() as connection:
        assert await connection.run_sync(differences) == []
    await empty.close()


def test_the_newest_version_that_the_code_needs_is_the_last_migration() -> None:
    assert schema.known() == revisions()
    assert schema.head() == revisions()[-1]


async def test_an_empty_database_is_brought_to_the_newest_version_once(empty: Database) -> None:
    assert await schema.current(empty) is None
    assert await migration.upgrade(empty) == (None, schema.head())
    assert await migration.upgrade(empty) == (schema.head(), schema.head())
    assert await schema.current(empty) == schema.head()
    await empty.close()


async def test_a_database_of_a_newer_version_is_refused_and_left_alone(database: Database) -> None:
    async with database.writing() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(schema.NewerSchemaError, match="9999"):
        await migration.upgrade(database)
    assert await schema.current(database) == "9999"


async def test_a_migration_that_fails_leaves_nothing_behind(empty: Database) -> None:
    async with empty.writing() as connection:
        await connection.execute(text("CREATE TABLE terms (x INTEGER)"))
    with pytest.raises(Exception, match="already exists"):
        await migration.upgrade(empty)

    async with empty.reading() as connection:
        tables = await connection.run_sync(lambda c: inspect(c).get_table_names())
    assert tables == ["terms"]
    await empty.close()


async def test_nothing_that_was_written_is_lost_on_the_way_up_or_down(empty: Database) -> None:
    """A table that is made anew must not take with it what refers to it."""

    def counted(connection: Connection) -> dict[str, int]:
        return {
            table: connection.scalar(text(f"SELECT COUNT(*) FROM {table}"))  # noqa: S608
            for table in WRITTEN
        }

    def walk(connection: Connection) -> None:
        config = migration.configuration(connection)
        command.upgrade(config, "0001")
        for statement in FIRST_ROWS:
            connection.execute(text(statement))
        before = counted(connection)
        assert set(before.values()) == {1}
        for revision in revisions()[1:]:
            command.upgrade(config, revision)
            assert counted(connection) == before, revision
        command.downgrade(config, "0001")
        assert counted(connection) == before
        broken = connection.execute(text("PRAGMA foreign_key_check")).all()
        assert broken == []

    async with empty.writing() as connection:
        await connection.run_sync(walk)
    await empty.close()


async def test_what_was_deleted_just_now_does_not_come_back_with_an_older_version(
    empty: Database,
) -> None:
    """The older version knows no such state, and would keep the row where nobody sees it."""

    def walk(connection: Connection) -> list[tuple[int, str]]:
        config = migration.configuration(connection)
        command.upgrade(config, "0003")
        for statement in FIRST_ROWS:
            if " terms " not in statement:
                connection.execute(text(statement))
        columns = "diary_id, author_id, recorded_at, day, caption, created_at"
        for number, state, kind in ((2, "deleted", "video"), (3, "done", "text")):
            connection.execute(
                text(
                    f"INSERT INTO entries (id, state, kind, {columns})"  # noqa: S608
                    f" SELECT {number}, '{state}', '{kind}', {columns} FROM entries WHERE id = 1"
                )
            )
        command.downgrade(config, "0002")
        rows = connection.execute(text("SELECT id, state FROM entries ORDER BY id")).all()
        return [(row.id, row.state) for row in rows]

    async with empty.writing() as connection:
        assert await connection.run_sync(walk) == [(1, "done"), (3, "done")]
    await empty.close()


async def test_a_whole_life_goes_down_to_every_version_and_up_again(database: Database) -> None:
    """With rows in every table: what an older version knows it gets as it was, and keeps."""

    def rows(connection: Connection, columns: dict[str, list[str]]) -> dict[str, set[object]]:
        return {
            table: {
                tuple(row)
                for row in connection.execute(text(f"SELECT {named} FROM {table}"))  # noqa: S608
            }
            for table, names in columns.items()
            if (named := ", ".join(names))
        }

    def columns(connection: Connection) -> dict[str, list[str]]:
        return {
            table: sorted(column["name"] for column in inspect(connection).get_columns(table))
            for table in inspect(connection).get_table_names()
            if table != "alembic_version"
        }

    def walk(connection: Connection) -> None:
        config = migration.configuration(connection)
        for revision in revisions()[-2::-1]:
            head_columns = columns(connection)
            command.downgrade(config, revision)
            older = columns(connection)
            shared = {
                table: [name for name in names if name in head_columns.get(table, ())]
                for table, names in older.items()
                if table in head_columns
            }
            there = rows(connection, shared)
            assert there["persons"], "somebody is left"
            command.upgrade(config, "head")
            for table, found in rows(connection, shared).items():
                assert found == there[table], (revision, table)
            assert connection.execute(text("PRAGMA foreign_key_check")).all() == []
            assert connection.execute(text("PRAGMA integrity_check")).scalar() == "ok"

    async with database.writing() as connection:
        await plant(connection, 12)
        await connection.run_sync(walk)


WRITTEN = ("inbox", "persons", "diaries", "entries", "clips", "tags", "terms", "jobs", "cards")

#: One row in each of the first tables.
FIRST_ROWS = (
    (
        "INSERT INTO inbox (id, update_id, received_at, state, attempts)"
        " VALUES (1, 5, '2026-11-20', 'waiting', 0)"
    ),
    "INSERT INTO persons (id, telegram_id, language, created_at) VALUES (1, 7, 'ko', '2026-11-20')",
    (
        "INSERT INTO diaries (id, kind, owner_id, chat_id, time_zone, day_starts_hour, created_at)"
        " VALUES (1, 'private', 1, 7, 'Asia/Seoul', 4, '2026-11-20')"
    ),
    (
        "INSERT INTO entries (id, diary_id, author_id, state, recorded_at, day, caption,"
        " created_at) VALUES (1, 1, 1, 'done', '2026-11-20', '2026-11-20', '', '2026-11-20')"
    ),
    (
        "INSERT INTO clips (id, entry_id, chat_id, message_id, kind, file_id, file_unique_id,"
        " lacks_speech) VALUES (1, 1, 7, 3, 'video_note', 'f', 'u', 0)"
    ),
    "INSERT INTO tags (entry_id, tag, diary_id, manual, position) VALUES (1, '산책', 1, 0, 0)",
    "INSERT INTO terms (diary_id, term, entry_id) VALUES (1, '산책', 1)",
    (
        "INSERT INTO jobs (id, entry_id, person_id, state, attempts, interruptions, fetches,"
        " duration_s, enqueued_at) VALUES (1, 1, 1, 'done', 1, 0, 1, 8.0, '2026-11-20')"
    ),
    (
        "INSERT INTO cards (id, entry_id, chat_id, reply_to, message_id, view, wanted, shown,"
        " attempts) VALUES (1, 1, 7, 3, 4, 'card', 2, 2, 0)"
    ),
)


@pytest.mark.parametrize("version", ["9999", "0001", ""])
async def test_only_exactly_the_needed_version_is_current(database: Database, version: str) -> None:
    assert schema.is_current(database.url)
    async with database.writing() as connection:
        await connection.execute(
            text("UPDATE alembic_version SET version_num = :v"), {"v": version}
        )
    assert not schema.is_current(database.url)
    async with database.writing() as connection:
        await connection.execute(
            text("UPDATE alembic_version SET version_num = :v"), {"v": schema.head()}
        )
        await connection.execute(text("INSERT INTO alembic_version VALUES (:v)"), {"v": "9999"})
    assert not schema.is_current(database.url)


async def test_where_a_look_cannot_tell_the_version_it_says_no(
    database: Database, tmp_path: Path
) -> None:
    torn = tmp_path / "torn #1?.sqlite3"
    for url in ("postgresql+asyncpg://host/diary", "sqlite+aiosqlite:///:memory:"):
        assert not schema.is_current(url)
    assert not schema.is_current(f"sqlite+aiosqlite:///{torn}")
    assert not torn.exists()
    torn.write_bytes(b"no database at all, but longer than a header would be" * 10)
    assert not schema.is_current(f"sqlite+aiosqlite:///{torn}")
    with closing(sqlite3.connect(tmp_path / "data" / "diary.sqlite3")) as locked:
        locked.execute("BEGIN EXCLUSIVE")
        assert not schema.is_current(database.url)


async def test_what_a_killed_program_left_half_written_is_not_taken_for_current(
    database: Database, tmp_path: Path
) -> None:
    """A journal beside the file must be rolled back first, which a mere look does not."""
    path = tmp_path / "data" / "diary.sqlite3"
    await database.close()
    killed = (
        "import os, sqlite3, sys\n"
        "connection = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "connection.execute('PRAGMA journal_mode=delete')\n"
        "connection.execute('PRAGMA cache_size=1')\n"
        "connection.execute('BEGIN IMMEDIATE')\n"
        "connection.execute('CREATE TABLE large (content)')\n"
        "connection.execute('INSERT INTO large VALUES (zeroblob(1000000))')\n"
        "os.kill(os.getpid(), 9)\n"
    )
    process = await asyncio.create_subprocess_exec(sys.executable, "-c", killed, str(path))
    assert await process.wait() == -9
    assert path.with_name(path.name + "-journal").stat().st_size > 0
    assert not schema.is_current(database.url)
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert schema.is_current(database.url)
