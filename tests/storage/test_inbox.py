"""The inbox: nothing twice, nothing lost, one letter a chat, and no content once it is handled."""

import datetime as dt

import pytest
from sqlalchemy import text

from storage import inbox
from storage.database import Connection, Database
from storage.inbox import Letter
from tests.diary.given import NOON

HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)


async def put(
    connection: Connection, update_id: int, chat: int | None = 7, now: dt.datetime = NOON
) -> bool:
    return await inbox.put(connection, update_id, chat, f'{{"update_id":{update_id}}}', now)


async def waiting(
    connection: Connection, *busy: int, now: dt.datetime = NOON, limit: int = 10
) -> list[Letter]:
    return list(await inbox.waiting(connection, now, busy, limit))


def numbers(letters: list[Letter]) -> list[int]:
    return [letter.update_id for letter in letters]


async def row(connection: Connection, update_id: int) -> dict[str, object]:
    query = text(f"SELECT * FROM inbox WHERE update_id = {update_id}")  # noqa: S608 - a number
    return dict((await connection.execute(query)).mappings().one())


async def test_an_update_that_comes_again_is_kept_once(database: Database) -> None:
    async with database.writing() as connection:
        assert await put(connection, 1)
        assert not await put(connection, 1)
        assert numbers(await waiting(connection)) == [1]


async def test_an_update_that_comes_again_after_it_was_handled_is_not_handled_again(
    database: Database,
) -> None:
    async with database.writing() as connection:
        await put(connection, 1)
        [letter] = await waiting(connection)
        await inbox.finish(connection, letter.id, "handled", "handled")
        assert not await put(connection, 1, now=NOON + 47 * HOUR)
        assert await waiting(connection, now=NOON + 47 * HOUR) == []


@pytest.mark.parametrize(
    ("later", "is_new"),
    [(48 * HOUR - SECOND, False), (48 * HOUR, True), (24 * 8 * HOUR, True)],
)
async def test_a_number_that_comes_again_after_two_days_is_another_update(
    database: Database, later: dt.timedelta, *, is_new: bool
) -> None:
    async with database.writing() as connection:
        await put(connection, 1)
        [letter] = await waiting(connection)
        await inbox.finish(connection, letter.id, "handled", "handled")
        assert await put(connection, 1, now=NOON + later) is is_new
        assert numbers(await waiting(connection, now=NOON + later)) == [1] * is_new


async def test_a_number_that_comes_again_takes_its_place_behind_what_waits(
    database: Database,
) -> None:
    async with database.writing() as connection:
        await put(connection, 1, chat=1)
        await put(connection, 2, chat=2, now=NOON + 50 * HOUR)
        await put(connection, 1, chat=1, now=NOON + 50 * HOUR)
        assert numbers(await waiting(connection, now=NOON + 50 * HOUR)) == [2, 1]


async def test_a_handled_update_keeps_its_number_and_outcome_and_nothing_else(
    database: Database,
) -> None:
    async with database.writing() as connection:
        await put(connection, 1)
        [letter] = await waiting(connection)
        assert letter.raw == '{"update_id":1}'
        assert await inbox.finish(connection, letter.id, "failed", "x" * 500)
        kept = await row(connection, 1)
    assert kept["raw"] is None
    assert kept["state"] == "failed"
    assert kept["outcome"] == "x" * 200


async def test_an_update_is_finished_once_only(database: Database) -> None:
    async with database.writing() as connection:
        await put(connection, 1)
        [letter] = await waiting(connection)
        assert await inbox.finish(connection, letter.id, "handled", "decided")
        assert not await inbox.finish(connection, letter.id, "failed", "later")
        await inbox.postpone(connection, letter.id, NOON, "later still")
        kept = await row(connection, 1)
    assert (kept["state"], kept["outcome"], kept["attempts"]) == ("handled", "decided", 0)


async def test_each_chat_has_its_first_letter_waiting_in_the_order_of_arrival(
    database: Database,
) -> None:
    async with database.writing() as connection:
        for update_id, chat in ((1, 7), (2, 8), (3, 7), (4, 9), (5, 8)):
            await put(connection, update_id, chat)
        assert numbers(await waiting(connection)) == [1, 2, 4]


async def test_a_chat_that_is_at_work_is_skipped(database: Database) -> None:
    async with database.writing() as connection:
        for update_id, chat in ((1, 7), (2, 8), (3, 9)):
            await put(connection, update_id, chat)
        assert numbers(await waiting(connection, 7, 9)) == [2]


async def test_a_flood_from_one_chat_does_not_hide_the_others(database: Database) -> None:
    async with database.writing() as connection:
        for update_id in range(1, 300):
            await put(connection, update_id, 7)
        await put(connection, 300, 8)
        assert numbers(await waiting(connection, limit=2)) == [1, 300]
        assert numbers(await waiting(connection, 7, limit=2)) == [300]


async def test_updates_of_no_chat_go_one_by_one_beside_busy_chats(database: Database) -> None:
    async with database.writing() as connection:
        await put(connection, 1, None)
        await put(connection, 2, None)
        await put(connection, 3, 7)
        assert numbers(await waiting(connection, 7)) == [1]


async def test_a_postponed_letter_comes_back_at_its_time(database: Database) -> None:
    async with database.writing() as connection:
        await put(connection, 1)
        [letter] = await waiting(connection)
        assert await inbox.next_time(connection, NOON) is None
        await inbox.postpone(connection, letter.id, NOON + 5 * SECOND, "Postponed")
        assert await inbox.next_time(connection, NOON) == NOON + 5 * SECOND
        assert await waiting(connection, now=NOON + 4 * SECOND) == []
        [again] = await waiting(connection, now=NOON + 5 * SECOND)
    assert again.attempts == letter.attempts + 1


async def test_a_postponed_letter_holds_up_its_own_chat_and_no_other(database: Database) -> None:
    async with database.writing() as connection:
        for update_id, chat in ((1, 7), (2, 7), (3, 8)):
            await put(connection, update_id, chat)
        [first, _] = await waiting(connection)
        await inbox.postpone(connection, first.id, NOON + 5 * SECOND, "Postponed")
        assert numbers(await waiting(connection)) == [3]
        assert numbers(await waiting(connection, now=NOON + 5 * SECOND)) == [1, 3]
        await inbox.finish(connection, first.id, "handled", "handled")
        assert numbers(await waiting(connection)) == [2, 3]


async def test_only_finished_letters_are_forgotten(database: Database) -> None:
    async with database.writing() as connection:
        for update_id in (1, 2, 3):
            await put(connection, update_id, update_id)
        letters = await waiting(connection)
        await inbox.finish(connection, letters[0].id, "handled", "handled")
        await inbox.finish(connection, letters[1].id, "failed", "failed")
        assert await inbox.forget(connection, NOON) == 0
        assert await inbox.forget(connection, NOON + SECOND) == 2
        assert numbers(await waiting(connection)) == [3]
