"""Exports: who takes what along, and how far that is.

`state`: asked (what and how is still to be said), waiting, running, done, cancelled or failed.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    Column,
    Text,
    cast,
    delete,
    func,
    literal,
    or_,
    select,
)
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.leases import Leases
from storage.personal_tables import earlier_reports, exports, unwanted_tags
from storage.shared_tables import comments
from storage.tables import clips, entries


@dataclass(frozen=True, slots=True)
class Export:
    """`diary_id` and the days narrow what is taken; `counts` is the plan and what came of it.

    `parts` is the number of messages with files that it takes, `sent` how many surely came.
    """

    id: int
    person_id: int
    diary_id: int | None
    chat_id: int
    message_id: int | None
    first: dt.date | None
    last: dt.date | None
    state: str
    parts: int
    sent: int
    counts: dict[str, Any] | None
    attempts: int
    lease: str | None
    created_at: dt.datetime


LEASES = Leases(
    exports, Export, waiting=("waiting",), running="running", asked="asked", stopped="cancelled"
)

#: An export that is at work or waits for it.
BUSY = LEASES.open

add, get, change = LEASES.add, LEASES.get, LEASES.change
claim, still, stop = LEASES.claim, LEASES.still, LEASES.stop
release_all, next_time = LEASES.release_all, LEASES.next_time
put_off, take_up = LEASES.put_off, LEASES.take_up


async def busy(connection: AsyncConnection, person_id: int) -> Export | None:
    """What is being made for somebody."""
    theirs = (exports.c.person_id == person_id, exports.c.state.in_(BUSY))
    return await LEASES.first(connection, *theirs)


async def forget_old(connection: AsyncConnection, before: dt.datetime) -> None:
    """Forget those that are over, and questions that nobody answered."""
    await connection.execute(
        delete(exports).where(exports.c.created_at < before, exports.c.state.not_in(BUSY))
    )


@dataclass(frozen=True, slots=True)
class Outline:
    """What of an entry can be told even where the rest of it cannot be read; a day as written."""

    uid: str | None
    day: str | None
    author_id: int
    state: str


async def outline(connection: AsyncConnection, entry_id: int) -> Outline | None:
    """The entry with this id, without what could be damaged in it."""
    day = cast(entries.c.day, Text)
    columns = (entries.c.uid, day, entries.c.author_id, entries.c.state)
    row = (await connection.execute(select(*columns).where(entries.c.id == entry_id))).first()
    return None if row is None else Outline(*row)


async def title_of(connection: AsyncConnection, entry_id: int) -> str | None:
    """The title of an entry, whatever else of it can be read."""
    query = select(entries.c.title).where(entries.c.id == entry_id)
    found: str | None = (await connection.execute(query)).scalar()
    return found


async def own_entries(
    connection: AsyncConnection,
    person_id: int,
    diary_ids: Collection[int],
    days: tuple[dt.date | None, dt.date | None],
    diary_id: int | None = None,
) -> Sequence[int]:
    """The ids of what somebody wrote in these diaries, or what was taken out of any, by day.

    With `diary_id` only what is of that diary.
    """
    first, last = days
    query = select(entries.c.id).where(
        entries.c.author_id == person_id,
        entries.c.state.in_(("waiting", "done", "failed")),
        or_(entries.c.diary_id.in_(diary_ids), entries.c.removed_at.is_not(None)),
    )
    if diary_id is not None:
        query = query.where(entries.c.diary_id == diary_id)
    if first is not None:
        query = query.where(entries.c.day >= first)
    if last is not None:
        query = query.where(entries.c.day <= last)
    rows = await connection.execute(query.order_by(entries.c.day, entries.c.recorded_at))
    return [row.id for row in rows]


async def film_sizes(
    connection: AsyncConnection, entry_ids: Collection[int]
) -> Mapping[int, list[tuple[int, int]]]:
    """For each of these entries the clips whose files we can get: id and bytes (0: unknown)."""
    rows = await connection.execute(
        select(clips.c.id, clips.c.entry_id, clips.c.size)
        .where(
            clips.c.entry_id.in_(entry_ids),
            or_(clips.c.file_id != "", clips.c.media.is_not(None)),
        )
        .order_by(clips.c.message_id)
    )
    found: dict[int, list[tuple[int, int]]] = {}
    for row in rows:
        found.setdefault(row.entry_id, []).append((row.id, row.size or 0))
    return found


async def unwanted(connection: AsyncConnection, person_id: int) -> Sequence[str]:
    """The tags that are not to be found for somebody again."""
    rows = await connection.execute(
        select(unwanted_tags.c.tag).where(unwanted_tags.c.person_id == person_id)
    )
    return sorted(row.tag for row in rows)


async def earlier(
    connection: AsyncConnection, entry_id: int
) -> Sequence[tuple[dict[str, Any], dt.datetime, dt.datetime]]:
    """What older analyses of an entry had found, when each was made and when replaced."""
    rows = await connection.execute(
        select(earlier_reports.c.report, earlier_reports.c.made_at, earlier_reports.c.replaced_at)
        .where(earlier_reports.c.entry_id == entry_id)
        .order_by(earlier_reports.c.id)
    )
    return [(row.report, row.made_at, row.replaced_at) for row in rows]


async def remarks(connection: AsyncConnection, person_id: int) -> Sequence[tuple[int, int]]:
    """What somebody has said about entries of others: the comments' ids, with their diaries'."""
    rows = await connection.execute(
        select(comments.c.id, comments.c.diary_id)
        .join(entries, entries.c.id == comments.c.entry_id)
        .where(
            comments.c.author_id == person_id,
            comments.c.by_name.is_(None),
            comments.c.state == "visible",
            entries.c.author_id != person_id,
            entries.c.state.in_(("waiting", "done", "failed")),
            entries.c.removed_at.is_(None),
        )
        .order_by(comments.c.id)
    )
    return [(row.id, row.diary_id) for row in rows]


async def text_sizes(connection: AsyncConnection, entry_ids: Collection[int]) -> Mapping[int, int]:
    """How long all that is written of these entries is, in characters of JSON."""
    found = dict.fromkeys(entry_ids, 0)
    own = (entries.c.report, entries.c.words, entries.c.text, entries.c.caption)
    whole = sum((func.coalesce(func.length(cast(c, Text)), 0) for c in own), literal(0))
    for query in (
        select(entries.c.id, whole).where(entries.c.id.in_(entry_ids)),
        _summed(earlier_reports.c.entry_id, earlier_reports.c.report, entry_ids),
        _summed(comments.c.entry_id, comments.c.text, entry_ids),
    ):
        for entry_id, size in await connection.execute(query):
            found[entry_id] += size or 0
    return found


def _summed(key: Column[int], column: Column[Any], entry_ids: Collection[int]) -> Any:
    length = func.sum(func.length(cast(column, Text)))
    return select(key, length).where(key.in_(entry_ids)).group_by(key)
