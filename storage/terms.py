"""Search terms: which entries of a diary have a word, by its lemma."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import delete, insert, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import terms
from storage.types import Word


async def replace(
    connection: AsyncConnection, diary_id: int, entry_id: int, words: Iterable[str]
) -> None:
    """Set the terms of an entry; long words are cut."""
    await connection.execute(delete(terms).where(terms.c.entry_id == entry_id))
    unique = dict.fromkeys(word[: Word.LONGEST] for word in words if word)
    rows = [{"diary_id": diary_id, "term": term, "entry_id": entry_id} for term in unique]
    if rows:
        await connection.execute(insert(terms), rows)


async def entries_with(connection: AsyncConnection, diary_id: int, term: str) -> Sequence[int]:
    """The entries of the diary that have this term."""
    rows = await connection.execute(
        select(terms.c.entry_id)
        .where(terms.c.diary_id == diary_id, terms.c.term == term[: Word.LONGEST])
        .order_by(terms.c.entry_id)
    )
    return [row.entry_id for row in rows]
