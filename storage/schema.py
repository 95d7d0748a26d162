"""The schema's versions: bring a database up to date, refuse one that is newer than the code."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from storage.database import Database


class NewerSchemaError(Exception):
    """The database was written by a newer version of mind-gitter."""


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration; it works on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


def revision(connection: Connection) -> str | None:
    """The schema version of the database; None while it is empty."""
    return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """The schema version that this code needs."""
    found = ScriptDirectory.from_config(configuration()).get_current_head()
    assert found is not None  # noqa: S101 - there is always a first migration
    return found


async def upgrade(database: Database) -> tuple[str | None, str]:
    """Migrate to `head()`; the versions before and after. Raises NewerSchemaError."""
    async with database.writing() as connection:
        return await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> tuple[str | None, str]:
    before = revision(connection)
    config = configuration(connection)
    known = {script.revision for script in ScriptDirectory.from_config(config).walk_revisions()}
    if before is not None and before not in known:
        message = f"the database has schema {before}, which this version does not know"
        raise NewerSchemaError(message)
    command.upgrade(config, "head")
    return before, head()


async def current(database: Database) -> str | None:
    """The schema version of the database; None while it is empty."""
    async with database.reading() as connection:
        return await connection.run_sync(revision)
