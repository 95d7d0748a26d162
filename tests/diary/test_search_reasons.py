"""By which mark of a mood an entry was found."""

import datetime as dt

from diary import search, search_reasons, search_syntax
from storage.database import Database
from tests.diary.given import NOON
from tests.diary.searched import made, own, show
from tests.diary.shared import family

TODAY = dt.date(2026, 11, 22)


async def test_ones_own_mood_comes_before_the_face_and_a_face_only_where_there_is_none(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        low = await own(connection, home.jiwoo, 1, mood=1, report=made())
        high = await own(connection, home.jiwoo, 2, mood=5, report=made())
        unmarked = await own(connection, home.jiwoo, 3, report=made())
        places = await search.places(connection, home.jiwoo, NOON)
        for text, wanted in {
            "기분:행복": {high: ("!mood:5",), unmarked: ("!guess:happy",)},
            "표정:행복": dict.fromkeys((low, high, unmarked), ("!look:happy",)),
            "기분:슬픔": {low: ("!mood:1",)},
            "행복": {},
        }.items():
            results = await search.search(connection, search_syntax.read(text, TODAY), places)
            assert {hit.sight.entry.id for hit in results.hits} == set(wanted), text
            found = await search_reasons.reasons(connection, results)
            assert {entry_id: marks for (entry_id, _), marks in found.items()} == wanted, text


async def test_where_the_mood_is_not_shown_the_face_says_why_and_nothing_tells_of_a_mood(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        low = await own(connection, home.jiwoo, 1, mood=1, report=made())
        await show(connection, low, home.diary, "chart")
        query = search_syntax.read("기분:행복", TODAY)
        results = await search.search(connection, query, [home.diary])
        found = await search_reasons.reasons(connection, results)
        assert found == {(low, home.diary.id): ("!guess:happy",)}
