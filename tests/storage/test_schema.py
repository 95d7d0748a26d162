"""The migrations: up, down and up again, and equal to the tables that the code knows."""

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
