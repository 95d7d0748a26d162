"""Members: who belongs to a shared diary, and whether their notes are kept in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import members
from storage.tables import entries


@dataclass(frozen=True, slots=True)
class Member:
    """`state`: member, left, removed, or guest. `capture`: ask, always or never, for their notes.

    A guest is somebody in the chat who has said that their notes are to be left alone, and is
    nothing else to the diary.
    `choice` is what becomes of the entries of one who left (take, leave, delete), at `settle_at`.
    """

    diary_id: int
    person_id: int
    state: str
    capture: str
    joined_at: dt.datetime
    left_at: dt.datetime | None
    choice: str | None
    settle_at: dt.datetime | None

    @property
    def capture_anew(self) -> str:
        """What holds of `capture` when the membership begins again: a yes ended with the last."""
        return "never" if self.capture == "never" else "ask"


_COLUMNS = tuple(members.c[name] for name in Member.__dataclass_fields__)


async def find(connection: AsyncConnection, diary_id: int, person_id: int) -> Member | None:
    """The membership of a person, also one that is over."""
    row = (
        await connection.execute(
            select(*_COLUMNS).where(
                members.c.diary_id == diary_id, members.c.person_id == person_id
            )
        )
    ).first()
    return None if row is None else Member(*row)


async def of_diary(connection: AsyncConnection, diary_id: int) -> Sequence[Member]:
    """The members of today, the oldest first."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(members.c.diary_id == diary_id, members.c.state == "member")
        .order_by(members.c.joined_at, members.c.person_id)
    )
    return [Member(*row) for row in rows]


async def of_person(connection: AsyncConnection, person_id: int) -> Sequence[Member]:
    """Every membership of a person, also those that are over."""
    rows = await connection.execute(
        select(*_COLUMNS).where(members.c.person_id == person_id).order_by(members.c.diary_id)
    )
    return [Member(*row) for row in rows]


async def to_settle(connection: AsyncConnection, now: dt.datetime) -> Sequence[Member]:
    """Those who left and whose time to choose is over."""
    rows = await connection.execute(select(*_COLUMNS).where(members.c.settle_at <= now))
    return [Member(*row) for row in rows]


async def join(
    connection: AsyncConnection, diary_id: int, person_id: int, now: dt.datetime
) -> bool:
    """Make somebody a member, for the first time or again; False when they are one.

    Whoever comes back is asked anew about their notes; a "never" stays one.
    """
    found = await find(connection, diary_id, person_id)
    if found is None:
        await connection.execute(
            insert(members).values(
                diary_id=diary_id,
                person_id=person_id,
                state="member",
                capture="ask",
                joined_at=now,
            )
        )
        return True
    if found.state == "member":
        return False
    await change(
        connection,
        diary_id,
        person_id,
        state="member",
        capture=found.capture_anew,
        joined_at=now,
        left_at=None,
        choice=None,
        settle_at=None,
    )
    return True


async def leave_alone(
    connection: AsyncConnection, diary_id: int, person_id: int, now: dt.datetime
) -> None:
    """Their notes are not kept from now on; somebody who is no member becomes a guest."""
    if await change(connection, diary_id, person_id, capture="never"):
        return
    await connection.execute(
        insert(members).values(
            diary_id=diary_id, person_id=person_id, state="guest", capture="never", joined_at=now
        )
    )


async def change(connection: AsyncConnection, diary_id: int, person_id: int, **values: Any) -> bool:
    """Set columns of a membership; False where there is none."""
    done = await connection.execute(
        update(members)
        .where(members.c.diary_id == diary_id, members.c.person_id == person_id)
        .values(**values)
    )
    return done.rowcount == 1


def in_reach(author_id: int) -> ColumnElement[bool]:
    """For queries of somebody's entries: not those that they left in a diary when they left it.

    Nobody reads there without being in its chat, its former members their own neither. What was
    taken out of it is its author's alone, wherever they are.
    """
    theirs = members.c.person_id == author_id
    left = select(members.c.diary_id).where(theirs, members.c.state.in_(("left", "removed")))
    return or_(entries.c.removed_at.is_not(None), entries.c.diary_id.not_in(left))
