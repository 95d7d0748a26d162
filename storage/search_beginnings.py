"""Terms by their beginnings: a stretch of the index, or, where terms are sealed, all of a class.

A sealed term does not tell how it begins. So the different terms of the diaries are opened and
compared here, which takes milliseconds instead of none: docs/decisions/0018-sealing.md.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import comment_terms
from storage.sealed_types import seals_of
from storage.sealing import SIGN
from storage.tables import terms

#: Greater than every character that a term can go on with.
LAST = "\U0010ffff"

#: What begins a term that is no word, and can be read also where it is sealed.
CLASSES = ("#", "!")

#: So many terms fit into one statement (SQLite: 32,766 values). No diary has as many with one
#: beginning: it would take a vocabulary of half a million words.
MOST = 20_000


def is_sealed(connection: AsyncConnection) -> bool:
    """Whether terms do not tell how they begin."""
    return seals_of(connection.dialect) is not None


def begins(connection: AsyncConnection, column: Any, prefix: str) -> ColumnElement[bool]:
    """Whether a term may begin so; where it is sealed, whether it is of that class."""
    start = prefix
    if is_sealed(connection):
        start = (prefix[:1] if prefix[:1] in CLASSES else "") + SIGN
    return and_(column >= start, column < start + LAST)


async def spelled_out(
    connection: AsyncConnection,
    diary_ids: Collection[int],
    prefixes: Iterable[str],
    *,
    in_comments: bool,
) -> Sequence[str]:
    """The terms that these diaries have with one of these beginnings."""
    found: set[str] = set()
    for prefix in prefixes:
        for table in (terms, comment_terms) if in_comments else (terms,):
            query = select(table.c.term).where(
                table.c.diary_id.in_(diary_ids), begins(connection, table.c.term, prefix)
            )
            rows = (await connection.execute(query.distinct())).scalars()
            found.update(term for term in rows if term.startswith(prefix))
    return sorted(found)[:MOST]
