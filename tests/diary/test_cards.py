"""What a card has to say is read from the tables, every time anew."""

import datetime as dt

import pytest

from analysis.report import ClipFindings
from diary import cards, entries, groups, jobs, recordings
from diary.cards import Contents
from diary.readings import Reading
from storage import cards as rows
from storage import clips
from storage import entries as entry_rows
from storage import shares as share_rows
from storage.database import Connection, Database
from tests.diary.given import (
    EMMA,
    LIMITS,
    NOON,
    TERMS,
    accepted,
    card_of,
    clips_of,
    consenting,
    entry_of,
    finished,
    picture,
    recording,
    report,
)
from tests.diary.shared import GROUP, family, written


async def shown(connection: Connection, entry_id: int, workers: int = 1) -> Contents:
    contents = await cards.contents(connection, (await card_of(connection, entry_id)).id, workers)
    assert contents is not None
    return contents


async def test_a_card_that_is_not_there_has_nothing_to_say(database: Database) -> None:
    async with database.reading() as connection:
        assert await cards.contents(connection, 1, 1) is None


async def test_a_done_entry_says_everything(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await finished(connection, recording(kind="video", caption="제목 #나"))
        contents = await shown(connection, entry_id)
    assert contents.report == report()
    assert contents.reading == Reading("happy")
    assert contents.tags == ("나", "오늘", "하루")
    assert (contents.queue, contents.stage, contents.twin, contents.boundaries) == (
        None, None, None, (),
    )  # fmt: skip
    assert contents.person.telegram_id == contents.card.chat_id
    assert contents.diary.time_zone == "Asia/Seoul"


async def test_the_place_in_the_queue_counts_turns_and_what_is_worked_on(
    database: Database,
) -> None:
    async with database.writing() as connection:
        many = [await accepted(connection, recording(n, duration_s=10.0)) for n in range(1, 5)]
        hers = await accepted(connection, recording(9, EMMA, duration_s=10.0))
        assert [(await shown(connection, e)).queue for e in many] == [
            cards.Queue(ahead, None) for ahead in (0, 2, 3, 4)
        ]
        assert (await shown(connection, hers)).queue == cards.Queue(1, None)
        await jobs.claim(connection, "ours", TERMS, NOON)
        assert (await shown(connection, many[0])).queue is None
        assert (await shown(connection, hers)).queue == cards.Queue(1, None)
        assert (await shown(connection, many[1])).queue == cards.Queue(2, None)


@pytest.mark.parametrize(("workers", "wait_s"), [(1, 10.0), (2, 5.0), (0, 10.0)])
async def test_the_wait_is_estimated_from_the_pace_of_the_last_jobs(
    database: Database, workers: int, wait_s: float
) -> None:
    async with database.writing() as connection:
        await finished(connection, recording(1))  # eight seconds of clip took four
        await accepted(connection, recording(2, duration_s=20.0))
        last = await accepted(connection, recording(3))
        queue = (await shown(connection, last, workers)).queue
    assert queue == cards.Queue(1, wait_s)


async def test_a_running_entry_says_its_stage(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording())
        job = await jobs.claim(connection, "ours", TERMS, NOON)
        assert job is not None
        await jobs.enter_stage(connection, job, "ours", "speech")
        assert (await shown(connection, entry_id)).stage == "speech"


async def test_a_second_copy_says_when_the_first_one_came_and_where_it_stands(
    database: Database,
) -> None:
    earlier = NOON - dt.timedelta(days=3)
    async with database.writing() as connection:
        first = await accepted(connection, recording(1, file_unique_id="x", recorded_at=earlier))
        await rows.change(connection, (await card_of(connection, first)).id, message_id=77)
        second = await accepted(connection, recording(2, file_unique_id="x"))
        contents = await shown(connection, second)
    assert contents.twin == cards.Twin(earlier, None, 77, is_own=True)


async def test_a_copy_of_somebody_elses_video_is_not_ones_own(database: Database) -> None:
    async with database.writing() as connection:
        first = await accepted(connection, recording(1, file_unique_id="x"))
        emma = await consenting(connection, EMMA)
        second = await accepted(connection, recording(2, file_unique_id="x"))
        await entry_rows.change(connection, second, author_id=emma.id)
        assert (twin := (await shown(connection, second)).twin) is not None
        assert not twin.is_own
        await entry_rows.change(connection, first, removed_at=NOON)
        assert (await shown(connection, second)).twin is None


async def test_an_album_says_where_its_clips_join(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording(1, media_group_id="album"))
        for number in (2, 3):
            part = recording(number, media_group_id="album")
            await recordings.accept(connection, part, LIMITS, NOON)
        for clip, seconds in zip(
            await clips_of(connection, entry_id), (3.0, 4.0, 5.0), strict=True
        ):
            found = ClipFindings(picture(duration_s=seconds)).to_json()
            await clips.set_findings(connection, clip.id, found, lacks_speech=False)
        assert (await shown(connection, entry_id)).boundaries == (3.0, 7.0)


async def test_a_clip_that_could_not_be_read_takes_no_time_in_an_album(
    database: Database,
) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording(1, media_group_id="album"))
        await recordings.accept(connection, recording(2, media_group_id="album"), LIMITS, NOON)
        one, other = await clips_of(connection, entry_id)
        await clips.set_findings(connection, one.id, {"rejected": "too_long"}, lacks_speech=False)
        found = ClipFindings(picture(duration_s=4.0)).to_json()
        await clips.set_findings(connection, other.id, found, lacks_speech=False)
        assert (await shown(connection, entry_id)).boundaries == ()


async def test_a_cancelled_entry_has_nothing_left_to_say(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording(kind="video", caption="제목 #나"))
        await entries.cancel(connection, await entry_of(connection, entry_id))
        contents = await shown(connection, entry_id)
    assert (contents.tags, contents.report, contents.entry.title) == ((), None, None)


async def test_a_card_in_a_chat_where_its_entry_has_no_place_has_nothing_to_say(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number = await finished(connection, recording(1, EMMA))
        card = await card_of(connection, number)
        assert await cards.contents(connection, card.id, 1) is not None
        await rows.change(connection, card.id, chat_id=GROUP)
        assert await cards.contents(connection, card.id, 1) is None
        await entry_rows.change(connection, number, diary_id=home.diary.id)
        assert await cards.contents(connection, card.id, 1) is not None
        await entry_rows.change(connection, number, removed_at=NOON)
        assert await cards.contents(connection, card.id, 1) is None


async def test_a_card_under_the_old_number_of_a_group_can_still_follow_it(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number = await written(connection, home.emma, home.diary, 1)
        card = await card_of(connection, number)
        await rows.change(connection, card.id, shown=card.wanted)
        await groups.move(connection, GROUP, GROUP - 5, NOON)
        card = await card_of(connection, number)
        assert card.chat_id == GROUP
        assert await cards.contents(connection, card.id, 1) is not None


async def test_a_share_says_nothing_in_another_chat_than_its_diarys(database: Database) -> None:
    async with database.writing() as connection:
        home = await family(connection)
        number = await finished(connection, recording(1, EMMA))
        share_id = await share_rows.add(connection, number, home.diary.id, "key", NOON)
        for chat_id, is_said in ((GROUP, True), (GROUP - 5, False)):
            await rows.add(connection, number, chat_id, None, share_id=share_id)
            card = await rows.at(connection, number, chat_id)
            assert card is not None
            found = await cards.contents(connection, card.id, 1)
            assert (found is not None) is is_said
            await rows.remove(connection, card.id)
