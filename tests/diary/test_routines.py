"""What comes by itself comes at its minute on the wall, once, in time, and not unwanted."""

import datetime as dt
import itertools
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary import clock, persons, preferences, routines
from diary.errors import TooLate
from diary.routines import DIGEST, MEMORY, REMINDER, SUNDAY
from storage import diaries, entries
from storage import routines as rows
from storage.database import Connection, Database
from storage.diaries import Diary
from storage.routines import Routine
from tests.diary.given import JIWOO, LIMITS, NOON
from tests.diary.shared import family

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
SEOUL = "Asia/Seoul"

#: With whole and half hours, changes of an hour and of half an hour, at midnight, and a lost day.
ZONES = (
    *(SEOUL, "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Beirut"),
    *("Pacific/Apia", "America/Havana", "Asia/Kathmandu", "Africa/Casablanca"),
)

#: Thirty years, to the second.
moments = st.integers(0, 30 * 365 * 86400).map(
    lambda seconds: dt.datetime(2005, 1, 1, tzinfo=dt.UTC) + dt.timedelta(seconds=seconds)
)
minutes = st.integers(0, 24 * 60 - 1)


def diary(zone: str = SEOUL, hour: int = 4, **more: str) -> Diary:
    return Diary(1, 1, JIWOO, zone, hour, **more)  # type: ignore[arg-type]


def exists(wall: dt.datetime, zone: str) -> bool:
    """Whether clocks of the zone show this at all."""
    at = wall.replace(tzinfo=ZoneInfo(zone)).astimezone(dt.UTC)
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == wall


async def own(connection: Connection) -> Diary:
    person = await persons.meet(connection, JIWOO, "ko", NOON)
    return await preferences.own(connection, person, LIMITS, NOON)


async def write(connection: Connection, owner: Diary, at: dt.datetime) -> None:
    day = clock.day_of(at, owner.time_zone, owner.day_starts_hour)
    values = {"diary_id": owner.id, "author_id": owner.owner_id, "state": "done", "day": day}
    await entries.add(connection, {**values, "recorded_at": at, "created_at": at})


@settings(deadline=None)
@given(moments, st.sampled_from(ZONES), minutes)
def test_the_next_time_is_the_minute_on_the_wall_unless_clocks_skip_it(
    now: dt.datetime, zone: str, minute: int
) -> None:
    at = routines.next_at(Routine(1, REMINDER, is_on=True, minute=minute), diary(zone), now)
    wall = clock.local(at, zone).replace(tzinfo=None)
    wanted = dt.datetime.combine(wall.date(), dt.time(*divmod(minute, 60)))
    assert at > now
    assert wall == wanted or not exists(wanted, zone) or wall.date() != wanted.date()
    assert at - now <= 50 * HOUR


@settings(deadline=None)
@given(moments, st.sampled_from(ZONES), minutes)
def test_a_year_of_days_brings_one_for_every_day_on_the_wall(
    now: dt.datetime, zone: str, minute: int
) -> None:
    routine, at = Routine(1, REMINDER, is_on=True, minute=minute), now
    days = []
    for _ in range(370):
        at = routines.next_at(routine, diary(zone), at)
        days.append(clock.local(at, zone).date())
    assert len(set(days)) == len(days)
    # Samoa had no 30th of December 2011.
    assert {(b - a).days for a, b in itertools.pairwise(days)} <= {1, 2}
    assert (days[-1] - days[0]).days - (len(days) - 1) <= 1


@settings(deadline=None)
@given(moments, st.sampled_from(ZONES), minutes, st.integers(0, 6))
def test_what_is_weekly_comes_on_its_weekday(
    now: dt.datetime, zone: str, minute: int, weekday: int
) -> None:
    routine = Routine(1, DIGEST, is_on=True, minute=minute, weekday=weekday)
    at = routines.next_at(routine, diary(zone), now)
    assert now < at <= now + 15 * DAY
    assert clock.local(at, zone).weekday() == weekday


@settings(deadline=None)
@given(moments, st.sampled_from(ZONES), minutes, st.integers(0, 8), st.floats(0, 30))
def test_nothing_comes_hours_late_or_on_another_day(
    now: dt.datetime, zone: str, minute: int, starts: int, late_h: float
) -> None:
    owner = diary(zone, starts)
    routine = Routine(1, REMINDER, is_on=True, minute=minute)
    due = routines.next_at(routine, owner, now)
    routine = Routine(1, REMINDER, is_on=True, minute=minute, next_at=due, due_at=due)
    later = due + late_h * HOUR
    if routines.is_to_come(routine, owner, later):
        assert later - due <= 2 * HOUR
        assert clock.local(later, zone).date() == clock.local(due, zone).date()
        assert clock.today(later, zone, starts) == clock.day_of(due, zone, starts)
    assert routines.is_to_come(routine, owner, due)


@settings(deadline=None)
@given(moments, st.sampled_from(ZONES), st.sampled_from(ZONES), minutes, st.floats(0, 40))
def test_whoever_travels_gets_one_a_diary_day(
    now: dt.datetime, home: str, there: str, minute: int, hours: float
) -> None:
    sent = Routine(1, REMINDER, is_on=True, minute=minute, last_at=now, next_at=now, due_at=now)
    due = now + hours * HOUR
    again = Routine(1, REMINDER, is_on=True, minute=minute, last_at=now, next_at=due, due_at=due)
    assert not routines.is_to_come(sent, diary(home), now)
    is_same = clock.today(due, there, 4) == clock.day_of(now, there, 4)
    assert routines.is_to_come(again, diary(there), due) == (not is_same)


async def test_where_nothing_was_set_the_digest_alone_is_on(database: Database) -> None:
    async with database.writing() as connection:
        mine = await own(connection)
        ours = (await family(connection)).diary
        found = {
            (kind, number): await routines.get(connection, number, kind)
            for kind in routines.RULES
            for number in (mine.id, ours.id)
        }
    assert [key for key, routine in found.items() if routine.is_on] == [(DIGEST, mine.id)]
    digest = found[DIGEST, mine.id]
    assert (digest.minute, digest.weekday) == (20 * 60, SUNDAY)
    assert {routine.next_at for routine in found.values()} == {None}


async def test_what_is_set_is_on_and_comes_next_at_its_minute(database: Database) -> None:
    async with database.writing() as connection:
        mine = await own(connection)
        await routines.set_minute(connection, mine, REMINDER, 22 * 60, NOON)
        found = await routines.get(connection, mine.id, REMINDER)
    assert found.is_on
    assert found.next_at == found.due_at == dt.datetime(2026, 11, 20, 13, tzinfo=dt.UTC)


async def test_off_means_that_nothing_is_due_and_on_brings_the_minute_back(
    database: Database,
) -> None:
    async with database.writing() as connection:
        mine = await own(connection)
        await routines.set_minute(connection, mine, MEMORY, 8 * 60, NOON)
        await routines.switch(connection, mine, MEMORY, NOON, on=False)
        off = await routines.get(connection, mine.id, MEMORY)
        await routines.switch(connection, mine, MEMORY, NOON, on=True)
        on = await routines.get(connection, mine.id, MEMORY)
    assert (off.is_on, off.next_at, off.minute) == (False, None, 8 * 60)
    assert (on.is_on, on.minute) == (True, 8 * 60)
    assert on.next_at == dt.datetime(2026, 11, 20, 23, tzinfo=dt.UTC)


@pytest.mark.parametrize(
    ("kind", "minute", "weekday"),
    [("nonsense", 0, None), (REMINDER, -1, None), (REMINDER, 1440, None), (DIGEST, 0, 7)],
)
async def test_what_is_no_choice_changes_nothing(
    database: Database, kind: str, minute: int, weekday: int | None
) -> None:
    async with database.writing() as connection:
        mine = await own(connection)
        with pytest.raises(TooLate):
            await routines.set_minute(connection, mine, kind, minute, NOON, weekday=weekday)
        assert await rows.of_diary(connection, mine.id) == []


async def test_another_zone_moves_what_is_on_and_leaves_what_is_off(database: Database) -> None:
    async with database.writing() as connection:
        mine = await own(connection)
        await routines.set_minute(connection, mine, REMINDER, 22 * 60, NOON)
        await routines.switch(connection, mine, DIGEST, NOON, on=False)
        await preferences.set_zone(connection, mine, "Europe/Berlin", NOON)
        reminder = await routines.get(connection, mine.id, REMINDER)
        digest = await routines.get(connection, mine.id, DIGEST)
    assert reminder.next_at == reminder.due_at == dt.datetime(2026, 11, 20, 21, tzinfo=dt.UTC)
    assert digest.next_at is None


async def test_an_entry_since_the_last_reminder_is_an_answer_to_it(database: Database) -> None:
    async with database.writing() as connection:
        mine = await own(connection)
        routine = Routine(mine.id, REMINDER, is_on=True, minute=0, ignored=3, last_at=NOON)
        assert await routines.ignored(connection, routine, mine) == 3
        await write(connection, mine, NOON - HOUR)
        assert await routines.ignored(connection, routine, mine) == 3
        await write(connection, mine, NOON + HOUR)
        assert await routines.ignored(connection, routine, mine) == 0


@pytest.mark.parametrize(
    ("weekday", "back", "has"), [(None, 0, True), (None, 1, False), (2, 6, True), (2, 7, False)]
)
async def test_a_weekly_reminder_looks_at_the_week_and_a_daily_one_at_the_day(
    database: Database, weekday: int | None, back: int, *, has: bool
) -> None:
    async with database.writing() as connection:
        mine = await own(connection)
        await write(connection, mine, NOON - back * DAY)
        routine = Routine(mine.id, REMINDER, is_on=True, minute=0, weekday=weekday)
        assert await routines.has_written(connection, routine, mine, NOON) == has


async def test_in_a_while_is_ten_minutes_and_counts_as_no_reminder_yet(database: Database) -> None:
    async with database.writing() as connection:
        mine = await own(connection)
        await routines.set_minute(connection, mine, REMINDER, 21 * 60, NOON - HOUR)
        await rows.put(connection, mine.id, REMINDER, last_at=NOON, ignored=4)
        await routines.snooze(connection, mine, NOON)
        found = await routines.get(connection, mine.id, REMINDER)
    assert (found.ignored, found.next_at) == (0, NOON + dt.timedelta(minutes=10))
    assert routines.is_to_come(found, mine, NOON + dt.timedelta(minutes=10))


async def test_not_today_means_the_next_diary_day(database: Database) -> None:
    """At one in the night, before the day starts at four, the same evening is another day."""
    async with database.writing() as connection:
        mine = await own(connection)
        await routines.set_minute(connection, mine, REMINDER, 3 * 60, NOON)
        night = dt.datetime(2026, 11, 20, 16, tzinfo=dt.UTC)
        await routines.rest(connection, mine, night)
        found = await routines.get(connection, mine.id, REMINDER)
    assert found.next_at == dt.datetime(2026, 11, 21, 18, tzinfo=dt.UTC)


async def test_who_has_no_reminder_cannot_put_it_off(database: Database) -> None:
    async with database.writing() as connection:
        mine = await own(connection)
        with pytest.raises(TooLate):
            await routines.snooze(connection, mine, NOON)
        await routines.set_minute(connection, mine, REMINDER, 0, NOON)
        await routines.switch(connection, mine, REMINDER, NOON, on=False)
        with pytest.raises(TooLate):
            await routines.rest(connection, mine, NOON)


async def test_a_digest_is_added_once_for_who_has_begun_to_write(database: Database) -> None:
    async with database.writing() as connection:
        mine = await own(connection)
        await family(connection)
        assert await routines.add_digests(connection, NOON, 9) == 0
        await write(connection, mine, NOON)
        assert await routines.add_digests(connection, NOON, 9) == 1
        assert await routines.add_digests(connection, NOON, 9) == 0
        found = await rows.find(connection, mine.id, DIGEST)
    assert found is not None
    assert found.next_at == dt.datetime(2026, 11, 22, 11, tzinfo=dt.UTC)


async def test_who_does_not_want_a_digest_gets_no_new_one(database: Database) -> None:
    async with database.writing() as connection:
        mine = await own(connection)
        await write(connection, mine, NOON)
        await routines.switch(connection, mine, DIGEST, NOON, on=False)
        assert await routines.add_digests(connection, NOON, 9) == 0
        assert not (await routines.get(connection, mine.id, DIGEST)).is_on


@pytest.mark.parametrize("state", ["frozen", "leaving"])
async def test_a_diary_that_sleeps_hears_nothing(database: Database, state: str) -> None:
    async with database.writing() as connection:
        ours = (await family(connection)).diary
        await routines.set_minute(connection, ours, DIGEST, 21 * 60, NOON - HOUR)
        await diaries.change(connection, ours.id, state=state)
        found = await routines.get(connection, ours.id, DIGEST)
        asleep = await diaries.get(connection, ours.id)
    assert found.next_at is not None
    assert not routines.is_to_come(found, asleep, found.next_at)
    assert routines.is_to_come(found, ours, found.next_at)
