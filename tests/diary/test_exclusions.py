"""A person alone says what does not come up when they look back, and gets it back."""

import datetime as dt

import pytest

from diary import exclusions, persons
from diary.errors import TooLate
from diary.exclusions import DAYS, NAME, TAG, Wish
from storage import entries, terms
from storage.database import Connection, Database
from storage.persons import Person
from tests.bot.library import lay_down, own_diary
from tests.diary.given import EMMA, JIWOO, NOON, entry_of
from tests.sealed import seals as seals  # noqa: PLC0414 - each story on both kinds of disk

DAY = dt.date(2025, 3, 1)


async def somebody(connection: Connection, telegram_id: int = JIWOO) -> tuple[Person, int]:
    number = await own_diary(connection, telegram_id)
    return await persons.meet(connection, telegram_id, "ko", NOON), number


@pytest.mark.parametrize(
    ("said", "wish"),
    [
        ("#아빠", Wish(TAG, "아빠")),
        (" #Work ", Wish(TAG, "work")),
        ("@민수", Wish(NAME, "민수")),
        ("@Anna  Lee", Wish(NAME, "anna lee")),
        ("2025-03-01", Wish(DAYS, None, DAY, DAY)),
        ("2025-03-01..2025-04-10", Wish(DAYS, None, DAY, dt.date(2025, 4, 10))),
        ("2025-04-10 ~ 2025-3-1", Wish(DAYS, None, DAY, dt.date(2025, 4, 10))),
        ("#", None),
        ("아빠", None),
        ("", None),
        ("2025-02-30", None),
        ("2025-03-01..", None),
        ("@" + "x" * 500, Wish(NAME, "x" * 64)),
    ],
)
def test_what_somebody_writes_is_a_tag_a_name_or_days(said: str, wish: Wish | None) -> None:
    assert exclusions.read(said) == wish


@pytest.mark.parametrize("said", ["#아빠", "@민수", "2025-03-01..2025-03-02"])
async def test_what_is_left_out_is_not_allowed_and_comes_again(
    database: Database, said: str
) -> None:
    wish = exclusions.read(said)
    assert wish is not None
    async with database.writing() as connection:
        person, diary = await somebody(connection)
        them = [
            await lay_down(connection, diary, person.id, DAY, names=("아빠",), title="민수와"),
            await lay_down(connection, diary, person.id, dt.date(2025, 5, 1), names=("산책",)),
        ]
        assert await exclusions.allowed(connection, person, them) == set(them)
        await exclusions.add(connection, person, wish, NOON)
        await exclusions.add(connection, person, wish, NOON)
        assert await exclusions.allowed(connection, person, them) == {them[1]}
        (known,) = await exclusions.of_person(connection, person)
        await exclusions.remove(connection, person, known.id)
        assert await exclusions.allowed(connection, person, them) == set(them)


async def test_a_name_leaves_out_what_this_person_wrote_and_what_speaks_of_them(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person, diary = await somebody(connection)
        emma = await persons.meet(connection, EMMA, "ko", NOON, name="Emma", username="emma_k")
        theirs = await lay_down(connection, diary, emma.id, DAY)
        spoken = await lay_down(connection, diary, person.id, DAY)
        await terms.replace(connection, diary, spoken, ["emma", "좋다"])
        other = await lay_down(connection, diary, person.id, DAY, title="Emmanuel")
        plain = await lay_down(connection, diary, person.id, DAY, title="산책")
        them = [theirs, spoken, other, plain]
        await exclusions.add(connection, person, Wish(NAME, "emma_k"), NOON)
        assert await exclusions.allowed(connection, person, them) == {spoken, other, plain}
        await exclusions.add(connection, person, Wish(NAME, "emma"), NOON)
        assert plain in await exclusions.allowed(connection, person, them)
        assert spoken not in await exclusions.allowed(connection, person, them)


async def test_signs_that_mean_something_to_a_database_are_letters(database: Database) -> None:
    async with database.writing() as connection:
        person, diary = await somebody(connection)
        entry = await lay_down(connection, diary, person.id, DAY, title="아무거나")
        await exclusions.add(connection, person, Wish(NAME, "%"), NOON)
        await exclusions.add(connection, person, Wish(NAME, "_"), NOON)
        await exclusions.add(connection, person, Wish(TAG, "' or 1=1 --"), NOON)
        assert await exclusions.allowed(connection, person, [entry]) == {entry}


async def test_what_one_person_leaves_out_others_still_meet(database: Database) -> None:
    async with database.writing() as connection:
        person, diary = await somebody(connection)
        emma, _ = await somebody(connection, EMMA)
        entry = await lay_down(connection, diary, person.id, DAY, names=("아빠",))
        await exclusions.add(connection, person, Wish(TAG, "아빠"), NOON)
        assert await exclusions.allowed(connection, emma, [entry]) == {entry}
        (known,) = await exclusions.of_person(connection, person)
        with pytest.raises(TooLate):
            await exclusions.remove(connection, emma, known.id)


async def test_a_hidden_entry_comes_up_for_nobody_and_is_listed_for_its_author(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person, diary = await somebody(connection)
        emma, _ = await somebody(connection, EMMA)
        entry = await lay_down(connection, diary, person.id, DAY, title="그날")
        await exclusions.hide(connection, await entry_of(connection, entry))
        assert await exclusions.allowed(connection, person, [entry]) == set()
        assert await exclusions.allowed(connection, emma, [entry]) == set()
        (known,) = await exclusions.hidden(connection, person)
        assert (known.entry_id, known.day, known.title) == (entry, DAY, "그날")
        assert await exclusions.hidden(connection, emma) == []
        await exclusions.hide(connection, await entry_of(connection, entry), hidden=False)
        assert await exclusions.allowed(connection, person, [entry]) == {entry}


async def test_thousands_of_entries_can_be_asked_about_at_once(database: Database) -> None:
    async with database.writing() as connection:
        person, diary = await somebody(connection)
        entry = await lay_down(connection, diary, person.id, DAY)
        await exclusions.add(connection, person, Wish(TAG, "x"), NOON)
        assert await exclusions.allowed(connection, person, range(1, 5000)) == {entry}


async def test_nobody_can_leave_out_more_than_they_could_look_through(database: Database) -> None:
    async with database.writing() as connection:
        person, _ = await somebody(connection)
        for number in range(exclusions.MOST):
            await exclusions.add(connection, person, Wish(TAG, str(number)), NOON)
        with pytest.raises(TooLate):
            await exclusions.add(connection, person, Wish(TAG, "more"), NOON)


async def test_what_was_deleted_is_not_listed_as_hidden(database: Database) -> None:
    async with database.writing() as connection:
        person, diary = await somebody(connection)
        entry = await lay_down(connection, diary, person.id, DAY, is_hidden=True)
        await entries.change(connection, entry, state="deleted")
        assert await exclusions.hidden(connection, person) == []
