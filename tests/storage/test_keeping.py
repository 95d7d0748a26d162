"""What is kept for a few days only is gone after them, with what was said in it."""

from __future__ import annotations

import datetime as dt

from sqlalchemy import func, insert, select

from bot.handlers import search
from diary import exports as export_rules
from diary import imports as import_rules
from scheduler.housekeeping import forget_notices
from storage import admissions, exports, imports, searches
from storage.database import Connection, Database
from storage.metadata import metadata
from tests.diary.given import EMMA, JIWOO, NOON, Clock, consenting
from tests.diary.planted import GOES

SECOND = dt.timedelta(seconds=1)


async def count(connection: Connection, table: str) -> int:
    query = select(func.count()).select_from(metadata.tables[table])
    return int((await connection.execute(query)).scalar_one())


async def test_what_somebody_searched_for_is_forgotten_after_seven_days(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        number = await searches.add(connection, person.id, JIWOO, "첫눈", NOON + search.PATIENCE)
    clock = Clock(NOON + dt.timedelta(days=7) - SECOND)
    await forget_notices(database, clock)
    async with database.reading() as connection:
        assert await searches.find(connection, number, clock()) is not None
    clock.pass_s(1)
    await forget_notices(database, clock)
    async with database.reading() as connection:
        assert await count(connection, "searches") == 0


async def test_an_errand_is_forgotten_when_nothing_can_be_done_with_it_any_more(
    database: Database,
) -> None:
    """An export is the offer of an archive and an import that of an undo, and no longer kept."""
    async with database.writing() as connection:
        person = await consenting(connection)
        errand = {"person_id": person.id, "chat_id": JIWOO, "state": "done", "created_at": NOON}
        await connection.execute(insert(metadata.tables["exports"]).values(errand))
        archive = {"file_id": "a", "file_unique_id": "b"}
        await connection.execute(insert(metadata.tables["imports"]).values(errand | archive))
        for forget, kept, days, table in (
            (exports.forget_old, export_rules.KEPT, 7, "exports"),
            (imports.forget_old, import_rules.KEPT, 3, "imports"),
        ):
            over = NOON + dt.timedelta(days=days)
            await forget(connection, over - kept)
            assert await count(connection, table) == 1
            await forget(connection, over + SECOND - kept)
            assert await count(connection, table) == 0


async def test_of_a_block_only_a_fingerprint_outlives_an_erasure(database: Database) -> None:
    """And of somebody who was let in nothing."""
    async with database.writing() as connection:
        for account, state in ((GOES, "blocked"), (EMMA, "allowed")):
            await admissions.put(connection, account, state, NOON)
            await admissions.forget(connection, account)
        [left] = (await connection.execute(select(metadata.tables["admissions"]))).mappings()
        assert left["telegram_id"] is None
        assert str(GOES) not in str(dict(left))
        found = await admissions.find(connection, GOES)
    assert found is not None
    assert (found.fingerprint, found.state) == (admissions.fingerprint(GOES), "blocked")
