"""What a person may do with an entry, in each of its states, and what nobody else may."""

import datetime as dt

import pytest
from sqlalchemy import text

from analysis.report import Report
from diary import edits, entries, jobs, persons, recordings
from diary.errors import NotYours, TooLate
from storage import entries as entry_rows
from storage import tags, terms
from storage.database import Connection, Database
from tests.diary.given import (
    EMMA,
    JIWOO,
    LIMITS,
    NOON,
    TERMS,
    WORDS,
    accepted,
    card_of,
    clips_of,
    consenting,
    entry_of,
    finished,
    job_of,
    recording,
    report,
)

DAY = dt.timedelta(days=1)
CAPTION = "비밀 제목\n비밀 글 #비밀태그"


async def in_state(connection: Connection, state: str) -> int:
    """An entry of Jiwoo with a caption, brought into this state."""
    clip = recording(1, kind="video", caption=CAPTION)
    if state == "consent":
        entry_id = await recordings.accept(connection, clip, LIMITS, NOON)
        assert entry_id is not None
        return entry_id
    if state == "twin":
        await accepted(connection, recording(9, file_unique_id=clip.file_unique_id))
        return await accepted(connection, clip)
    if state == "done":
        return await finished(connection, clip)
    entry_id = await accepted(connection, clip)
    if state == "waiting":
        return entry_id
    job = await jobs.claim(connection, "ours", TERMS, NOON)
    assert job is not None
    diary_id = (await entry_of(connection, entry_id)).diary_id
    await terms.replace(connection, diary_id, entry_id, ("비밀",))
    if state == "failed":
        parts = {clip.id for clip in await clips_of(connection, entry_id)}
        assert await jobs.give_up(connection, job, "ours", "deadline", parts, NOON)
    return entry_id


async def everything(connection: Connection) -> str:
    """All that the tables still hold, as one text."""
    tables = ("entries", "clips", "tags", "terms", "jobs", "cards")
    rows = [
        row
        for table in tables
        for row in (await connection.execute(text(f"SELECT * FROM {table}"))).all()  # noqa: S608
    ]
    return repr(rows)


@pytest.mark.parametrize("state", ["consent", "waiting", "running", "twin"])
async def test_what_is_cancelled_leaves_nothing_but_an_empty_row(
    database: Database, state: str
) -> None:
    async with database.writing() as connection:
        entry_id = await in_state(connection, state)
        before = (await card_of(connection, entry_id)).wanted
        await entries.cancel(connection, await entry_of(connection, entry_id))
        entry = await entry_of(connection, entry_id)
        assert (entry.state, entry.title, entry.caption, entry.report) == (
            "cancelled", None, "", None,
        )  # fmt: skip
        assert await clips_of(connection, entry_id) == []
        assert await tags.of_entry(connection, entry_id, manual=True) == []
        assert await terms.entries_with(connection, entry.diary_id, "비밀") == []
        assert "비밀" not in await everything(connection)
        assert f"file-{JIWOO}-1" not in await everything(connection)
        job = await job_of(connection, entry_id)
        assert (job.state, job.lease) == ("cancelled", None)
        assert (await card_of(connection, entry_id)).wanted == before + 1
        assert await jobs.claim(connection, "other", TERMS, NOON + DAY) is None or state == "twin"


@pytest.mark.parametrize("state", ["done", "failed"])
async def test_what_is_over_is_not_cancelled(database: Database, state: str) -> None:
    async with database.writing() as connection:
        entry_id = await in_state(connection, state)
        before = await everything(connection)
        with pytest.raises(TooLate):
            await entries.cancel(connection, await entry_of(connection, entry_id))
        assert await everything(connection) == before


async def test_the_worker_of_a_cancelled_entry_can_keep_nothing_of_it(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await in_state(connection, "running")
        job = await job_of(connection, entry_id)
        await entries.cancel(connection, await entry_of(connection, entry_id))
        assert not await jobs.enter_stage(connection, job, "ours", "words")
        outcome = jobs.Outcome(report(), WORDS, None, 1.0)
        assert not await jobs.finish(connection, job, "ours", outcome, {1}, NOON)
        assert not await jobs.give_up(connection, job, "ours", "unreadable", frozenset({1}), NOON)
        assert (await entry_of(connection, entry_id)).state == "cancelled"
        assert await tags.of_entry(connection, entry_id, manual=False) == []


async def test_the_cancel_command_takes_the_newest_that_is_not_done(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        done = await finished(connection, recording(1))
        old = await accepted(connection, recording(2))
        new = await accepted(connection, recording(3))
        for expected in (new, old):
            cancelled = await entries.cancel_last(connection, person)
            assert cancelled is not None
            assert cancelled.id == expected
        assert await entries.cancel_last(connection, person) is None
        assert (await entry_of(connection, done)).state == "done"


async def test_an_entry_is_its_authors_alone(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording())
        await consenting(connection, EMMA)
        assert (await entries.of_author(connection, entry_id, JIWOO, NOON)).id == entry_id
        for stranger, wanted in (
            (EMMA, entry_id),
            (999, entry_id),
            (JIWOO, entry_id + 1),
            (JIWOO, 0),
        ):
            with pytest.raises(NotYours):
                await entries.of_author(connection, wanted, stranger, NOON)


async def test_the_consent_releases_what_waited_once(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await in_state(connection, "consent")
        person = await persons.meet(connection, JIWOO, "ko", NOON)
        assert await entries.agree(connection, person, NOON) == 1
        assert await entries.agree(connection, person, NOON + DAY) == 0
        kept = await persons.meet(connection, JIWOO, "ko", NOON)
        assert kept.consented_at == NOON
        assert (await job_of(connection, entry_id)).state == "queued"


async def test_a_copy_whose_original_was_cancelled_before_the_consent_needs_no_question(
    database: Database,
) -> None:
    async with database.writing() as connection:
        first = await recordings.accept(
            connection, recording(1, file_unique_id="same"), LIMITS, NOON
        )
        copy = await recordings.accept(
            connection, recording(2, file_unique_id="same"), LIMITS, NOON
        )
        assert first is not None
        assert copy is not None
        await entries.cancel(connection, await entry_of(connection, first))
        person = await persons.meet(connection, JIWOO, "ko", NOON)
        await entries.agree(connection, person, NOON)
        assert (await entry_of(connection, copy)).state == "waiting"
        assert (await job_of(connection, copy)).state == "queued"


async def test_the_consent_of_one_releases_nothing_of_another(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await in_state(connection, "consent")
        await consenting(connection, EMMA)
        assert (await entry_of(connection, entry_id)).state == "consent"


async def test_a_second_copy_is_added_when_the_person_wants_it_once(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await in_state(connection, "twin")
        entry = await entry_of(connection, entry_id)
        await entries.add_anyway(connection, entry, NOON)
        assert (await entry_of(connection, entry_id)).state == "waiting"
        assert (await job_of(connection, entry_id)).state == "queued"
        with pytest.raises(TooLate):
            await entries.add_anyway(connection, entry, NOON)


async def test_what_failed_is_tried_again_with_all_its_attempts(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await in_state(connection, "failed")
        await entries.retry(connection, await entry_of(connection, entry_id), NOON + DAY)
        entry, job = await entry_of(connection, entry_id), await job_of(connection, entry_id)
        assert (entry.state, entry.reason, entry.title) == ("waiting", "deadline", "비밀 제목")
        assert (job.state, job.attempts, job.interruptions) == ("queued", 0, 0)
        with pytest.raises(TooLate):
            await entries.retry(connection, entry, NOON + DAY)


async def test_a_done_entry_is_tried_again_only_where_something_failed(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await in_state(connection, "done")
        with pytest.raises(TooLate):
            await entries.retry(connection, await entry_of(connection, entry_id), NOON)
        await entry_rows.change(connection, entry_id, reason="speech_failed")
        await entries.retry(connection, await entry_of(connection, entry_id), NOON)
        entry = await entry_of(connection, entry_id)
        assert entry.state == "waiting"
        assert entry.report is not None
        assert Report.from_json(entry.report) == report()


@pytest.mark.parametrize("state", ["consent", "twin", "waiting", "running", "failed"])
async def test_a_card_is_turned_only_when_it_is_done(database: Database, state: str) -> None:
    async with database.writing() as connection:
        entry = await entry_of(connection, await in_state(connection, state))
        with pytest.raises(TooLate):
            await entries.set_view(connection, entry, "words")


async def test_a_done_card_is_turned_to_the_views_that_there_are(database: Database) -> None:
    async with database.writing() as connection:
        entry = await entry_of(connection, await in_state(connection, "done"))
        for view in entries.VIEWS:
            await entries.set_view(connection, entry, view)
            assert (await card_of(connection, entry.id)).view == view
        for forged in ("", "card; drop", "Card"):
            with pytest.raises(TooLate):
                await entries.set_view(connection, entry, forged)


async def test_a_retry_that_is_called_off_leaves_an_entry_that_is_found(database: Database) -> None:
    async with database.writing() as connection:
        number = await finished(connection, recording())
        await entry_rows.change(connection, number, reason="speech_failed")
        person = await consenting(connection)
        await entries.retry(connection, await entry_of(connection, number), NOON)
        # Nothing that waits can be found: this edit takes it out of the index.
        await edits.set_title(connection, person, await entry_of(connection, number), "첼로", NOON)
        await entries.cancel(connection, await entry_of(connection, number))
        entry = await entry_of(connection, number)
        assert entry.state == "done"
        assert await terms.entries_with(connection, entry.diary_id, "첼로") == [number]
