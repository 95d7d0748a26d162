"""Entries: one item of a diary, with the report of its analysis."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import numbering
from storage.sealing import SealError
from storage.tables import clips, diaries, entries

#: Entries in these states came to nothing (yet), or are gone: nobody is asked about a second copy
#: of theirs.
NO_TWINS = ("cancelled", "twin", "failed", "deleted")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry. `state`: consent, twin, waiting, done, failed, cancelled or deleted.

    A deleted one can be brought back until `delete_at`; nobody reads it, its author neither. `uid`
    is its name wherever it is taken to. `kind`: video, voice or text, whose body is `text`. `words`
    are the words as its author corrected them (`diary.corrections`), `mood` what they felt (1 to
    5), `look` what they say that the face showed; the report itself is never changed. `question` is
    what it answers. `is_hidden`: not shown when looking back.

    `headings` are what each of its messages said when it was last seen (`diary.headings`).

    `reason` says why it failed, or what of it did. `twin_id` is the entry that has the same file.
    `is_private`: never shown anywhere but here. `removed_at`: taken out of a shared diary by one
    who may; its author still has it.
    """

    id: int
    diary_id: int
    author_id: int
    state: str
    reason: str | None
    media_group_id: str | None
    twin_id: int | None
    recorded_at: dt.datetime
    origin_at: dt.datetime | None
    day: dt.date
    title: str | None
    caption: str
    language: str | None
    report: dict[str, Any] | None
    comments_on: bool = True
    keeps_video: bool = True
    is_private: bool = False
    removed_at: dt.datetime | None = None
    uid: str | None = None
    kind: str = "video"
    text: str | None = None
    words: dict[str, Any] | None = None
    mood: int | None = None
    look: str | None = None
    question: str | None = None
    is_hidden: bool = False
    import_id: int | None = None
    delete_at: dt.datetime | None = None
    analysed_at: dt.datetime | None = None
    headings: dict[str, Any] | None = None


_COLUMNS = (
    entries.c.id,
    entries.c.diary_id,
    entries.c.author_id,
    entries.c.state,
    entries.c.reason,
    entries.c.media_group_id,
    entries.c.twin_id,
    entries.c.recorded_at,
    entries.c.origin_at,
    entries.c.day,
    entries.c.title,
    entries.c.caption,
    entries.c.language,
    entries.c.report,
    entries.c.comments_on,
    entries.c.keeps_video,
    entries.c.is_private,
    entries.c.removed_at,
    entries.c.uid,
    entries.c.kind,
    entries.c.text,
    entries.c.words,
    entries.c.mood,
    entries.c.look,
    entries.c.question,
    entries.c.is_hidden,
    entries.c.import_id,
    entries.c.delete_at,
    entries.c.analysed_at,
    entries.c.headings,
)


async def add(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """A new entry; its id. It gets a name of its own (`uid`) unless it brings one."""
    number = await numbering.fresh(connection, entries)
    named = number | {"uid": uuid4().hex} | dict(values)
    done = await connection.execute(insert(entries).values(**named))
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return int(key[0])


async def get(connection: AsyncConnection, entry_id: int) -> Entry | None:
    """The entry with this id."""
    row = (
        (await connection.execute(select(*_COLUMNS).where(entries.c.id == entry_id)))
        .mappings()
        .first()
    )
    return None if row is None else Entry(**row)


async def find(connection: AsyncConnection, entry_id: int) -> Entry | None:
    """The entry with this id; None also for one that was changed on the disk, which no key opens.

    For lists: one such entry keeps the others from nobody.
    """
    try:
        return await get(connection, entry_id)
    except SealError:
        return None


async def of_author_in(
    connection: AsyncConnection, author_id: int, diary_id: int, states: Sequence[str]
) -> Sequence[Entry]:
    """The entries of this person in this diary that are in one of these states, oldest first."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(
            entries.c.author_id == author_id,
            entries.c.diary_id == diary_id,
            entries.c.state.in_(states),
        )
        .order_by(entries.c.id)
    )
    return [Entry(**row) for row in rows.mappings()]


async def unanswered(connection: AsyncConnection, before: dt.datetime) -> Sequence[Entry]:
    """Those in shared diaries that have waited for their author's word since before this time."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .join(diaries, diaries.c.id == entries.c.diary_id)
        .where(
            entries.c.state == "consent",
            entries.c.created_at < before,
            diaries.c.kind != "private",
        )
        .order_by(entries.c.id)
    )
    return [Entry(**row) for row in rows.mappings()]


async def of_album(connection: AsyncConnection, diary_id: int, media_group_id: str) -> Entry | None:
    """The entry that an album became; None for one that was cancelled."""
    query = select(*_COLUMNS).where(
        entries.c.diary_id == diary_id,
        entries.c.media_group_id == media_group_id,
        entries.c.state != "cancelled",
    )
    row = (await connection.execute(query)).mappings().first()
    return None if row is None else Entry(**row)


async def twin_of(
    connection: AsyncConnection, diary_id: int, file_unique_id: str, author_id: int
) -> int | None:
    """The first entry of the diary that has this very file and came to something.

    What somebody else has not agreed to yet is none: it may never have been here. Nor is what was
    taken out: nobody is told of it, and its author may want it here again.
    """
    query = (
        select(entries.c.id)
        .join(clips, clips.c.entry_id == entries.c.id)
        .where(
            entries.c.diary_id == diary_id,
            clips.c.file_unique_id == file_unique_id,
            entries.c.state.not_in(NO_TWINS),
            entries.c.removed_at.is_(None),
            or_(entries.c.state != "consent", entries.c.author_id == author_id),
        )
        .order_by(entries.c.id)
        .limit(1)
    )
    found: int | None = (await connection.execute(query)).scalar()
    return found


async def any_in(connection: AsyncConnection, diary_id: int) -> bool:
    """Whether something was ever written in this diary."""
    query = select(entries.c.id).where(entries.c.diary_id == diary_id).limit(1)
    return (await connection.execute(query)).first() is not None


async def change(
    connection: AsyncConnection, entry_id: int, *, was: Sequence[str] = (), **values: Any
) -> bool:
    """Set columns; with `was`, only while the state is one of these. False when it was not."""
    query = update(entries).where(entries.c.id == entry_id).values(**values)
    if was:
        query = query.where(entries.c.state.in_(was))
    return (await connection.execute(query)).rowcount == 1


async def to_delete(connection: AsyncConnection, now: dt.datetime) -> Sequence[int]:
    """The entries that their authors deleted, and that cannot be brought back any more."""
    rows = await connection.execute(
        select(entries.c.id)
        .where(entries.c.state == "deleted", entries.c.delete_at <= now)
        .order_by(entries.c.id)
    )
    return [row.id for row in rows]


async def with_reason(connection: AsyncConnection, reason: str) -> Sequence[int]:
    """Entries that say this of why something is missing, in the order of their arrival."""
    query = select(entries.c.id).where(
        entries.c.reason == reason, entries.c.state.in_(("done", "failed"))
    )
    return (await connection.execute(query.order_by(entries.c.id))).scalars().all()


async def remove(connection: AsyncConnection, entry_id: int) -> None:
    """Delete an entry with everything that belongs to it."""
    await connection.execute(delete(entries).where(entries.c.id == entry_id))
