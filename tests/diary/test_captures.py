"""Notes in a shared diary: each author says always, this once or never, and nobody for another."""

import datetime as dt
from dataclasses import replace
from typing import Any

import pytest

from diary import captures, comments, entries, groups, jobs, persons, recordings
from diary.captures import PATIENCE, Acceptance
from diary.comments import Remark
from diary.errors import NotYours, TooLate
from storage import cards, clips, diaries, members, removals, standings, tags
from storage import comments as comment_rows
from storage import entries as entry_rows
from storage import persons as person_rows
from storage.database import Connection, Database
from storage.diaries import Diary
from storage.entries import Entry
from storage.members import Member
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

CHAT, CHANNEL = -100_500, -100_900
BORAM = 9


async def shared(connection: Connection, chat_id: int = CHAT, kind: str = "group") -> Diary:
    """Emma's group is a diary, or her channel."""
    emma = await persons.meet(connection, EMMA, "en", NOON, name="Emma")
    place = groups.Place(chat_id, kind, "Family")
    diary, _ = await groups.make(connection, place, emma, LIMITS, NOON)
    return diary


def note(message_id: int = 1, telegram_id: int = JIWOO, **more: Any) -> recordings.Recording:
    return recording(message_id, telegram_id, **{"chat_id": CHAT, **more})


async def take(
    connection: Connection,
    diary: Diary,
    clip: recordings.Recording | None = None,
    way: str = "seen",
    now: dt.datetime = NOON,
) -> Acceptance:
    return await captures.accept(connection, clip or note(), diary, LIMITS, now, way=way)


async def kept(
    connection: Connection,
    diary: Diary,
    clip: recordings.Recording | None = None,
    way: str = "seen",
) -> int:
    """The entry that a note became."""
    taken = await take(connection, diary, clip, way)
    assert taken.outcome == "kept"
    assert taken.entry_id is not None
    return taken.entry_id


async def press(
    connection: Connection, entry_id: int, choice: str, by: int = JIWOO, here: int = CHAT
) -> None:
    entry = await captures.asked(connection, entry_id, by, NOON, here=here)
    await captures.answer(connection, entry, choice, NOON)


async def states(connection: Connection, entry_id: int) -> tuple[str, str]:
    entry, job = await entry_of(connection, entry_id), await job_of(connection, entry_id)
    return entry.state, job.state


async def member(connection: Connection, diary: Diary, telegram_id: int = JIWOO) -> Member | None:
    person = await person_rows.find(connection, telegram_id)
    return await members.find(connection, diary.id, person.id) if person else None


async def shown(connection: Connection, entry_id: int, message_id: int = 50) -> None:
    """The bot has sent the card."""
    card = await card_of(connection, entry_id)
    await cards.change(connection, card.id, message_id=message_id, shown=card.wanted)


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
            assert await take(connection, diary, note(3), way) == Acceptance("left")
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
            assert await take(connection, closed, note(2), way) == Acceptance("closed")
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


# Under the group's own name


async def whose(connection: Connection) -> tuple[Diary, int]:
    """A note that an anonymous administrator has sent."""
    diary = await shared(connection)
    return diary, await kept(connection, diary, note(1, CHAT))


async def test_a_note_under_the_groups_name_is_nobodys_until_an_administrator_claims_it(
    database: Database,
) -> None:
    async with database.writing() as connection:
        diary, entry_id = await whose(connection)
        assert await states(connection, entry_id) == ("consent", "held")
        author = await person_rows.get(connection, (await entry_of(connection, entry_id)).author_id)
        assert (author.kind, author.telegram_id) == ("chat", CHAT)
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        for status in (None, "member", "left"):
            if status is not None:
                await standings.put(connection, CHAT, JIWOO, status, NOON)
            with pytest.raises(NotYours):
                await captures.asked(connection, entry_id, JIWOO, NOON, here=CHAT)
        await standings.put(connection, CHAT, JIWOO, "administrator", NOON)
        entry = await captures.asked(connection, entry_id, JIWOO, NOON, here=CHAT)
        await captures.claim(connection, entry, jiwoo, NOON)
        assert (await entry_of(connection, entry_id)).author_id == jiwoo.id
        assert (await job_of(connection, entry_id)).person_id == jiwoo.id
        assert await states(connection, entry_id) == ("consent", "held")
        await press(connection, entry_id, "once")
        assert await states(connection, entry_id) == ("waiting", "queued")
        found = await member(connection, diary)
        assert found is not None
        assert found.state == "member"


async def test_an_administrator_of_an_hour_ago_claims_nothing(database: Database) -> None:
    async with database.writing() as connection:
        _, entry_id = await whose(connection)
        await standings.put(connection, CHAT, EMMA, "creator", NOON - dt.timedelta(hours=1))
        with pytest.raises(NotYours):
            await captures.asked(connection, entry_id, EMMA, NOON, here=CHAT)


async def test_who_has_said_always_claims_with_one_press(database: Database) -> None:
    async with database.writing() as connection:
        diary, entry_id = await whose(connection)
        await press(connection, await kept(connection, diary, note(2, EMMA)), "always", EMMA)
        await standings.put(connection, CHAT, EMMA, "creator", NOON)
        emma = await persons.meet(connection, EMMA, "en", NOON)
        entry = await captures.asked(connection, entry_id, EMMA, NOON, here=CHAT)
        await captures.claim(connection, entry, emma, NOON)
        assert await states(connection, entry_id) == ("waiting", "queued")
        with pytest.raises(TooLate):
            await captures.claim(connection, await entry_of(connection, entry_id), emma, NOON)


@pytest.mark.parametrize("choice", ["always", "once", "never"])
async def test_nobody_agrees_for_the_group(database: Database, choice: str) -> None:
    async with database.writing() as connection:
        _, entry_id = await whose(connection)
        await standings.put(connection, CHAT, EMMA, "creator", NOON)
        with pytest.raises(TooLate):
            await press(connection, entry_id, choice, EMMA)
        assert await states(connection, entry_id) == ("consent", "held")


async def test_an_administrator_can_drop_what_nobody_claims(database: Database) -> None:
    async with database.writing() as connection:
        diary, entry_id = await whose(connection)
        await standings.put(connection, CHAT, EMMA, "creator", NOON)
        await press(connection, entry_id, "drop", EMMA)
        assert await entry_rows.get(connection, entry_id) is None
        assert (await take(connection, diary, note(2, CHAT))).outcome == "kept"


# Channels


async def test_a_post_of_a_channel_is_an_entry_at_once(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection, CHANNEL, "channel")
        post = note(1, CHANNEL, chat_id=CHANNEL, kind="video", caption="첫 글 #봄")
        entry_id = await kept(connection, diary, post)
        assert await states(connection, entry_id) == ("waiting", "queued")
        entry, card = await entry_of(connection, entry_id), await card_of(connection, entry_id)
        author = await person_rows.get(connection, entry.author_id)
        assert (author.kind, author.telegram_id) == ("chat", CHANNEL)
        assert (card.chat_id, card.reply_to) == (CHANNEL, 1)


async def test_nobody_but_the_channel_writes_in_a_channel(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection, CHANNEL, "channel")
        jiwoo = await consenting(connection)
        for way in ("seen", "save"):
            clip = note(1, chat_id=CHANNEL)
            assert await take(connection, diary, clip, way) == Acceptance("quiet")
        assert not (await recordings.home(connection, diary, jiwoo, NOON)).is_agreed


# Captions


async def captioned(connection: Connection) -> int:
    diary = await shared(connection)
    clip = note(1, kind="video", caption="발표\n끝났다 #한강 #오늘")
    entry_id = await kept(connection, diary, clip)
    await press(connection, entry_id, "always")
    return entry_id


async def test_an_edited_caption_changes_title_words_and_tags(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await captioned(connection)
        before = (await card_of(connection, entry_id)).wanted
        assert await captures.edit_caption(connection, CHAT, 1, "새 제목\n새 글 #서울")
        entry = await entry_of(connection, entry_id)
        assert (entry.title, entry.caption) == ("새 제목", "새 글")
        assert await tags.of_entry(connection, entry_id, manual=True) == ["서울"]
        assert (await card_of(connection, entry_id)).wanted == before + 1
        assert not await captures.edit_caption(connection, CHAT, 1, "새 제목\n새 글 #서울")
        assert (await card_of(connection, entry_id)).wanted == before + 1


async def test_tags_of_the_analysis_outlive_an_edit(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await captioned(connection)
        diary_id = (await entry_of(connection, entry_id)).diary_id
        found = ("한강", "하루", "서울")
        await tags.replace(connection, diary_id, entry_id, found, manual=False)
        await captures.edit_caption(connection, CHAT, 1, "제목 #서울")
        assert await tags.of_entry(connection, entry_id, manual=True) == ["서울"]
        assert await tags.of_entry(connection, entry_id, manual=False) == ["하루"]


@pytest.mark.parametrize("message_id", [1, 2])
async def test_an_edit_of_what_is_no_entry_changes_nothing(
    database: Database, message_id: int
) -> None:
    async with database.writing() as connection:
        entry_id = await captioned(connection)
        await entries.cancel(connection, await entry_of(connection, entry_id))
        assert not await captures.edit_caption(connection, CHAT, message_id, "다른 말")
        assert (await entry_of(connection, entry_id)).title is None


# Entries and comments


async def above(connection: Connection, diary: Diary) -> int:
    """An entry of Emma's whose card stands in the chat as message 20."""
    entry_id = await kept(connection, diary, note(10, EMMA))
    await press(connection, entry_id, "always", EMMA)
    await shown(connection, entry_id, 20)
    return entry_id


async def own(connection: Connection, entry_id: int) -> Entry:
    return await entries.of_author(connection, entry_id, JIWOO, NOON, here=CHAT)


async def test_a_reply_that_was_meant_as_a_comment_becomes_one(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        about = await above(connection, diary)
        entry_id = await kept(connection, diary, note(30), "reply")
        assert (await card_of(connection, entry_id)).menu == recordings.ANSWER
        await press(connection, entry_id, "once")
        await shown(connection, entry_id, 31)
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        entry = await own(connection, entry_id)
        answer = await captures.to_comment(connection, entry, jiwoo, NOON)
        assert answer.outcome == "kept"
        said = await comment_rows.of_message(connection, CHAT, 30)
        assert said is not None
        assert (said.entry_id, said.author_id, said.kind) == (about, jiwoo.id, "video_note")
        assert await entry_rows.get(connection, entry_id) is None
        assert [r.message_id for r in await removals.due(connection, NOON, 9)] == [31]
        assert (await take(connection, diary, note(30), "reply")).outcome == "comment"


async def test_what_has_no_card_above_it_stays_an_entry(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        await above(connection, diary)
        for clip in (note(15), note(30, thread_id=4), note(31, kind="video")):
            entry_id = await kept(connection, diary, clip, "reply")
            assert (await card_of(connection, entry_id)).menu is None
            jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
            with pytest.raises(TooLate):
                await captures.to_comment(connection, await own(connection, entry_id), jiwoo, NOON)
            assert await entry_rows.get(connection, entry_id) is not None


async def test_where_comments_are_off_an_entry_stays_one(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        about = await above(connection, diary)
        entry_id = await kept(connection, diary, note(30), "reply")
        await entry_rows.change(connection, about, comments_on=False)
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        with pytest.raises(TooLate):
            await captures.to_comment(connection, await own(connection, entry_id), jiwoo, NOON)
        assert await entry_rows.get(connection, entry_id) is not None
        other = await kept(connection, diary, note(40), "reply")
        assert (await card_of(connection, other)).menu is None


async def test_a_comment_that_was_meant_as_an_entry_is_asked_about_like_any_note(
    database: Database,
) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        await above(connection, diary)
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        entry_id = await recordings.accept_comment(connection, note(30), diary, jiwoo, LIMITS, NOON)
        assert entry_id is not None
        assert await states(connection, entry_id) == ("consent", "held")
        assert (await card_of(connection, entry_id)).menu == recordings.ANSWER
        again = recordings.accept_comment(connection, note(30), diary, jiwoo, LIMITS, NOON)
        assert await again is None


async def test_a_comment_from_elsewhere_or_too_long_is_no_entry(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        closed = replace(diary, state="leaving")
        for clip, where in (
            (note(1, chat_id=CHAT - 7), diary),
            (note(1, duration_s=LIMITS.max_duration_s + 1), diary),
            (note(1), closed),
        ):
            made = recordings.accept_comment(connection, clip, where, jiwoo, LIMITS, NOON)
            assert await made is None
        await members.join(connection, diary.id, jiwoo.id, NOON)
        await members.change(connection, diary.id, jiwoo.id, state="left")
        made = recordings.accept_comment(connection, note(1), diary, jiwoo, LIMITS, NOON)
        assert await made is None


async def test_a_note_that_is_a_comment_is_no_entry_beside_it(database: Database) -> None:
    async with database.writing() as connection:
        diary = await shared(connection)
        await above(connection, diary)
        target = await comments.target(connection, CHAT, 20)
        assert target is not None
        jiwoo = await persons.meet(connection, JIWOO, "ko", NOON)
        await comments.add(connection, target, jiwoo, Remark(CHAT, 30, "video_note"), NOON)
        assert await take(connection, diary, note(30), "save") == Acceptance("comment")
