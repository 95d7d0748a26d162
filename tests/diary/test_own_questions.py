"""One question at a time, all before one comes again; its answer is the next note or a reply."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary import own_questions, persons
from diary.errors import TooLate
from diary.own_questions import Choice
from storage import own_questions as rows
from storage import prompts
from storage.database import Connection, Database
from storage.own_questions import OwnQuestion
from storage.persons import Person
from tests.bot.library import lay_down, own_diary
from tests.diary.given import EMMA, JIWOO, NOON, entry_of

HOUR = dt.timedelta(hours=1)
LISTED = ("하나", "둘", "셋")
AT = (JIWOO, 40)


async def asked(connection: Connection, choice: Choice, at: dt.datetime = NOON) -> Person:
    """Jiwoo was asked this."""
    await own_diary(connection, JIWOO)
    person = await persons.meet(connection, JIWOO, "ko", NOON)
    await own_questions.wait(connection, person, choice, AT, at)
    return person


async def entry(connection: Connection, telegram_id: int = JIWOO) -> int:
    diary = await own_diary(connection, telegram_id)
    person = await persons.meet(connection, telegram_id, "ko", NOON)
    return await lay_down(connection, diary, person.id, NOON.date())


async def question_of(connection: Connection, entry_id: int) -> str | None:
    return (await entry_of(connection, entry_id)).question


@settings(deadline=None)
@given(st.integers(1, 10**6), st.integers(1, 30), st.integers(0, 10))
def test_every_question_comes_before_one_comes_again(person: int, many: int, own: int) -> None:
    listed = [f"q{n}" for n in range(many)]
    found = own_questions.choices(listed, [OwnQuestion(n + 1, f"own{n}") for n in range(own)])
    last, seen = None, []
    for _ in range(len(found)):
        choice = own_questions.following(person, found, last)
        seen.append(choice.text)
        last = choice.text
    assert sorted(seen) == sorted(choice.text for choice in found)
    assert own_questions.following(person, found, last).text == seen[0]


def test_people_are_asked_in_orders_of_their_own() -> None:
    found = own_questions.choices([str(n) for n in range(60)], ())
    assert len({own_questions.following(person, found, None).text for person in range(9)}) > 3


@pytest.mark.parametrize(("after_h", "is_answer"), [(0, True), (2.9, True), (3.0, False)])
async def test_the_next_note_within_three_hours_is_the_answer(
    database: Database, after_h: float, *, is_answer: bool
) -> None:
    async with database.writing() as connection:
        person = await asked(connection, Choice(1, "둘"))
        first, second = await entry(connection), await entry(connection)
        at = NOON + after_h * HOUR
        assert await own_questions.take_next(connection, person, first, at) == is_answer
        assert await question_of(connection, first) == ("둘" if is_answer else None)
        assert not await own_questions.take_next(connection, person, second, at)
        assert await question_of(connection, second) is None


async def test_who_does_not_want_to_answer_is_not_waited_for(database: Database) -> None:
    async with database.writing() as connection:
        person = await asked(connection, Choice(1, "둘"))
        await own_questions.stop(connection, person)
        assert not await own_questions.take_next(connection, person, await entry(connection), NOON)
        assert await prompts.find(connection, *AT, NOON) is None


async def test_a_reply_answers_what_its_message_asked_though_something_else_was_asked_since(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person = await asked(connection, Choice(1, "둘"))
        later = (JIWOO, 50)
        await own_questions.wait(connection, person, Choice(2, "셋"), later, NOON)
        prompt = await prompts.find(connection, *AT, NOON + 24 * HOUR)
        assert prompt is not None
        choice = await own_questions.chosen(connection, person, LISTED, prompt.subject_id or 0)
        replied, following = await entry(connection), await entry(connection)
        await own_questions.take_reply(connection, person, replied, choice, prompt)
        assert await question_of(connection, replied) == "둘"
        assert await own_questions.take_next(connection, person, following, NOON)
        assert await question_of(connection, following) == "셋"


async def test_an_entry_answers_one_question_and_only_its_authors(database: Database) -> None:
    async with database.writing() as connection:
        person = await asked(connection, Choice(1, "둘"))
        theirs = await entry(connection, EMMA)
        assert not await own_questions.take_next(connection, person, theirs, NOON)
        mine = await entry(connection)
        assert await own_questions.take_next(connection, person, mine, NOON)
        await own_questions.wait(connection, person, Choice(0, "하나"), AT, NOON)
        assert not await own_questions.take_next(connection, person, mine, NOON)
        assert await question_of(connection, mine) == "둘"


async def test_an_entry_that_is_no_answer_loses_the_question_once(database: Database) -> None:
    async with database.writing() as connection:
        person = await asked(connection, Choice(1, "둘"))
        number = await entry(connection)
        await own_questions.take_next(connection, person, number, NOON)
        await own_questions.forget(connection, await entry_of(connection, number))
        assert await question_of(connection, number) is None
        with pytest.raises(TooLate):
            await own_questions.forget(connection, await entry_of(connection, number))


async def test_own_questions_are_kept_once_asked_and_deleted_by_their_person_alone(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person = await asked(connection, Choice(0, "하나"))
        emma = await persons.meet(connection, EMMA, "ko", NOON)
        assert await own_questions.add(connection, person, "  무엇을\n읽었지? ", NOON)
        assert not await own_questions.add(connection, person, "무엇을 읽었지?", NOON)
        (own,) = await own_questions.of_person(connection, person)
        assert await own_questions.of_person(connection, emma) == []
        assert (await own_questions.chosen(connection, person, LISTED, -own.id)).text == own.text
        for stranger in (-own.id, 99):
            with pytest.raises(TooLate):
                await own_questions.chosen(connection, emma, LISTED, stranger)
        with pytest.raises(TooLate):
            await own_questions.remove(connection, emma, own.id)
        await own_questions.remove(connection, person, own.id)
        assert await own_questions.of_person(connection, person) == []


async def test_there_are_limits(database: Database) -> None:
    async with database.writing() as connection:
        person = await asked(connection, Choice(0, "하나"))
        for bad in ("", "  ", "x" * (own_questions.LONGEST + 1)):
            with pytest.raises(TooLate):
                await own_questions.add(connection, person, bad, NOON)
        for number in range(own_questions.MOST):
            await own_questions.add(connection, person, str(number), NOON)
        with pytest.raises(TooLate):
            await own_questions.add(connection, person, "more", NOON)


async def test_there_is_one_row_of_what_a_person_was_asked_last(database: Database) -> None:
    async with database.writing() as connection:
        person = await asked(connection, Choice(0, "하나"))
        await own_questions.wait(connection, person, Choice(1, "둘"), (JIWOO, 41), NOON)
        last = await rows.asked(connection, person.id)
        assert last is not None
        assert (last.text, last.message_id) == ("둘", 41)
