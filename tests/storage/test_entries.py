"""Entries: found by album and by file, changed only in the state that was meant."""

from storage import entries
from storage.database import Database
from tests.diary.given import EMMA, JIWOO, accepted, entry_of, recording


async def test_a_change_is_made_only_in_the_state_that_was_meant(database: Database) -> None:
    async with database.writing() as connection:
        entry = await accepted(connection, recording())
        assert not await entries.change(connection, entry, was=("done",), state="failed")
        assert await entries.change(connection, entry, was=("done", "waiting"), state="failed")
        assert (await entry_of(connection, entry)).state == "failed"
        assert not await entries.change(connection, 999, state="done")


async def test_the_same_file_is_a_twin_in_the_same_diary_alone(database: Database) -> None:
    async with database.writing() as connection:
        mine = await entry_of(
            connection, await accepted(connection, recording(1, file_unique_id="same"))
        )
        hers = await entry_of(
            connection, await accepted(connection, recording(1, EMMA, file_unique_id="same"))
        )
        assert await entries.twin_of(connection, mine.diary_id, "same", mine.author_id) == mine.id
        assert await entries.twin_of(connection, hers.diary_id, "same", hers.author_id) == hers.id
        assert await entries.twin_of(connection, mine.diary_id, "other", mine.author_id) is None


async def test_an_album_is_found_until_it_is_cancelled(database: Database) -> None:
    async with database.writing() as connection:
        first = await accepted(connection, recording(1, JIWOO, media_group_id="album"))
        diary = (await entry_of(connection, first)).diary_id
        found = await entries.of_album(connection, diary, "album")
        assert found is not None
        assert found.id == first
        assert await entries.of_album(connection, diary, "another") is None
        await entries.change(connection, first, state="cancelled")
        assert await entries.of_album(connection, diary, "album") is None
        second = await accepted(connection, recording(2, JIWOO, media_group_id="album"))
        found = await entries.of_album(connection, diary, "album")
        assert found is not None
        assert found.id == second != first


async def test_what_its_author_deleted_is_nobodys_twin_while_it_can_be_brought_back(
    database: Database,
) -> None:
    async with database.writing() as connection:
        number = await accepted(connection, recording(1, file_unique_id="same"))
        entry = await entry_of(connection, number)
        await entries.change(connection, number, state="deleted")
        assert await entries.twin_of(connection, entry.diary_id, "same", entry.author_id) is None
