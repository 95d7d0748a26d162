"""The daily round: every diary once a day, in its own zone, and never too late."""

import datetime as dt
from dataclasses import replace

import pytest

from diary import clock
from scheduler import commit_calendar
from storage import diaries, persons, rounds
from storage.database import Database
from storage.rounds import Evening, Round
from tests.diary.given import NOON, Clock

EVENING = 21 * 60 + 30
ZONES = ("Asia/Seoul", "Europe/Berlin", "America/New_York", "Pacific/Chatham")


async def made(database: Database, *zones: str, **more: object) -> list[int]:
    """Shared diaries in these zones; `more` are fields of Diary."""
    async with database.writing() as connection:
        owner = await persons.find(connection, 1) or await persons.add(connection, 1, "ko", NOON)
        found = [
            await diaries.add(
                connection, owner.id, -100 - number, zone, 4, NOON,
                **{
                    "kind": "group",
                    "evening_minute": EVENING,
                    "next_round_at": clock.next_at(NOON, zone, EVENING),
                    **more,
                },
            )
            for number, zone in enumerate(zones)
        ]  # fmt: skip
    return [diary.id for diary in found]


async def tick(database: Database, now: Clock) -> list[Round]:
    """One tick; the rounds that wait then."""
    await commit_calendar.tick(database, now, lambda: None)
    async with database.reading() as connection:
        return list(await rounds.waiting(connection, now(), (), 1000))


async def test_each_zone_has_its_evening(database: Database) -> None:
    ids = await made(database, *ZONES)
    now = Clock()
    for number, zone in sorted(
        enumerate(ZONES), key=lambda pair: clock.next_at(NOON, pair[1], EVENING)
    ):
        now.at = clock.next_at(NOON, zone, EVENING) - dt.timedelta(seconds=1)
        before = {one.diary_id for one in await tick(database, now)}
        assert ids[number] not in before
        now.pass_s(1)
        added = [one for one in await tick(database, now) if one.diary_id not in before]
        assert [(one.diary_id, one.state) for one in added] == [(ids[number], "claimed")]
        assert added[0].day == clock.local(now(), zone).date()
        async with database.reading() as connection:
            diary = await diaries.get(connection, ids[number])
        assert diary.next_round_at == clock.next_at(now(), zone, EVENING)


async def test_a_day_has_one_round_however_often_it_is_asked_for(database: Database) -> None:
    [diary_id] = await made(database, "Asia/Seoul")
    now = Clock(clock.next_at(NOON, "Asia/Seoul", EVENING))
    first = await tick(database, now)
    async with database.writing() as connection:  # somebody sets a later hour of the same day
        await diaries.change(connection, diary_id, next_round_at=now() + dt.timedelta(hours=1))
    now.pass_s(3600)
    assert await tick(database, now) == first
    now.at = clock.next_at(now(), "Asia/Seoul", EVENING)
    assert len(await tick(database, now)) == 2


@pytest.mark.parametrize(
    ("late_s", "count"), [(0, 1), (3600, 1), (8999, 1), (9000, 0), (90_000, 0)]
)
async def test_what_was_missed_is_caught_up_on_the_same_date_only(
    database: Database, late_s: float, count: int
) -> None:
    """From half past nine to midnight are 9000 seconds."""
    [diary_id] = await made(database, "Asia/Seoul")
    now = Clock(clock.next_at(NOON, "Asia/Seoul", EVENING) + dt.timedelta(seconds=late_s))
    assert len(await tick(database, now)) == count
    async with database.reading() as connection:
        diary = await diaries.get(connection, diary_id)
    assert diary.next_round_at == clock.next_at(now(), "Asia/Seoul", EVENING)


async def test_an_evening_after_midnight_is_of_the_day_before_while_that_lasts(
    database: Database,
) -> None:
    await made(database, "UTC", evening_minute=60, next_round_at=NOON.replace(hour=1))
    [one] = await tick(database, Clock(NOON.replace(hour=3, minute=59)))
    assert one.day == NOON.date() - dt.timedelta(days=1)


async def test_after_the_start_of_the_next_day_that_evening_is_over(database: Database) -> None:
    await made(database, "UTC", evening_minute=60, next_round_at=NOON.replace(hour=1))
    assert await tick(database, Clock(NOON.replace(hour=4))) == []


@pytest.mark.parametrize(
    "more", [{"state": "frozen"}, {"state": "leaving"}, {"evening_minute": None}]
)
async def test_what_sleeps_or_has_no_evening_is_left_alone(
    database: Database, more: dict[str, object]
) -> None:
    await made(database, "Asia/Seoul", **more)
    assert await tick(database, Clock(NOON + dt.timedelta(hours=1))) == []


async def test_of_two_processes_one_has_the_evening_until_its_lease_is_over(
    database: Database,
) -> None:
    await made(database, "Asia/Seoul")
    now = clock.next_at(NOON, "Asia/Seoul", EVENING)
    [mine] = await commit_calendar.claim(database, now, "one")
    assert await commit_calendar.claim(database, now, "other") == []
    later = now + commit_calendar.LEASE
    assert await commit_calendar.claim(database, later, "other") == [mine]
    for lease in ("other", "one"):  # the first was only slow
        await commit_calendar.distribute(database, mine, lease, lambda: later, lambda: None)
    async with database.reading() as connection:
        assert len(await rounds.waiting(connection, later, (), 10)) == 1


async def test_many_diaries_are_claimed_in_parts(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commit_calendar, "BATCH", 3)
    ids = await made(database, *["Asia/Seoul"] * 10)
    now = Clock(clock.next_at(NOON, "Asia/Seoul", EVENING))
    assert sorted(one.diary_id for one in await tick(database, now)) == sorted(ids)
    assert await commit_calendar.claim(database, now(), "any") == []


def test_a_day_that_is_over_is_none() -> None:
    evening = Evening(NOON, "UTC", 4, 720)
    assert commit_calendar.day_of(evening, NOON + dt.timedelta(hours=11)) == NOON.date()
    assert commit_calendar.day_of(evening, NOON + dt.timedelta(hours=12)) is None
    assert commit_calendar.day_of(replace(evening, day_starts_hour=0), NOON) == NOON.date()


async def test_old_rounds_are_put_away_but_for_the_picture_that_stands(database: Database) -> None:
    await made(database, "Asia/Seoul", "Asia/Seoul")
    now = Clock(clock.next_at(NOON, "Asia/Seoul", EVENING))
    one, other = await tick(database, now)
    async with database.writing() as connection:
        await rounds.change(connection, one.id, was="claimed", state="sent", message_id=7)
        await rounds.change(connection, other.id, was="claimed", state="skipped")
    now.at += commit_calendar.KEEP_ROUNDS + dt.timedelta(days=1)
    await commit_calendar.forget_rounds(database, now)
    async with database.reading() as connection:
        assert await rounds.last_sent(connection, one.diary_id) is not None
        assert await rounds.to_replace(connection, other.diary_id) == []
