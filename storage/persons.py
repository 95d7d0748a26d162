"""Persons: a Telegram account with its language, its consent and the name it shows.

A channel, or a group whose admins write under its name, is kept as one too (`kind` "chat"): it can
be the author of entries.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import numbering
from storage.tables import persons


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who has met the bot.

    `speech_language` is what they speak, None to let the recogniser tell. `discreet`: cards that
    nobody reads over a shoulder. `offers_help`: whether numbers to call may be offered once when
    their own words ask for it; `country` says which.
    """

    id: int
    telegram_id: int
    language: str
    consented_at: dt.datetime | None
    blocked_at: dt.datetime | None
    name: str | None = None
    username: str | None = None
    language_chosen: bool = False
    notices: bool = True
    kind: str = "person"
    speech_language: str | None = None
    streaks: bool = True
    discreet: bool = False
    country: str | None = None
    offers_help: bool = True
    help_offered_at: dt.datetime | None = None
    inline_consented_at: dt.datetime | None = None


_COLUMNS = tuple(persons.c[name] for name in Person.__dataclass_fields__)


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


async def of_username(connection: AsyncConnection, username: str) -> Person | None:
    """Who went by this name (without @, any case of letters) when they last wrote."""
    query = select(*_COLUMNS).where(persons.c.username == username.lower())
    row = (await connection.execute(query.order_by(persons.c.id.desc()))).first()
    return None if row is None else Person(*row)


async def several(connection: AsyncConnection, person_ids: Collection[int]) -> Mapping[int, Person]:
    """These persons by their ids."""
    rows = await connection.execute(select(*_COLUMNS).where(persons.c.id.in_(person_ids)))
    return {row.id: Person(*row) for row in rows}


async def add(
    connection: AsyncConnection,
    telegram_id: int,
    language: str,
    now: dt.datetime,
    kind: str = "person",
) -> Person:
    """A new person who has not agreed to anything yet."""
    number = await numbering.fresh(connection, persons)
    done = await connection.execute(
        insert(persons).values(
            telegram_id=telegram_id, language=language, kind=kind, created_at=now, **number
        )
    )
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return Person(key[0], telegram_id, language, None, None, kind=kind)


async def change(connection: AsyncConnection, person_id: int, **values: Any) -> None:
    """Set columns of a person."""
    await connection.execute(update(persons).where(persons.c.id == person_id).values(**values))


async def release_username(connection: AsyncConnection, username: str, person_id: int) -> None:
    """Whoever had this user name before has it no longer."""
    await connection.execute(
        update(persons)
        .where(persons.c.username == username, persons.c.id != person_id)
        .values(username=None)
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
