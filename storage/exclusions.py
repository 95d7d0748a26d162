"""Exclusions: what a person does not want to be shown when looking back."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, delete, exists, func, insert, or_, select
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
    query = select(entries.c.id).where(entries.c.id.in_(entry_ids), _matches(exclusion))
    return (await connection.execute(query)).scalars().all()


def _matches(exclusion: Exclusion) -> ColumnElement[bool]:
    value = exclusion.value or ""
    if exclusion.kind == "days":
        return entries.c.day.between(exclusion.first, exclusion.last)
    if exclusion.kind == "tag":
        return _has_tag(value)
    return _is_about(value)


def _has_tag(value: str) -> ColumnElement[bool]:
    return exists().where(tags.c.entry_id == entries.c.id, func.lower(tags.c.tag) == value)


def _is_about(name: str) -> ColumnElement[bool]:
    """By this person, with a word of theirs, tagged with the name or with the name in its words."""
    people = _people(name)
    said = exists().where(comments.c.entry_id == entries.c.id, comments.c.author_id.in_(people))
    words = exists().where(terms.c.entry_id == entries.c.id, terms.c.term == name)
    title = func.lower(entries.c.title).contains(name, autoescape=True)
    caption = func.lower(entries.c.caption).contains(name, autoescape=True)
    return or_(entries.c.author_id.in_(people), said, _has_tag(name), words, title, caption)


def _people(name: str) -> Select[tuple[int]]:
    return select(persons.c.id).where(
        or_(persons.c.username == name, func.lower(persons.c.name) == name)
    )


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
