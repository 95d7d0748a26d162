"""Invitations to a shared diary: links with a token, and persons who are asked by name.

Only the SHA-256 of a token is kept: who reads the table can invite nobody.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import numbering
from storage.shared_tables import invitation_answers, invitations


@dataclass(frozen=True, slots=True)
class Invitation:
    """`state`: pending, accepted (used up), declined, expired or revoked, since `ended_at`.

    `invitee_id` is who was asked by name; None for a link, which as many as `uses_left` can still
    accept.
    """

    id: int
    diary_id: int
    inviter_id: int
    invitee_id: int | None
    state: str
    uses_left: int
    created_at: dt.datetime
    expires_at: dt.datetime
    ended_at: dt.datetime | None


_COLUMNS = tuple(invitations.c[name] for name in Invitation.__dataclass_fields__)


async def add(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """A new invitation; its id."""
    given = {**await numbering.fresh(connection, invitations), **values}
    done = await connection.execute(insert(invitations).values(state="pending", **given))
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return int(key[0])


async def get(connection: AsyncConnection, invitation_id: int) -> Invitation | None:
    """The invitation with this id."""
    query = select(*_COLUMNS).where(invitations.c.id == invitation_id)
    row = (await connection.execute(query)).first()
    return None if row is None else Invitation(*row)


async def of_hashes(
    connection: AsyncConnection, hashes: Collection[str]
) -> Mapping[str, Invitation]:
    """The invitations whose tokens have these hashes, whatever their state: by the unique index."""
    query = select(invitations.c.token_hash, *_COLUMNS)
    rows = await connection.execute(query.where(invitations.c.token_hash.in_(hashes)))
    return {row.token_hash: Invitation(*row[1:]) for row in rows}


async def pending_of(
    connection: AsyncConnection, diary_id: int, now: dt.datetime, inviter_id: int | None = None
) -> Sequence[Invitation]:
    """The open invitations to a diary, the newest first; with an inviter, theirs alone."""
    query = select(*_COLUMNS).where(
        invitations.c.diary_id == diary_id,
        invitations.c.state == "pending",
        invitations.c.expires_at > now,
    )
    if inviter_id is not None:
        query = query.where(invitations.c.inviter_id == inviter_id)
    rows = await connection.execute(query.order_by(invitations.c.id.desc()))
    return [Invitation(*row) for row in rows]


async def pending_for(
    connection: AsyncConnection, diary_id: int, invitee_id: int, now: dt.datetime
) -> Invitation | None:
    """The open invitation of this person by name."""
    query = select(*_COLUMNS).where(
        invitations.c.diary_id == diary_id,
        invitations.c.invitee_id == invitee_id,
        invitations.c.state == "pending",
        invitations.c.expires_at > now,
    )
    row = (await connection.execute(query)).first()
    return None if row is None else Invitation(*row)


async def made_since(connection: AsyncConnection, inviter_id: int, since: dt.datetime) -> int:
    """How many invitations a person has made since then, to whatever diary."""
    query = select(func.count()).where(
        invitations.c.inviter_id == inviter_id, invitations.c.created_at > since
    )
    return int((await connection.execute(query)).scalar_one())


async def use(connection: AsyncConnection, invitation_id: int, now: dt.datetime) -> bool:
    """Count one use down, in one statement; False where none is left or it is over."""
    here = (invitations.c.id == invitation_id, invitations.c.state == "pending")
    done = await connection.execute(
        update(invitations)
        .where(*here, invitations.c.uses_left > 0, invitations.c.expires_at > now)
        .values(uses_left=invitations.c.uses_left - 1)
    )
    await connection.execute(
        update(invitations)
        .where(*here, invitations.c.uses_left == 0)
        .values(state="accepted", ended_at=now)
    )
    return done.rowcount == 1


async def end(
    connection: AsyncConnection, invitation_id: int, state: str, now: dt.datetime
) -> bool:
    """Close an open invitation; False when it was closed before."""
    done = await connection.execute(
        update(invitations)
        .where(invitations.c.id == invitation_id, invitations.c.state == "pending")
        .values(state=state, ended_at=now)
    )
    return done.rowcount == 1


async def revoke_of(
    connection: AsyncConnection, diary_id: int, now: dt.datetime, inviter_id: int | None = None
) -> None:
    """Revoke what is open in a diary; with an inviter, theirs alone."""
    query = update(invitations).where(
        invitations.c.diary_id == diary_id, invitations.c.state == "pending"
    )
    if inviter_id is not None:
        query = query.where(invitations.c.inviter_id == inviter_id)
    await connection.execute(query.values(state="revoked", ended_at=now))


async def expire(connection: AsyncConnection, now: dt.datetime) -> int:
    """Close those whose time is over; how many."""
    done = await connection.execute(
        update(invitations)
        .where(invitations.c.state == "pending", invitations.c.expires_at <= now)
        .values(state="expired", ended_at=invitations.c.expires_at)
    )
    return done.rowcount


async def answer_of(connection: AsyncConnection, invitation_id: int, person_id: int) -> str | None:
    """What this person made of an invitation: seen, accepted or declined; None: never saw it."""
    found: str | None = (
        await connection.execute(
            select(invitation_answers.c.answer).where(
                invitation_answers.c.invitation_id == invitation_id,
                invitation_answers.c.person_id == person_id,
            )
        )
    ).scalar()
    return found


async def answer(
    connection: AsyncConnection, invitation_id: int, person_id: int, said: str, now: dt.datetime
) -> None:
    """Keep what this person made of an invitation, in place of what they did before."""
    await connection.execute(
        delete(invitation_answers).where(
            invitation_answers.c.invitation_id == invitation_id,
            invitation_answers.c.person_id == person_id,
        )
    )
    await connection.execute(
        insert(invitation_answers).values(
            invitation_id=invitation_id, person_id=person_id, answer=said, answered_at=now
        )
    )


async def has_declined(
    connection: AsyncConnection, diary_id: int, person_id: int, since: dt.datetime
) -> bool:
    """Whether this person has declined an invitation to the diary since then, whoever asked."""
    query = (
        select(invitation_answers.c.invitation_id)
        .join(invitations, invitations.c.id == invitation_answers.c.invitation_id)
        .where(
            invitations.c.diary_id == diary_id,
            invitation_answers.c.person_id == person_id,
            invitation_answers.c.answer == "declined",
            invitation_answers.c.answered_at > since,
        )
        .limit(1)
    )
    return (await connection.execute(query)).first() is not None
