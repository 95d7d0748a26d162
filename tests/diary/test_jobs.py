"""The queue: who is next, what an attempt costs, and how an entry is finished."""

import datetime as dt

import pytest

from diary import jobs, recordings
from storage import clips, tags, terms
from storage import entries as entry_rows
from storage import jobs as job_rows
from storage.database import Connection, Database
from storage.jobs import Job
from tests.diary.given import (
    EMMA,
    LIMITS,
    NOON,
    TERMS,
    WORDS,
    accepted,
    card_of,
    clips_of,
    entry_of,
    findings,
    finished,
    job_of,
    recording,
    report,
)

SECOND = dt.timedelta(seconds=1)
OUTCOME = jobs.Outcome(report(), WORDS, None, 4.0)


async def claimed(connection: Connection, now: dt.datetime = NOON) -> Job:
    job = await jobs.claim(connection, "ours", TERMS, now)
    assert job is not None
    return job


async def running(connection: Connection) -> Job:
    await accepted(connection, recording())
    return await claimed(connection)


async def ids(connection: Connection, job: Job) -> set[int]:
    return {clip.id for clip in await clips_of(connection, job.entry_id)}


async def test_a_claimed_job_has_a_lease_and_an_attempt_and_is_nobody_elses(
    database: Database,
) -> None:
    async with database.writing() as connection:
        job = await running(connection)
        assert (job.state, job.lease, job.attempts) == ("running", "ours", 1)
        assert await jobs.claim(connection, "theirs", TERMS, NOON) is None
        assert await job_rows.abandoned(connection, NOON + TERMS.lease, everyone=False) == []
        late = NOON + TERMS.lease + SECOND
        assert len(await job_rows.abandoned(connection, late, everyone=False)) == 1


async def test_those_who_wait_are_told_when_the_queue_moves(database: Database) -> None:
    async with database.writing() as connection:
        first = await accepted(connection, recording(1))
        waiting = [await accepted(connection, recording(n)) for n in range(2, 12)]
        await claimed(connection)
        wanted = [(await card_of(connection, entry)).wanted for entry in waiting]
        assert (await card_of(connection, first)).wanted == 1
    # Places 1 to 7 and 9 are told; the eighth and the tenth are not.
    assert wanted == [2] * 7 + [1, 2, 1]


async def test_a_failed_attempt_is_repeated_after_a_pause_that_grows(database: Database) -> None:
    async with database.writing() as connection:
        job, now = await running(connection), NOON
        for attempt in (1, 2, 3):
            assert job.attempts == attempt
            assert await jobs.postpone(connection, job, "ours", now)
            pause = 5 * attempt * SECOND
            assert await jobs.claim(connection, "ours", TERMS, now + pause - SECOND) is None
            now += pause
            job = await claimed(connection, now)


async def test_a_failed_fetch_is_no_attempt(database: Database) -> None:
    async with database.writing() as connection:
        job, now = await running(connection), NOON
        for failures in range(1, 10):
            assert await jobs.postpone_fetch(connection, job, "ours", 0.0, now)
            now += dt.timedelta(minutes=1)
            job = await claimed(connection, now)
            assert (job.attempts, job.fetches, job.interruptions) == (1, failures, 0)


async def test_a_fetch_waits_at_least_as_long_as_telegram_wants(database: Database) -> None:
    async with database.writing() as connection:
        job = await running(connection)
        assert await jobs.postpone_fetch(connection, job, "ours", 90.0, NOON)
        assert await jobs.claim(connection, "ours", TERMS, NOON + 89 * SECOND) is None
        await claimed(connection, NOON + 90 * SECOND)


def test_the_pauses_between_fetches_grow_to_a_minute() -> None:
    pauses = [jobs.fetch_pause(n).total_seconds() for n in range(9)]
    assert pauses == [1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_a_finished_job_keeps_report_tags_and_terms_at_once(database: Database) -> None:
    async with database.writing() as connection:
        job = await running(connection)
        before = (await card_of(connection, job.entry_id)).wanted
        parts = await ids(connection, job)
        assert await jobs.finish(connection, job, "ours", OUTCOME, parts, NOON)
        entry = await entry_of(connection, job.entry_id)
        assert (entry.state, entry.reason, entry.language) == ("done", None, "ko")
        assert entry.report == report().to_json()
        assert await tags.of_entry(connection, entry.id, manual=False) == ["오늘", "하루"]
        assert await terms.entries_with(connection, entry.diary_id, "좋다") == [entry.id]
        assert (await job_of(connection, entry.id)).state == "done"
        assert (await card_of(connection, entry.id)).wanted == before + 1
        assert not await jobs.finish(connection, job, "ours", OUTCOME, parts, NOON)


@pytest.mark.parametrize("rule", ["postpone", "postpone_fetch", "give_up", "finish", "stage"])
async def test_a_job_that_was_taken_away_is_left_alone(database: Database, rule: str) -> None:
    async with database.writing() as connection:
        job = await running(connection)
        parts = await ids(connection, job)
        await jobs.recover(connection, NOON, everyone=True)
        ours = await claimed(connection)
        lease = "somebody else's"
        done = {
            "postpone": lambda: jobs.postpone(connection, job, lease, NOON),
            "postpone_fetch": lambda: jobs.postpone_fetch(connection, job, lease, 0.0, NOON),
            "give_up": lambda: jobs.give_up(connection, job, lease, "deadline", parts, NOON),
            "finish": lambda: jobs.finish(connection, job, lease, OUTCOME, parts, NOON),
            "stage": lambda: jobs.enter_stage(connection, job, lease, "words"),
        }
        assert not await done[rule]()
        assert await job_of(connection, job.entry_id) == ours
        assert (await entry_of(connection, job.entry_id)).state == "waiting"


async def test_what_is_given_up_says_why(database: Database) -> None:
    async with database.writing() as connection:
        job = await running(connection)
        parts = await ids(connection, job)
        assert await jobs.give_up(connection, job, "ours", "deadline", parts, NOON)
        entry = await entry_of(connection, job.entry_id)
        assert (entry.state, entry.reason) == ("failed", "deadline")


async def test_what_an_earlier_analysis_found_stays_when_a_new_one_fails(
    database: Database,
) -> None:
    async with database.writing() as connection:
        entry_id = await finished(connection, recording())
        await job_rows.change(connection, entry_id, was=("done",), state="queued")
        await entry_rows.change(connection, entry_id, state="waiting")
        job = await claimed(connection)
        parts = await ids(connection, job)
        assert await jobs.give_up(connection, job, "ours", "file_gone", parts, NOON)
        entry = await entry_of(connection, entry_id)
        assert (entry.state, entry.reason) == ("done", "file_gone")
        assert entry.report == report().to_json()


@pytest.mark.parametrize("end", ["finish", "give_up"])
async def test_a_part_that_came_in_meanwhile_is_analysed_before_the_end(
    database: Database, end: str
) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording(1, media_group_id="album"))
        job = await claimed(connection, NOON + LIMITS.album_wait)
        parts = await ids(connection, job)
        part = recording(2, media_group_id="album")
        assert await recordings.accept(connection, part, LIMITS, NOON) == entry_id
        if end == "finish":
            await jobs.finish(connection, job, "ours", OUTCOME, parts, NOON)
        else:
            await jobs.give_up(connection, job, "ours", "unreadable", parts, NOON)
        assert (await entry_of(connection, entry_id)).state == "waiting"
        again = await claimed(connection, NOON + LIMITS.album_wait)
        assert (again.entry_id, again.attempts) == (entry_id, 1)


async def test_a_bot_that_died_costs_its_job_no_attempt(database: Database) -> None:
    async with database.writing() as connection:
        job = await running(connection)
        assert await jobs.recover(connection, NOON, everyone=False) == []
        assert await jobs.recover(connection, NOON, everyone=True) == [job.entry_id]
        again = await claimed(connection)
        assert (again.attempts, again.interruptions) == (1, 1)


async def test_a_clip_that_its_bot_keeps_dying_of_is_given_up(database: Database) -> None:
    async with database.writing() as connection:
        job = await running(connection)
        for _ in range(jobs.MOST_INTERRUPTIONS - 1):
            await jobs.recover(connection, NOON, everyone=True)
            job = await claimed(connection)
        await jobs.recover(connection, NOON, everyone=True)
        entry = await entry_of(connection, job.entry_id)
        assert (entry.state, entry.reason) == ("failed", "worker_died")
        assert await jobs.claim(connection, "ours", TERMS, NOON) is None


async def test_entries_without_speech_are_taken_up_once_its_model_is_there(
    database: Database,
) -> None:
    async with database.writing() as connection:
        lacking = await finished(connection, recording(1))
        await finished(connection, recording(1, EMMA))
        [clip] = await clips_of(connection, lacking)
        await clips.set_findings(connection, clip.id, findings().to_json(), lacks_speech=True)
        assert await jobs.complete_speech(connection, NOON) == 1
        assert await jobs.complete_speech(connection, NOON) == 0
        assert (await claimed(connection)).entry_id == lacking
        assert (await entry_of(connection, lacking)).state == "done"


@pytest.mark.parametrize("task", [job_rows.AGAIN, job_rows.WORDS])
async def test_what_was_only_looked_at_once_more_keeps_what_it_had_when_the_bot_keeps_dying(
    database: Database, task: str
) -> None:
    async with database.writing() as connection:
        number = await finished(connection, recording())
        before = await entry_of(connection, number)
        await job_rows.change(connection, number, was=("done",), state="queued", task=task)
        for _ in range(jobs.MOST_INTERRUPTIONS):
            await claimed(connection)
            await jobs.recover(connection, NOON, everyone=True)
        assert (await job_of(connection, number)).state == "failed"
        assert await entry_of(connection, number) == before
