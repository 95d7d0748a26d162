"""Tags of entries: those that a person wrote and those that the analysis found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import unwanted_tags
from storage.tables import entries, tags
from storage.types import Word


async def of_entry(connection: AsyncConnection, entry_id: int, *, manual: bool) -> Sequence[str]:
    """The tags of one kind in their order."""
    rows = await connection.execute(
        select(tags.c.tag)
        .where(tags.c.entry_id == entry_id, tags.c.manual == manual)
        .order_by(tags.c.position)
    )
    return [row.tag for row in rows]


async def replace(
    connection: AsyncConnection, diary_id: int, entry_id: int, names: Sequence[str], *, manual: bool
) -> None:
    """Set the tags of one kind; what a person wrote is never doubled or replaced by the other."""
    unique = dict.fromkeys(name[: Word.LONGEST] for name in names if name)
    await connection.execute(
        delete(tags).where(tags.c.entry_id == entry_id, tags.c.manual == manual)
    )
    if manual:
        await connection.execute(
            delete(tags).where(tags.c.entry_id == entry_id, tags.c.tag.in_(unique))
        )
    taken = set() if manual else set(await of_entry(connection, entry_id, manual=True))
    rows = [
        {
            "entry_id": entry_id,
            "diary_id": diary_id,
            "tag": name,
            "manual": manual,
            "position": position,
        }
        for position, name in enumerate(unique)
        if name not in taken
    ]
    if rows:
        await connection.execute(insert(tags), rows)


async def remove(connection: AsyncConnection, entry_id: int) -> None:
    """Forget every tag of an entry."""
    await connection.execute(delete(tags).where(tags.c.entry_id == entry_id))


async def most_used(
    connection: AsyncConnection, author_id: int, diary_id: int, limit: int
) -> Sequence[str]:
    """The tags that a person's finished entries in a diary have most often, the most used first."""
    rows = await connection.execute(
        select(tags.c.tag, func.count())
        .join(entries, entries.c.id == tags.c.entry_id)
        .where(
            tags.c.diary_id == diary_id,
            entries.c.author_id == author_id,
            entries.c.state == "done",
        )
        .group_by(tags.c.tag)
    )
    return [tag for tag, _ in commonest(rows, limit)]


def commonest(rows: Iterable[Any], limit: int | None = None) -> Sequence[tuple[str, int]]:
    """Of words and their numbers the commonest, those as common in the order of their letters.

    Sorted here: in the order of the database stand the seals of words, where they are sealed.
    """
    return sorted(((str(word), int(number)) for word, number in rows), key=_rank)[:limit]


def _rank(one: tuple[str, int]) -> tuple[int, str]:
    return -one[1], one[0]


async def unwanted(
    connection: AsyncConnection, person_id: int, names: Collection[str]
) -> frozenset[str]:
    """Which of these a person has dropped and does not want to be found again."""
    rows = await connection.execute(
        select(unwanted_tags.c.tag).where(
            unwanted_tags.c.person_id == person_id, unwanted_tags.c.tag.in_(names)
        )
    )
    return frozenset(row.tag for row in rows)


async def set_unwanted(
    connection: AsyncConnection,
    person_id: int,
    names: Collection[str],
    dropped: Collection[str],
    now: dt.datetime,
) -> None:
    """Of `names` this person does not want `dropped`, and wants all others."""
    await connection.execute(
        delete(unwanted_tags).where(
            unwanted_tags.c.person_id == person_id, unwanted_tags.c.tag.in_(names)
        )
    )
    rows = [{"person_id": person_id, "tag": tag, "created_at": now} for tag in dropped]
    if rows:
        await connection.execute(insert(unwanted_tags), rows)
