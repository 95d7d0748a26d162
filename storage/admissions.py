"""Admissions: whom an admin has let in, and whom they have blocked."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.personal_tables import admissions
from storage.shared_tables import members
from storage.tables import diaries, persons


@dataclass(frozen=True, slots=True)
class Admission:
    """`state`: allowed or blocked. `telegram_id` is None for somebody blocked who was erased."""

    id: int
    telegram_id: int | None
    fingerprint: str
    state: str
    made_at: dt.datetime


_COLUMNS = tuple(admissions.c[name] for name in Admission.__dataclass_fields__)


def fingerprint(telegram_id: int) -> str:
    """SHA-256 of an account's number, in hexadecimal digits.

    What stays of somebody who is blocked and has had everything erased: it says who they are only
    to somebody who guesses the number.
    """
    return hashlib.sha256(f"mind-gitter admission {telegram_id}".encode()).hexdigest()


async def is_blocked(connection: AsyncConnection, telegram_id: int) -> bool:
    """Whether an admin has blocked this account."""
    found = await find(connection, telegram_id)
    return found is not None and found.state == "blocked"


async def find(connection: AsyncConnection, telegram_id: int) -> Admission | None:
    """What an admin has said of this account."""
    is_theirs = or_(
        admissions.c.telegram_id == telegram_id,
        admissions.c.fingerprint == fingerprint(telegram_id),
    )
    row = (await connection.execute(select(*_COLUMNS).where(is_theirs))).first()
    return None if row is None else Admission(*row)


async def get(connection: AsyncConnection, admission_id: int) -> Admission | None:
    """The row with this id."""
    row = (
        await connection.execute(select(*_COLUMNS).where(admissions.c.id == admission_id))
    ).first()
    return None if row is None else Admission(*row)


async def is_in_diary(
    connection: AsyncConnection, telegram_id: int, here: int | None, admins: Collection[int]
) -> bool:
    """Whether this account is in a shared diary, or in the chat of one (`here`).

    Only of those whose owner is one of the admins or was let in.
    """
    let_in = select(admissions.c.telegram_id).where(
        admissions.c.state == "allowed", admissions.c.telegram_id.is_not(None)
    )
    owners = select(persons.c.id).where(
        or_(persons.c.telegram_id.in_(admins), persons.c.telegram_id.in_(let_in))
    )
    theirs = (
        select(members.c.diary_id)
        .join(persons, persons.c.id == members.c.person_id)
        .where(persons.c.telegram_id == telegram_id, members.c.state == "member")
    )
    is_part: ColumnElement[bool] = diaries.c.id.in_(theirs)
    if here is not None:
        is_part = or_(is_part, diaries.c.chat_id == here, diaries.c.discussion_chat_id == here)
    query = select(diaries.c.id).where(
        diaries.c.kind != "private",
        diaries.c.state.in_(("open", "frozen")),
        diaries.c.owner_id.in_(owners),
        is_part,
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def listed(connection: AsyncConnection, state: str, limit: int) -> Sequence[Admission]:
    """The newest with this state."""
    query = select(*_COLUMNS).where(admissions.c.state == state)
    rows = await connection.execute(query.order_by(admissions.c.id.desc()).limit(limit))
    return [Admission(*row) for row in rows]


async def put(connection: AsyncConnection, telegram_id: int, state: str, now: dt.datetime) -> int:
    """Say this of an account, whatever was said before; the id of the new row."""
    number = fingerprint(telegram_id)
    await connection.execute(delete(admissions).where(admissions.c.fingerprint == number))
    done = await connection.execute(
        insert(admissions).values(
            telegram_id=telegram_id, fingerprint=number, state=state, made_at=now
        )
    )
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return int(key[0])


async def remove(connection: AsyncConnection, admission_id: int, state: str) -> bool:
    """Take it back; False where it is not so any more."""
    done = await connection.execute(
        delete(admissions).where(admissions.c.id == admission_id, admissions.c.state == state)
    )
    return done.rowcount == 1


async def forget(connection: AsyncConnection, telegram_id: int) -> None:
    """The account is erased: no number stays. Who is blocked stays so, by the fingerprint."""
    theirs = admissions.c.telegram_id == telegram_id
    await connection.execute(
        delete(admissions).where(and_(theirs, admissions.c.state != "blocked"))
    )
    await connection.execute(update(admissions).where(theirs).values(telegram_id=None))
