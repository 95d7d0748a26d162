"""Turns: nobody is starved, and the order that is told is the order that is served."""

import datetime as dt
from itertools import pairwise

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from diary import places
from storage import jobs, persons
from storage.database import Connection, Database
from storage.jobs import Place
from tests.diary.given import NOON, accepted, job_of, recording

MINUTE = dt.timedelta(minutes=1)

PEOPLE = st.lists(st.none() | st.integers(-50, -1), min_size=1, max_size=5)


@st.composite
def queues(draw: st.DrawFn) -> list[Place]:
    """A queue in the order of arrival: up to five people, served before or not."""
    last_served = draw(PEOPLE)
    owners = draw(st.lists(st.integers(0, len(last_served) - 1), max_size=14))
    return [
        Place(n, n, owner, 8.0, None if at is None else NOON + at * MINUTE)
        for n, owner in enumerate(owners)
        for at in [last_served[owner]]
    ]


async def store(connection: Connection, waiting: list[Place]) -> None:
    """This queue as rows; the people keep the numbers that they have here."""
    for place in waiting:
        entry = await accepted(connection, recording(place.entry_id + 1, place.person_id + 1), NOON)
        job = await job_of(connection, entry)
        if place.served_at is not None:
            await persons.set_served(connection, job.person_id, place.served_at)


async def served_one_by_one(connection: Connection) -> list[int]:
    """The jobs by id as workers would take them, a minute apart."""
    order: list[int] = []
    now = NOON + MINUTE
    while job := await jobs.next_queued(connection, now):
        assert await jobs.claim(connection, job.id, "ours", now, now + MINUTE)
        await persons.set_served(connection, job.person_id, now)
        order.append(job.id)
        now += MINUTE
    return order


@settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None
)
@given(queues())
async def test_the_order_that_is_told_is_the_order_in_which_jobs_are_taken(
    database: Database, waiting: list[Place]
) -> None:
    async with database.writing() as connection:
        await store(connection, waiting)
        told = [place.job_id for place in places.in_turn(await jobs.places(connection))]
        assert told == await served_one_by_one(connection)
        for table in ("cards", "jobs", "clips", "entries", "diaries", "persons"):
            await connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - our own names


@given(queues())
def test_everybody_has_a_turn_in_each_round_and_keeps_the_own_order(waiting: list[Place]) -> None:
    order = places.in_turn(waiting)
    assert sorted(order, key=lambda p: p.job_id) == waiting
    for person in {place.person_id for place in waiting}:
        own = [n for n, place in enumerate(order) if place.person_id == person]
        assert [order[n] for n in own] == [p for p in waiting if p.person_id == person]
        for one, next_one in pairwise(own):
            between = [place.person_id for place in order[one + 1 : next_one]]
            assert len(set(between)) == len(between)


@given(queues())
def test_who_has_never_been_served_comes_before_everybody_else(waiting: list[Place]) -> None:
    first_turns: dict[int, Place] = {}
    for place in places.in_turn(waiting):
        first_turns.setdefault(place.person_id, place)
    never = [place.served_at is None for place in first_turns.values()]
    assert never == sorted(never, reverse=True)
