"""A clip becomes an entry: after consent, once, with its album, and never twice unasked."""

import datetime as dt
from typing import Any

import pytest

from diary import entries, jobs, persons, recordings
from storage import cards, clips, tags
from storage import entries as entry_rows
from storage import jobs as job_rows
from storage.database import Connection, Database
from storage.jobs import Job
from tests.diary.given import (
    EMMA,
    JIWOO,
    LIMITS,
    NOON,
    TERMS,
    accepted,
    card_of,
    clips_of,
    consenting,
    entry_of,
    finished,
    job_of,
    recording,
)

SECOND = dt.timedelta(seconds=1)
HOLD = LIMITS.album_wait


async def accept(connection: Connection, clip: recordings.Recording) -> int | None:
    return await recordings.accept(connection, clip, LIMITS, NOON)


def part(message_id: int, **more: Any) -> recordings.Recording:
    return recording(message_id, media_group_id="album", kind="video", **more)


async def states(connection: Connection, entry_id: int) -> tuple[str, str]:
    entry, job = await entry_of(connection, entry_id), await job_of(connection, entry_id)
    return entry.state, job.state


async def claimed(connection: Connection) -> Job:
    """The job whose turn it is, taken; albums have waited long enough."""
    job = await jobs.claim(connection, "ours", TERMS, NOON + HOLD + SECOND)
    assert job is not None
    return job


async def test_a_clip_before_the_consent_waits_and_is_not_lost(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accept(connection, recording())
        assert entry_id is not None
        assert await states(connection, entry_id) == ("consent", "held")
        assert await jobs.claim(connection, "ours", TERMS, NOON) is None
        await consenting(connection)
        assert await states(connection, entry_id) == ("waiting", "queued")
        assert (await claimed(connection)).entry_id == entry_id


async def test_a_clip_after_the_consent_is_queued_with_everything_it_says(
    database: Database,
) -> None:
    async with database.writing() as connection:
        clip = recording(5, kind="video", caption="발표\n끝났다 #한강", duration_s=12.0)
        entry_id = await accepted(connection, clip)
        entry, card = await entry_of(connection, entry_id), await card_of(connection, entry_id)
        assert await states(connection, entry_id) == ("waiting", "queued")
        assert (entry.title, entry.caption, entry.day) == ("발표", "끝났다", dt.date(2026, 11, 20))
        assert await tags.of_entry(connection, entry_id, manual=True) == ["한강"]
        assert (card.chat_id, card.reply_to, card.message_id) == (JIWOO, 5, None)
        assert (await job_of(connection, entry_id)).duration_s == 12.0


async def test_the_same_message_is_accepted_once_in_every_state(database: Database) -> None:
    async with database.writing() as connection:
        clip = recording()
        entry_id = await accepted(connection, clip)
        for state in ("consent", "twin", "waiting", "done", "failed"):
            await entry_rows.change(connection, entry_id, state=state)
            assert await accept(connection, clip) is None
        assert len(await clips_of(connection, entry_id)) == 1


async def test_the_same_file_again_asks_first(database: Database) -> None:
    async with database.writing() as connection:
        first = await accepted(connection, recording(1, file_unique_id="same"))
        second = await accepted(connection, recording(2, file_unique_id="same"))
        assert await states(connection, second) == ("twin", "held")
        assert (await entry_of(connection, second)).twin_id == first
        third = await accepted(connection, recording(3, file_unique_id="same"))
        assert (await entry_of(connection, third)).twin_id == first


async def test_a_file_whose_entry_was_cancelled_is_taken_as_new(database: Database) -> None:
    async with database.writing() as connection:
        first = await accepted(connection, recording(1, file_unique_id="same"))
        await entries.cancel(connection, await entry_of(connection, first))
        second = await accepted(connection, recording(2, file_unique_id="same"))
        assert await states(connection, second) == ("waiting", "queued")


async def test_the_same_file_twice_before_the_consent_asks_after_it(database: Database) -> None:
    async with database.writing() as connection:
        first = await accept(connection, recording(1, file_unique_id="same"))
        second = await accept(connection, recording(2, file_unique_id="same"))
        assert first is not None
        assert second is not None
        await consenting(connection)
        assert await states(connection, first) == ("waiting", "queued")
        assert await states(connection, second) == ("twin", "held")


async def test_an_album_is_one_entry_that_waits_for_its_parts(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, part(1))
        assert await jobs.claim(connection, "ours", TERMS, NOON) is None
        later = NOON + SECOND
        again = await recordings.accept(
            connection, part(2, caption="제목\n글 #한강"), LIMITS, later
        )
        assert again == entry_id
        assert await jobs.claim(connection, "ours", TERMS, NOON + HOLD) is None
        job = await jobs.claim(connection, "ours", TERMS, later + HOLD)
        assert job is not None
        entry = await entry_of(connection, entry_id)
        assert (job.duration_s, entry.title, entry.caption) == (16.0, "제목", "글")
        assert await tags.of_entry(connection, entry_id, manual=True) == ["한강"]
        assert [clip.message_id for clip in await clips_of(connection, entry_id)] == [1, 2]


async def test_the_first_caption_of_an_album_stays_its_title(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, part(1, caption="처음 #하나"))
        await accept(connection, part(2, caption="나중 #둘"))
        assert (await entry_of(connection, entry_id)).title == "처음"
        assert "하나" in await tags.of_entry(connection, entry_id, manual=True)


async def test_parts_of_an_album_may_come_in_any_order(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, part(3))
        await accept(connection, part(1))
        await accept(connection, part(2))
        assert [clip.message_id for clip in await clips_of(connection, entry_id)] == [1, 2, 3]


async def test_a_part_before_the_consent_joins_the_album(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accept(connection, part(1))
        assert entry_id is not None
        assert await accept(connection, part(2)) == entry_id
        assert await states(connection, entry_id) == ("consent", "held")
        await consenting(connection)
        assert (await claimed(connection)).duration_s == 16.0


async def test_a_part_that_comes_while_the_others_are_analysed_is_not_lost(
    database: Database,
) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, part(1))
        await claimed(connection)
        assert await accept(connection, part(2)) == entry_id
        assert await states(connection, entry_id) == ("waiting", "running")
        assert (await job_of(connection, entry_id)).duration_s == 16.0


@pytest.mark.parametrize("state", ["done", "failed"])
async def test_a_part_that_comes_afterwards_takes_the_entry_up_again(
    database: Database, state: str
) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, part(1))
        job = await claimed(connection)
        await job_rows.leave(connection, job.id, "ours", state=state)
        await entry_rows.change(connection, entry_id, state=state)
        before = (await card_of(connection, entry_id)).wanted
        assert await accept(connection, part(2)) == entry_id
        assert await states(connection, entry_id) == ("waiting", "queued")
        assert (await card_of(connection, entry_id)).wanted == before + 1
        assert (await claimed(connection)).attempts == 1


async def test_parts_after_a_cancellation_become_one_new_entry(database: Database) -> None:
    async with database.writing() as connection:
        first = await accepted(connection, part(1))
        await entries.cancel(connection, await entry_of(connection, first))
        second = await accept(connection, part(2))
        assert second not in {None, first}
        assert await accept(connection, part(3)) == second
        assert await states(connection, first) == ("cancelled", "cancelled")
        assert await clips_of(connection, first) == []


async def test_a_part_that_was_seen_before_is_no_twin_of_its_own_album(database: Database) -> None:
    async with database.writing() as connection:
        await finished(connection, recording(1, file_unique_id="same"))
        entry_id = await accepted(connection, part(2))
        assert await accept(connection, part(3, file_unique_id="same")) == entry_id
        assert (await entry_of(connection, entry_id)).state == "waiting"


async def test_what_was_recorded_before_the_day_starts_belongs_to_yesterday(
    database: Database,
) -> None:
    late = dt.datetime(2026, 11, 20, 18, 59, tzinfo=dt.UTC)  # 03:59 in Seoul
    async with database.writing() as connection:
        entry = await entry_of(connection, await accepted(connection, recording(recorded_at=late)))
    assert entry.day == dt.date(2026, 11, 20)


@pytest.mark.parametrize(
    ("size", "duration_s", "refusal"),
    [
        (None, None, None),
        (LIMITS.max_file_bytes, 600.0, None),
        (LIMITS.max_file_bytes + 1, 1.0, "too_big"),
        (1, 600.5, "too_long"),
        (LIMITS.max_file_bytes + 1, 601.0, "too_big"),
    ],
)
def test_what_is_too_big_or_too_long_is_known_before_it_is_fetched(
    size: int | None, duration_s: float | None, refusal: str | None
) -> None:
    clip = recording(size=size, duration_s=duration_s)
    assert recordings.refusal(clip, LIMITS) == refusal


async def test_everything_of_a_clip_is_kept_in_one_transaction(database: Database) -> None:
    async def accept_and_fail() -> None:
        async with database.writing() as connection:
            await accept(connection, recording())
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await accept_and_fail()
    async with database.reading() as connection:
        assert not await clips.exists(connection, JIWOO, 1)
        assert await cards.due(connection, NOON, (), 9, first=True) == []


async def test_the_card_of_a_clip_stays_in_its_topic(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording(thread_id=12))
        assert (await card_of(connection, entry_id)).thread_id == 12


async def test_whose_entry_it_is_and_whether_it_waits_says_its_home_alone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        author = await consenting(connection)
        diary = await persons.own_diary(connection, author, "Asia/Seoul", 4, NOON)
        for number, is_agreed, state in ((1, True, "waiting"), (2, False, "consent")):
            home = recordings.Home(diary, author, is_agreed)
            clip = recording(number, EMMA)
            entry_id = await recordings.keep(connection, clip, home, LIMITS, NOON)
            assert entry_id is not None
            assert (await entry_of(connection, entry_id)).author_id == author.id
            assert (await states(connection, entry_id))[0] == state
            assert await recordings.keep(connection, clip, home, LIMITS, NOON) is None
