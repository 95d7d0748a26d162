"""What was chosen elsewhere comes along, once, as far as it could have been typed here."""

import datetime as dt

from archive.owner import Exclusion, Owner, Spelling
from diary import archived_choices, exclusions, own_questions
from diary import owner as owners
from storage import exclusions as exclusion_rows
from storage import glossary, tags
from storage import own_questions as question_rows
from storage.database import Database
from tests.diary.given import NOON, consenting

DAY = dt.date(2026, 11, 1)


async def test_choices_come_along_once(database: Database) -> None:
    owner = Owner(
        glossary=(Spelling("화사", "회사"),),
        exclusions=(Exclusion("tag", "회사"), Exclusion("days", first=DAY, last=DAY)),
        questions=("오늘 무엇에 웃었나요?",),
        unwanted_tags=("오늘", "그냥"),
    )
    async with database.writing() as connection:
        person = await consenting(connection)
        for _ in range(2):
            await archived_choices.keep(connection, person, owner, NOON)
        words = await glossary.of_person(connection, person.id)
        assert [(word.heard, word.meant) for word in words] == [("화사", "회사")]
        assert len(await exclusion_rows.of_person(connection, person.id)) == 2
        assert len(await question_rows.of_person(connection, person.id)) == 1
        assert await tags.unwanted(connection, person.id, ["오늘", "그냥", "산책"]) == {
            "오늘",
            "그냥",
        }
        # And so they are taken along again.
        made = await owners.of_person(connection, person, NOON)
        assert set(made.unwanted_tags) == set(owner.unwanted_tags)
        assert made.questions == owner.questions


async def test_what_could_not_be_typed_does_not_come_along(database: Database) -> None:
    owner = Owner(
        glossary=(Spelling(" ", "회사"), Spelling("화사", "")),
        exclusions=(
            Exclusion("days"),
            Exclusion("days", first=DAY),
            Exclusion("days", first=DAY, last=DAY - dt.timedelta(days=1)),
            Exclusion("tag"),
            Exclusion("name", " "),
            Exclusion("entry", entry="a" * 32),
        ),
        questions=("", "ㅋ" * (own_questions.LONGEST + 1)),
        unwanted_tags=("",),
    )
    async with database.writing() as connection:
        person = await consenting(connection)
        await archived_choices.keep(connection, person, owner, NOON)
        assert await glossary.of_person(connection, person.id) == []
        assert await exclusion_rows.of_person(connection, person.id) == []
        assert await question_rows.of_person(connection, person.id) == []


async def test_the_lists_grow_no_longer_than_by_hand(database: Database) -> None:
    many = tuple(Exclusion("tag", f"tag{n}") for n in range(exclusions.MOST + 5))
    questions = tuple(f"{n}?" for n in range(own_questions.MOST + 5))
    async with database.writing() as connection:
        person = await consenting(connection)
        owner = Owner(exclusions=many, questions=questions)
        await archived_choices.keep(connection, person, owner, NOON)
        assert len(await exclusion_rows.of_person(connection, person.id)) == exclusions.MOST
        assert len(await question_rows.of_person(connection, person.id)) == own_questions.MOST
