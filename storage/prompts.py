"""Prompts: messages of the bot that wait for one person's reply."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import prompts


@dataclass(frozen=True, slots=True)
class Prompt:
    """`kind` says what the reply will be, `subject_id` which row it is for.

    `next_until`: until then the next thing that the person sends counts too, without a reply.
    """

    id: int
    chat_id: int
    message_id: int
    person_id: int
    kind: str
    subject_id: int | None
    expires_at: dt.datetime
    next_until: dt.datetime | None = None


_COLUMNS = tuple(prompts.c[name] for name in Prompt.__dataclass_fields__)


async def add(
    connection: AsyncConnection,
    chat_id: int,
    message_id: int,
    person_id: int,
    kind: str,
    subject_id: int | None,
    expires_at: dt.datetime,
    *,
    next_until: dt.datetime | None = None,
) -> None:
    """This message waits for this person's reply."""
    await remove(connection, chat_id, message_id)
    await connection.execute(
        insert(prompts).values(
            chat_id=chat_id,
            message_id=message_id,
            person_id=person_id,
            kind=kind,
            subject_id=subject_id,
            next_until=next_until,
            expires_at=expires_at,
        )
    )


async def find(
    connection: AsyncConnection, chat_id: int, message_id: int, now: dt.datetime
) -> Prompt | None:
    """What this message waits for; None when nothing, or no longer."""
    row = (
        await connection.execute(
            select(*_COLUMNS).where(
                prompts.c.chat_id == chat_id,
                prompts.c.message_id == message_id,
                prompts.c.expires_at > now,
            )
        )
    ).first()
    return None if row is None else Prompt(*row)


async def of_person(
    connection: AsyncConnection, person_id: int, kind: str, now: dt.datetime
) -> Sequence[Prompt]:
    """What a person is being asked for, the newest first."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(
            prompts.c.person_id == person_id,
            prompts.c.kind == kind,
            prompts.c.expires_at > now,
        )
        .order_by(prompts.c.id.desc())
    )
    return [Prompt(*row) for row in rows]


async def waits_for_next(
    connection: AsyncConnection, person_id: int, kind: str, now: dt.datetime
) -> Prompt | None:
    """The newest one that takes the next thing this person sends."""
    row = (
        await connection.execute(
            select(*_COLUMNS)
            .where(
                prompts.c.person_id == person_id,
                prompts.c.kind == kind,
                prompts.c.next_until > now,
                prompts.c.expires_at > now,
            )
            .order_by(prompts.c.id.desc())
            .limit(1)
        )
    ).first()
    return None if row is None else Prompt(*row)


async def stop_next(connection: AsyncConnection, person_id: int, kind: str) -> None:
    """The next thing that a person sends is for none of these any more; a reply still is."""
    await connection.execute(
        update(prompts)
        .where(prompts.c.person_id == person_id, prompts.c.kind == kind)
        .values(next_until=None)
    )


async def remove_all(
    connection: AsyncConnection, person_id: int, kind: str, subject_id: int
) -> None:
    """A person is asked for this no longer."""
    await connection.execute(
        delete(prompts).where(
            prompts.c.person_id == person_id,
            prompts.c.kind == kind,
            prompts.c.subject_id == subject_id,
        )
    )


async def remove(connection: AsyncConnection, chat_id: int, message_id: int) -> None:
    """The message waits no longer."""
    await connection.execute(
        delete(prompts).where(prompts.c.chat_id == chat_id, prompts.c.message_id == message_id)
    )


async def forget(connection: AsyncConnection, before: dt.datetime) -> int:
    """Delete what nobody has answered in time; how many."""
    return (await connection.execute(delete(prompts).where(prompts.c.expires_at < before))).rowcount
