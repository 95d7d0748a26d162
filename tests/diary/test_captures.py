"""Notes in a shared diary: each author says always, this once or never, and nobody for another."""

import datetime as dt

import pytest

from diary import captures, jobs, recordings
from diary.captures import PATIENCE, Acceptance
from diary.errors import NotYours, TooLate
from storage import cards, clips, comments, diaries, members, removals, standings, tags
from storage import entries as entry_rows
from storage import persons as person_rows
from storage.database import Database
from tests.diary.captured import (
    BORAM,
    CHAT,
    kept,
    member,
    note,
    press,
    shared,
    shown,
    states,
    take,
)
from tests.diary.given import (
    EMMA,
    JIWOO,
    LIMITS,
    NOON,
    TERMS,
    card_of,
    clips_of,
    consenting,
    entry_of,
    finished,
    job_of,
    recording,
)


async def test_a_first_note_waits_unopened_under_a_question(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        entry_id = await kept(connection, diary, note(3, thread_id=12))
        assert await states(connection, entry_id) == ("consent", "held")
        assert await jobs.claim(connection, "ours", TERMS, NOON + PATIENCE) is None
        card = await card_of(connection, entry_id)
        assert (card.chat_id, card.reply_to, card.thread_id) == (CHAT, 3, 12)
        assert await member(connection, diary) is None
        author = await person_rows.find(connection, JIWOO)
        assert author is not None
        assert author.name is None


async def test_always_keeps_what_waits_and_everything_after_it(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        first, second = [await kept(connection, diary, note(n)) for n in (1, 2)]
        await press(connection, second, "always")
        assert await states(connection, first) == ("waiting", "queued")
        assert await states(connection, second) == ("waiting", "queued")
        found = await member(connection, diary)
        assert found is not None
        assert (found.state, found.capture) == ("member", "always")
        third = await kept(connection, diary, note(3))
        assert await states(connection, third) == ("waiting", "queued")


async def test_once_keeps_this_note_and_asks_again_for_the_next(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        first, second = [await kept(connection, diary, note(n)) for n in (1, 2)]
        await press(connection, first, "once")
        assert await states(connection, first) == ("waiting", "queued")
        assert await states(connection, second) == ("consent", "held")
        found = await member(connection, diary)
        assert found is not None
        assert (found.state, found.capture) == ("member", "ask")
        third = await kept(connection, diary, note(3))
        assert await states(connection, third) == ("consent", "held")


async def test_never_leaves_nothing_and_is_remembered(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        first = await kept(connection, diary, note(1, caption="비밀 #둘"))
        second = await kept(connection, diary, note(2))
        await shown(connection, first)
        await press(connection, first, "never")
        for entry_id in (first, second):
            assert await entry_rows.get(connection, entry_id) is None
            assert await clips_of(connection, entry_id) == []
            assert await cards.of_entry(connection, entry_id) is None
            assert await tags.of_entry(connection, entry_id, manual=True) == []
        [removal] = await removals.due(connection, NOON, 9)
        assert (removal.chat_id, removal.message_id) == (CHAT, 50)
        found = await member(connection, diary)
        assert found is not None
        assert (found.state, found.capture) == ("guest", "never")
        assert await take(connection, diary, note(3)) == Acceptance("quiet")
        assert list(await members.of_diary(connection, diary.id)) == [
            await member(connection, diary, EMMA)
        ]


async def test_never_also_leaves_ones_voice_unheard(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        said = await kept(connection, diary, note(1, EMMA))
        await press(connection, said, "always", EMMA)
        first = await kept(connection, diary, note(2))
        emmas, ours = await entry_of(connection, said), await entry_of(connection, first)
        voice = {
            "entry_id": said, "diary_id": diary.id, "kind": "voice", "file_id": "f",
            "chat_id": CHAT, "state": "visible", "hearing": "waiting", "created_at": NOON,
        }  # fmt: skip
        voices = [
            await comments.add(connection, {**voice, "author_id": author, "message_id": number})
            for number, author in ((90, emmas.author_id), (91, ours.author_id))
        ]
        await press(connection, first, "never")
        found = [await comments.get(connection, number) for number in voices]
        assert [one and (one.hearing, one.file_id) for one in found] == [
            ("waiting", "f"), (None, "f")
        ]  # fmt: skip


@pytest.mark.parametrize("way", ["reply", "save"])
async def test_who_said_never_is_asked_again_only_when_they_ask_for_it(
    database: Database, way: str
) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        await press(connection, await kept(connection, diary), "never")
        assert (await take(connection, diary, note(2))).outcome == "quiet"
        entry_id = await kept(connection, diary, note(2), way)
        assert await states(connection, entry_id) == ("consent", "held")
        await press(connection, entry_id, "once")
        assert await states(connection, entry_id) == ("waiting", "queued")
        assert (await take(connection, diary, note(3))).outcome == "quiet"
        await press(connection, await kept(connection, diary, note(4), way), "always")
        assert (await states(connection, await kept(connection, diary, note(5))))[0] == "waiting"


async def test_a_members_never_keeps_them_a_member(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        await press(connection, await kept(connection, diary, note(1, EMMA)), "never", EMMA)
        found = await member(connection, diary, EMMA)
        assert found is not None
        assert (found.state, found.capture) == ("member", "never")


@pytest.mark.parametrize("choice", ["always", "once", "never", "drop"])
async def test_only_the_author_answers(database: Database, choice: str) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        entry_id = await kept(connection, diary)
        await standings.put(connection, CHAT, EMMA, "creator", NOON)
        for stranger in (EMMA, BORAM):
            with pytest.raises(NotYours):
                await press(connection, entry_id, choice, stranger)
        assert await states(connection, entry_id) == ("consent", "held")
        with pytest.raises(NotYours):
            await press(connection, entry_id, choice, here=JIWOO)
        with pytest.raises(NotYours):
            await press(connection, 999, choice)


@pytest.mark.parametrize("choice", ["drop", "", "nonsense"])
async def test_what_is_no_choice_changes_nothing(database: Database, choice: str) -> None:
    async with database.writing() as connection:
        entry_id = await kept(connection, await shared(connection))
        with pytest.raises(TooLate):
            await press(connection, entry_id, choice)
        assert await states(connection, entry_id) == ("consent", "held")


async def test_a_second_press_comes_too_late(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        entry_id = await kept(connection, diary)
        await press(connection, entry_id, "once")
        for choice in ("once", "always", "never"):
            with pytest.raises(TooLate):
                await press(connection, entry_id, choice)
        found = await member(connection, diary)
        assert found is not None
        assert found.capture == "ask"


async def test_a_question_in_the_private_diary_is_not_answered_here(database: Database) -> None:
    async with database.writing() as connection:
        own = await recordings.accept(connection, recording(), LIMITS, NOON)
        assert own is not None
        with pytest.raises(TooLate):
            await press(connection, own, "always", here=JIWOO)


async def test_the_two_consents_know_nothing_of_each_other(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        ours = await kept(connection, diary)
        own = await recordings.accept(connection, recording(), LIMITS, NOON)
        assert own is not None
        await press(connection, ours, "always")
        assert await states(connection, own) == ("consent", "held")
        found = await person_rows.find(connection, JIWOO)
        assert found is not None
        assert found.consented_at is None
        await press(connection, await kept(connection, diary, note(2, EMMA)), "never", EMMA)
        theirs = await kept(connection, diary, note(3, EMMA), "save")
        await consenting(connection, EMMA)
        assert await states(connection, theirs) == ("consent", "held")
        await consenting(connection)
        assert await states(connection, own) == ("waiting", "queued")


async def test_each_diary_asks_for_itself(database: Database) -> None:
    async with database.writing() as connection:
        here, there = await shared(connection), await shared(connection, CHAT - 1)
        await press(connection, await kept(connection, here), "always")
        entry_id = await kept(connection, there, note(1, chat_id=CHAT - 1))
        assert await states(connection, entry_id) == ("consent", "held")


async def test_the_consent_lets_the_work_begin(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await kept(connection, await shared(connection))
        await press(connection, entry_id, "once")
        job = await jobs.claim(connection, "ours", TERMS, NOON)
        assert job is not None
        assert job.entry_id == entry_id


@pytest.mark.parametrize("state", ["left", "removed"])
async def test_who_is_out_of_the_diary_writes_nothing(database: Database, state: str) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        waiting = await kept(connection, diary)
        await press(connection, await kept(connection, diary, note(2)), "once")
        found = await member(connection, diary)
        assert found is not None
        await members.change(connection, diary.id, found.person_id, state=state)
        for way in ("seen", "reply", "save"):
            assert (await take(connection, diary, note(3), way)).outcome == "left"
        for choice in ("always", "once"):
            with pytest.raises(TooLate):
                await press(connection, waiting, choice)
        await press(connection, waiting, "never")
        again = await member(connection, diary)
        assert again is not None
        assert again.state == state


@pytest.mark.parametrize("state", ["frozen", "leaving"])
async def test_a_diary_that_is_not_open_takes_nothing(database: Database, state: str) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        waiting = await kept(connection, diary)
        await diaries.change(connection, diary.id, state=state)
        closed = await diaries.get(connection, diary.id)
        for way in ("seen", "reply", "save"):
            assert (await take(connection, closed, note(2), way)).outcome == "closed"
        with pytest.raises(TooLate):
            await press(connection, waiting, "always")


async def test_the_same_note_twice_changes_nothing(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        entry_id = await kept(connection, diary)
        for way in ("seen", "reply", "save"):
            assert await take(connection, diary, way=way) == Acceptance("here")
        assert len(await clips_of(connection, entry_id)) == 1


async def test_too_big_is_said_to_those_who_expect_an_entry(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        film = note(1, size=LIMITS.max_file_bytes + 1)
        assert (await take(connection, diary, film)).outcome == "quiet"
        assert await person_rows.find(connection, JIWOO) is None
        assert (await take(connection, diary, film, "save")).outcome == "too_big"
        await press(connection, await kept(connection, diary, note(2)), "always")
        long = note(3, duration_s=LIMITS.max_duration_s + 1)
        assert (await take(connection, diary, long)).outcome == "too_long"


async def test_an_album_is_one_entry_with_one_question(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        first = await kept(connection, diary, note(1, kind="video", media_group_id="album"))
        second = await kept(connection, diary, note(2, kind="video", media_group_id="album"))
        assert first == second
        await press(connection, first, "once")
        assert (await job_of(connection, first)).duration_s == 16.0


async def test_a_file_that_somebody_has_not_agreed_to_is_no_twin(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        waiting = await kept(connection, diary, note(1, file_unique_id="same"))
        theirs = await kept(connection, diary, note(2, EMMA, file_unique_id="same"))
        await press(connection, theirs, "always", EMMA)
        assert (await entry_of(connection, theirs)).twin_id is None
        again = await kept(connection, diary, note(3, EMMA, file_unique_id="same"))
        assert await states(connection, again) == ("twin", "held")
        await press(connection, waiting, "once")
        assert await states(connection, waiting) == ("waiting", "queued")


async def test_what_was_taken_out_of_the_diary_is_no_twin(database: Database) -> None:
    """Neither for a note that comes afterwards nor for one that waited for its author's word."""
    async with database.writing() as connection:
        diary = await shared(connection)
        first = await kept(connection, diary, note(1, file_unique_id="same"))
        await press(connection, first, "always")
        waiting = await kept(connection, diary, note(2, EMMA, file_unique_id="same"))
        assert (await entry_of(connection, waiting)).twin_id == first
        await entry_rows.change(connection, first, removed_at=NOON)
        await press(connection, waiting, "always", EMMA)
        assert await states(connection, waiting) == ("waiting", "queued")
        await entry_rows.change(connection, waiting, removed_at=NOON)
        again = await kept(connection, diary, note(3, file_unique_id="same"))
        assert (await entry_of(connection, again)).twin_id is None


async def test_twins_are_looked_for_in_the_same_diary_alone(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        await finished(connection, recording(1, file_unique_id="same"))
        entry_id = await kept(connection, diary, note(2, file_unique_id="same"))
        assert (await entry_of(connection, entry_id)).twin_id is None


async def test_the_day_is_that_of_the_diary(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        await diaries.change(connection, diary.id, time_zone="UTC", day_starts_hour=13)
        diary = await diaries.get(connection, diary.id)
        entry_id = await kept(connection, diary)
        assert (await entry_of(connection, entry_id)).day == NOON.date() - dt.timedelta(days=1)


async def test_what_nobody_answers_vanishes_after_two_days(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        waiting = await kept(connection, diary)
        await shown(connection, waiting)
        own = await recordings.accept(connection, recording(), LIMITS, NOON)
        answered = await kept(connection, diary, note(2, EMMA))
        await press(connection, answered, "once", EMMA)
        assert await captures.expire(connection, NOON + PATIENCE) == 0
        later = NOON + PATIENCE + dt.timedelta(seconds=1)
        assert await captures.expire(connection, later) == 1
        assert await entry_rows.get(connection, waiting) is None
        assert not await clips.exists(connection, CHAT, 1)
        assert [r.message_id for r in await removals.due(connection, later, 9)] == [50]
        assert own is not None
        assert await states(connection, own) == ("consent", "held")
        assert await states(connection, answered) == ("waiting", "queued")
        assert await captures.expire(connection, later) == 0
