"""What is written down of time, and what becomes of it when the machine's clock is set.

A column is one of four: a *wait* ends some time after something happened (a lease, a next try, an
undo window), however the clock is set meanwhile. What *happened* is compared with the present, and
must not lie ahead of it. What is *due* belongs to a wall clock and is counted anew by the rules of
the diary. All else is *told*: what people see or what only orders rows stays as it was written.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Column, bindparam, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.metadata import metadata

#: Moments at which a wait ends.
WAITS: Final = frozenset(
    {
        "answers.not_before",
        "cards.not_before",
        "cards.retry_at",
        "changes.until",
        "comments.not_before",
        "diaries.delete_at",
        "entries.delete_at",
        "erasures.not_before",
        "evenings.lease_until",
        "exports.lease_until",
        "exports.not_before",
        "imports.lease_until",
        "imports.not_before",
        "inbox.not_before",
        "invitations.expires_at",
        "jobs.lease_until",
        "jobs.not_before",
        "members.settle_at",
        "notices.due_at",
        "prompts.expires_at",
        "prompts.next_until",
        "questions.closes_at",
        "questions.not_before",
        "removals.due_at",
        "rounds.not_before",
        "routines.lease_until",
        "searches.expires_at",
        "unread_words.not_before",
    }
)

#: What happened, and how long before the present it is put where the clock says "yet to come". That
#: somebody is a member of a chat is believed for a while only: so it must be asked for anew.
HAPPENED: Final[Mapping[str, dt.timedelta]] = {
    "asked_questions.asked_at": dt.timedelta(0),
    "cards.shown_at": dt.timedelta(0),
    "exports.created_at": dt.timedelta(0),
    "exports.finished_at": dt.timedelta(0),
    "imports.created_at": dt.timedelta(0),
    "imports.finished_at": dt.timedelta(0),
    "inbox.received_at": dt.timedelta(0),
    "inbox.sent_at": dt.timedelta(0),
    "jobs.enqueued_at": dt.timedelta(0),
    "jobs.started_at": dt.timedelta(0),
    "jobs.finished_at": dt.timedelta(0),
    "memories.shown_at": dt.timedelta(0),
    "notices.created_at": dt.timedelta(0),
    "persons.help_offered_at": dt.timedelta(0),
    "persons.served_at": dt.timedelta(0),
    "removals.parked_at": dt.timedelta(0),
    "rounds.claimed_at": dt.timedelta(0),
    "routines.last_at": dt.timedelta(0),
    "routines.paused_at": dt.timedelta(0),
    "standings.seen_at": dt.timedelta(days=1),
    "tallies.begins_at": dt.timedelta(0),
}

#: By a wall clock: `diary.clock_steps` counts them anew where they have moved too far ahead.
DUE: Final = frozenset(
    {
        "diaries.next_question_at",
        "diaries.next_round_at",
        "evenings.due_at",
        "routines.due_at",
        "routines.next_at",
    }
)


async def move_waits(connection: AsyncConnection, after: dt.datetime, by: dt.timedelta) -> int:
    """Every wait that ends after this moment ends so much later (earlier if negative); how many."""
    return sum([await _move(connection, _column(name), after, by) for name in sorted(WAITS)])


async def _move(
    connection: AsyncConnection, moved: Column[dt.datetime], after: dt.datetime, by: dt.timedelta
) -> int:
    # Row by row: adding to a time is another matter in each database. Few wait at a time.
    keys = [*moved.table.primary_key.columns]
    rows = (await connection.execute(select(*keys, moved).where(moved > after))).all()
    if not rows:
        return 0
    query = update(moved.table).values({moved: bindparam("new")})
    for number, key in enumerate(keys):
        query = query.where(key == bindparam(f"key_{number}", type_=key.type))
    values = [
        {f"key_{number}": key for number, key in enumerate(row[:-1])} | {"new": row[-1] + by}
        for row in rows
    ]
    await connection.execute(query, values)
    return len(rows)


async def bring_back(connection: AsyncConnection, now: dt.datetime) -> int:
    """Nothing that happened lies ahead of the present any more; how many times did."""
    count = 0
    for name, ago in HAPPENED.items():
        column = _column(name)
        query = update(column.table).where(column > now).values({column: now - ago})
        count += (await connection.execute(query)).rowcount
    return count


def _column(name: str) -> Column[dt.datetime]:
    table, _, column = name.partition(".")
    found: Column[dt.datetime] = metadata.tables[table].c[column]
    return found
