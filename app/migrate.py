"""`python -m app migrate`: bring the database up to date."""

from __future__ import annotations

import asyncio
import sys

from app import setup
from storage import schema
from storage.database import Database


def main() -> int:
    """0 when the schema is the newest that this version knows, 1 when it is newer still."""
    found = setup.settings()
    try:
        before, after = asyncio.run(_upgrade(found.database))
    except schema.NewerSchemaError as error:
        print(f"{error}. Install the newer version, or restore a backup.", file=sys.stderr)
        return 1
    print(f"schema {after}" + ("" if before == after else f", before: {before or 'none'}"))
    return 0


async def _upgrade(url: str) -> tuple[str | None, str]:
    database = Database(url)
    try:
        return await schema.upgrade(database)
    finally:
        await database.close()
