"""Questions that a person wrote for themselves, and the one that they were asked last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import asked_questions, own_questions


@dataclass(frozen=True, slots=True)
class OwnQuestion:
    """A question of a person's own."""

    id: int
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """The question that a person was asked last; `message_id` while it waits for an answer."""

    person_id: int
    text: str
    chat_id: int
    message_id: int | None
    asked_at: dt.datetime


_ASKED = tuple(asked_questions.c[name] for name in Asked.__dataclass_fields__)


async def of_person(connection: AsyncConnection, person_id: int) -> Sequence[OwnQuestion]:
    """What a person wrote, in the order in which they did."""
    rows = await connection.execute(
        select(own_questions.c.id, own_questions.c.text)
        .where(own_questions.c.person_id == person_id)
        .order_by(own_questions.c.id)
    )
    return [OwnQuestion(*row) for row in rows]


async def add(connection: AsyncConnection, person_id: int, text: str, now: dt.datetime) -> None:
    """One more."""
    row = {"person_id": person_id, "text": text, "created_at": now}
    await connection.execute(insert(own_questions).values(**row))


async def remove(connection: AsyncConnection, person_id: int, question_id: int) -> bool:
    """Only the person's own; False when there is none."""
    done = await connection.execute(
        delete(own_questions).where(
            own_questions.c.id == question_id, own_questions.c.person_id == person_id
        )
    )
    return done.rowcount == 1


async def asked(connection: AsyncConnection, person_id: int) -> Asked | None:
    """What a person was asked last."""
    query = select(*_ASKED).where(asked_questions.c.person_id == person_id)
    row = (await connection.execute(query)).first()
    return None if row is None else Asked(*row)


async def put(connection: AsyncConnection, person_id: int, **values: Any) -> None:
    """The person is asked this now, or waits no longer; a new row needs every column."""
    is_theirs = asked_questions.c.person_id == person_id
    done = await connection.execute(update(asked_questions).where(is_theirs).values(**values))
    if not done.rowcount and await asked(connection, person_id) is None:
        await connection.execute(insert(asked_questions).values(person_id=person_id, **values))
