"""Which version the database's tables have, and which this code needs. Changing them: migration."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table
from sqlalchemy.engine import make_url

from storage.database import Database

VERSIONS = Path(__file__).parent / "migrations" / "versions"


class NewerSchemaError(Exception):
    """The database was written by a newer version of mind-gitter."""


def known() -> list[str]:
    """The schema versions that this code knows, oldest first: how the migrations' names begin."""
    return sorted(path.stem.partition("_")[0] for path in VERSIONS.glob("[0-9]*.py"))


def head() -> str:
    """The schema version that this code needs."""
    return known()[-1]


def is_current(url: str) -> bool:
    """Whether the database surely has the version that this code needs: a look at SQLite's file.

    It changes nothing and never waits. False wherever it cannot tell (another database, none yet,
    a killed program's journal to be rolled back, a lock): then a migration finds out.
    """
    found = make_url(url)
    if (
        found.get_backend_name() != "sqlite"
        or not found.database
        or not Path(found.database).is_file()
    ):
        return False
    place = Path(found.database).absolute().as_uri()
    try:
        with closing(sqlite3.connect(f"{place}?mode=ro", uri=True, timeout=0)) as connection:
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
    except sqlite3.Error:
        return False
    return rows == [(head(),)]


async def current(database: Database) -> str | None:
    """The schema version of the database; None while it is empty."""
    async with database.reading() as connection:
        return await connection.run_sync(version)


def version(connection: Connection) -> str | None:
    """The schema version; read without Alembic, whose import costs a bot 12 MB for nothing."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.scalar(
        select(column("version_num")).select_from(table("alembic_version"))
    )
    return found
