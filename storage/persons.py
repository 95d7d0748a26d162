"""Persons: a Telegram account, its language and its consent. No name is kept."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import persons


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has met the bot."""

    id: int
    telegram_id: int
    language: str
    consented_at: dt.datetime | None
    blocked_at: dt.datetime | None


_COLUMNS = (
    persons.c.id,
    persons.c.telegram_id,
    persons.c.language,
    persons.c.consented_at,
    persons.c.blocked_at,
)


async def find(connection: AsyncConnection, telegram_id: int) -> Person | None:
    """The person of this Telegram account."""
    row = (
        await connection.execute(select(*_COLUMNS).where(persons.c.telegram_id == telegram_id))
    ).first()
    return None if row is None else Person(*row)


async def get(connection: AsyncConnection, person_id: int) -> Person:
    """The person with this id; raises NoResultFound."""
    row = (await connection.execute(select(*_COLUMNS).where(persons.c.id == person_id))).one()
    return Person(*row)


async def add(
    connection: AsyncConnection, telegram_id: int, language: str, now: dt.datetime
) -> Person:
    """A new person who has not agreed to anything yet."""
    done = await connection.execute(
        insert(persons).values(telegram_id=telegram_id, language=language, created_at=now)
    )
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return Person(key[0], telegram_id, language, None, None)


async def set_language(connection: AsyncConnection, person_id: int, language: str) -> None:
    """The language in which the bot speaks with this person."""
    await connection.execute(
        update(persons).where(persons.c.id == person_id).values(language=language)
    )


async def consent(connection: AsyncConnection, person_id: int, now: dt.datetime) -> bool:
    """Keep the consent; False when it was given before."""
    done = await connection.execute(
        update(persons)
        .where(persons.c.id == person_id, persons.c.consented_at.is_(None))
        .values(consented_at=now)
    )
    return done.rowcount == 1


async def set_blocked(
    connection: AsyncConnection, telegram_id: int, blocked_at: dt.datetime | None
) -> None:
    """Whether this person has blocked the bot, and since when."""
    await connection.execute(
        update(persons).where(persons.c.telegram_id == telegram_id).values(blocked_at=blocked_at)
    )


async def set_served(connection: AsyncConnection, person_id: int, now: dt.datetime) -> None:
    """The last time that a worker began with something of this person: the key to fairness."""
    await connection.execute(update(persons).where(persons.c.id == person_id).values(served_at=now))
