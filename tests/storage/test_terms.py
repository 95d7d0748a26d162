"""Search terms: of one diary, replaced as a whole, no longer than the column."""

from storage import terms
from storage.database import Database
from tests.diary.given import EMMA, JIWOO, accepted, entry_of, recording


async def test_a_term_is_found_in_its_own_diary_alone(database: Database) -> None:
    async with database.writing() as connection:
        mine = await entry_of(connection, await accepted(connection, recording(1, JIWOO)))
        hers = await entry_of(connection, await accepted(connection, recording(1, EMMA)))
        for entry in (mine, hers):
            await terms.replace(connection, entry.diary_id, entry.id, ("회사", "영화", "회사", ""))
        assert await terms.entries_with(connection, mine.diary_id, "회사") == [mine.id]
        assert await terms.entries_with(connection, hers.diary_id, "영화") == [hers.id]
        assert await terms.entries_with(connection, mine.diary_id, "") == []


async def test_new_terms_replace_the_old_ones(database: Database) -> None:
    async with database.writing() as connection:
        entry = await entry_of(connection, await accepted(connection, recording()))
        await terms.replace(connection, entry.diary_id, entry.id, ("회사",))
        await terms.replace(connection, entry.diary_id, entry.id, ("영화",))
        assert await terms.entries_with(connection, entry.diary_id, "회사") == []
        assert await terms.entries_with(connection, entry.diary_id, "영화") == [entry.id]


async def test_a_long_word_is_cut_and_still_found(database: Database) -> None:
    async with database.writing() as connection:
        entry = await entry_of(connection, await accepted(connection, recording()))
        long = "가" * 400
        alike = long + "나"
        await terms.replace(connection, entry.diary_id, entry.id, (long, alike))
        assert await terms.entries_with(connection, entry.diary_id, long) == [entry.id]
