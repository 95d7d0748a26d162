"""Exclusions: what a person does not want to be shown when looking back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, delete, exists, insert, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import exclusions
from storage.shared_tables import comments
from storage.tables import entries, persons, tags, terms


@dataclass(frozen=True, slots=True)
class Exclusion:
    """`kind`: tag or name, which `value` is, or days, from `first` to `last`."""

    id: int
    person_id: int
    kind: str
    value: str | None
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class Hidden:
    """One entry that its author does not want to see when looking back."""

    entry_id: int
    day: dt.date
    title: str | None


_COLUMNS = tuple(exclusions.c[name] for name in Exclusion.__dataclass_fields__)


async def of_person(connection: AsyncConnection, person_id: int) -> Sequence[Exclusion]:
    """Everything that a person has excluded, in the order in which they did."""
    query = select(*_COLUMNS).where(exclusions.c.person_id == person_id)
    return [Exclusion(*row) for row in await connection.execute(query.order_by(exclusions.c.id))]


async def add(
    connection: AsyncConnection,
    person_id: int,
    kind: str,
    now: dt.datetime,
    *,
    value: str | None = None,
    first: dt.date | None = None,
    last: dt.date | None = None,
) -> None:
    """One more."""
    row = {"kind": kind, "value": value, "first": first, "last": last, "created_at": now}
    await connection.execute(insert(exclusions).values(person_id=person_id, **row))


async def remove(connection: AsyncConnection, person_id: int, exclusion_id: int) -> bool:
    """Only the person's own; False when there is none."""
    done = await connection.execute(
        delete(exclusions).where(
            exclusions.c.id == exclusion_id, exclusions.c.person_id == person_id
        )
    )
    return done.rowcount == 1


async def not_hidden(connection: AsyncConnection, entry_ids: Collection[int]) -> Sequence[int]:
    """Those of these entries that their authors want to be shown when looking back."""
    query = select(entries.c.id).where(entries.c.id.in_(entry_ids), entries.c.is_hidden.is_(False))
    return (await connection.execute(query)).scalars().all()


async def matching(
    connection: AsyncConnection, exclusion: Exclusion, entry_ids: Collection[int]
) -> Sequence[int]:
    """Those of these entries that this excludes."""
    value = exclusion.value or ""
    if exclusion.kind == "days":
        days = entries.c.day.between(exclusion.first, exclusion.last)
        return await _those(connection, entry_ids, days)
    tagged = await _tagged(connection, entry_ids, value)
    if exclusion.kind == "tag":
        return sorted(tagged)
    return sorted(
        tagged
        | await _named(connection, entry_ids, value)
        | {*await _those(connection, entry_ids, await _is_about(connection, entry_ids, value))}
    )


async def _those(
    connection: AsyncConnection, entry_ids: Collection[int], which: ColumnElement[bool]
) -> Sequence[int]:
    query = select(entries.c.id).where(entries.c.id.in_(entry_ids), which)
    return (await connection.execute(query)).scalars().all()


async def _tagged(connection: AsyncConnection, entry_ids: Collection[int], value: str) -> set[int]:
    """Whatever case the tag was written in."""
    query = select(tags.c.entry_id, tags.c.tag).where(tags.c.entry_id.in_(entry_ids))
    return {row.entry_id for row in await connection.execute(query) if row.tag.lower() == value}


async def _named(connection: AsyncConnection, entry_ids: Collection[int], name: str) -> set[int]:
    """With the name in title or caption."""
    query = select(entries.c.id, entries.c.title, entries.c.caption)
    rows = await connection.execute(query.where(entries.c.id.in_(entry_ids)))
    return {
        row.id for row in rows if name in (row.title or "").lower() + "\n" + row.caption.lower()
    }


async def _is_about(
    connection: AsyncConnection, entry_ids: Collection[int], name: str
) -> ColumnElement[bool]:
    """By this person, with a word of theirs, or with the name among its words."""
    people = await _people(connection, entry_ids, name)
    said = exists().where(comments.c.entry_id == entries.c.id, comments.c.author_id.in_(people))
    words = exists().where(terms.c.entry_id == entries.c.id, terms.c.term == name)
    return or_(entries.c.author_id.in_(people), said, words)


async def _people(
    connection: AsyncConnection, entry_ids: Collection[int], name: str
) -> Sequence[int]:
    """Who of those who wrote these entries, or below them, goes by this name."""
    wrote = select(entries.c.author_id).where(entries.c.id.in_(entry_ids))
    said = select(comments.c.author_id).where(comments.c.entry_id.in_(entry_ids))
    rows = await connection.execute(
        select(persons.c.id, persons.c.name, persons.c.username).where(
            or_(persons.c.id.in_(wrote), persons.c.id.in_(said))
        )
    )
    return [row.id for row in rows if name in {row.username, (row.name or "").lower()}]


async def hidden_of_author(
    connection: AsyncConnection, author_id: int, states: Sequence[str], limit: int
) -> Sequence[Hidden]:
    """Entries of this person that are hidden from look-backs, the newest first."""
    rows = await connection.execute(
        select(entries.c.id, entries.c.day, entries.c.title)
        .where(
            entries.c.author_id == author_id,
            entries.c.is_hidden.is_(True),
            entries.c.state.in_(states),
        )
        .order_by(entries.c.day.desc(), entries.c.id.desc())
        .limit(limit)
    )
    return [Hidden(*row) for row in rows]
