"""What a digest is made of: the entries of some days, without the curves of their reports."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.commit_calendar import STATES
from storage.members import in_reach
from storage.sealed_types import part
from storage.shared_tables import shares
from storage.tables import entries, tags

#: Entries that are asked about at a time: databases limit the length of a list.
BATCH = 500


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a digest. `said` and `keys` are as the analysis found them, `words` corrects.

    `parts` are those that a share shows; None where the entry is in the diary itself.
    """

    id: int
    author_id: int
    day: dt.date
    title: str | None
    mood: int | None
    look: str | None
    text: str | None
    duration_s: float | None
    dominant: str | None
    said: str | None
    keys: list[dict[str, Any]] | None
    words: dict[str, Any] | None
    parts: str | None = None

    def has(self, part: str) -> bool:
        """Whether this part of it is to be seen."""
        return self.parts is None or part in self.parts.split(",")


_COLUMNS = (
    entries.c.id,
    entries.c.author_id,
    entries.c.day,
    entries.c.title,
    entries.c.mood,
    entries.c.look,
    entries.c.text,
    part(entries.c.report, "duration_s"),
    part(entries.c.report, "emotions", "dominant"),
    part(entries.c.report, "transcript", "text"),
    part(entries.c.report, "key_sentences"),
    entries.c.words,
)


async def of_author(
    connection: AsyncConnection, author_id: int, first: dt.date, last: dt.date
) -> Sequence[Item]:
    """A person's entries of these days, in whatever diary they are still in, in order of time."""
    query = select(*_COLUMNS).where(entries.c.author_id == author_id, in_reach(author_id))
    return await _found(connection, query, first, last)


async def of_diary(
    connection: AsyncConnection, diary_id: int, first: dt.date, last: dt.date
) -> Sequence[Item]:
    """What a shared diary shows of these days: written in it and still there, or shown in it."""
    own = select(*_COLUMNS).where(entries.c.diary_id == diary_id, entries.c.removed_at.is_(None))
    shown = (
        select(*_COLUMNS, shares.c.parts)
        .join(shares, shares.c.entry_id == entries.c.id)
        .where(
            shares.c.diary_id == diary_id,
            shares.c.state == "shown",
            entries.c.diary_id != diary_id,
        )
    )
    found = [
        *await _found(connection, own, first, last),
        *await _found(connection, shown, first, last),
    ]
    return sorted(found, key=lambda item: (item.day, item.id))


async def _found(
    connection: AsyncConnection, query: Select[Any], first: dt.date, last: dt.date
) -> Sequence[Item]:
    rows = await connection.execute(
        query.where(entries.c.day.between(first, last), entries.c.state.in_(STATES)).order_by(
            entries.c.day, entries.c.recorded_at, entries.c.id
        )
    )
    return [Item(*row) for row in rows]


async def tags_of(
    connection: AsyncConnection, entry_ids: Collection[int]
) -> Sequence[tuple[int, str]]:
    """Every tag of these entries, with its entry, those of one entry in their order."""
    ids, found = list(entry_ids), []
    for start in range(0, len(ids), BATCH):
        rows = await connection.execute(
            select(tags.c.entry_id, tags.c.tag)
            .where(tags.c.entry_id.in_(ids[start : start + BATCH]))
            .add_columns(tags.c.position)
        )
        found += [(row.entry_id, row.position, row.tag) for row in rows]
    return [(entry_id, tag) for entry_id, _, tag in sorted(found)]


async def days_of_author(
    connection: AsyncConnection, author_id: int, since: dt.date
) -> Sequence[dt.date]:
    """The days on which a person wrote, from this one on."""
    query = select(entries.c.day).where(
        entries.c.author_id == author_id, entries.c.day >= since, entries.c.state.in_(STATES)
    )
    return (await connection.execute(query.distinct())).scalars().all()
