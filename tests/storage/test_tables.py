"""Times: aware in, aware out, and nothing without a zone."""

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import exc, text

from storage import persons
from storage.database import Database

SEOUL = ZoneInfo("Asia/Seoul")


async def test_a_time_without_a_zone_is_refused(database: Database) -> None:
    naive = dt.datetime(2026, 11, 20, 12)  # noqa: DTZ001 - that is what is refused
    with pytest.raises(exc.StatementError, match="without a zone"):
        async with database.writing() as connection:
            await persons.add(connection, 7, "ko", naive)


async def test_a_time_of_any_zone_comes_back_as_the_same_moment_in_utc(database: Database) -> None:
    moment = dt.datetime(2026, 11, 20, 21, 30, 0, 123456, tzinfo=SEOUL)
    async with database.writing() as connection:
        person = await persons.add(connection, 7, "ko", moment)
        await persons.consent(connection, person.id, moment)
        kept = (await persons.get(connection, person.id)).consented_at
        written = (await connection.execute(text("SELECT consented_at FROM persons"))).scalar()
    assert kept == moment
    assert kept is not None
    assert kept.tzinfo is dt.UTC
    assert written == "2026-11-20 12:30:00.123456"
