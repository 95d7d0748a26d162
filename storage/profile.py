"""What a person's own entries add up to, counted by the database: reports are large."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.commit_calendar import STATES
from storage.members import in_reach
from storage.tables import entries, tags


@dataclass(frozen=True, slots=True)
class Sums:
    """Seconds of all clips and notes, and words that were said or written, apart by spaces."""

    seconds: float
    words: int


@dataclass(frozen=True, slots=True)
class Answers:
    """How often somebody said whether the expression was named rightly, and how often it was."""

    number: int
    right: int


@dataclass(frozen=True, slots=True)
class Felt:
    """An entry with a mood of its author's own."""

    entry_id: int
    day: dt.date
    mood: int


async def sums(connection: AsyncConnection, person_id: int) -> Sums:
    """All that a person has said; what was corrected counts as it is now."""
    said = func.coalesce(
        entries.c.words["transcript"]["text"].as_string(),
        entries.c.report["transcript"]["text"].as_string(),
        "",
    )
    seconds = func.coalesce(entries.c.report["duration_s"].as_float(), 0.0)
    words = _words(said) + _words(func.coalesce(entries.c.text, ""))
    query = select(func.sum(seconds), func.sum(words)).where(*_own(person_id))
    row = (await connection.execute(query)).one()
    return Sums(float(row[0] or 0.0), int(row[1] or 0))


async def answers(connection: AsyncConnection, person_id: int) -> Answers:
    """What was answered to "was that right?", over all entries."""
    dominant = entries.c.report["emotions"]["dominant"].as_string()
    agrees = (entries.c.look == "right") | (entries.c.look == dominant)
    query = select(func.count(), func.sum(case((agrees, 1), else_=0))).where(
        *_own(person_id), entries.c.look.is_not(None), entries.c.report.is_not(None)
    )
    row = (await connection.execute(query)).one()
    return Answers(int(row[0]), int(row[1] or 0))


async def felt(connection: AsyncConnection, person_id: int) -> Sequence[Felt]:
    """The entries with a mood, in order of their days."""
    rows = await connection.execute(
        select(entries.c.id, entries.c.day, entries.c.mood)
        .where(*_own(person_id), entries.c.mood.is_not(None))
        .order_by(entries.c.day, entries.c.id)
    )
    return [Felt(*row) for row in rows]


async def tags_of_felt(connection: AsyncConnection, person_id: int) -> Sequence[tuple[int, str]]:
    """Entry and tag, of every entry with a mood."""
    rows = await connection.execute(
        select(tags.c.entry_id, tags.c.tag)
        .join(entries, entries.c.id == tags.c.entry_id)
        .where(*_own(person_id), entries.c.mood.is_not(None))
    )
    return [(row[0], row[1]) for row in rows]


async def top_tags(
    connection: AsyncConnection, person_id: int, limit: int
) -> Sequence[tuple[str, int]]:
    """The tags that most of a person's entries have, those that they wrote themselves first."""
    number = func.count()
    rows = await connection.execute(
        select(tags.c.tag, number)
        .join(entries, entries.c.id == tags.c.entry_id)
        .where(*_own(person_id))
        .group_by(tags.c.tag)
        .order_by(func.max(case((tags.c.manual, 1), else_=0)).desc(), number.desc(), tags.c.tag)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in rows]


async def days(connection: AsyncConnection, person_id: int) -> Sequence[dt.date]:
    """The days on which a person wrote."""
    rows = await connection.execute(select(entries.c.day).where(*_own(person_id)).distinct())
    return [row.day for row in rows]


def _own(person_id: int) -> tuple[ColumnElement[bool], ...]:
    own = (entries.c.author_id == person_id, entries.c.state.in_(STATES))
    return (*own, in_reach(person_id))


def _words(text: Any) -> Any:
    """Spaces in a text and one: no engine of ours splits words."""
    clean = func.trim(text)
    spaces = func.length(clean) - func.length(func.replace(clean, " ", ""))
    return case((clean == "", 0), else_=spaces + 1)
