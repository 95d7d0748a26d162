"""Searching a sealed diary: beginnings of words, and entries that somebody changed on the disk."""

import pytest
from sqlalchemy import text

from diary import search_terms, timeline
from storage import comments, entries, search, tags, terms
from storage.database import Damaged, Database
from storage.sealing import Seals, fresh
from storage.search import Group, Wanted
from tests.diary.given import NOON
from tests.diary.searched import found_by, own
from tests.diary.shared import family

TAGS = ("여행", "여행지", "여름")


@pytest.fixture
def seals() -> Seals | None:
    """Always sealed."""
    return Seals([fresh("test")])


async def test_a_tag_is_found_by_its_beginning_and_counted(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        for number, name in enumerate(TAGS, 1):
            entry_id = await own(connection, home.jiwoo, number, caption="밥")
            diary_id = await connection.scalar(text("SELECT diary_id FROM entries"))
            await tags.replace(connection, diary_id, entry_id, [name], manual=True)
            await search_terms.reindex(connection, entry_id)
        assert await found_by(connection, home.jiwoo, "#여행") == [2, 1]
        assert await found_by(connection, home.jiwoo, "#여") == [3, 2, 1]
        assert await found_by(connection, home.jiwoo, "-#여행 밥") == [3]
        assert await found_by(connection, home.jiwoo, "#겨울") == []
        assert await found_by(connection, home.jiwoo, '"밥') == [3, 2, 1]


async def test_what_was_changed_on_the_disk_keeps_no_other_entry_from_being_found(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        for number in (1, 2, 3):
            await own(connection, home.jiwoo, number, caption="한강에서 자전거")
        assert await found_by(connection, home.jiwoo, "자전거") == [3, 2, 1]
        damage = "UPDATE entries SET caption = substr(caption, 1, 30) || 'AAAA' WHERE id = 2"
        await connection.execute(text(damage))
        assert await found_by(connection, home.jiwoo, "자전거") == [3, 1]
        source = await timeline.source(connection, home.jiwoo, timeline.MINE, NOON)
        page = await timeline.page(connection, source, 0)
        assert {line.entry_id for line in page.lines} == {1, 3}
    with pytest.raises(Damaged):
        async with database.reading() as connection:
            await entries.get(connection, 2)


@pytest.mark.parametrize("planted", ["'no seal'", "17", "x'00ff'", "'{'", "'[1]'", "'{\"a\": 1}'"])
@pytest.mark.parametrize("column", ["caption", "words", "report", "mood"])
async def test_whatever_is_planted_in_a_sealed_column_is_damaged_and_not_believed(
    database: Database, column: str, planted: str
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        await own(connection, home.jiwoo, 1, caption="밥")
        await connection.execute(text(f"UPDATE entries SET {column} = {planted}"))  # noqa: S608
    with pytest.raises(Damaged):
        async with database.reading() as connection:
            await entries.get(connection, 1)


async def test_no_word_of_the_index_can_be_read(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        await own(connection, home.jiwoo, 1, caption="한강에서 자전거")
        raw = (await connection.execute(text("SELECT term FROM terms"))).scalars().all()
        assert raw
        assert {row[0] for row in raw} <= {"#", "!", "~"}
        assert not any(word in row for row in raw for word in ("한강", "자전거", "entry", "has"))


async def test_beginnings_are_looked_for_in_comments_too(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        entry_id = await own(connection, home.jiwoo, 1, caption="밥")
        diary_id = await connection.scalar(text("SELECT diary_id FROM entries"))
        comment = {
            "entry_id": entry_id, "diary_id": diary_id, "author_id": home.jiwoo.id, "kind": "text",
            "text": "떡볶이", "chat_id": 1, "message_id": 99, "state": "visible",
            "created_at": home.jiwoo.consented_at,
        }  # fmt: skip
        number = await comments.add(connection, comment)
        await terms.add_of_comment(connection, diary_id, entry_id, number, ["떡볶이"])
        for in_comments, total in ((True, 1), (False, 0)):
            group = Group(prefixes=("떡볶",), in_comments=in_comments)
            found = await search.page(connection, Wanted((diary_id,), (group,)), 10)
            assert found[0] == total
