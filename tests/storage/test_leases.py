"""Work is one worker's at a time: exports and imports alike."""

import datetime as dt
from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from storage import exports, imports
from storage.database import Connection, Database
from storage.leases import Leases
from tests.diary.given import NOON, consenting

SECOND = dt.timedelta(seconds=1)
LATER, MUCH_LATER = NOON + 10 * SECOND, NOON + 60 * SECOND

#: For each table its work, the state that waits, and the one while a worker has it.
KINDS = [
    pytest.param(exports.LEASES, "waiting", "running", id="exports"),
    pytest.param(imports.LEASES, "bringing", "bringing", id="imports"),
]
Put = Callable[..., Awaitable[int]]


def putting(connection: Connection, leases: Leases[Any], person_id: int) -> Put:
    async def put(state: str, **more: Any) -> int:
        values = {"person_id": person_id, "chat_id": 7, "created_at": NOON, "state": state}
        if leases is imports.LEASES:
            values |= {"file_id": "file", "file_unique_id": "unique"}
        return await leases.add(connection, values | more)

    return put


@pytest.mark.parametrize(("leases", "waits", "has"), KINDS)
async def test_the_oldest_that_waits_is_one_workers_until_its_time_is_over(
    database: Database, leases: Leases[Any], waits: str, has: str
) -> None:
    async with database.writing() as connection:
        put = putting(connection, leases, (await consenting(connection)).id)
        await put(leases.asked)
        first, second = await put(waits), await put(waits)
        mine = await leases.claim(connection, "mine", LATER, NOON)
        theirs = await leases.claim(connection, "theirs", LATER, NOON)
        assert (mine.id, mine.state, mine.lease) == (first, has, "mine")
        assert theirs.id == second
        assert await leases.claim(connection, "third", LATER, NOON) is None
        assert await leases.still(connection, mine, MUCH_LATER)
        left = await leases.claim(connection, "third", MUCH_LATER, LATER)
        assert (left.id, left.lease) == (second, "third")
        assert not await leases.still(connection, theirs, MUCH_LATER)


@pytest.mark.parametrize(("leases", "waits", "has"), KINDS)
async def test_what_was_put_off_waits_until_its_time(
    database: Database, leases: Leases[Any], waits: str, has: str
) -> None:
    async with database.writing() as connection:
        put = putting(connection, leases, (await consenting(connection)).id)
        number = await put(waits, not_before=LATER)
        await put(leases.stopped, not_before=NOON + SECOND)
        assert await leases.next_time(connection, NOON) == LATER
        assert await leases.claim(connection, "early", MUCH_LATER, NOON) is None
        found = await leases.claim(connection, "late", MUCH_LATER, LATER)
        assert (found.id, found.state) == (number, has)
        assert await leases.next_time(connection, LATER) is None


@pytest.mark.parametrize(("leases", "waits", "has"), KINDS)
async def test_whoever_wants_nothing_more_stops_all_that_is_theirs(
    database: Database, leases: Leases[Any], waits: str, has: str
) -> None:
    async with database.writing() as connection:
        person, other = await consenting(connection), await consenting(connection, 8)
        put = putting(connection, leases, person.id)
        numbers = [await put(state) for state in (leases.asked, waits, waits, "done")]
        kept = await putting(connection, leases, other.id)(waits)
        mine = await leases.claim(connection, "mine", LATER, NOON)
        assert mine.state == has
        await leases.stop(connection, person.id)
        assert not await leases.still(connection, mine, MUCH_LATER)
        found = [await leases.get(connection, number) for number in numbers]
        assert [one.state for one in found if one] == [*[leases.stopped] * 3, "done"]
        assert (await leases.claim(connection, "next", LATER, NOON)).id == kept


@pytest.mark.parametrize(("leases", "waits", "has"), KINDS)
async def test_what_a_dead_worker_had_waits_again_when_the_only_process_starts(
    database: Database, leases: Leases[Any], waits: str, has: str
) -> None:
    async with database.writing() as connection:
        put = putting(connection, leases, (await consenting(connection)).id)
        number = await put(waits)
        assert await leases.claim(connection, "dead", MUCH_LATER, NOON)
        await leases.release_all(connection)
        freed = await leases.get(connection, number)
        assert freed is not None
        assert (freed.state, freed.lease) == (waits, None)
        again = await leases.claim(connection, "alive", MUCH_LATER, NOON)
        assert (again.id, again.state) == (number, has)


@pytest.mark.parametrize(("leases", "waits", "has"), KINDS)
async def test_a_change_counts_only_in_the_state_that_it_is_meant_for(
    database: Database, leases: Leases[Any], waits: str, has: str
) -> None:
    async with database.writing() as connection:
        put = putting(connection, leases, (await consenting(connection)).id)
        number = await put(waits)
        assert not await leases.change(connection, number, was=("done",), state="failed")
        assert await leases.change(connection, number, was=(waits,), state=has, attempts=2)
        found = await leases.get(connection, number)
        assert (found.state, found.attempts) == (has, 2) if found else False
        assert await leases.get(connection, number + 1) is None
