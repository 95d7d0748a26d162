"""Questions are claimed once, at their minute or a little later on the same day."""

import asyncio
import datetime as dt

import pytest

from diary import questions
from scheduler.questions import recount, tick
from storage import diaries, members
from storage import questions as rows
from storage.database import Connection, Database
from storage.diaries import Diary
from tests.diary.given import NOON, Clock
from tests.diary.shared import GROUP, Family, family

HOUR = dt.timedelta(hours=1)
NINE = 21 * 60


async def asks(connection: Connection, at: dt.datetime = NOON) -> Family:
    """The family wants a question at nine, and it is not nine yet."""
    them = await family(connection)
    await questions.set_minute(connection, them.diary, NINE, at - HOUR)
    return them


async def asked(database: Database, diary: Diary) -> list[dt.date]:
    """The days that the diary has a question for."""
    days = [dt.date(2026, 11, 19) + dt.timedelta(days=n) for n in range(6)]
    async with database.reading() as connection:
        return [day for day in days if await rows.of_day(connection, diary.id, day)]


def nothing() -> None:
    """Nobody has to be woken."""


async def test_a_question_is_claimed_when_its_minute_has_come(database: Database) -> None:
    async with database.writing() as connection:
        them = await asks(connection)
    woken: list[int] = []
    clock = Clock(NOON - dt.timedelta(seconds=1))
    await tick(database, clock, lambda: woken.append(1))
    assert (await asked(database, them.diary), woken) == ([], [])
    clock.pass_s(1)
    await tick(database, clock, lambda: woken.append(1))
    await tick(database, clock, lambda: woken.append(1))
    assert (await asked(database, them.diary), woken) == ([dt.date(2026, 11, 20)], [1])
    async with database.reading() as connection:
        question = await rows.of_day(connection, them.diary.id, dt.date(2026, 11, 20))
        diary = await diaries.get(connection, them.diary.id)
    assert question is not None
    assert (question.state, question.number, question.chat_id) == ("claimed", 0, GROUP)
    assert question.closes_at == NOON + 7 * HOUR
    assert diary.next_question_at == NOON + 24 * HOUR


async def test_every_day_has_the_next_question(database: Database) -> None:
    async with database.writing() as connection:
        them = await asks(connection)
    clock = Clock()
    for _ in range(3):
        await tick(database, clock, nothing)
        clock.pass_s(24 * 3600)
    async with database.reading() as connection:
        found = [
            await rows.of_day(connection, them.diary.id, dt.date(2026, 11, 20 + n))
            for n in range(3)
        ]
    assert [question.number for question in found if question] == [0, 1, 2]


@pytest.mark.parametrize(("late_h", "count"), [(2.9, 1), (3.1, 0), (7.5, 0), (20, 0)])
async def test_a_bot_that_was_away_asks_later_on_the_same_day_or_not_at_all(
    database: Database, late_h: float, count: int
) -> None:
    async with database.writing() as connection:
        them = await asks(connection)
    await tick(database, Clock(NOON + late_h * HOUR), nothing)
    assert len(await asked(database, them.diary)) == count
    async with database.reading() as connection:
        diary = await diaries.get(connection, them.diary.id)
    assert diary.next_question_at == NOON + 24 * HOUR


async def test_another_minute_on_the_same_day_asks_no_second_time(database: Database) -> None:
    async with database.writing() as connection:
        them = await asks(connection)
    clock = Clock()
    await tick(database, clock, nothing)
    async with database.writing() as connection:
        await questions.set_minute(connection, them.diary, NINE + 5, clock())
    clock.pass_s(301)
    await tick(database, clock, nothing)
    async with database.reading() as connection:
        assert len(await rows.to_send(connection, clock(), 9)) == 1


@pytest.mark.parametrize("values", [{"state": "frozen"}, {"state": "leaving"}, {"kind": "channel"}])
async def test_a_diary_that_is_no_open_groups_is_not_asked(
    database: Database, values: dict[str, str]
) -> None:
    async with database.writing() as connection:
        them = await asks(connection)
        await diaries.change(connection, them.diary.id, **values)
    await tick(database, Clock(), nothing)
    assert await asked(database, them.diary) == []


async def test_two_ticks_at_once_ask_once(database: Database) -> None:
    async with database.writing() as connection:
        them = await asks(connection)
    other = Database(database.url)
    woken: list[int] = []
    both = (tick(one, Clock(), lambda: woken.append(1)) for one in (database, other))
    await asyncio.gather(*both)
    await other.close()
    assert woken == [1]
    assert await asked(database, them.diary) == [dt.date(2026, 11, 20)]


async def test_who_has_joined_since_is_counted(database: Database) -> None:
    async with database.writing() as connection:
        them = await asks(connection)
    await tick(database, Clock(), nothing)
    async with database.writing() as connection:
        (question,) = await rows.to_send(connection, NOON, 9)
        await rows.change(connection, question.id, was=("claimed",), state="open", members=2)
        await members.join(connection, them.diary.id, them.seorin.id, NOON)
    woken: list[int] = []
    await recount(database, Clock(), lambda: woken.append(1))
    await recount(database, Clock(), lambda: woken.append(1))
    async with database.reading() as connection:
        question = await rows.of_day(connection, them.diary.id, question.day) or question
    assert (question.members, question.wanted, woken) == (3, 1, [1])
