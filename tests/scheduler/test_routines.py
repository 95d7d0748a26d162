"""What is due is taken once, by whichever process is first, and nothing is taken too early."""

import asyncio
import datetime as dt

from diary import routines
from diary.routines import DIGEST, REMINDER
from scheduler.routines import LEASE, add_digests, tick
from storage import diaries
from storage import routines as rows
from storage.database import Connection, Database
from tests.bot.library import lay_down, own_diary
from tests.diary.given import NOON, Clock

HOUR = dt.timedelta(hours=1)
NINE = 21 * 60


async def reminded(connection: Connection, many: int) -> None:
    """So many people want a reminder at nine in the evening, which is now."""
    for number in range(1, many + 1):
        diary = await diaries.get(connection, await own_diary(connection, number))
        await routines.set_minute(connection, diary, REMINDER, NINE, NOON - HOUR)


async def leases(database: Database, now: dt.datetime = NOON) -> list[str | None]:
    async with database.reading() as connection:
        return [routine.lease for routine, _ in await rows.claimed(connection, now, 999)]


async def test_what_is_due_is_taken_at_its_minute(database: Database) -> None:
    async with database.writing() as connection:
        await reminded(connection, 3)
    woken: list[int] = []
    clock = Clock(NOON - dt.timedelta(seconds=1))
    await tick(database, clock, lambda: woken.append(1))
    assert (await leases(database), woken) == ([], [])
    clock.pass_s(1)
    await tick(database, clock, lambda: woken.append(1))
    await tick(database, clock, lambda: woken.append(1))
    assert (len(await leases(database)), woken) == (3, [1])


async def test_two_processes_share_what_is_due_and_none_is_taken_twice(database: Database) -> None:
    async with database.writing() as connection:
        await reminded(connection, 40)
    others = [Database(database.url) for _ in range(2)]
    await asyncio.gather(*(tick(one, Clock(), lambda: None) for one in (database, *others)))
    for other in others:
        await other.close()
    found = await leases(database)
    assert len(found) == 40
    async with database.writing() as connection:
        assert await rows.claim(connection, NOON, "late", NOON + LEASE, 99) == 0


async def test_only_one_process_moves_a_routine_on(database: Database) -> None:
    """Which is what allows it to send."""
    async with database.writing() as connection:
        await reminded(connection, 1)
    await tick(database, Clock(), lambda: None)
    async with database.reading() as connection:
        ((routine, diary),) = await rows.claimed(connection, NOON, 9)
    others = [Database(database.url) for _ in range(3)]

    async def move_on(one: Database) -> bool:
        async with one.writing() as connection:
            return await routines.move_on(connection, routine, diary, NOON, last_at=NOON)

    moved = await asyncio.gather(*(move_on(one) for one in others))
    for other in others:
        await other.close()
    assert sorted(moved) == [False, False, True]
    async with database.reading() as connection:
        found = await rows.find(connection, diary.id, REMINDER)
    assert found is not None
    assert (found.next_at, found.lease) == (NOON + 24 * HOUR, None)


async def test_what_a_dead_process_had_is_taken_again_after_its_lease(database: Database) -> None:
    async with database.writing() as connection:
        await reminded(connection, 2)
    clock = Clock()
    await tick(database, clock, lambda: None)
    first = await leases(database)
    clock.pass_s(LEASE.total_seconds())
    assert await leases(database, clock()) == []
    await tick(database, clock, lambda: None)
    second = await leases(database, clock())
    assert (len(first), len(second)) == (2, 2)
    assert not set(first) & set(second)


async def test_writers_are_given_their_weekly_look_back(database: Database) -> None:
    async with database.writing() as connection:
        diary = await diaries.get(connection, await own_diary(connection, 7))
        await lay_down(connection, diary.id, diary.owner_id, NOON.date())
    await add_digests(database, Clock())
    async with database.reading() as connection:
        found = await rows.find(connection, diary.id, DIGEST)
    assert found is not None
    assert found.is_on
