"""Jobs: claimed by one alone, kept by a lease, given out fairly."""

import asyncio
import datetime as dt

import pytest

from storage import jobs, persons
from storage.database import Connection, Database
from tests.diary.given import EMMA, JIWOO, NOON, accepted, job_of, recording

SECOND = dt.timedelta(seconds=1)
MINUTE = dt.timedelta(minutes=1)


async def queued(connection: Connection, count: int = 1, telegram_id: int = JIWOO) -> list[int]:
    """Entries whose jobs wait, oldest first."""
    return [
        await accepted(connection, recording(n, telegram_id), NOON + n * SECOND)
        for n in range(1, count + 1)
    ]


async def claim(
    connection: Connection, entry_id: int, lease: str = "ours", now: dt.datetime = NOON
) -> bool:
    job = await job_of(connection, entry_id)
    return await jobs.claim(connection, job.id, lease, now, now + MINUTE)


async def test_of_two_who_claim_a_job_at_once_one_gets_it(database: Database) -> None:
    async with database.writing() as connection:
        [entry] = await queued(connection)

    async def one(lease: str) -> bool:
        async with database.writing() as connection:
            return await claim(connection, entry, lease)

    got = await asyncio.gather(*(one(f"lease-{n}") for n in range(8)))
    assert sorted(got) == [False] * 7 + [True]
    async with database.reading() as connection:
        job = await job_of(connection, entry)
    assert (job.state, job.attempts, job.lease) == ("running", 1, f"lease-{got.index(True)}")


async def test_a_lease_that_is_renewed_is_not_abandoned(database: Database) -> None:
    async with database.writing() as connection:
        one, other = await queued(connection, 2)
        await claim(connection, one, "kept")
        await claim(connection, other, "left")
        await jobs.renew(connection, ["kept"], NOON + 3 * MINUTE)
        later = NOON + 2 * MINUTE
        left = await jobs.abandoned(connection, later, everyone=False)
        assert [job.entry_id for job in left] == [other]
        left = await jobs.abandoned(connection, NOON, everyone=True)
        assert {job.entry_id for job in left} == {one, other}


async def test_a_job_that_was_taken_away_can_no_longer_be_changed(database: Database) -> None:
    async with database.writing() as connection:
        [entry] = await queued(connection)
        await claim(connection, entry, "first")
        job = await job_of(connection, entry)
        assert await jobs.leave(connection, job.id, "first", state="queued")
        await claim(connection, entry, "second")
        assert not await jobs.set_stage(connection, job.id, "first", "face")
        assert not await jobs.leave(connection, job.id, "first", state="done")
        assert await jobs.set_stage(connection, job.id, "second", "face")
        assert (await job_of(connection, entry)).stage == "face"


async def test_a_job_that_is_left_has_neither_lease_nor_stage(database: Database) -> None:
    async with database.writing() as connection:
        [entry] = await queued(connection)
        await claim(connection, entry)
        job = await job_of(connection, entry)
        await jobs.set_stage(connection, job.id, "ours", "words")
        await jobs.leave(connection, job.id, "ours", state="done")
        job = await job_of(connection, entry)
    assert (job.state, job.lease, job.stage) == ("done", None, None)


async def served(connection: Connection, now: dt.datetime) -> int:
    """Whose job is next, by its entry; it is taken."""
    job = await jobs.next_queued(connection, now)
    assert job is not None
    await jobs.claim(connection, job.id, "ours", now, now + MINUTE)
    await persons.set_served(connection, job.person_id, now)
    return job.entry_id


async def test_people_take_turns_however_many_clips_one_of_them_sent(database: Database) -> None:
    async with database.writing() as connection:
        many = await queued(connection, 5)
        few = await queued(connection, 2, EMMA)
        order = [await served(connection, NOON + n * MINUTE) for n in range(7)]
        assert await jobs.next_queued(connection, NOON) is None
    assert order == [many[0], few[0], many[1], few[1], *many[2:]]


async def test_a_postponed_job_lets_the_others_pass_until_its_time(database: Database) -> None:
    async with database.writing() as connection:
        one, other = await queued(connection, 2)
        await jobs.change(connection, one, was=("queued",), not_before=NOON + MINUTE)
        first = await jobs.next_queued(connection, NOON)
        assert first is not None
        assert first.entry_id == other
        assert await jobs.next_time(connection, NOON) == NOON + MINUTE
        later = await jobs.next_queued(connection, NOON + MINUTE)
        assert later is not None
        assert later.entry_id == one


async def test_the_pace_is_that_of_the_last_jobs_and_unknown_before_there_is_one(
    database: Database,
) -> None:
    async with database.writing() as connection:
        assert await jobs.pace(connection) is None
        for n, entry in enumerate(await queued(connection, 3)):
            await claim(connection, entry)
            job = await job_of(connection, entry)
            took = {"took_s": 4.0 * (n + 1), "finished_at": NOON + n * MINUTE}
            await jobs.leave(connection, job.id, "ours", state="done", **took)
        assert await jobs.pace(connection) == pytest.approx((4 + 8 + 12) / 24)
        assert await jobs.pace(connection, last=1) == pytest.approx(12 / 8)


async def test_the_clips_that_are_worked_on_count_for_the_wait(database: Database) -> None:
    async with database.writing() as connection:
        [entry, _] = await queued(connection, 2)
        assert await jobs.running_durations(connection) == []
        await claim(connection, entry)
        assert await jobs.running_durations(connection) == [8.0]
