"""Who finds what: in one's own diary, in shared ones, and in what is shown there alone."""

import datetime as dt
from typing import Any

import pytest

from analysis.report import Report
from diary import access, comments, rights, search, search_syntax, search_terms, shares
from diary.comments import Remark
from diary.errors import NotYours
from diary.rights import Act
from diary.search import PAGE, Results
from storage import comments as comment_rows
from storage import diaries, persons, tags, terms, unread_words
from storage import entries as entry_rows
from storage import shares as share_rows
from storage.database import Connection, Database
from storage.diaries import Diary
from storage.persons import Person
from tests.diary.given import NOON, finished, recording, report
from tests.diary.shared import Family, family, stand, written

TODAY = dt.date(2026, 11, 22)


async def own(connection: Connection, person: Person, number: int, **values: Any) -> int:
    """A finished entry in somebody's own diary."""
    entry_id = await finished(connection, recording(number, person.telegram_id))
    await entry_rows.change(connection, entry_id, **values)
    await search_terms.reindex(connection, entry_id)
    return entry_id


async def show(
    connection: Connection, entry_id: int, diary: Diary, parts: str = "video,key"
) -> int:
    share_id = await share_rows.add(connection, entry_id, diary.id, parts, NOON)
    await search_terms.reindex(connection, entry_id)
    return share_id


async def found_by(
    connection: Connection, person: Person | None, text: str, now: dt.datetime = NOON
) -> list[int]:
    """The entries that somebody finds from their private chat."""
    places = await search.places(connection, person, now)
    return numbers(await search.search(connection, search_syntax.read(text, TODAY), places))


async def found_in(connection: Connection, diary: Diary, text: str, page: int = 0) -> Results:
    return await search.search(connection, search_syntax.read(text, TODAY), [diary], page)


def numbers(results: Results) -> list[int]:
    assert results.total == len(results.hits)
    return [hit.sight.entry.id for hit in results.hits]


async def test_a_person_finds_their_own_and_a_stranger_nothing(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        mine = await own(connection, home.jiwoo, 1, caption="한강에서 자전거")
        assert await found_by(connection, home.jiwoo, "한강") == [mine]
        for other in (home.emma, home.mallory, None):
            assert await found_by(connection, other, "한강") == []


async def test_members_find_what_is_in_the_diary_until_they_are_gone(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        entry_id = await written(connection, home.jiwoo, home.diary, 1)
        await entry_rows.change(connection, entry_id, caption="한강에서 자전거")
        await search_terms.reindex(connection, entry_id)
        assert await found_by(connection, home.emma, "자전거") == [entry_id]
        later = NOON + 2 * rights.FRESH
        assert await found_by(connection, home.emma, "자전거", later) == []
        await stand(connection, home.emma, "left", later)
        assert await found_by(connection, home.emma, "자전거", later) == []
        with pytest.raises(NotYours):
            await rights.require(
                connection, home.mallory, home.diary.id, Act.READ, NOON, is_here=True
            )


@pytest.mark.parametrize(
    ("parts", "finds", "misses"),
    [
        (
            "video",
            ("산책길", "has:video"),
            ("자전거", "좋았다", "#비밀", "has:words", "mood:happy"),
        ),
        ("key", ("산책길", "좋았다"), ("자전거", "#비밀", "has:video", "has:words", "mood:happy")),
        (
            "words",
            ("산책길", "자전거", "좋았다", "#비밀", "has:words"),
            ("has:video", "mood:happy"),
        ),
        ("chart", ("mood:happy", "has:chart"), ("자전거", "#비밀", "mood:2")),
        ("mood", ("mood:2", "😕"), ("자전거", "mood:happy")),
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


def made() -> dict[str, Any]:
    found: Report = report()
    return found.to_json()


async def tag(connection: Connection, entry_id: int) -> None:
    entry = await entry_rows.get(connection, entry_id)
    assert entry is not None
    await tags.replace(connection, entry.diary_id, entry_id, ("비밀",), manual=True)
    await search_terms.reindex(connection, entry_id)


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
        assert (await found_in(connection, home.diary, "산책길")).hits == ()
        await share_rows.change(connection, share_id, state="shown")
        await entry_rows.change(connection, mine, is_private=True)
        assert (await found_in(connection, home.diary, "산책길")).hits == ()


async def said(connection: Connection, home: Family, entry_id: int, text: str) -> int:
    target = await comments.about(connection, entry_id, home.diary.id)
    assert target is not None
    remark = Remark(home.diary.chat_id, 500 + len(text), "text", text)
    answer = await comments.add(
        connection, target, home.emma, remark, NOON, here=home.diary.chat_id
    )
    assert answer.comment is not None
    return answer.comment.id


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


async def test_filters_are_all_to_fit(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        first = await own(connection, home.jiwoo, 1, caption="회사에서 밥을 먹었어", mood=5)
        second = await own(
            connection, home.jiwoo, 2, caption="집에서 밥", day=dt.date(2025, 3, 1), look="sad"
        )
        cases = {
            "밥": [first, second],
            "밥 -회사": [second],
            "먹다": [first],
            '"밥을 먹"': [first],
            '-"밥을 먹" 밥': [second],
            "2025": [second],
            "2025 회사": [],
            "..2025-12-31": [second],
            "😄": [first],
            "mood:sad": [second],
            "-mood:5": [second],
            "@지우": [first, second],
            "@emma": [],
            "-@지우": [],
        }
        for text, wanted in cases.items():
            assert await found_by(connection, home.jiwoo, text) == wanted, text


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
        assert results.hits[0].sight == seen[0]


async def test_pages_are_of_ten_and_the_last_is_shown_where_there_is_no_such(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        made = [
            await own(connection, home.jiwoo, n, title="날", day=dt.date(2026, 1, 1 + (n * 7) % 23))
            for n in range(1, 24)
        ]
        private = await diaries.of_chat(connection, home.jiwoo.telegram_id)
        assert private is not None
        shown = [await found_in(connection, private, "날", page) for page in range(3)]
        assert [len(one.hits) for one in shown] == [PAGE, PAGE, 3]
        hits = [hit.sight.entry for one in shown for hit in one.hits]
        assert sorted(entry.id for entry in hits) == made
        assert [entry.day for entry in hits] == sorted((e.day for e in hits), reverse=True)
        assert (await found_in(connection, private, "날", 99)).page == 2


async def test_what_comes_near_is_offered_where_nothing_is_found(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        mine = await own(connection, home.jiwoo, 1, caption="")
        await tag(connection, mine)
        private = await diaries.of_chat(connection, home.jiwoo.telegram_id)
        assert private is not None
        assert (await found_in(connection, private, "#비빌")).nearest == ("비밀",)
        assert (await found_in(connection, private, "#토마토")).nearest == ()
        assert (await found_in(connection, private, "@아무개")).strangers == ("아무개",)


async def test_a_change_is_in_the_index_at_once_and_waits_for_the_worker(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        mine = await own(connection, home.jiwoo, 1, title="산책길")
        unread = await unread_words.next_one(connection, NOON)
        assert unread is not None
        assert unread.entry_id == mine
        await search_terms.reindex(connection, mine, ("산책", "#비밀", "!mood:1"))
        assert await unread_words.next_one(connection, NOON) is None
        assert await found_by(connection, home.jiwoo, "산책") == [mine]
        assert await found_by(connection, home.jiwoo, "#비밀") == []
        assert await found_by(connection, home.jiwoo, "mood:1") == []
        assert (await persons.get(connection, home.jiwoo.id)).name == "지우"
