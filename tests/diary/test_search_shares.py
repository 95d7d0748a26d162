"""What of an entry is found where it is shared, by whom it is, and what is said below it."""

from dataclasses import replace
from typing import Any
from unittest.mock import ANY

import pytest

from diary import access, search, search_syntax, search_terms, shares
from storage import comments as comment_rows
from storage import diaries, terms
from storage import entries as entry_rows
from storage import search as rows
from storage import shares as share_rows
from storage.database import Connection, Database
from storage.diaries import Diary
from storage.search import Group, Wanted
from tests.diary.given import NOON
from tests.diary.searched import TODAY, found_by, found_in, made, own, said, show, tag
from tests.diary.shared import family, written


@pytest.mark.parametrize(
    ("parts", "finds", "misses"),
    [
        (
            "video",
            ("산책길", "has:video"),
            ("자전거", "좋았다", "#비밀", "비밀", "has:words", "look:happy"),
        ),
        (
            "key",
            ("산책길", "좋았다"),
            ("자전거", "#비밀", "비밀", "has:video", "has:words", "look:happy"),
        ),
        (
            "words",
            ("산책길", "자전거", "좋았다", "#비밀", "비밀이", "has:words"),
            ("has:video", "look:happy"),
        ),
        ("chart", ("look:happy", "has:chart"), ("자전거", "#비밀", "비밀", "mood:2", "😕")),
        ("mood", ("mood:2", "😕"), ("자전거", "비밀", "look:happy")),
    ],
)
async def test_a_share_is_found_by_the_parts_that_it_shows_and_no_other(
    database: Database, parts: str, finds: tuple[str, ...], misses: tuple[str, ...]
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        mine = await own(
            connection, home.jiwoo, 1, caption="자전거", title="산책길", mood=2, report=made()
        )
        await tag(connection, mine)
        await show(connection, mine, home.diary, parts)
        for text in finds:
            assert await found_by(connection, home.emma, text) == [mine], text
        for text in misses:
            assert await found_by(connection, home.emma, text) == [], text
        for text in (*finds, *misses):
            if text != "mood:2":
                assert await found_by(connection, home.jiwoo, text) == [mine], text


async def test_what_is_taken_back_private_removed_or_deleted_is_not_found(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        mine = await own(connection, home.jiwoo, 1, title="산책길")
        await show(connection, mine, home.diary)
        assert await found_by(connection, home.emma, "산책길") == [mine]
        await shares.take_back_all(connection, mine, NOON)
        assert await found_by(connection, home.emma, "산책길") == []
        await entry_rows.change(connection, mine, state="deleted")
        await search_terms.reindex(connection, mine)
        assert await found_by(connection, home.jiwoo, "산책길") == []
        theirs = await written(connection, home.jiwoo, home.diary, 2)
        await entry_rows.change(connection, theirs, title="산책길", removed_at=NOON)
        await search_terms.reindex(connection, theirs)
        assert await found_by(connection, home.jiwoo, "산책길") == []
        assert await terms.entries_with(connection, home.diary.id, "산책길") == []


async def test_even_with_an_index_that_is_late_nothing_is_shown_that_may_not_be(
    database: Database,
) -> None:
    """The rows of a page are looked up once more: the index alone opens nothing."""
    async with database.writing() as connection:
        home = await family(connection)
        mine = await own(connection, home.jiwoo, 1, title="산책길")
        share_id = await show(connection, mine, home.diary)
        await share_rows.change(connection, share_id, state="taken_back")
        assert await told(connection, home.diary) == (0, 0, 0)
        await share_rows.change(connection, share_id, state="shown")
        await entry_rows.change(connection, mine, is_private=True)
        assert await told(connection, home.diary) == (0, 0, 0)
        other = await own(connection, home.jiwoo, 2, title="산책길")
        await show(connection, other, home.diary)
        assert await told(connection, home.diary) == (1, 1, 1)


async def told(connection: Connection, diary: Diary) -> tuple[int, int, int]:
    """What a page says: how many there are, how many it lists, and of how many pages it is one."""
    found = await found_in(connection, diary, "산책길")
    return found.total, len(found.hits), found.pages


async def test_a_comment_is_found_where_it_is_read_until_it_is_hidden(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        mine = await own(connection, home.jiwoo, 1, title="산책길")
        await show(connection, mine, home.diary, "video")
        comment_id = await said(connection, home, mine, "강아지가 귀여워요")
        for person in (home.emma, home.jiwoo):
            assert await found_by(connection, person, "강아지 -고양이") == [mine]
        assert await found_by(connection, home.emma, "강아지 산책길 has:comments") == [mine]
        assert await found_by(connection, home.emma, "-has:comments") == []
        private = await diaries.of_chat(connection, home.jiwoo.telegram_id)
        assert private is not None
        assert (await found_in(connection, private, "강아지")).total == 0
        await comment_rows.change(connection, comment_id, state="hidden")
        assert await found_by(connection, home.emma, "강아지") == []
        await search_terms.reindex_comment(connection, comment_id)
        assert await found_by(connection, home.emma, '"강아지가 귀"') == []


async def test_what_is_said_below_an_entry_is_found_only_while_the_entry_is_shown(
    database: Database,
) -> None:
    """Neither as a hit nor as a number: a total tells as well that somebody has said it."""
    async with database.writing() as connection:
        home = await family(connection)
        entry_id = await written(connection, home.jiwoo, home.diary, 1)
        await search_terms.reindex(connection, entry_id)
        comment_id = await said(connection, home, entry_id, "강아지가 귀여워요")
        assert (await found_in(connection, home.diary, "강아지")).total == 1
        dog = Group(("강아지",), in_comments=True)
        changes: list[dict[str, Any]] = [
            {"state": "deleted"},
            {"state": "done", "removed_at": NOON},
            {"removed_at": None},
        ]
        for values in changes:
            await entry_rows.change(connection, entry_id, **values)
            await search_terms.reindex(connection, entry_id)
            for text in ("강아지", "귀엽다 강아지", '"강아지가 귀"', "강아지 has:comments"):
                is_back = values == changes[-1]
                assert (await found_in(connection, home.diary, text)).total == is_back, text
            total, _ = await rows.page(connection, Wanted((home.diary.id,), (dog,)), 1)
            assert total == is_back, "the index itself tells"
        await comment_rows.change(connection, comment_id, state="deleted")
        assert (await found_in(connection, home.diary, "강아지")).total == 0


async def test_a_share_does_not_tell_whether_a_mood_was_given_that_it_does_not_show(
    database: Database,
) -> None:
    """Where no mood was given an expression stands for it: so it does where the mood is hidden."""
    async with database.writing() as connection:
        home = await family(connection)
        told = await own(connection, home.jiwoo, 1, mood=2, look="happy", report=made())
        untold = await own(connection, home.jiwoo, 2, look="happy", report=made())
        for entry_id in (told, untold):
            await show(connection, entry_id, home.diary, "chart,key")
        for text in ("🙂", "😄", "-😕", "look:happy", "has:chart"):
            assert await found_by(connection, home.emma, text) == [untold, told], text
        for text in ("😕", "mood:2", "mood:sad", "-mood:happy"):
            assert await found_by(connection, home.emma, text) == [], text
        private = await diaries.of_chat(connection, home.jiwoo.telegram_id)
        assert private is not None
        assert (await found_in(connection, private, "🙂")).total == 1


async def test_a_look_that_its_author_gave_is_found_where_the_chart_is_shown_alone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        mine = await own(connection, home.jiwoo, 1, title="산책길", look="sad", report=made())
        await show(connection, mine, home.diary, "video,words,key,mood")
        for text in ("look:sad", "has:chart"):
            assert await found_by(connection, home.emma, text) == [], text
            assert await found_by(connection, home.jiwoo, text) == [mine], text


@pytest.mark.parametrize("values", [{"is_private": True}, {"removed_at": NOON}])
async def test_what_nobody_else_may_see_is_found_by_no_term_at_all(
    database: Database, values: dict[str, Any]
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        entry_id = await own(connection, home.jiwoo, 1, title="산책길", mood=2, report=made())
        await show(connection, entry_id, home.diary, "video,chart,key,words,mood")
        assert (await found_in(connection, home.diary, "-하마")).total == 1
        await entry_rows.change(connection, entry_id, **values)
        await search_terms.reindex(connection, entry_id)
        for text in ("-하마", "산책길", "좋았다", "mood:2", "look:happy", "has:words", "2026"):
            assert (await found_in(connection, home.diary, text)).total == 0, text


async def test_an_entry_that_is_shared_is_found_once_and_in_ones_own_diary(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        mine = await own(connection, home.jiwoo, 1, title="산책길")
        await show(connection, mine, home.diary)
        places = await search.places(connection, home.jiwoo, NOON)
        results = await search.search(connection, search_syntax.read("산책길", TODAY), places)
        assert [hit.sight.diary.is_shared for hit in results.hits] == [False]
        seen = await access.sights(connection, home.jiwoo, mine, NOON)
        sight, seen_there = results.hits[0].sight, seen[0]
        assert sight == replace(seen_there, entry=replace(seen_there.entry, report=ANY))
