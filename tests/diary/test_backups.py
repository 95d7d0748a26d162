"""When a backup is due, which stay, and that nobody who was erased comes back with one."""

import asyncio
import datetime as dt
import shutil
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diary import backups, erasure
from diary.backups import Terms
from storage import erasure as rows
from storage import persons, tombstones
from storage.database import Database
from storage.media import MediaFolder
from tests.diary.given import NOON, Clock
from tests.diary.planted import GOES, PHRASES, STAYS, everything, plant, spellings

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
TERMS = Terms()

#: Hours between one backup and the next: mostly a day, sometimes by hand, sometimes a long pause.
PAUSES = st.lists(
    st.one_of(st.just(24), st.integers(1, 30), st.integers(1, 2000)), min_size=1, max_size=60
)
ANY_TERMS = st.builds(
    Terms,
    st.integers(1, 9),
    st.integers(0, 6),
    st.integers(0, 8),
    st.integers(0, 23),
    st.sampled_from(("Asia/Seoul", "UTC", "America/New_York", "Pacific/Kiritimati")),
)


def times(pauses: list[int]) -> list[dt.datetime]:
    at, found = NOON, []
    for pause in pauses:
        at += pause * HOUR
        found.append(at)
    return found


@given(pauses=PAUSES, terms=ANY_TERMS)
@settings(max_examples=60, deadline=None)
def test_rotation_keeps_what_it_says_whenever_backups_are_made(
    pauses: list[int], terms: Terms
) -> None:
    there: set[dt.datetime] = set()
    every = times(pauses)
    for number, at in enumerate(every):
        there = backups.kept({*there, at}, at, terms)
        assert at in there, "the newest stays"
        assert len(there) <= terms.daily + terms.weekly + terms.monthly
        assert all(at - one <= terms.longest for one in there), "none is older than is said"
        # What was deleted on the way is never missed: with all of history it is the same.
        assert there == backups.kept(every[: number + 1], at, terms)


@given(pauses=PAUSES, terms=ANY_TERMS)
@settings(max_examples=40, deadline=None)
def test_each_day_week_and_month_in_reach_has_its_last_backup(
    pauses: list[int], terms: Terms
) -> None:
    every = times(pauses)
    now, zone = every[-1], ZoneInfo(terms.time_zone)
    there = backups.kept(every, now, terms)
    today = now.astimezone(zone).date()
    for ago in range(terms.daily):
        of_day = [at for at in every if at.astimezone(zone).date() == today - ago * DAY]
        assert not of_day or max(of_day) in there
    monday = today - today.weekday() * DAY
    for ago in range(terms.weekly):
        first = monday - 7 * ago * DAY
        of_week = [at for at in every if 0 <= (at.astimezone(zone).date() - first).days < 7]
        assert not of_week or max(of_week) in there
    month = today.replace(day=1)
    for _ in range(terms.monthly):
        of_month = [at for at in every if at.astimezone(zone).date().replace(day=1) == month]
        assert not of_month or max(of_month) in there
        month = (month - DAY).replace(day=1)


def test_a_year_of_days_leaves_seven_days_four_weeks_and_six_months() -> None:
    every = [NOON + number * DAY for number in range(365)]
    there = backups.kept(every, every[-1], TERMS)
    assert sorted(there)[-7:] == every[-7:]
    older = [at.date().isoformat() for at in sorted(there)[:-7]]
    months = ["2027-06-30", "2027-07-31", "2027-08-31", "2027-09-30", "2027-10-31"]
    # The last day of October was a Sunday; the one after it is 7 November.
    assert older == [*months, "2027-11-07"]


def test_without_any_backup_nothing_is_kept_and_the_last_one_of_all_never_goes() -> None:
    assert backups.kept([], NOON, TERMS) == set()
    old = NOON - 3000 * DAY
    assert backups.kept([old, old - DAY], NOON, TERMS) == {old}


@pytest.mark.parametrize(
    ("last", "now", "due"),
    [
        (None, "12:00", True),
        ("2026-11-20 05:00", "12:00", False),
        ("2026-11-20 04:59", "12:00", True),
        ("2026-11-20 04:59", "04:59", False),
        ("2026-11-19 05:30", "04:30", False),
        ("2026-11-19 04:30", "04:30", True),
        ("2031-01-01 00:00", "12:00", True),
    ],
)
def test_one_is_due_a_day_from_its_hour_on(last: str | None, now: str, *, due: bool) -> None:
    """In the zone that was set; one that claims to be of the future says nothing."""
    zone = ZoneInfo(TERMS.time_zone)
    made = [] if last is None else [dt.datetime.fromisoformat(last).replace(tzinfo=zone)]
    at = dt.datetime.fromisoformat(f"2026-11-20 {now}").replace(tzinfo=zone)
    assert backups.is_due(made, at.astimezone(dt.UTC), TERMS) is due
    assert not backups.is_due(made, at, Terms(daily=0))


async def test_who_was_erased_after_the_backup_is_erased_from_what_is_restored(
    database: Database, tmp_path: Path
) -> None:
    film = tmp_path / "film"
    await asyncio.to_thread(film.write_bytes, b"film")
    media = MediaFolder(tmp_path / "media")
    async with database.writing() as connection:
        await plant(connection, 4)
    copy = tmp_path / "copy.sqlite3"
    await asyncio.to_thread(shutil.copyfile, tmp_path / "data" / "diary.sqlite3", copy)
    async with database.writing() as connection:
        person = await persons.find(connection, GOES)
        assert person is not None
        begun = await erasure.begin(connection, person, 0, NOON)
        tombstone = await tombstones.of_erasure(connection, begun.erasure)
    assert tombstone is not None
    await asyncio.to_thread(tombstones.put, tmp_path / "backups", tombstone)
    restored = Database(f"sqlite+aiosqlite:///{copy}")
    known = await asyncio.to_thread(tombstones.known, tmp_path / "backups")
    assert await backups.settle(restored, media, known, Clock()) == 1
    assert await backups.settle(restored, media, known, Clock()) == 0
    await restored.sweep()
    async with restored.reading() as connection:
        assert await persons.find(connection, GOES) is None
        assert await persons.find(connection, STAYS) is not None
        one = await rows.of_account(connection, GOES)
        left = await everything(connection)
    assert one is not None, "messages and receipt are the bot's next work"
    assert one.state == "withdrawing"
    assert left["entries"] != []
    await restored.close()
    content = await asyncio.to_thread(copy.read_bytes)
    said = [what for what, text in PHRASES.items() if any(s in content for s in spellings(text))]
    assert said == []


async def test_who_came_back_after_an_erasure_is_somebody_else(database: Database) -> None:
    """The same account, another row: the tombstone of the first is not theirs."""
    async with database.writing() as connection:
        first = await persons.add(connection, 7, "ko", NOON)
        known = {tombstones.digest(7, first.id, NOON)}
        assert await tombstones.accounts(connection, known) == [7]
        await rows.remove_person(connection, first.id)
        await persons.add(connection, 7, "ko", NOON + HOUR)
        assert await tombstones.accounts(connection, known) == []
