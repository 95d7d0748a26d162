"""Everybody answers alone, then everybody sees."""

import datetime as dt

import pytest

from diary import deletions, groups, questions, search_terms, shares, undo
from diary.errors import NotYours, TooLate
from diary.questions import LATE, NEXT, PROMPT
from storage import cards, diaries, members, persons, prompts, terms
from storage import entries as entry_rows
from storage import questions as rows
from storage import shares as share_rows
from storage.database import Database
from storage.diaries import Diary
from tests.diary.asked import END, asked
from tests.diary.given import EMMA, JIWOO, LIMITS, NOON, accepted, entry_of, finished, recording
from tests.diary.shared import GROUP, family, stand

MANY = 60


def test_no_question_comes_again_before_all_others_have() -> None:
    for diary_id in (1, 2, 77):
        order = [questions.place(diary_id, number, MANY) for number in range(2 * MANY)]
        assert sorted(order[:MANY]) == list(range(MANY))
        assert order[MANY:] == order[:MANY]


def test_diaries_are_asked_in_orders_of_their_own() -> None:
    firsts = {questions.place(diary_id, 0, MANY) for diary_id in range(200)}
    assert len(firsts) > MANY // 2


async def test_the_next_question_is_due_at_the_minute_of_the_diarys_clock(
    database: Database,
) -> None:
    async with database.writing() as connection:
        them = await family(connection)
        await questions.set_minute(connection, them.diary, 21 * 60 + 30, NOON)
        diary = await diaries.get(connection, them.diary.id)
        assert diary.next_question_at == NOON + dt.timedelta(minutes=30)
        await questions.set_minute(connection, them.diary, 21 * 60, NOON)
        diary = await diaries.get(connection, them.diary.id)
        assert diary.next_question_at == NOON + dt.timedelta(days=1)
        await questions.set_minute(connection, them.diary, None, NOON)
        diary = await diaries.get(connection, them.diary.id)
        assert (diary.question_minute, diary.next_question_at) == (None, None)


def test_a_question_closes_when_the_diarys_day_ends() -> None:
    diary = Diary(1, 1, GROUP, "Asia/Seoul", 4, kind="group")
    assert questions.closing(diary, NOON) == END
    after_midnight = NOON + dt.timedelta(hours=4)
    assert questions.closing(diary, after_midnight) == END
    midnight = Diary(1, 1, GROUP, "Asia/Seoul", 0, kind="group")
    assert questions.closing(midnight, NOON) == NOON + dt.timedelta(hours=3)


async def test_nobody_sees_an_answer_before_all_have_given_one(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        first = await home.answer(home.family.jiwoo, 1)
        question = await home.question()
        assert (question.answered, question.members, question.state) == (1, 2, "open")
        assert question.wanted > question.shown
        assert await home.show() == []
        assert not await home.seen(first)
        second = await home.answer(home.family.emma, 2)
        question = await home.question()
        assert (question.answered, question.members, question.state) == (2, 2, "closed")
        assert await home.show() == [True, True]
        assert await home.seen(first)
        assert await home.seen(second)
        assert await home.show() == []


async def test_what_is_shown_is_the_video_and_the_key_sentence_on_a_card_in_the_group(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        await diaries.change(connection, home.family.diary.id, topic_id=44)
        entry_id = await home.answer(home.family.jiwoo, 1)
        await questions.close(connection, await home.question(), NOON)
        assert await home.show() == [True]
        share = await share_rows.find(connection, entry_id, home.family.diary.id)
        assert share is not None
        assert share.shown == {"video", "key"}
        card = await cards.of_share(connection, share.id)
        assert card is not None
        assert (card.chat_id, card.thread_id) == (GROUP, 44)


async def test_the_days_end_shows_what_there_is(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        entry_id = await home.answer(home.family.jiwoo, 1)
        assert await rows.to_close(connection, END - dt.timedelta(seconds=1), 9) == []
        (over,) = await rows.to_close(connection, END, 9)
        assert await questions.close(connection, over, END)
        assert not await questions.close(connection, over, END)
        await stand(connection, home.family.jiwoo, "member", END)
        assert await home.show(END) == [True]
        assert await home.seen(entry_id)


async def test_an_answer_that_is_not_analysed_yet_is_shown_when_it_is(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        done = await entry_of(connection, await finished(connection, recording(2, EMMA)))
        entry_id = await accepted(connection, recording(1))
        assert await home.take(home.family.jiwoo, entry_id)
        await questions.close(connection, await home.question(), NOON)
        assert await home.show() == []
        assert await home.state(home.family.jiwoo) == "due"
        await entry_rows.change(connection, entry_id, state="done", report=done.report)
        assert await home.show() == [True]
        assert await home.seen(entry_id)


async def test_a_late_answer_is_shown_when_its_author_says_so(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        await questions.close(connection, await home.question(), END)
        later = END + dt.timedelta(hours=3)
        entry_id = await home.answer(home.family.jiwoo, 1, later)
        assert await home.show(later) == []
        assert not await home.seen(entry_id)
        assert (await home.question()).answered == 0
        entry = await entry_of(connection, entry_id)
        await questions.show_late(connection, entry)
        with pytest.raises(TooLate):
            await questions.show_late(connection, entry)
        assert await home.show(later) == [True]
        assert await home.seen(entry_id)
        assert (await home.question()).answered == 1


async def test_a_late_answer_can_be_taken_for_none(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        later = END + dt.timedelta(hours=3)  # it is over, also where nobody has closed it yet
        entry_id = await home.answer(home.family.jiwoo, 1, later)
        await questions.close(connection, await home.question(), later)
        assert await home.show(later) == []
        await questions.retract(connection, await entry_of(connection, entry_id), later)
        with pytest.raises(TooLate):
            await questions.show_late(connection, await entry_of(connection, entry_id))
        assert not await home.seen(entry_id)


async def test_a_week_later_nobody_can_answer(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        await questions.close(connection, await home.question(), END)
        entry_id = await finished(connection, recording(1))
        assert not await home.take(home.family.jiwoo, entry_id, END + LATE)
        with pytest.raises(TooLate):
            await questions.asked(connection, home.family.jiwoo, home.question_id, END + LATE)


async def test_a_private_answer_is_never_shown(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        entry_id = await home.answer(home.family.jiwoo, 1)
        await entry_rows.change(connection, entry_id, is_private=True)
        await questions.close(connection, await home.question(), NOON)
        assert await home.show() == [False]
        await entry_rows.change(connection, entry_id, is_private=False)
        assert await home.show() == []
        assert not await home.seen(entry_id)


@pytest.mark.parametrize("deleted_first", [False, True])
async def test_an_answer_that_comes_due_while_it_is_deleted_is_shown_once_it_is_brought_back(
    database: Database, *, deleted_first: bool
) -> None:
    """Deleted before the question closes, or in the moment in which the bot asks Telegram."""
    async with database.writing() as connection:
        home = await asked(connection)
        jiwoo = home.family.jiwoo
        entry = await entry_of(connection, await home.answer(jiwoo, 1))
        if deleted_first:
            change_id = await deletions.delete(connection, jiwoo, entry, NOON)
            await questions.close(connection, await home.question(), NOON)
            assert await home.show() == []
        else:
            await questions.close(connection, await home.question(), NOON)
            [answer] = await rows.to_show(connection, NOON, 10)
            change_id = await deletions.delete(connection, jiwoo, entry, NOON)
            assert not await questions.show(connection, answer, jiwoo, NOON)
        assert not await home.seen(entry.id)
        assert await home.state(jiwoo) == "due"
        await undo.undo(connection, jiwoo, change_id, NOON)
        assert await home.show() == [True]
        assert await home.seen(entry.id)


async def test_a_cancelled_answer_does_not_count_and_can_be_given_anew(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        entry_id = await home.answer(home.family.jiwoo, 1)
        await entry_rows.change(connection, entry_id, state="cancelled")
        (question,) = await rows.miscounted(connection, 9)
        await questions.recount(connection, question, NOON)
        assert (await home.question()).answered == 0
        again = await home.answer(home.family.jiwoo, 2)
        assert (await home.question()).answered == 1
        await questions.close(connection, await home.question(), NOON)
        assert await home.show() == [True]
        assert (await home.seen(entry_id), await home.seen(again)) == (False, True)


async def test_a_note_that_waits_for_consent_does_not_count(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        entry_id = await finished(connection, recording(1))
        await entry_rows.change(connection, entry_id, state="consent")
        assert await home.take(home.family.jiwoo, entry_id)
        assert (await home.question()).answered == 0
        await entry_rows.change(connection, entry_id, state="waiting")
        (question,) = await rows.miscounted(connection, 9)
        await questions.recount(connection, question, NOON)
        assert (await home.question()).answered == 1
        assert await rows.miscounted(connection, 9) == []


async def test_one_answer_each(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        await home.answer(home.family.jiwoo, 1)
        second = await finished(connection, recording(2))
        assert not await home.take(home.family.jiwoo, second)
        assert (await home.question()).answered == 1


async def test_whoever_is_not_in_the_diary_cannot_answer(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        for person in (home.family.seorin, home.family.mallory):
            entry_id = await finished(connection, recording(1, person.telegram_id))
            assert not await home.take(person, entry_id)
            with pytest.raises(NotYours):
                await questions.asked(connection, person, home.question_id, NOON)
        with pytest.raises(NotYours):
            await questions.asked(connection, home.family.jiwoo, 4711, NOON)
        await stand(connection, home.family.jiwoo, "left", NOON)
        with pytest.raises(NotYours):
            await questions.asked(connection, home.family.jiwoo, home.question_id, NOON)


@pytest.mark.parametrize("way", ["left the chat", "left the diary", "is not known to be there"])
async def test_whoever_left_is_not_shown(database: Database, way: str) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        jiwoo = home.family.jiwoo
        entry_id = await home.answer(jiwoo, 1)
        await questions.close(connection, await home.question(), NOON)
        now = NOON
        if way == "left the chat":
            await stand(connection, jiwoo, "left", NOON)
        elif way == "left the diary":
            await members.change(connection, home.family.diary.id, jiwoo.id, state="left")
        else:
            now = NOON + dt.timedelta(minutes=5)
        assert await home.show(now) == [False]
        assert not await home.seen(entry_id)


async def test_when_the_last_who_has_not_answered_leaves_the_question_opens(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        await home.answer(home.family.jiwoo, 1)
        await members.change(
            connection, home.family.diary.id, home.family.emma.id, state="left", left_at=NOON
        )
        (question,) = await rows.miscounted(connection, 9)
        await questions.recount(connection, question, NOON)
        question = await home.question()
        assert (question.state, question.answered, question.members) == ("closed", 1, 1)


async def test_an_answer_can_be_taken_for_none_until_it_is_shown(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        entry_id = await home.answer(home.family.jiwoo, 1)
        entry = await entry_of(connection, entry_id)
        await questions.retract(connection, entry, NOON)
        assert (await home.question()).answered == 0
        with pytest.raises(TooLate):
            await questions.retract(connection, entry, NOON)
        assert await home.take(home.family.jiwoo, entry_id)
        await questions.close(connection, await home.question(), NOON)
        assert await home.show() == [True]
        with pytest.raises(TooLate):
            await questions.retract(connection, entry, NOON)


async def test_what_its_author_took_back_is_not_shown_again(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        entry_id = await home.answer(home.family.jiwoo, 1)
        await questions.close(connection, await home.question(), NOON)
        await home.show()
        share = await share_rows.find(connection, entry_id, home.family.diary.id)
        assert share is not None
        await shares.take_back(connection, share, NOON)
        answer = await rows.answer(connection, home.question_id, home.family.jiwoo.id)
        assert answer is not None
        assert await rows.change_answer(connection, answer, was="shown", state="due")
        assert await home.show() == [False]
        assert not await home.seen(entry_id)


async def test_nothing_is_shown_while_the_diary_sleeps(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        await home.answer(home.family.jiwoo, 1)
        await diaries.change(connection, home.family.diary.id, state="frozen")
        await questions.close(connection, await home.question(), NOON)
        assert await home.show() == []
        await diaries.change(connection, home.family.diary.id, state="open")
        assert await home.show() == [True]


async def test_the_next_note_is_waited_for_an_hour_and_a_reply_until_the_end(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        jiwoo = home.family.jiwoo
        await questions.wait(connection, jiwoo, await home.question(), (JIWOO, 9), NOON)

        async def waits(at: dt.datetime) -> tuple[bool, bool]:
            following = await prompts.waits_for_next(connection, jiwoo.id, PROMPT, at)
            return following is not None, await prompts.find(connection, JIWOO, 9, at) is not None

        assert await waits(NOON) == (True, True)
        assert await waits(NOON + NEXT) == (False, True)
        assert await waits(END) == (False, False)
        await home.answer(jiwoo, 1)
        assert await waits(NOON) == (False, False)


async def test_what_was_claimed_is_sent_on_the_same_day_of_the_diarys_clock_or_not_at_all(
    database: Database,
) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        question = await home.question()
        midnight = NOON + dt.timedelta(hours=3)
        before = midnight - dt.timedelta(seconds=1)
        assert await questions.to_be_asked(connection, question, before) is not None
        assert await questions.to_be_asked(connection, question, midnight) is None
        await diaries.change(connection, home.family.diary.id, state="frozen")
        assert await questions.to_be_asked(connection, question, before) is None


async def test_a_group_that_moves_is_asked_anew(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        await groups.move(connection, GROUP, -100_555, NOON)
        question = await home.question()
        assert (question.state, question.chat_id) == ("claimed", -100_555)
        assert question.message_id is None
        await rows.change(connection, question.id, was=("claimed",), state="open", message_id=7)
        await questions.close(connection, await home.question(), NOON)
        await rows.move(connection, -100_555, -100_666, NOON)
        assert (await home.question()).state == "closed"


async def test_a_channels_name_is_nobody_who_has_to_answer(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        place = groups.Place(-900, "channel", "Channel")
        await groups.make(connection, place, home.family.jiwoo, LIMITS, NOON)
        channel = await persons.find(connection, -900)
        assert channel is not None
        await members.join(connection, home.family.diary.id, channel.id, NOON)
        assert await rows.counts(connection, await home.question()) == (0, 2)


async def test_a_shown_answer_is_found_in_the_diary_that_asked(database: Database) -> None:
    async with database.writing() as connection:
        home = await asked(connection)
        entry_id = await home.answer(home.family.jiwoo, 1)
        found = (home.family.diary.id, search_terms.ANY)
        assert await terms.entries_with(connection, *found) == []
        await questions.close(connection, await home.question(), NOON)
        assert await home.show() == [True]
        assert await terms.entries_with(connection, *found) == [entry_id]
