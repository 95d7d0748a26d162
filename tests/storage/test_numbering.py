"""No number is given twice: what is gone stays gone for every button that names it."""

import pytest
from sqlalchemy import insert, text

from storage import entries, numbering
from storage.database import Database
from storage.metadata import metadata
from tests.diary.given import EMMA, NOON, accepted, consenting, recording

#: Tables whose rows are named by what people can still press after the row is gone.
COUNTED_BY_SQLITE = (
    "changes",
    "earlier_reports",
    "erasures",
    "exclusions",
    "exports",
    "glossary",
    "imports",
    "own_questions",
    "searches",
)


async def test_an_entry_never_gets_the_number_of_one_that_is_gone(database: Database) -> None:
    async with database.writing() as connection:
        first = await accepted(connection, recording(1))
        await entries.remove(connection, first)
        second = await accepted(connection, recording(2))
        assert second > first


async def test_a_person_never_gets_the_number_of_one_who_is_gone(database: Database) -> None:
    async with database.writing() as connection:
        gone = await consenting(connection)
        await connection.execute(text("DELETE FROM diaries"))
        await connection.execute(text("DELETE FROM persons"))
        assert (await consenting(connection, EMMA)).id > gone.id


async def test_rows_that_were_there_before_are_counted(database: Database) -> None:
    async with database.writing() as connection:
        table = metadata.tables["persons"]
        values = {"id": 70, "telegram_id": 70, "language": "ko", "created_at": NOON}
        await connection.execute(insert(table).values(**values))
        assert await numbering.fresh(connection, table) == {"id": 71}
        assert await numbering.fresh(connection, table) == {"id": 72}


async def test_after_a_leap_no_number_of_before_is_given_in_any_table(database: Database) -> None:
    async with database.writing() as connection:
        first = await accepted(connection, recording(1))
        await numbering.leap(connection)
        assert await accepted(connection, recording(2)) > first + numbering.LEAP
        assert (await consenting(connection, EMMA)).id > numbering.LEAP
        found = await connection.execute(text("SELECT name, seq FROM sqlite_sequence"))
        counted = {row.name: row.seq for row in found}
    assert set(COUNTED_BY_SQLITE) <= set(counted)
    assert min(counted.values()) >= numbering.LEAP


@pytest.mark.parametrize("name", COUNTED_BY_SQLITE)
async def test_sqlite_itself_counts_in_the_newer_tables(database: Database, name: str) -> None:
    async with database.reading() as connection:
        made = await connection.execute(
            text("SELECT sql FROM sqlite_master WHERE name = :name"), {"name": name}
        )
        assert "AUTOINCREMENT" in str(made.scalar())
    assert metadata.tables[name].dialect_options["sqlite"]["autoincrement"]
