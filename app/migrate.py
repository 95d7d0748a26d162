"""`python -m app migrate`: bring the database up to date."""

from __future__ import annotations

import asyncio
import sys

from app import setup
from storage import schema
from storage.database import Database, Unavailable


def main(*, quiet: bool = False) -> int:
    """0 when the schema is the newest that this version knows, 1 when it is newer still."""
    found = setup.settings(log_level="warning")
    try:
        before, after = asyncio.run(_upgrade(found.database))
    except schema.NewerSchemaError as error:
        print(f"{error}. Install the newer version, or restore a backup.", file=sys.stderr)
        return 1
    except Unavailable as error:
        print(f"The database cannot be used: {error}. {error.remedy}", file=sys.stderr)
        return 1
    if not quiet:
        print(f"schema {after}" + ("" if before == after else f", before: {before or 'none'}"))
    return 0


async def _upgrade(url: str) -> tuple[str | None, str]:
    database = Database(url)
    try:
        before = await schema.current(database)
        if before == schema.head():
            return before, before
        # Alembic is slow to load, and hardly ever needed.
        from storage import migration

        return await migration.upgrade(database)
    finally:
        await database.close()
