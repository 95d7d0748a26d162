"""Tags: what a person wrote stands above what the analysis found."""

from storage import tags
from storage.database import Connection, Database
from tests.diary.given import accepted, entry_of, recording
from tests.sealed import seals as seals  # noqa: PLC0414 - each story on both kinds of disk


async def entry(connection: Connection) -> tuple[int, int]:
    found = await entry_of(connection, await accepted(connection, recording()))
    return found.diary_id, found.id


async def both(connection: Connection, entry_id: int) -> tuple[list[str], list[str]]:
    manual = await tags.of_entry(connection, entry_id, manual=True)
    return list(manual), list(await tags.of_entry(connection, entry_id, manual=False))


async def test_tags_keep_their_order_and_come_once(database: Database) -> None:
    async with database.writing() as connection:
        place = await entry(connection)
        await tags.replace(connection, *place, ("한강", "민지", "한강", "라면"), manual=False)
        assert await both(connection, place[1]) == ([], ["한강", "민지", "라면"])


async def test_what_the_analysis_finds_again_does_not_double_what_was_written(
    database: Database,
) -> None:
    async with database.writing() as connection:
        place = await entry(connection)
        await tags.replace(connection, *place, ("한강",), manual=True)
        await tags.replace(connection, *place, ("민지", "한강"), manual=False)
        assert await both(connection, place[1]) == (["한강"], ["민지"])


async def test_what_is_written_later_takes_over_what_was_found(database: Database) -> None:
    async with database.writing() as connection:
        place = await entry(connection)
        await tags.replace(connection, *place, ("민지", "한강"), manual=False)
        await tags.replace(connection, *place, ("한강", "오늘"), manual=True)
        assert await both(connection, place[1]) == (["한강", "오늘"], ["민지"])


async def test_each_kind_is_replaced_alone_and_both_are_removed_together(
    database: Database,
) -> None:
    async with database.writing() as connection:
        place = await entry(connection)
        await tags.replace(connection, *place, ("가", "나"), manual=True)
        await tags.replace(connection, *place, ("다",), manual=False)
        await tags.replace(connection, *place, (), manual=True)
        assert await both(connection, place[1]) == ([], ["다"])
        await tags.remove(connection, place[1])
        assert await both(connection, place[1]) == ([], [])
