"""What a look back quotes: of a share no more than it shows."""

import datetime as dt

import pytest

from diary import digests
from storage import entries, shares
from storage.database import Connection, Database
from tests.diary.given import NOON, finished, recording, report
from tests.diary.shared import Family, family

SECRET = "나는 오늘 아무에게도 말하지 않은 일을 적는다"
DAYS = (NOON.date() - dt.timedelta(days=6), NOON.date())


async def quotes(connection: Connection, home: Family) -> list[str]:
    found = await digests.of_diary(connection, home.diary, "week", DAYS)
    assert found is not None
    return [quote.text for quote in found.quotes]


@pytest.mark.parametrize(
    ("parts", "has_keys", "quoted"),
    [
        ("key", True, ["오늘은 좋았다."]),
        ("key", False, []),
        ("key,words", False, [SECRET]),
        ("words", True, []),
    ],
)
async def test_a_group_is_quoted_nothing_but_the_parts_of_a_share(
    database: Database, parts: str, quoted: list[str], *, has_keys: bool
) -> None:
    made = report() if has_keys else report(key_sentences=(), transcript=None, tags=())
    async with database.writing() as connection:
        home = await family(connection)
        number = await finished(connection, recording(1, home.emma.telegram_id), made)
        await entries.change(connection, number, kind="text", text=SECRET, title="하루")
        await shares.add(connection, number, home.diary.id, parts, NOON)
        assert await quotes(connection, home) == quoted
