"""Search terms: which entries of a diary have a word, by its lemma, and which comments in it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Sequence

from sqlalchemy import delete, func, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import comment_terms
from storage.tables import entries, terms
from storage.types import Word


async def replace(
    connection: AsyncConnection, diary_id: int, entry_id: int, words: Iterable[str]
) -> None:
    """Set the terms of an entry, those of one diary alone; long words are cut."""
    await clear(connection, entry_id)
    await add(connection, diary_id, entry_id, words)


async def clear(connection: AsyncConnection, entry_id: int) -> None:
    """Forget the terms of an entry, in every diary."""
    await connection.execute(delete(terms).where(terms.c.entry_id == entry_id))


async def add(
    connection: AsyncConnection, diary_id: int, entry_id: int, words: Iterable[str]
) -> None:
    """An entry is found by these in this diary, beside what it has; long words are cut."""
    day = (await connection.execute(select(entries.c.day).where(entries.c.id == entry_id))).scalar()
    if day is None:
        return
    query = select(terms.c.term).where(terms.c.entry_id == entry_id, terms.c.diary_id == diary_id)
    known = {row.term for row in await connection.execute(query)}
    place = {"diary_id": diary_id, "entry_id": entry_id, "day": day}
    rows = [{**place, "term": term} for term in _fresh(words, known)]
    if rows:
        await connection.execute(insert(terms), rows)


def _fresh(words: Iterable[str], known: set[str]) -> list[str]:
    unique = dict.fromkeys(word[: Word.LONGEST] for word in words if word)
    return [term for term in unique if term not in known]


async def clear_comment(connection: AsyncConnection, comment_id: int) -> None:
    """Forget the terms of a comment."""
    await connection.execute(delete(comment_terms).where(comment_terms.c.comment_id == comment_id))


async def add_of_comment(
    connection: AsyncConnection,
    diary_id: int,
    entry_id: int,
    comment_id: int,
    words: Iterable[str],
) -> None:
    """A comment is found by these, beside what it has; long words are cut."""
    query = select(comment_terms.c.term).where(comment_terms.c.comment_id == comment_id)
    known = {row.term for row in await connection.execute(query)}
    place = {"diary_id": diary_id, "entry_id": entry_id, "comment_id": comment_id}
    rows = [{**place, "term": term} for term in _fresh(words, known)]
    if rows:
        await connection.execute(insert(comment_terms), rows)


async def entries_with(connection: AsyncConnection, diary_id: int, term: str) -> Sequence[int]:
    """The entries of the diary that have this term: the bare lookup that searches are held to."""
    rows = await connection.execute(
        select(terms.c.entry_id)
        .where(terms.c.diary_id == diary_id, terms.c.term == term[: Word.LONGEST])
        .order_by(terms.c.entry_id)
    )
    return [row.entry_id for row in rows]


async def first_day(
    connection: AsyncConnection, diary_ids: Collection[int], term: str
) -> dt.date | None:
    """The first day in these diaries that has this term."""
    query = select(func.min(terms.c.day)).where(
        terms.c.diary_id.in_(diary_ids), terms.c.term == term
    )
    found: dt.date | None = (await connection.execute(query)).scalar()
    return found


async def which(
    connection: AsyncConnection, places: Collection[tuple[int, int]], among: Collection[str]
) -> Sequence[tuple[int, int, str]]:
    """Which of some terms these entries have: entry, diary and term, for entries with diaries."""
    rows = await connection.execute(
        select(terms.c.entry_id, terms.c.diary_id, terms.c.term).where(
            terms.c.entry_id.in_({entry_id for entry_id, _ in places}),
            terms.c.diary_id.in_({diary_id for _, diary_id in places}),
            terms.c.term.in_(among),
        )
    )
    known = set(places)
    found = [tuple(row) for row in rows if (row.entry_id, row.diary_id) in known]
    return sorted(found, key=lambda row: (row[0], row[2]))
