"""Notices: what a person is to be told privately, and when."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import delete, func, insert, select, true, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import notices


@dataclass(frozen=True, slots=True)
class Notice:
    """`kind` says what it is about, `subject_id` is a row of that kind, `number` how often.

    `state`: waiting, sending, sent, dropped (no longer true) or stopped (the person cannot be
    reached). One that was being sent when the process died becomes waiting_again, then
    sending_again. While it is being sent `due_at` says until when that may take. `created_at` is
    when the first of what it tells of happened.
    """

    id: int
    person_id: int
    kind: str
    diary_id: int | None
    subject_id: int | None
    number: int
    created_at: dt.datetime
    due_at: dt.datetime
    state: str
    attempts: int


#: States in which a notice waits for its time, with the state that it then goes into.
WAITING = {"waiting": "sending", "waiting_again": "sending_again"}

#: A notice under which processes died, or Telegram failed, so often is dropped when one dies again.
MOST_TRIES = 8

_COLUMNS = tuple(notices.c[name] for name in Notice.__dataclass_fields__)


async def add(
    connection: AsyncConnection,
    person_id: int,
    kind: str,
    now: dt.datetime,
    *,
    diary_id: int | None = None,
    subject_id: int | None = None,
    wait: dt.timedelta = dt.timedelta(),
) -> None:
    """Tell a person something after `wait`; with a wait, one that waits already only counts up."""
    if wait:
        done = await connection.execute(
            update(notices)
            .where(
                notices.c.person_id == person_id,
                notices.c.kind == kind,
                notices.c.diary_id == diary_id,
                notices.c.subject_id == subject_id,
                notices.c.state == "waiting",
            )
            .values(number=notices.c.number + 1)
        )
        if done.rowcount:
            return
    await connection.execute(
        insert(notices).values(
            person_id=person_id,
            kind=kind,
            diary_id=diary_id,
            subject_id=subject_id,
            created_at=now,
            due_at=now + wait,
            state="waiting",
        )
    )


async def due(connection: AsyncConnection, now: dt.datetime, limit: int) -> Sequence[Notice]:
    """Those whose time has come, the oldest first; none before one that has to be tried again."""
    earlier = notices.alias()
    overtaken = select(earlier.c.id).where(
        earlier.c.person_id == notices.c.person_id,
        earlier.c.id < notices.c.id,
        earlier.c.state.in_(WAITING),
        earlier.c.attempts > 0,
    )
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(notices.c.state.in_(WAITING), notices.c.due_at <= now, ~overtaken.exists())
        .order_by(notices.c.due_at, notices.c.id)
        .limit(limit)
    )
    return [Notice(*row) for row in rows]


async def of_person(connection: AsyncConnection, person_id: int) -> Sequence[Notice]:
    """Everything that a person was told, or is to be told, in the order of its making."""
    rows = await connection.execute(
        select(*_COLUMNS).where(notices.c.person_id == person_id).order_by(notices.c.id)
    )
    return [Notice(*row) for row in rows]


async def last(
    connection: AsyncConnection, person_id: int, kind: str, diary_id: int
) -> Notice | None:
    """The newest notice of this kind that a person has had, or is to have, about a diary."""
    query = select(*_COLUMNS).where(
        notices.c.person_id == person_id,
        notices.c.kind == kind,
        notices.c.diary_id == diary_id,
        notices.c.state != "dropped",
    )
    row = (await connection.execute(query.order_by(notices.c.id.desc()))).first()
    return None if row is None else Notice(*row)


async def next_time(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the next one falls due."""
    query = select(func.min(notices.c.due_at)).where(
        notices.c.state.in_(WAITING), notices.c.due_at > now
    )
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def change(
    connection: AsyncConnection, notice_id: int, *, was: str = "waiting", **values: Any
) -> bool:
    """Set columns while the state is `was`; False when it was not."""
    done = await connection.execute(
        update(notices).where(notices.c.id == notice_id, notices.c.state == was).values(**values)
    )
    return done.rowcount == 1


async def hold(
    connection: AsyncConnection, kinds: Collection[str], subject_id: int, until: dt.datetime
) -> None:
    """What is to be told about this waits until then; whether it is still true is seen then."""
    await connection.execute(
        update(notices)
        .where(
            notices.c.kind.in_(kinds),
            notices.c.subject_id == subject_id,
            notices.c.state.in_(WAITING),
            notices.c.due_at < until,
        )
        .values(due_at=until)
    )


async def merge(connection: AsyncConnection, notice: Notice) -> Notice:
    """Take over what else is to be told for the same reason, or could not be; as it is then."""
    same = (
        notices.c.person_id == notice.person_id,
        notices.c.kind == notice.kind,
        notices.c.diary_id == notice.diary_id,
        notices.c.subject_id == notice.subject_id,
        notices.c.id != notice.id,
        notices.c.state.in_((*WAITING, "stopped")),
    )
    rows = await connection.execute(select(notices.c.number, notices.c.created_at).where(*same))
    found = rows.all()
    if not found:
        return notice
    await connection.execute(update(notices).where(*same).values(state="dropped"))
    values = {
        "number": notice.number + sum(row.number for row in found),
        "created_at": min(notice.created_at, *(row.created_at for row in found)),
    }
    await connection.execute(update(notices).where(notices.c.id == notice.id).values(**values))
    return replace(notice, **values)


async def stop(connection: AsyncConnection, person_id: int, now: dt.datetime) -> None:
    """The person cannot be reached: what is due waits until they are back."""
    await connection.execute(
        update(notices)
        .where(
            notices.c.person_id == person_id,
            notices.c.state.in_(WAITING),
            notices.c.due_at <= now,
        )
        .values(state="stopped")
    )


async def resume(connection: AsyncConnection, person_id: int, now: dt.datetime) -> None:
    """The person is back: what could not be told is told now."""
    await connection.execute(
        update(notices)
        .where(notices.c.person_id == person_id, notices.c.state == "stopped")
        .values(state="waiting", due_at=now, attempts=0)
    )


async def recover(connection: AsyncConnection, now: dt.datetime, *, everyone: bool = False) -> int:
    """Take up what a process was sending when it died; how many. `everyone`: none is sending now.

    Told twice is better than not at all, but nobody shall be told for ever: what was tried and
    taken up MOST_TRIES times is dropped.
    """
    is_over = true() if everyone else notices.c.due_at <= now
    too_often = notices.c.state == "sending_again", notices.c.attempts >= MOST_TRIES
    await connection.execute(update(notices).where(*too_often, is_over).values(state="dropped"))
    done = await connection.execute(
        update(notices)
        .where(notices.c.state.in_(WAITING.values()), is_over)
        .values(state="waiting_again", due_at=now, attempts=notices.c.attempts + 1)
    )
    return done.rowcount


async def are_left_behind(connection: AsyncConnection, now: dt.datetime) -> bool:
    """Whether something is being sent for longer than that may take."""
    query = select(notices.c.id).where(
        notices.c.state.in_(WAITING.values()), notices.c.due_at <= now
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def drop(
    connection: AsyncConnection, kind: str, diary_id: int, person_id: int | None = None
) -> None:
    """What was (to be) told about a diary, to one person or to all, does not hold any more."""
    query = update(notices).where(notices.c.kind == kind, notices.c.diary_id == diary_id)
    if person_id is not None:
        query = query.where(notices.c.person_id == person_id)
    await connection.execute(query.values(state="dropped"))


async def drop_about(connection: AsyncConnection, kind: str, subject_id: int) -> None:
    """What waits to be told about this has been told in another way."""
    await connection.execute(
        update(notices)
        .where(
            notices.c.kind == kind,
            notices.c.subject_id == subject_id,
            notices.c.state.in_(WAITING),
        )
        .values(state="dropped")
    )


async def forget(connection: AsyncConnection, before: dt.datetime) -> int:
    """Delete what was told, or dropped, long ago; how many."""
    done = await connection.execute(
        delete(notices).where(
            notices.c.state.in_(("sent", "dropped")), notices.c.created_at < before
        )
    )
    return done.rowcount
