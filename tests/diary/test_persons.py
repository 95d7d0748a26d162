"""Who a person is: met once, spoken to in their language, back when they write."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary import persons
from storage import cards
from storage import persons as person_rows
from storage.database import Database
from tests.diary.given import JIWOO, NOON, accepted, card_of, recording


@pytest.mark.parametrize(
    ("code", "language"),
    [
        ("ko", "ko"),
        ("ko-KR", "ko"),
        ("KO", "ko"),
        ("en-GB", "en"),
        ("de", "en"),
        ("", "ko"),
        (None, "ko"),
    ],
)
def test_the_language_is_the_persons_and_else_english_or_the_default(
    code: str | None, language: str
) -> None:
    assert persons.language_of(code, "ko") == language


@given(st.none() | st.text(max_size=12))
def test_any_language_code_gives_a_language_that_is_spoken(code: str | None) -> None:
    assert persons.language_of(code, "ko") in persons.LANGUAGES


async def test_a_person_is_met_once_and_keeps_the_last_language(database: Database) -> None:
    async with database.writing() as connection:
        first = await persons.meet(connection, JIWOO, "ko", NOON)
        again = await persons.meet(connection, JIWOO, "en", NOON)
        assert again.id == first.id
        found = await person_rows.find(connection, JIWOO)
        assert found is not None
        assert (found.language, found.consented_at) == ("en", None)


async def test_everybody_has_one_diary_with_the_defaults_of_its_first_day(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person = await persons.meet(connection, JIWOO, "ko", NOON)
        first = await persons.own_diary(connection, person, "Asia/Seoul", 4, NOON)
        again = await persons.own_diary(connection, person, "Europe/Berlin", 0, NOON)
        assert first == again
        assert (first.time_zone, first.day_starts_hour) == ("Asia/Seoul", 4)


async def test_who_had_blocked_the_bot_and_writes_gets_what_waited(database: Database) -> None:
    async with database.writing() as connection:
        entry_id = await accepted(connection, recording())
        card = await card_of(connection, entry_id)
        await cards.change(connection, card.id, stopped="blocked")
        await persons.block(connection, JIWOO, NOON)
        blocked = await person_rows.find(connection, JIWOO)
        assert blocked is not None
        assert blocked.blocked_at == NOON
        await persons.meet(connection, JIWOO, "ko", NOON)
        back = await person_rows.find(connection, JIWOO)
        assert back is not None
        assert back.blocked_at is None
        assert (await card_of(connection, entry_id)).stopped is None
