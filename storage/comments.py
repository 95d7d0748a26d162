"""Comments: what was said about an entry, in which diary, and in answer to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from sqlalchemy import delete, func, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import numbering
from storage.personal_tables import comment_terms, unread_words
from storage.shared_tables import comments


@dataclass(frozen=True, slots=True)
class Comment:
    """`kind`: text, voice or video_note. `state`: visible, hidden, deleted or refused.

    `text` is what was written or heard. `hearing` (waiting, running, done, failed) is the state of
    putting a spoken one into words, None where there is nothing to hear. Of one that is refused,
    since comments are off, nothing is kept but that it was. `by_name` is who said it, where it was
    taken along from elsewhere: its author here is whoever brought it. (A column `by_id` tells who
    that was, where it had been said here: their words go with them, wherever they were taken.)
    """

    id: int
    entry_id: int
    diary_id: int
    author_id: int
    parent_id: int | None
    kind: str
    text: str | None
    file_id: str | None
    file_unique_id: str | None
    duration_s: float | None
    chat_id: int
    message_id: int
    state: str
    hearing: str | None
    attempts: int
    created_at: dt.datetime
    edited_at: dt.datetime | None
    uid: str | None = None
    by_name: str | None = None


_COLUMNS = tuple(comments.c[name] for name in Comment.__dataclass_fields__)


async def count(connection: AsyncConnection, entry_id: int, diary_id: int) -> int:
    """How many comments on an entry can be seen in this diary."""
    query = select(func.count()).where(
        comments.c.entry_id == entry_id,
        comments.c.diary_id == diary_id,
        comments.c.state == "visible",
    )
    return int((await connection.execute(query)).scalar_one())


async def of_entry(connection: AsyncConnection, entry_id: int, diary_id: int) -> Sequence[Comment]:
    """All comments on an entry in this diary, the oldest first: visible, hidden and deleted."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(
            comments.c.entry_id == entry_id,
            comments.c.diary_id == diary_id,
            comments.c.state != "refused",
        )
        .order_by(comments.c.id)
    )
    return [Comment(*row) for row in rows]


async def any_in(connection: AsyncConnection, diary_id: int) -> bool:
    """Whether anything was ever said in this diary."""
    query = select(comments.c.id).where(comments.c.diary_id == diary_id).limit(1)
    return (await connection.execute(query)).first() is not None


async def was_refused(connection: AsyncConnection, entry_id: int, author_id: int) -> bool:
    """Whether this person has been told before that this entry takes no comments."""
    query = select(comments.c.id).where(
        comments.c.entry_id == entry_id,
        comments.c.author_id == author_id,
        comments.c.state == "refused",
    )
    return (await connection.execute(query.limit(1))).first() is not None


async def get(connection: AsyncConnection, comment_id: int) -> Comment | None:
    """The comment with this id."""
    row = (await connection.execute(select(*_COLUMNS).where(comments.c.id == comment_id))).first()
    return None if row is None else Comment(*row)


async def of_message(connection: AsyncConnection, chat_id: int, message_id: int) -> Comment | None:
    """The comment that this message is."""
    query = select(*_COLUMNS).where(
        comments.c.chat_id == chat_id, comments.c.message_id == message_id
    )
    row = (await connection.execute(query)).first()
    return None if row is None else Comment(*row)


async def of_uid(connection: AsyncConnection, uid: str) -> int | None:
    """The id of the comment that has this name wherever it is taken to."""
    found: int | None = (
        await connection.execute(select(comments.c.id).where(comments.c.uid == uid))
    ).scalar()
    return found


async def said_by(connection: AsyncConnection, uid: str) -> int | None:
    """Who said here what has this name, also where it was taken out and brought back."""
    query = select(comments.c.author_id, comments.c.by_name, comments.c.by_id)
    row = (await connection.execute(query.where(comments.c.uid == uid))).first()
    if row is None:
        return None
    found: int | None = row.author_id if row.by_name is None else row.by_id
    return found


async def add(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """A new comment; its id. It gets a name of its own (`uid`) unless it brings one."""
    number = await numbering.fresh(connection, comments)
    named = number | {"uid": uuid4().hex} | dict(values)
    done = await connection.execute(insert(comments).values(**named))
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return int(key[0])


async def change(
    connection: AsyncConnection, comment_id: int, *, was: Collection[str] = (), **values: Any
) -> bool:
    """Set columns; with `was`, only while the state is one of these. False when it was not."""
    query = update(comments).where(comments.c.id == comment_id).values(**values)
    if was:
        query = query.where(comments.c.state.in_(was))
    return (await connection.execute(query)).rowcount == 1


async def remove(connection: AsyncConnection, comment_id: int) -> None:
    """Forget a comment as if it had never been; answers to it then stand by themselves."""
    await connection.execute(delete(comments).where(comments.c.id == comment_id))


def _hearable(now: dt.datetime) -> Any:
    """Those that wait and may begin, and those whose time to run is over."""
    return (
        comments.c.hearing.in_(("waiting", "running")),
        or_(comments.c.not_before.is_(None), comments.c.not_before <= now),
    )


async def to_hear(connection: AsyncConnection, now: dt.datetime) -> Comment | None:
    """The oldest spoken comment that is to be put into words now."""
    query = select(*_COLUMNS).where(*_hearable(now)).order_by(comments.c.id).limit(1)
    row = (await connection.execute(query)).first()
    return None if row is None else Comment(*row)


async def number_to_hear(connection: AsyncConnection, now: dt.datetime) -> int | None:
    """The id of that one, also where the rest of it cannot be read."""
    query = select(comments.c.id).where(*_hearable(now)).order_by(comments.c.id).limit(1)
    found: int | None = await connection.scalar(query)
    return found


async def claim(
    connection: AsyncConnection, comment: Comment, now: dt.datetime, until: dt.datetime
) -> bool:
    """Take one that is to be heard, for so long; False when somebody else has it."""
    done = await connection.execute(
        update(comments)
        .where(
            comments.c.id == comment.id,
            comments.c.attempts == comment.attempts,
            *_hearable(now),
        )
        .values(hearing="running", attempts=comments.c.attempts + 1, not_before=until)
    )
    return done.rowcount == 1


async def next_hearing(connection: AsyncConnection, now: dt.datetime) -> dt.datetime | None:
    """When the next one may be heard that has to wait now."""
    query = select(func.min(comments.c.not_before)).where(
        comments.c.hearing.in_(("waiting", "running")), comments.c.not_before > now
    )
    found: dt.datetime | None = (await connection.execute(query)).scalar()
    return found


async def finish_hearing(
    connection: AsyncConnection, comment_id: int, hearing: str, **values: Any
) -> bool:
    """How hearing ended; False when it was called off, as when the comment was deleted."""
    done = await connection.execute(
        update(comments)
        .where(comments.c.id == comment_id, comments.c.hearing == "running")
        .values(hearing=hearing, **values)
    )
    return done.rowcount == 1


async def recover(connection: AsyncConnection) -> int:
    """At the start of the only process: what was being heard waits again; how many."""
    done = await connection.execute(
        update(comments)
        .where(comments.c.hearing == "running")
        .values(hearing="waiting", not_before=None)
    )
    return done.rowcount


async def remove_all(connection: AsyncConnection, entry_id: int, diary_id: int) -> None:
    """Forget what was said about an entry in this diary: it is not shown there any more."""
    await connection.execute(
        delete(comments).where(comments.c.entry_id == entry_id, comments.c.diary_id == diary_id)
    )


async def wipe_of(connection: AsyncConnection, diary_id: int, author_id: int) -> Sequence[int]:
    """Empty everything that somebody has said in a diary; the entries that it was about."""
    theirs = (
        comments.c.diary_id == diary_id,
        comments.c.author_id == author_id,
        comments.c.state.in_(("visible", "hidden")),
    )
    rows = await connection.execute(select(comments.c.entry_id).where(*theirs).distinct())
    entry_ids = sorted(row.entry_id for row in rows)
    nothing = dict.fromkeys(("text", "file_id", "file_unique_id", "hearing"))
    said = select(comments.c.id).where(*theirs)
    for table in (comment_terms, unread_words):
        await connection.execute(delete(table).where(table.c.comment_id.in_(said)))
    await connection.execute(update(comments).where(*theirs).values(state="deleted", **nothing))
    return entry_ids


async def leave_unheard(connection: AsyncConnection, diary_id: int, author_id: int) -> None:
    """What somebody has spoken in a diary, and was not put into words yet, stays a voice."""
    await connection.execute(
        update(comments)
        .where(
            comments.c.diary_id == diary_id,
            comments.c.author_id == author_id,
            comments.c.hearing.in_(("waiting", "running")),
        )
        .values(hearing=None)
    )
