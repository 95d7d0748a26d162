"""Brings a database to the schema that the code needs. Loads Alembic, so only when it is due."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection

from storage import schema
from storage.database import Database


def configuration(connection: Connection | None = None) -> Config:
    """Alembic's configuration; it works on `connection`."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.attributes["connection"] = connection
    return config


async def upgrade(database: Database) -> tuple[str | None, str]:
    """Migrate to `schema.head()`; the versions before and after. Raises NewerSchemaError."""
    async with database.writing() as connection:
        return await connection.run_sync(_upgrade)


def _upgrade(connection: Connection) -> tuple[str | None, str]:
    before = schema.version(connection)
    if before is not None and before not in schema.known():
        message = f"the database has schema {before}, which this version does not know"
        raise schema.NewerSchemaError(message)
    command.upgrade(configuration(connection), "head")
    return before, schema.head()
