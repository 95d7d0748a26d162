"""The glossary: words as a person's are misheard, and as they are meant."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import glossary
from storage.types import Word


@dataclass(frozen=True, slots=True)
class Term:
    """One word of a person."""

    id: int
    person_id: int
    heard: str
    meant: str


_COLUMNS = tuple(glossary.c[name] for name in Term.__dataclass_fields__)

#: Characters of a word here.
LONGEST = Word.LONGEST


async def of_person(connection: AsyncConnection, person_id: int) -> Sequence[Term]:
    """The words of a person, in the order in which they were added."""
    query = select(*_COLUMNS).where(glossary.c.person_id == person_id).order_by(glossary.c.id)
    return [Term(*row) for row in await connection.execute(query)]


async def get(connection: AsyncConnection, term_id: int) -> Term | None:
    """The word with this id."""
    row = (await connection.execute(select(*_COLUMNS).where(glossary.c.id == term_id))).first()
    return None if row is None else Term(*row)


async def count(connection: AsyncConnection, person_id: int) -> int:
    """How many words a person has."""
    query = select(func.count()).where(glossary.c.person_id == person_id)
    return int((await connection.execute(query)).scalar() or 0)


async def put(
    connection: AsyncConnection, person_id: int, heard: str, meant: str, now: dt.datetime
) -> None:
    """Keep a word; one that was kept as heard like this means the new one from now on."""
    done = await connection.execute(
        update(glossary)
        .where(glossary.c.person_id == person_id, glossary.c.heard == heard)
        .values(meant=meant)
    )
    if not done.rowcount:
        values = {"person_id": person_id, "heard": heard, "meant": meant, "created_at": now}
        await connection.execute(insert(glossary).values(**values))


async def remove(connection: AsyncConnection, term_id: int) -> None:
    """Forget a word."""
    await connection.execute(delete(glossary).where(glossary.c.id == term_id))
