"""The machine's clock is set, back or forward: nothing comes twice, nothing waits for years."""

import asyncio
import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select, update
from structlog.testing import capture_logs

import scheduler.clock_steps
from diary import jobs, recordings, routines
from diary.clock_steps import DAY, WEEK
from scheduler.clock_steps import ClockSteps, steady_s
from scheduler.housekeeping import beat
from storage import clock_steps, inbox, standings
from storage import diaries as diary_rows
from storage import jobs as job_rows
from storage import routines as routine_rows
from storage.database import Connection, Database, Unavailable
from storage.metadata import metadata
from storage.types import UtcDateTime
from tests.bot.library import own_diary
from tests.diary.given import JIWOO, LIMITS, NOON, TERMS, Clock, consenting, recording
from tests.diary.shared import family, stand

HOUR, YEAR = dt.timedelta(hours=1), dt.timedelta(days=365)
STEPS = [-HOUR, -dt.timedelta(days=1), -10 * YEAR, HOUR, dt.timedelta(days=1), 10 * YEAR]


@dataclass
class Machine:
    """A clock on the wall that can be set, and one that cannot."""

    database: Database
    heartbeat: Path
    clock: Clock = field(default_factory=Clock)
    steady: float = 1000.0

    def __post_init__(self) -> None:
        self.steps = ClockSteps(self.database, self.clock, self.heartbeat, lambda: self.steady)

    def pass_s(self, seconds: float) -> None:
        self.clock.pass_s(seconds)
        self.steady += seconds

    async def set(self, by: dt.timedelta) -> None:
        """Set the clock, and let the bot see it."""
        self.clock.at += by
        self.pass_s(10)
        await self.steps.tick()


@pytest.fixture
def machine(database: Database, tmp_path: Path) -> Machine:
    return Machine(database, tmp_path / "heartbeat")


@pytest.fixture
def logged() -> Iterator[list[Any]]:
    with capture_logs() as events:
        yield events


def test_of_every_time_it_is_known_what_a_step_of_the_clock_does_to_it() -> None:
    """`storage.clock_steps` has four kinds; what is only told is named here."""
    told = set(TOLD)
    every = {
        f"{table.name}.{column.name}"
        for table in metadata.sorted_tables
        for column in table.columns
        if isinstance(column.type, UtcDateTime)
    }
    kinds = [clock_steps.WAITS, set(clock_steps.HAPPENED), clock_steps.DUE, told]
    assert sum(map(len, kinds)) == len(set().union(*kinds)), "each is of one kind"
    assert every == set().union(*kinds)


#: What people see, what only orders rows, and what is only asked whether it is there.
TOLD = (
    "admissions.made_at",
    "answers.answered_at",
    "changes.made_at",
    "changes.undone_at",
    "comments.created_at",
    "comments.edited_at",
    "diaries.created_at",
    "earlier_reports.made_at",
    "earlier_reports.replaced_at",
    "entries.analysed_at",
    "entries.created_at",
    "entries.origin_at",
    "entries.recorded_at",
    "entries.removed_at",
    "erasures.created_at",
    "exclusions.created_at",
    "glossary.created_at",
    "invitation_answers.answered_at",
    "invitations.created_at",
    "invitations.ended_at",
    "members.joined_at",
    "members.left_at",
    "moves.moved_at",
    "own_questions.created_at",
    "persons.blocked_at",
    "persons.consented_at",
    "persons.created_at",
    "persons.inline_consented_at",
    "questions.asked_at",
    "shares.created_at",
    "shares.ended_at",
    "unwanted_tags.created_at",
)


async def job_put_off(connection: Connection, until: dt.datetime) -> int:
    """A job that may be taken up at this moment; the number of its entry."""
    await consenting(connection)
    entry_id = await recordings.accept(connection, recording(), LIMITS, NOON)
    await job_rows.change(connection, entry_id, was=("queued", "held"), not_before=until)
    await job_rows.change(connection, entry_id, was=("held",), state="queued")
    return entry_id


@pytest.mark.parametrize("step", STEPS)
async def test_what_waits_goes_on_waiting_for_as_long_as_it_would_have(
    machine: Machine, step: dt.timedelta
) -> None:
    async with machine.database.writing() as connection:
        await job_put_off(connection, NOON + dt.timedelta(seconds=60))
        await inbox.put(connection, 1, 7, "{}", NOON)
        [letter] = await inbox.waiting(connection, NOON, (), 9)
        await inbox.postpone(connection, letter.id, NOON + dt.timedelta(seconds=60), "Postponed")
    await machine.set(step)
    for seconds, is_due in ((45, False), (10, True)):
        machine.pass_s(seconds)
        await machine.steps.tick()
        async with machine.database.reading() as connection:
            job = await job_rows.next_queued(connection, machine.clock())
            letters = await inbox.waiting(connection, machine.clock(), (), 9)
        assert (job is not None) is is_due
        assert bool(letters) is is_due


@pytest.mark.parametrize("step", STEPS)
async def test_a_lease_ends_when_it_would_have(machine: Machine, step: dt.timedelta) -> None:
    async with machine.database.writing() as connection:
        await job_put_off(connection, NOON)
        assert await jobs.claim(connection, "a", TERMS, NOON) is not None
    await machine.set(step)
    async with machine.database.writing() as connection:
        assert not await jobs.recover(connection, machine.clock(), everyone=False)
    machine.pass_s(60)
    async with machine.database.writing() as connection:
        assert await jobs.recover(connection, machine.clock(), everyone=False)


@pytest.mark.parametrize("step", [-HOUR, -dt.timedelta(days=1), -10 * YEAR])
async def test_set_back_no_day_gets_a_second_picture_and_none_waits_longer_than_a_day(
    machine: Machine, step: dt.timedelta
) -> None:
    async with machine.database.writing() as connection:
        home = await family(connection)
        due = NOON + 24 * HOUR - dt.timedelta(minutes=1)
        await diary_rows.change(
            connection, home.diary.id, evening_minute=21 * 60 - 1, next_round_at=due
        )
    await machine.set(step)
    async with machine.database.reading() as connection:
        found = await diary_rows.get(connection, home.diary.id)
    assert found.next_round_at is not None
    assert machine.clock() < found.next_round_at <= machine.clock() + DAY
    assert (found.next_round_at == due) is (step == -HOUR)


@pytest.mark.parametrize("step", [-HOUR, -dt.timedelta(days=1), -10 * YEAR])
async def test_set_back_a_reminder_comes_not_twice_and_again_within_a_day_or_two(
    machine: Machine, step: dt.timedelta
) -> None:
    async with machine.database.writing() as connection:
        diary = await diary_rows.get(connection, await own_diary(connection, JIWOO))
        await routines.set_minute(connection, diary, routines.REMINDER, 20 * 60, NOON)
        routine = await routine_rows.find(connection, diary.id, routines.REMINDER)
        assert routine is not None
        await routines.move_on(connection, routine, diary, NOON, last_at=NOON)
    await machine.set(step)
    now = machine.clock()
    async with machine.database.reading() as connection:
        routine = await routine_rows.find(connection, diary.id, routines.REMINDER)
    assert routine is not None
    assert routine.last_at is not None
    assert routine.last_at <= now
    assert routine.next_at is not None
    assert now < routine.next_at <= now + DAY
    assert routines.was_sent(routine, diary, now) is True
    assert routines.was_sent(routine, diary, routine.next_at + 24 * HOUR) is False


async def test_a_weekly_one_is_left_alone_where_a_week_explains_it(machine: Machine) -> None:
    async with machine.database.writing() as connection:
        diary = await diary_rows.get(connection, await own_diary(connection, JIWOO))
        await routines.set_weekday(connection, diary, routines.DIGEST, 6, NOON)
        before = await routine_rows.find(connection, diary.id, routines.DIGEST)
    await machine.set(-HOUR)
    async with machine.database.reading() as connection:
        assert await routine_rows.find(connection, diary.id, routines.DIGEST) == before
    await machine.set(-YEAR)
    async with machine.database.reading() as connection:
        after = await routine_rows.find(connection, diary.id, routines.DIGEST)
    assert after is not None
    assert after.next_at is not None
    assert after.next_at <= machine.clock() + WEEK


async def test_nobody_stays_a_member_because_the_clock_was_set_back(machine: Machine) -> None:
    async with machine.database.writing() as connection:
        home = await family(connection)
        await stand(connection, home.jiwoo, "member", NOON)
    await machine.set(-YEAR)
    async with machine.database.writing() as connection:
        known = await standings.find(connection, home.diary.chat_id, home.jiwoo.telegram_id)
        assert known is not None
        assert known.seen_at <= machine.clock() - dt.timedelta(hours=23)
        # And what Telegram says now is later than what it said.
        args = (home.diary.chat_id, home.jiwoo.telegram_id, "left", machine.clock())
        assert await standings.put(connection, *args)


async def test_who_was_served_in_a_future_that_never_came_is_not_last_for_years(
    machine: Machine,
) -> None:
    persons = metadata.tables["persons"]
    async with machine.database.writing() as connection:
        person = await consenting(connection)
        await connection.execute(update(persons).values(served_at=NOON))
    await machine.set(-YEAR)
    async with machine.database.reading() as connection:
        served = await connection.execute(
            select(persons.c.served_at).where(persons.c.id == person.id)
        )
        assert served.scalar_one() == machine.clock()


async def test_a_number_of_an_update_is_forgotten_in_its_time_though_the_clock_was_set_back(
    machine: Machine,
) -> None:
    async with machine.database.writing() as connection:
        await inbox.put(connection, 1, 7, "{}", NOON)
        [letter] = await inbox.waiting(connection, NOON, (), 9)
        await inbox.finish(connection, letter.id, "handled", "handled")
    await machine.set(-YEAR)
    async with machine.database.writing() as connection:
        assert not await inbox.put(connection, 1, 7, "{}", machine.clock())
        later = machine.clock() + inbox.SAME_UPDATE_FOR
        assert await inbox.put(connection, 1, 7, "{}", later)


async def test_over_a_restart_the_last_sign_of_life_tells_of_a_clock_that_was_set_back(
    machine: Machine, logged: list[Any]
) -> None:
    await beat(machine.heartbeat, machine.clock)
    async with machine.database.writing() as connection:
        await job_put_off(connection, NOON + dt.timedelta(seconds=60))
    again = Machine(machine.database, machine.heartbeat, Clock(NOON - 10 * YEAR), 5.0)
    await again.steps.begin()
    again.pass_s(61)
    async with machine.database.reading() as connection:
        assert await job_rows.next_queued(connection, again.clock()) is not None
    [line] = logged
    assert (line["event"], line["step_s"]) == ("clock was set", -10 * YEAR.total_seconds())
    assert "NTP" in line["next_step"]


@pytest.mark.parametrize("step", [-HOUR, -10 * YEAR, 10 * YEAR])
async def test_a_bot_that_dies_right_after_a_step_does_not_put_it_right_a_second_time(
    machine: Machine, step: dt.timedelta
) -> None:
    """Twice, a week of grace before a diary is deleted would be over at once."""
    await beat(machine.heartbeat, machine.clock)
    async with machine.database.writing() as connection:
        home = await family(connection)
        await diary_rows.change(connection, home.diary.id, delete_at=NOON + WEEK)
    await machine.set(step)
    again = Machine(machine.database, machine.heartbeat, Clock(machine.clock()), 5.0)
    await again.steps.begin()
    async with machine.database.reading() as connection:
        found = await diary_rows.get(connection, home.diary.id)
    assert found.delete_at == NOON + WEEK + step


@pytest.mark.parametrize("said", [None, "", "yesterday", "2026-11-20T12:00:00"])
async def test_without_a_sign_of_life_that_can_be_read_nothing_is_concluded(
    machine: Machine, said: str | None, logged: list[Any]
) -> None:
    if said is not None:
        machine.heartbeat.write_text(said)
    await machine.steps.begin()
    assert logged == []


@contextmanager
def hidden(path: Path) -> Iterator[None]:
    """Meanwhile the file is not there."""
    aside = path.rename(path.with_name("aside"))
    yield
    aside.rename(path)


async def test_a_step_is_put_right_later_where_the_database_is_away_just_then(
    machine: Machine, logged: list[Any]
) -> None:
    async with machine.database.writing() as connection:
        await job_put_off(connection, NOON + dt.timedelta(seconds=60))
    with hidden(Path(machine.database.url.partition(":///")[2])), pytest.raises(Unavailable):
        await machine.set(-HOUR)
    machine.pass_s(60)
    await machine.steps.tick()
    async with machine.database.reading() as connection:
        assert await job_rows.next_queued(connection, machine.clock()) is not None
    assert [line["step_s"] for line in logged if line["event"] == "clock was set"] == [-3600]


async def test_whoever_watches_is_told_of_each_step_once_though_a_tick_saw_it_first(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scheduler.clock_steps, "LOOK_S", 0.001)
    told: asyncio.Queue[dt.timedelta] = asyncio.Queue()
    async with asyncio.TaskGroup() as group:
        watching = group.create_task(machine.steps.watch(told.put_nowait))
        machine.clock.at -= YEAR
        assert await asyncio.wait_for(told.get(), 60) == -YEAR
        await machine.set(HOUR)
        assert await asyncio.wait_for(told.get(), 60) == HOUR
        machine.pass_s(10)
        await machine.steps.tick()
        watching.cancel()
    assert told.empty()


async def test_a_clock_that_runs_a_little_fast_is_left_alone(
    machine: Machine, logged: list[Any]
) -> None:
    for _ in range(20):
        machine.clock.pass_s(0.5)
        machine.pass_s(10)
        await machine.steps.tick()
    assert logged == []


async def test_only_what_waits_is_moved_and_only_by_the_step(machine: Machine) -> None:
    """Every wait of every table that can be filled alone: those to come move, those over stay."""
    moves = metadata.tables["removals"]
    async with machine.database.writing() as connection:
        for number, due in enumerate((NOON - HOUR, NOON, NOON + HOUR)):
            await connection.execute(
                insert(moves).values(
                    chat_id=-5, message_id=number, due_at=due, attempts=0, instead=None
                )
            )
    await machine.set(2 * HOUR)
    async with machine.database.reading() as connection:
        found = await connection.execute(select(moves.c.due_at).order_by(moves.c.message_id))
        assert [row.due_at - NOON for row in found] == [-HOUR, 0 * HOUR, 3 * HOUR]


def test_the_steady_clock_goes_on_and_is_not_the_one_on_the_wall() -> None:
    assert steady_s() <= steady_s()
    assert steady_s() != pytest.approx(dt.datetime.now(dt.UTC).timestamp(), abs=3600)
