"""What a person's own entries add up to: read in parts, for reports are large."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.commit_calendar import STATES
from storage.members import in_reach
from storage.sealed_types import part
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
    said = part(entries.c.report, "transcript", "text").label("said")
    seconds = part(entries.c.report, "duration_s").label("seconds")
    query = select(entries.c.words, said, seconds, entries.c.text).where(*_own(person_id))
    total, words = 0.0, 0
    for row in await connection.execute(query):
        total += row.seconds or 0.0
        corrected = _corrected(row.words)
        words += _words(row.said if corrected is None else corrected) + _words(row.text)
    return Sums(total, words)


def _corrected(words: dict[str, Any] | None) -> str | None:
    found: str | None = ((words or {}).get("transcript") or {}).get("text")
    return found


async def answers(connection: AsyncConnection, person_id: int) -> Answers:
    """What was answered to "was that right?", over all entries."""
    dominant = part(entries.c.report, "emotions", "dominant").label("dominant")
    query = select(entries.c.look, dominant).where(
        *_own(person_id), entries.c.look.is_not(None), entries.c.report.is_not(None)
    )
    rows = (await connection.execute(query)).all()
    return Answers(len(rows), sum(row.look in {"right", row.dominant} for row in rows))


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
    rows = await connection.execute(
        select(tags.c.tag, func.count(), func.max(case((tags.c.manual, 1), else_=0)))
        .join(entries, entries.c.id == tags.c.entry_id)
        .where(*_own(person_id))
        .group_by(tags.c.tag)
    )
    found = sorted((-manual, -number, tag) for tag, number, manual in rows)
    return [(tag, -number) for _, number, tag in found[:limit]]


async def days(connection: AsyncConnection, person_id: int) -> Sequence[dt.date]:
    """The days on which a person wrote."""
    rows = await connection.execute(select(entries.c.day).where(*_own(person_id)).distinct())
    return [row.day for row in rows]


def _own(person_id: int) -> tuple[ColumnElement[bool], ...]:
    own = (entries.c.author_id == person_id, entries.c.state.in_(STATES))
    return (*own, in_reach(person_id))


def _words(text: str | None) -> int:
    """What stands apart by spaces."""
    return len((text or "").split())
