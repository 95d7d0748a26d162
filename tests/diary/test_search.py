"""Who finds what, in which order and on which page: in one's own diary and in shared ones."""

import datetime as dt
from difflib import SequenceMatcher
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary import rights, search, search_syntax, search_terms
from diary.errors import NotYours
from diary.rights import Act
from diary.search import PAGE
from storage import diaries, persons, tags, unread_words
from storage import entries as entry_rows
from storage import search as rows
from storage.database import Connection, Database
from tests.diary.given import NOON
from tests.diary.searched import found_by, found_in, own, tag
from tests.diary.shared import family, stand, written
from tests.sealed import seals as seals  # noqa: PLC0414 - each story on both kinds of disk


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


async def test_a_word_is_found_among_the_tags_too_and_they_are_what_is_shown(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        mine = await own(connection, home.jiwoo, 1, caption="저녁을 차렸다")
        other = await own(connection, home.jiwoo, 2, caption="엄마의 요리를 먹었다")
        entry = await entry_rows.get(connection, mine)
        assert entry is not None
        names = ("엄마", "요리", "주말_아침")
        await tags.replace(connection, entry.diary_id, mine, names, manual=True)
        await search_terms.reindex(connection, mine)
        assert await found_by(connection, home.jiwoo, "엄마 요리") == [other, mine]
        for text in ("#엄", "#엄마 요리", "엄마 저녁", "엄마는 차렸어", "아침", "엄마 -먹었다"):
            assert await found_by(connection, home.jiwoo, text) == [mine], text
        assert await found_by(connection, home.jiwoo, "-엄마 -먹었다") == []
        assert await found_by(connection, home.jiwoo, '"엄마 요리"') == []
        places = await search.places(connection, home.jiwoo, NOON)
        query = search_syntax.read("엄마 요리", NOON.date())
        said, tagged = (await search.search(connection, query, places)).hits
        assert said.sentence is not None
        assert tagged.sentence is not None
        assert (said.sentence.is_authors, tagged.sentence.is_authors) == (True, False)
        marked = [piece for piece, is_meant in tagged.sentence.pieces if is_meant]
        assert marked == ["엄마", "요리"]
        plain = await search.search(connection, search_syntax.read("저녁", NOON.date()), places)
        assert plain.hits[0].sentence is not None
        assert plain.hits[0].sentence.is_authors


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
        for page in (3, 99, 10**18):
            assert (await found_in(connection, private, "날", page)).page == 2
        assert (await found_in(connection, private, "날", -1)).page == 0


async def test_within_a_day_the_last_to_be_recorded_comes_first(database: Database) -> None:
    """Whenever the bot was told of it: what is taken in later may be older."""
    async with database.writing() as connection:
        home = await family(connection)
        hours = (9, 21, 3, 15)
        made = {
            hour: await own(
                connection, home.jiwoo, n, title="날 좋은", recorded_at=NOON.replace(hour=hour)
            )
            for n, hour in enumerate(hours, start=1)
        }
        newest_first = [made[hour] for hour in sorted(hours, reverse=True)]
        for text in ("날", '"날 좋은"'):
            assert await found_by(connection, home.jiwoo, text) == newest_first


async def test_of_a_phrase_so_many_entries_are_read_and_no_more_on_whichever_page(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A client may ask for any page: it must cost no more than the first."""
    monkeypatch.setattr(search, "MOST_READ", 12)
    read: list[int] = []
    entries_of = rows.entries_of

    async def counted(connection: Connection, ids: Any) -> Any:
        read.append(len(ids))
        return await entries_of(connection, ids)

    monkeypatch.setattr(rows, "entries_of", counted)
    async with database.writing() as connection:
        home = await family(connection)
        for n in range(1, 15):
            await own(connection, home.jiwoo, n, title="좋은 날")
        private = await diaries.of_chat(connection, home.jiwoo.telegram_id)
        assert private is not None
        for text, page, shown in (
            ('"좋은 날"', 0, (12, 10, 0)),
            ('"좋은 날"', 10_000, (12, 2, 1)),
            ('"날 좋은"', 10_000, (0, 0, 0)),
        ):
            read.clear()
            found = await found_in(connection, private, text, page)
            assert (found.total, len(found.hits), found.page) == shown
            assert found.is_cut
            assert read == [12]
        assert not (await found_in(connection, private, "날")).is_cut


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


@given(st.text("가나다라ab", min_size=1, max_size=7), st.text("가나다라ab", min_size=1, max_size=7))
def test_the_quick_look_leaves_out_no_tag_that_comes_near(asked: str, tag: str) -> None:
    whole = SequenceMatcher(None, asked, tag).ratio()
    found = search._likeness(asked, tag)
    if whole >= search._NEAR or asked in tag or tag in asked:
        assert found >= whole
    else:
        assert found in {0.0, whole}


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
