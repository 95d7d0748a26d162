"""Limits: nobody gets more than their share of a day or a minute, and all of it in time."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from diary import clock, entries, jobs, limits, recordings
from diary.errors import Enough
from diary.limits import Day, Pace, Quotas, Told, Verdict, step
from storage import limits as rows
from storage.database import Connection, Database
from storage.limits import Tally
from tests.diary.given import (
    JIWOO,
    LIMITS,
    NOON,
    TERMS,
    consenting,
    entry_of,
    job_of,
    recording,
)

SEOUL = Day(clock.today(NOON, "Asia/Seoul", 4), "Asia/Seoul", 4)


def with_quotas(**given: int) -> recordings.Limits:
    return replace(LIMITS, quotas=Quotas(**given))


async def accept(
    connection: Connection, number: int, allowed: recordings.Limits, now: dt.datetime = NOON
) -> int:
    entry_id = await recordings.accept(connection, recording(number), allowed, now)
    assert entry_id is not None
    return entry_id


@given(
    st.lists(st.tuples(st.integers(0, 3), st.integers(1, 9)), max_size=30),
    st.integers(1, 5),
)
def test_no_day_has_more_clips_than_its_number_and_each_clip_has_its_day(
    days: Sequence[tuple[int, int]], most: int
) -> None:
    """`days` are pauses in days, and how many clips come then."""
    tally: Tally | None = None
    begun: dict[dt.date, int] = {}
    today = SEOUL
    for pause, clips in days:
        today = replace(today, date=today.date + dt.timedelta(days=pause))
        for _ in range(clips):
            known = limits.today(tally, today, most=most)
            tally = replace(known, number=known.number + 1)
            turn = today.date + dt.timedelta(days=limits.days_off(tally.number, most))
            begun[turn] = begun.get(turn, 0) + 1
    assert all(number <= most for number in begun.values())
    assert sum(begun.values()) == sum(clips for _, clips in days)


async def test_what_is_more_than_a_days_clips_is_kept_and_waits_for_the_next_day(
    database: Database,
) -> None:
    allowed = with_quotas(clips_a_day=2)
    async with database.writing() as connection:
        await consenting(connection)
        ids = [await accept(connection, number, allowed) for number in range(1, 6)]
        begins = [(await job_of(connection, entry_id)).not_before for entry_id in ids]
        states = {(await entry_of(connection, entry_id)).state for entry_id in ids}
    tomorrow = dt.datetime(2026, 11, 20, 19, 0, tzinfo=dt.UTC)  # four in the morning in Seoul
    later = tomorrow + dt.timedelta(days=1)
    assert begins == [None, None, tomorrow, tomorrow, later]
    assert states == {"waiting"}


async def test_a_clip_that_waits_for_tomorrow_is_in_nobodys_way_and_begins_then(
    database: Database,
) -> None:
    allowed = with_quotas(clips_a_day=1)
    async with database.writing() as connection:
        await consenting(connection)
        first, second = [await accept(connection, number, allowed) for number in (1, 2)]
        job = await jobs.claim(connection, "a", TERMS, NOON)
        assert job is not None
        assert job.entry_id == first
        assert await jobs.claim(connection, "b", TERMS, NOON) is None
        tomorrow = SEOUL.begins(1)
        job = await jobs.claim(connection, "b", TERMS, tomorrow)
        assert job is not None
        assert job.entry_id == second


async def test_a_clip_that_is_cancelled_before_it_began_gives_its_place_to_the_next(
    database: Database,
) -> None:
    allowed = with_quotas(clips_a_day=2)
    async with database.writing() as connection:
        await consenting(connection)
        ids = [await accept(connection, number, allowed) for number in (1, 2, 3)]
        for entry_id in ids[1:]:  # one of today, and one of tomorrow
            await entries.cancel(connection, await entry_of(connection, entry_id))
        again = [await accept(connection, number, allowed) for number in (4, 5)]
        begins = [(await job_of(connection, entry_id)).not_before for entry_id in again]
    assert begins == [None, SEOUL.begins(1)]


async def test_a_clip_that_was_begun_or_is_of_another_day_keeps_its_place(
    database: Database,
) -> None:
    allowed = with_quotas(clips_a_day=2)
    tomorrow = SEOUL.begins(1)
    async with database.writing() as connection:
        await consenting(connection)
        begun, old = [await accept(connection, number, allowed) for number in (1, 2)]
        assert await jobs.claim(connection, "a", TERMS, NOON) is not None
        await entries.cancel(connection, await entry_of(connection, begun))
        third = await accept(connection, 3, allowed)
        assert (await job_of(connection, third)).not_before == tomorrow
        await accept(connection, 4, allowed, tomorrow)
        await entries.cancel(connection, await entry_of(connection, old))
        last = await accept(connection, 5, allowed, tomorrow)
        assert (await job_of(connection, last)).not_before == SEOUL.begins(2)


async def test_who_moves_to_another_time_zone_does_not_begin_the_day_again() -> None:
    tally = Tally(SEOUL.begins(), 7)
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Seoul"):
        day = Day(clock.today(NOON, zone, 4), zone, 4)
        tally = limits.today(tally, day, most=100)
        assert tally.number <= 7
    there_and_back = limits.today(tally, replace(SEOUL, date=SEOUL.date), most=100)
    assert there_and_back.number == tally.number


async def test_a_full_queue_takes_no_further_clip_and_says_when_there_may_be_room(
    database: Database,
) -> None:
    allowed = with_quotas(waiting_minutes=1)
    async with database.writing() as connection:
        await consenting(connection)
        for number in range(1, 5):  # each counts as a quarter of a minute at least
            await accept(connection, number, allowed)
        with pytest.raises(Enough) as full:
            await accept(connection, 5, allowed)
        other = recording(9, telegram_id=JIWOO + 1)
        assert await recordings.accept(connection, other, allowed, NOON) is not None
    assert full.value.what == "waiting"
    assert full.value.until >= NOON + limits.SOON


async def test_a_days_number_is_counted_for_a_person_and_survives_a_restart(
    database: Database,
) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        for _ in range(3):
            await limits.spend(connection, person.id, "exports", 3, SEOUL)
    again = Database(database.url)
    async with again.writing() as connection:
        with pytest.raises(Enough) as enough:
            await limits.spend(connection, person.id, "exports", 3, SEOUL)
        await limits.spend(connection, person.id, "comments", 3, SEOUL)
        tomorrow = replace(SEOUL, date=SEOUL.date + dt.timedelta(days=1))
        await limits.spend(connection, person.id, "exports", 3, tomorrow)
    await again.close()
    assert (enough.value.most, enough.value.until) == (3, SEOUL.begins(1))


async def test_no_number_is_no_limit_and_counts_nothing(database: Database) -> None:
    async with database.writing() as connection:
        person = await consenting(connection)
        for number in range(1, 30):
            await accept(connection, number, LIMITS)
            await limits.spend(connection, person.id, "exports", 0, SEOUL)
        assert await rows.find(connection, person.id, "exports") is None
        assert (await connection.execute(text("SELECT count(*) FROM tallies"))).scalar() == 0


SECONDS = st.floats(0, 300, allow_nan=False)


@given(st.lists(SECONDS, max_size=300), st.integers(1, 20))
def test_in_no_minute_twice_a_minutes_number_is_read_and_who_is_slow_is_always_read(
    gaps: Sequence[float], a_minute: int
) -> None:
    pace, at = None, NOON
    read: list[dt.datetime] = []
    for gap in gaps:
        at += dt.timedelta(seconds=gap)
        pace, verdict = step(pace, at, 1.0, a_minute)
        if verdict is Verdict.READ:
            read.append(at)
        if gap * a_minute >= 60 and (pace.until is None or at >= pace.until):
            assert verdict is Verdict.READ
    for first in read:
        within = [one for one in read if first <= one < first + dt.timedelta(seconds=60)]
        assert len(within) <= 2 * a_minute


def test_a_pause_grows_while_it_is_needed_again_and_is_short_after_some_peace() -> None:
    pace, at, pauses = Pace(0.0, NOON), NOON, list[float]()
    while len(pauses) < 8:
        pace, verdict = step(pace, at, 1.0, 2)
        if verdict is Verdict.TELL:
            pauses.append(pace.pause_s)
        at = pace.until if verdict is Verdict.DROP and pace.until else at
    assert pauses == [40, 80, 160, 320, 640, 640, 640, 640]
    at += limits.PEACE + dt.timedelta(hours=1)
    verdicts = [Verdict.READ]
    while verdicts[-1] is Verdict.READ:
        pace, verdict = step(pace, at, 1.0, 2)
        verdicts.append(verdict)
    assert pace.pause_s == 40


def test_what_is_sent_in_a_pause_makes_it_no_longer() -> None:
    pace, _ = step(Pace(0.0, NOON), NOON, 1.0, 60)
    until = pace.until
    for second in range(39):
        pace, verdict = step(pace, NOON + dt.timedelta(seconds=second), 1.0, 60)
        assert (verdict, pace.until) == (Verdict.DROP, until)
    assert step(pace, NOON + dt.timedelta(seconds=40), 1.0, 60)[1] is Verdict.READ


def test_a_limit_is_told_once_until_it_goes_on() -> None:
    told, until = Told(), NOON + dt.timedelta(minutes=5)
    assert told.is_news(JIWOO, "comments", until, NOON)
    assert not told.is_news(JIWOO, "comments", until, NOON + dt.timedelta(minutes=4))
    assert told.is_news(JIWOO, "exports", until, NOON)
    assert told.is_news(JIWOO + 1, "comments", until, NOON)
    assert told.is_news(JIWOO, "comments", until, until)


def test_only_so_many_are_remembered() -> None:
    recent = limits.Recent[int, int](most=3)
    for number in range(10):
        recent.put(number, number)
    assert [number for number in range(10) if recent.get(number) is not None] == [7, 8, 9]
