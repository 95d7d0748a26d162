"""What calendars count: the entries of each day, by author, and moods and looks on them.

An entry counts on its day in the diary that it was written in, and in those that it is shared with.
What waits for consent, was cancelled or is a second copy is none yet.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    CompoundSelect,
    Select,
    case,
    func,
    select,
    true,
    union_all,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from analysis.report import LABELS
from storage.members import in_reach
from storage.sealed_types import part
from storage.shared_tables import shares
from storage.tables import entries

#: The states of what is an entry.
STATES = ("waiting", "done", "failed")


@dataclass(frozen=True, slots=True)
class Count:
    """How many entries an author has on a day."""

    day: dt.date
    author_id: int
    number: int


@dataclass(frozen=True, slots=True)
class Total:
    """All entries of all days, and the day of the first."""

    number: int
    first: dt.date | None


@dataclass(frozen=True, slots=True)
class Look:
    """What one entry tells of a mood: `mood` is its author's own, 1 to 5.

    `label` is what the face showed, as its author says, else as was found; None where no expression
    could be named.
    """

    day: dt.date
    label: str | None
    mood: int | None = None


async def counts_of_diary(
    connection: AsyncConnection, diary_id: int, first: dt.date, last: dt.date
) -> Sequence[Count]:
    """The entries that a diary shows, of each day of a period and each author, in this order."""
    return await _counts(connection, _of_diary(diary_id), first, last)


async def counts_of_author(
    connection: AsyncConnection, person_id: int, first: dt.date, last: dt.date
) -> Sequence[Count]:
    """A person's own entries of each day of a period, in whatever diary they are still in."""
    return await _counts(connection, _of_author(person_id), first, last)


async def total_of_diary(connection: AsyncConnection, diary_id: int) -> Total:
    """All entries that a diary shows."""
    return await _total(connection, _of_diary(diary_id))


async def total_of_author(connection: AsyncConnection, person_id: int) -> Total:
    """All entries of a person."""
    return await _total(connection, _of_author(person_id))


async def looks_in_diary(
    connection: AsyncConnection, diary_id: int, first: dt.date, last: dt.date
) -> Sequence[Look]:
    """How faces looked on the days of a period, as far as the diary shows it, in order of time.

    Of what is shared with it only where the chart is shown, and an own mood only where that is.
    """
    return await _looks(connection, _of_diary(diary_id), first, last)


async def looks_of_author(
    connection: AsyncConnection, person_id: int, first: dt.date, last: dt.date
) -> Sequence[Look]:
    """How a person's face looked on the days of a period, in order of time."""
    return await _looks(connection, _of_author(person_id), first, last)


Found = Select[Any] | CompoundSelect[Any]

_COLUMNS = (entries.c.id, entries.c.day, entries.c.author_id)

#: Of one's own, and of what was written in the diary itself, all can be seen.
_WHOLE = (*_COLUMNS, true().label("shows_look"), true().label("shows_mood"))


def _of_author(person_id: int) -> Found:
    """In whatever diary, but those that the person has left with what they wrote there."""
    own = (entries.c.author_id == person_id, entries.c.state.in_(STATES))
    return select(*_WHOLE).where(*own, in_reach(person_id))


def _of_diary(diary_id: int) -> Found:
    """Written in it and still there, or shown in it; never both, so that nothing counts twice."""
    own = select(*_WHOLE).where(
        entries.c.diary_id == diary_id,
        entries.c.state.in_(STATES),
        entries.c.removed_at.is_(None),
    )
    return union_all(own, _shown_in(diary_id))


def _shown_in(diary_id: int) -> Select[Any]:
    seen = (
        shares.c.parts.contains("chart").label("shows_look"),
        shares.c.parts.contains("mood").label("shows_mood"),
    )
    return (
        select(*_COLUMNS, *seen)
        .join(shares, shares.c.entry_id == entries.c.id)
        .where(
            shares.c.diary_id == diary_id,
            shares.c.state == "shown",
            entries.c.diary_id != diary_id,
            entries.c.state.in_(STATES),
        )
    )


async def _counts(
    connection: AsyncConnection, found: Found, first: dt.date, last: dt.date
) -> Sequence[Count]:
    them = found.subquery()
    rows = await connection.execute(
        select(them.c.day, them.c.author_id, func.count())
        .where(them.c.day.between(first, last))
        .group_by(them.c.day, them.c.author_id)
        .order_by(them.c.day, them.c.author_id)
    )
    return [Count(*row) for row in rows]


async def _total(connection: AsyncConnection, found: Found) -> Total:
    them = found.subquery()
    row = (await connection.execute(select(func.count(), func.min(them.c.day)))).one()
    return Total(*row)


async def _looks(
    connection: AsyncConnection, found: Found, first: dt.date, last: dt.date
) -> Sequence[Look]:
    """Two parts of each report: whole they would be megabytes."""
    them = found.subquery()
    rows = await connection.execute(
        select(
            entries.c.day,
            case((them.c.shows_look, entries.c.look)).label("own"),
            case((them.c.shows_look, part(entries.c.report, "emotions", "dominant"))).label("seen"),
            case((them.c.shows_look, part(entries.c.report, "face_s"))).label("face_s"),
            case((them.c.shows_mood, entries.c.mood)).label("mood"),
        )
        .join(them, them.c.id == entries.c.id)
        .where(entries.c.day.between(first, last))
        .order_by(entries.c.day, entries.c.recorded_at, entries.c.id)
    )
    return [_look(row) for row in rows if _tells(row)]


def _tells(row: Any) -> bool:
    """Whether a mood was chosen, or a face was seen."""
    return row.mood is not None or row.seen is not None or bool(row.face_s)


def _look(row: Any) -> Look:
    return Look(row.day, row.own if row.own in LABELS else row.seen, row.mood)
