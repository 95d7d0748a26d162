"""The order of the inbox is fair among chats and among senders, whatever one of them sends."""

import datetime as dt

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from storage import inbox
from storage.database import Connection, Database
from storage.inbox import ROOM, Arrival, Letter
from tests.diary.given import NOON

FLOODER, MINJI, JIWOO = 66, 7, 8


async def put(connection: Connection, *sent: tuple[int, int, int]) -> None:
    """Updates as (number, chat, sender)."""
    arrivals = [Arrival(number, chat, "{}", sender, "text") for number, chat, sender in sent]
    await inbox.put_all(connection, arrivals, NOON)


async def turn(connection: Connection, limit: int = 16) -> list[Letter]:
    return list(await inbox.waiting(connection, NOON, (), limit))


async def numbers(connection: Connection, limit: int = 16) -> list[int]:
    return [letter.update_id for letter in await turn(connection, limit)]


async def test_a_flood_over_hundreds_of_chats_is_one_senders_and_has_one_turn(
    database: Database,
) -> None:
    async with database.writing() as connection:
        await put(connection, *((n, -n, FLOODER) for n in range(1, 400)))
        await put(connection, (400, MINJI, MINJI), (401, -500, JIWOO))
        assert await numbers(connection) == [1, 400, 401]
        assert await numbers(connection, limit=2) == [1, 400]


async def test_news_of_who_is_where_waits_for_no_turn_of_its_sender(database: Database) -> None:
    async with database.writing() as connection:
        news = [Arrival(n, -n, "{}", MINJI, "state") for n in (1, 2)]
        await inbox.put_all(connection, [*news, Arrival(3, -3, "{}", MINJI, "text")], NOON)
        assert await numbers(connection) == [1, 2, 3]
        found = await inbox.waiting(connection, NOON, (-1,), 16, senders=(MINJI,))
        assert [letter.update_id for letter in found] == [2]


async def test_who_writes_in_the_same_group_does_not_wait_for_the_flood_in_it(
    database: Database,
) -> None:
    async with database.writing() as connection:
        await put(connection, *((n, -5, FLOODER) for n in range(1, 300)))
        await put(connection, (300, -5, MINJI))
        for _ in range(ROOM):
            [letter] = await turn(connection)
            assert letter.sender_key == FLOODER
            await inbox.finish(connection, letter.id, "handled", "handled")
        [letter] = await turn(connection)
        assert letter.update_id == 300


async def test_the_surplus_of_a_sender_stays_in_its_order_and_takes_few_places(
    database: Database,
) -> None:
    async with database.writing() as connection:
        for sender in range(1, 9):
            first = 1000 * sender
            await put(connection, *((first + n, first + n, sender) for n in range(ROOM + 3)))
        found = await connection.execute(text("SELECT id FROM inbox WHERE NOT surplus"))
        for row in found.all():
            await inbox.finish(connection, row.id, "handled", "handled")
        # New ones of a sender who still has surplus wait behind it.
        await put(connection, (1999, 1999, 1))
        letters = await inbox.waiting(connection, NOON, (), 16, most_surplus=4)
        assert [letter.update_id for letter in letters] == [1020, 2020, 3020, 4020]
        await put(connection, (9999, MINJI, 99))
        letters = await inbox.waiting(connection, NOON, (), 16, most_surplus=1)
        assert [letter.update_id for letter in letters] == [9999, 1020]


async def test_a_sender_at_work_is_skipped_in_every_chat(database: Database) -> None:
    async with database.writing() as connection:
        await put(connection, (1, -1, MINJI), (2, -2, MINJI), (3, -3, JIWOO))
        letters = await inbox.waiting(connection, NOON, {-9}, 16, senders={MINJI})
        assert [letter.update_id for letter in letters] == [3]


async def test_a_whole_batch_is_kept_at_once_and_nothing_twice(database: Database) -> None:
    batch = [Arrival(n, MINJI, f"{n}", MINJI) for n in (1, 2, 2, 3)]
    async with database.writing() as connection:
        assert await inbox.put_all(connection, batch, NOON) == 3
        assert await inbox.put_all(connection, batch, NOON) == 0
        later = NOON + dt.timedelta(hours=49)
        assert await inbox.put_all(connection, batch[:2], later) == 2
        rows = await connection.execute(text("SELECT update_id FROM inbox ORDER BY id"))
        assert rows.scalars().all() == [3, 1, 2]


async def test_what_is_refused_is_finished_unread_and_nothing_else(database: Database) -> None:
    async with database.writing() as connection:
        await put(connection, (1, MINJI, MINJI), (2, JIWOO, JIWOO))
        clip = Arrival(3, MINJI, "{}", MINJI, "clip")
        late = Arrival(4, MINJI, "{}", MINJI, "text", NOON + dt.timedelta(hours=1))
        await inbox.put_all(connection, [clip, late], NOON)
        until = NOON + dt.timedelta(minutes=1)
        assert await inbox.refuse(connection, MINJI, {"text"}, until, "stranger") == 1
        assert await inbox.has_outcome(connection, MINJI, "stranger", NOON)
        assert not await inbox.has_outcome(connection, JIWOO, "stranger", NOON)
        left = await connection.execute(text("SELECT update_id FROM inbox WHERE raw IS NOT NULL"))
        assert left.scalars().all() == [2, 3, 4]


SENT = st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=120)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(SENT)
async def test_everything_is_handled_and_what_one_sends_to_a_chat_in_its_order(
    database: Database, sent: list[tuple[int, int]]
) -> None:
    """Whoever sends whatever to whichever chat; each round takes one a chat and one a sender."""
    async with database.writing() as connection:
        await connection.execute(text("DELETE FROM inbox"))
        await put(connection, *((n, -chat, sender) for n, (chat, sender) in enumerate(sent)))
        order: list[int] = []
        while letters := await turn(connection):
            assert len({letter.chat_key for letter in letters}) == len(letters)
            assert len({letter.sender_key for letter in letters}) == len(letters)
            for letter in letters:
                order.append(letter.update_id)
                await inbox.finish(connection, letter.id, "handled", "handled")
    assert sorted(order) == list(range(len(sent)))
    for pair in set(sent):
        theirs = [number for number in order if sent[number] == pair]
        assert theirs == sorted(theirs)


async def test_the_next_time_is_found_without_a_look_at_all_that_waits(database: Database) -> None:
    if not database.is_sqlite:
        pytest.skip("the plan is SQLite's")
    seen: list[tuple[str, object]] = []
    engine = database.reader.sync_engine
    event.listen(
        engine, "before_cursor_execute", lambda *call: seen.append((str(call[2]), call[3]))
    )
    async with database.reading() as connection:
        await inbox.next_time(connection, NOON)
        statement, given = seen[-1]
        plan = await connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", given)
        steps = [str(row[-1]) for row in plan]
    assert len(steps) == 1
    assert "ix_inbox_not_before" in steps[0]
