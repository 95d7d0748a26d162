"""A person's own words: at most sixty, theirs alone, and known to the recogniser."""

from __future__ import annotations

import pytest

from analysis.pipeline import Recipe
from diary import glossary
from diary.errors import NoRoom, NotYours, TooLate, TooLong
from storage import persons
from storage.database import Database
from tests.diary.given import EMMA, NOON, consenting

RECIPE = Recipe("models")


async def test_sixty_words_are_kept_and_no_more(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        for number in range(glossary.MOST):
            await glossary.add(connection, person, f"틀린말{number}", f"맞는말{number}", NOON)
        with pytest.raises(NoRoom):
            await glossary.add(connection, person, "하나 더", "하나 더요", NOON)
        await glossary.add(connection, person, "틀린말3", "다른 뜻", NOON)
        terms = await glossary.of_person(connection, person)
        assert len(terms) == glossary.MOST
        assert terms[3].meant == "다른 뜻"
        await glossary.remove(connection, person, terms[0].id)
        await glossary.add(connection, person, "하나 더", "하나 더요", NOON)


@pytest.mark.parametrize(("heard", "meant"), [("", "가게"), ("가게", "  "), ("가게", "가게")])
async def test_what_says_nothing_is_no_word(database: Database, heard: str, meant: str) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        with pytest.raises(TooLate):
            await glossary.add(connection, person, heard, meant, NOON)
        with pytest.raises(TooLong):
            await glossary.add(connection, person, "가" * 65, "나", NOON)


async def test_nobody_takes_out_words_of_others(database: Database) -> None:
    async with database.writing() as connection:
        person, other = await consenting(connection), await consenting(connection, EMMA, "en")
        await glossary.add(connection, person, "회사", "가게", NOON)
        [term] = await glossary.of_person(connection, person)
        for term_id in (term.id, 99):
            with pytest.raises(NotYours):
                await glossary.remove(connection, other, term_id)
        assert await glossary.of_person(connection, other) == []


async def test_the_recipe_knows_how_a_person_speaks(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        assert await glossary.recipe_for(connection, person.id, RECIPE) is RECIPE
        await glossary.add(connection, person, "회사", "가게", NOON)
        await persons.change(connection, person.id, speech_language="en")
        found = await glossary.recipe_for(connection, person.id, RECIPE)
        assert (found.glossary, found.speech_language) == ((("회사", "가게"),), "en")
