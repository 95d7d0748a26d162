"""Why a search found nothing, and which tags are offered instead."""

import datetime as dt

from diary import search, search_advice, search_syntax
from diary.search_advice import Advice
from storage.database import Database
from tests.diary.given import NOON
from tests.diary.searched import own, tag
from tests.diary.shared import family

TODAY = dt.date(2026, 11, 22)
FIRST = dt.date(2026, 3, 1)


async def test_the_reason_is_the_one_that_helps_most(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)

        async def advice(text: str) -> Advice:
            query = search_syntax.read(text, TODAY)
            places = await search.places(connection, home.jiwoo, NOON)
            results = await search.search(connection, query, places)
            assert results.total == 0
            return await search_advice.advise(connection, results, places, TODAY)

        assert await advice("토마토") == Advice("newcomer")
        mine = await own(connection, home.jiwoo, 1, day=FIRST)
        await tag(connection, mine)
        for text, reason in {
            "토마토": "",
            "토마토 어제": "",
            "내일": "future",
            "2026-02": "early",
            "..2026-02-28": "early",
            "작년 올해": "apart",
        }.items():
            found = await advice(text)
            assert (found.reason, found.first, found.are_near) == (reason, FIRST, False), text
            assert "비밀" in found.tags, text
        assert await advice("#비빌") == Advice("", FIRST, ("비밀",), are_near=True)
        assert (await advice("@비밀")).are_near
