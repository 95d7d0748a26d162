"""Every entry comes up on its days; nobody meets another person's, nor the same again and again."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary import exclusions, memories, persons
from diary.errors import NotYours
from diary.exclusions import TAG, Wish
from diary.memories import Ago
from storage import diaries, entries, members, standings
from storage.database import Connection, Database
from storage.diaries import Diary
from storage.persons import Person
from tests.bot.library import lay_down, own_diary
from tests.diary.given import EMMA, JIWOO, NOON, entry_of
from tests.diary.shared import family

TODAY = dt.date(2026, 11, 20)
FIRST = dt.date(1990, 1, 1)
DAY = dt.timedelta(days=1)
days = st.dates(dt.date(1995, 1, 1), dt.date(2025, 12, 31))


async def somebody(connection: Connection, telegram_id: int = JIWOO) -> tuple[Person, Diary]:
    number = await own_diary(connection, telegram_id)
    person = await persons.meet(connection, telegram_id, "ko", NOON)
    return person, await diaries.get(connection, number)


async def shown(
    connection: Connection, who: tuple[Person, Diary], now: dt.datetime = NOON, **more: bool
) -> int | None:
    """The entry that comes up, which is written down as shown."""
    person, diary = who
    found = await memories.of_today(connection, person, diary, now, by_itself=True, **more)
    if found is None:
        return None
    await memories.note(connection, person, found, now)
    return found.entry.id


def test_a_week_a_month_and_years_ago_come_up() -> None:
    assert list(memories.sources(TODAY, dt.date(2024, 1, 1))) == [
        (Ago("year", 2), (dt.date(2024, 11, 20),)),
        (Ago("year", 1), (dt.date(2025, 11, 20),)),
        (Ago("month"), (dt.date(2026, 10, 20),)),
        (Ago("week"), (dt.date(2026, 11, 13),)),
    ]


@pytest.mark.parametrize(
    ("today", "ago", "them"),
    [
        (dt.date(2027, 2, 28), Ago("year", 3), [dt.date(2024, 2, 28), dt.date(2024, 2, 29)]),
        (dt.date(2028, 2, 29), Ago("year", 4), [dt.date(2024, 2, 29)]),
        (dt.date(2028, 2, 28), Ago("year", 4), [dt.date(2024, 2, 28)]),
        (dt.date(2026, 2, 28), Ago("month"), [dt.date(2026, 1, n) for n in (28, 29, 30, 31)]),
        (dt.date(2026, 4, 30), Ago("month"), [dt.date(2026, 3, 30), dt.date(2026, 3, 31)]),
    ],
)
def test_days_that_a_month_lacks_come_up_on_its_last(
    today: dt.date, ago: Ago, them: list[dt.date]
) -> None:
    assert list(dict(memories.sources(today, FIRST))[ago]) == them


@settings(deadline=None)
@given(days, st.integers(1, 25))
def test_every_entry_comes_up_on_one_day_of_each_year(day: dt.date, years: int) -> None:
    about = memories.months_later(day, 12 * years)
    found = [
        today
        for today in (about + n * DAY for n in range(-5, 6))
        if day in dict(memories.sources(today, day)).get(Ago("year", years), ())
    ]
    assert len(found) == 1
    assert abs((found[0] - day).days - 365.25 * years) < 1.5


@settings(deadline=None)
@given(days)
def test_every_entry_comes_up_on_one_day_after_a_month(day: dt.date) -> None:
    later = [day + n * DAY for n in range(70)]
    found = [one for one in later if day in dict(memories.sources(one, day)).get(Ago("month"), ())]
    assert found == [memories.months_later(day, 1)]


@settings(deadline=None)
@given(st.dates())
def test_any_day_at_all_can_be_looked_back_from(today: dt.date) -> None:
    if today > dt.date.min + 31 * DAY:
        assert all(day < today for _, found in memories.sources(today, FIRST) for day in found)


async def test_the_longest_ago_comes_first_and_none_twice(database: Database) -> None:
    async with database.writing() as connection:
        who = await somebody(connection)
        person, diary = who
        them = [
            await lay_down(connection, diary.id, person.id, day)
            for day in (TODAY - 7 * DAY, dt.date(2024, 11, 20), dt.date(2025, 11, 20))
        ]
        assert [await shown(connection, who) for _ in range(4)] == [them[1], them[2], them[0], None]


async def test_who_asks_gets_what_was_shown_the_longest_ago(database: Database) -> None:
    async with database.writing() as connection:
        person, diary = await somebody(connection)
        them = [
            await lay_down(connection, diary.id, person.id, dt.date(2025, 11, 20), hour=hour)
            for hour in (3, 4)
        ]
        seen = []
        for number in range(4):
            now = NOON + dt.timedelta(minutes=number)
            found = await memories.of_today(connection, person, diary, now, by_itself=False)
            assert found is not None
            await memories.note(connection, person, found, now)
            seen.append(found.entry.id)
    assert seen == them * 2


@pytest.mark.parametrize(
    "values", [{"is_hidden": True}, {"state": "deleted"}, {"state": "cancelled"}]
)
async def test_what_is_hidden_or_gone_does_not_come_up(
    database: Database, values: dict[str, object]
) -> None:
    async with database.writing() as connection:
        who = await somebody(connection)
        person, diary = who
        day = dt.date(2025, 11, 20)
        entry = await lay_down(connection, diary.id, person.id, day, **values)
        assert (await entry_of(connection, entry)).day == day
        assert await shown(connection, who) is None


async def test_what_a_person_left_out_does_not_come_up(database: Database) -> None:
    async with database.writing() as connection:
        who = await somebody(connection)
        person, diary = who
        day = dt.date(2025, 11, 20)
        await lay_down(connection, diary.id, person.id, day, names=("아빠",))
        other = await lay_down(connection, diary.id, person.id, TODAY - 7 * DAY)
        await exclusions.add(connection, person, Wish(TAG, "아빠"), NOON)
        assert await shown(connection, who) == other
        assert await shown(connection, who) is None


async def test_nobody_meets_what_somebody_else_wrote(database: Database) -> None:
    async with database.writing() as connection:
        them = await family(connection)
        emma = await somebody(connection, EMMA)
        for diary in (them.diary.id, emma[1].id):
            author = them.jiwoo.id
            await lay_down(connection, diary, author, dt.date(2025, 11, 20))
        status = ("member", NOON)
        await standings.put(connection, them.diary.chat_id, EMMA, *status)
        assert await shown(connection, emma) is None
        found = await memories.of_today(connection, *emma, NOON, by_itself=False)
        assert found is None
        with pytest.raises(NotYours):
            await memories.again(connection, emma[0], 1, emma[1], NOON)


async def test_what_one_wrote_in_a_shared_diary_comes_up_while_one_is_there(
    database: Database,
) -> None:
    async with database.writing() as connection:
        them = await family(connection)
        who = await somebody(connection, EMMA)
        entry = await lay_down(connection, them.diary.id, who[0].id, dt.date(2025, 11, 20))
        await members.join(connection, them.diary.id, who[0].id, NOON)
        await standings.put(connection, them.diary.chat_id, EMMA, "left", NOON)
        assert await shown(connection, who) is None
        await standings.put(connection, them.diary.chat_id, EMMA, "member", NOON)
        assert await shown(connection, who) == entry


async def test_whoever_wants_one_a_week_gets_the_nearest_of_seven_days(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person, diary = await somebody(connection)
        entry = await lay_down(connection, diary.id, person.id, dt.date(2025, 11, 16))
        too_far = await lay_down(connection, diary.id, person.id, dt.date(2025, 11, 13))
        found = await memories.of_week(connection, person, diary, NOON)
        assert found is not None
        assert (found.entry.id, found.ago, found.is_near) == (entry, Ago("year", 1), True)
        await memories.note(connection, person, found, NOON)
        assert await memories.of_week(connection, person, diary, NOON) is None
        assert (await entries.get(connection, too_far)) is not None


async def test_the_day_is_that_of_the_persons_own_diary(database: Database) -> None:
    """At three in the night of the 21st in Seoul it is still the 20th there."""
    async with database.writing() as connection:
        who = await somebody(connection)
        entry = await lay_down(connection, who[1].id, who[0].id, dt.date(2025, 11, 20))
        night = dt.datetime(2026, 11, 20, 18, 0, tzinfo=dt.UTC)
        assert await shown(connection, who, night + dt.timedelta(hours=1)) is None
        assert await shown(connection, who, night) == entry
