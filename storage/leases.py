"""Leases: rows of work that one worker at a time has, for as long as it tells that it goes on.

A table of such work has `id`, `person_id`, `state`, `not_before`, `lease` and `lease_until`. A
worker that dies leaves its lease to run out, and another takes the row up.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Generic, Protocol, TypeVar

from sqlalchemy import Column, ColumnElement, Table, and_, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection


class Work(Protocol):
    """What a row of such a table is read as: its fields are columns, in the order of the class."""

    @property
    def id(self) -> int:
        """Its number."""

    @property
    def state(self) -> str:
        """How far it is."""

    @property
    def lease(self) -> str | None:
        """Whose it is now."""


Row = TypeVar("Row", bound=Work)


@dataclass(frozen=True, slots=True)
class Leases(Generic[Row]):
    """The work of one table.

    `waiting` are the states in which a row waits for a worker. `running` is its state while one has
    it; None where it keeps the state that it had, which says what is to be done. `asked` is the
    state in which its owner is asked about it, `stopped` the one in which nobody wants it any more.
    """

    table: Table
    kind: type[Row]
    waiting: tuple[str, ...]
    running: str | None
    asked: str
    stopped: str

    @property
    def open(self) -> tuple[str, ...]:
        """The states in which there is something to do."""
        return self.waiting if self.running is None else (*self.waiting, self.running)

    async def add(self, connection: AsyncConnection, values: Mapping[str, Any]) -> int:
        """A new row; its id."""
        done = await connection.execute(insert(self.table).values(**values))
        key = done.inserted_primary_key
        assert key is not None  # noqa: S101 - every insert of one row has a key
        return int(key[0])

    async def get(self, connection: AsyncConnection, number: int) -> Row | None:
        """The row with this id."""
        return await self.first(connection, self.table.c.id == number)

    async def first(self, connection: AsyncConnection, *which: ColumnElement[bool]) -> Row | None:
        """One of the rows for which all of this holds."""
        columns = [self.table.c[name] for name in _fields(self.kind)]
        row = (await connection.execute(select(*columns).where(*which))).first()
        return None if row is None else self.kind(*row)

    async def change(
        self,
        connection: AsyncConnection,
        number: int,
        *,
        was: Collection[str] = (),
        **values: Any,
    ) -> bool:
        """Set columns; with `was`, only in one of these states. False when it was in none."""
        query = update(self.table).where(self.table.c.id == number).values(**values)
        if was:
            query = query.where(self._state.in_(was))
        return (await connection.execute(query)).rowcount == 1

    async def claim(
        self, connection: AsyncConnection, lease: str, until: dt.datetime, now: dt.datetime
    ) -> Row | None:
        """The oldest one that may be worked at, now this worker's: never begun, or left behind."""
        number = await self.next_number(connection, now)
        numbers, free = self.table.c.id, self._free(now)
        if number is None:
            return None
        state = {} if self.running is None else {"state": self.running}
        query = update(self.table).where(numbers == number, free)
        done = await connection.execute(query.values(lease=lease, lease_until=until, **state))
        return await self.get(connection, number) if done.rowcount else None

    async def next_number(self, connection: AsyncConnection, now: dt.datetime) -> int | None:
        """The id of that one, also where the rest of it cannot be read."""
        numbers = self.table.c.id
        query = select(numbers).where(self._free(now)).order_by(numbers).limit(1)
        found: int | None = await connection.scalar(query)
        return found

    def _free(self, now: dt.datetime) -> ColumnElement[bool]:
        columns = self.table.c
        return and_(
            self._state.in_(self.open),
            or_(columns.lease.is_(None), columns.lease_until <= now),
            or_(columns.not_before.is_(None), columns.not_before <= now),
        )

    async def still(self, connection: AsyncConnection, found: Row, until: dt.datetime) -> bool:
        """Go on with a claimed row, if it is still this worker's and nobody has stopped it."""
        mine = (self.table.c.id == found.id, self._state == found.state)
        query = update(self.table).where(*mine, self.table.c.lease == found.lease)
        return (await connection.execute(query.values(lease_until=until))).rowcount == 1

    async def stop(self, connection: AsyncConnection, person_id: int) -> None:
        """Nothing more is done for this person."""
        theirs = (self.table.c.person_id == person_id, self._state.in_((self.asked, *self.open)))
        query = update(self.table).where(*theirs)
        await connection.execute(query.values(state=self.stopped, lease=None))

    async def put_off(
        self, connection: AsyncConnection, person_id: int, until: dt.datetime
    ) -> None:
        """What waits for a worker waits at least so long: its owner cannot be reached."""
        later = self.table.c.not_before
        mine = (self.table.c.person_id == person_id, self._state.in_(self.waiting))
        query = update(self.table).where(*mine, or_(later.is_(None), later < until))
        await connection.execute(query.values(not_before=until))

    async def take_up(self, connection: AsyncConnection, person_id: int) -> None:
        """Its owner is back: what was put off is done now."""
        later = self.table.c.not_before
        mine = (self.table.c.person_id == person_id, self._state.in_(self.waiting))
        query = update(self.table).where(*mine, later.is_not(None))
        await connection.execute(query.values(not_before=None, attempts=0))

    async def release_all(self, connection: AsyncConnection) -> None:
        """At the start of the only process: what was being worked at waits again."""
        query = update(self.table).where(self.table.c.lease.is_not(None)).values(lease=None)
        if self.running is not None:
            query = update(self.table).where(self._state == self.running)
            query = query.values(state=self.waiting[0], lease=None)
        await connection.execute(query)

    async def next_time(self, connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
        """When the earliest one that was put off may be taken up."""
        later = self.table.c.not_before
        query = select(func.min(later)).where(self._state.in_(self.waiting), later > now)
        found: dt.datetime | None = (await connection.execute(query)).scalar()
        return found

    @property
    def _state(self) -> Column[str]:
        return self.table.c.state


def _fields(kind: type[Any]) -> Collection[str]:
    names: Mapping[str, Any] = kind.__dataclass_fields__
    return names.keys()
