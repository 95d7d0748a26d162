"""Comments: what was said about an entry, in which diary, and in answer to what."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.shared_tables import comments


@dataclass(frozen=True, slots=True)
class Comment:
    """`kind`: text, voice or video_note. `state`: visible, hidden or deleted.

    `text` is what was written or heard. `hearing` (waiting, running, done, failed) is the state of
    putting a spoken one into words, None where there is nothing to hear.
    """

    id: int
    entry_id: int
    diary_id: int
    author_id: int
    parent_id: int | None
    kind: str
    text: str | None
    file_id: str | None
    duration_s: float | None
    chat_id: int
    message_id: int
    state: str
    hearing: str | None
    attempts: int
    created_at: dt.datetime
    edited_at: dt.datetime | None


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
    """All comments on an entry in this diary, the oldest first, whatever their state."""
    rows = await connection.execute(
        select(*_COLUMNS)
        .where(comments.c.entry_id == entry_id, comments.c.diary_id == diary_id)
        .order_by(comments.c.id)
    )
    return [Comment(*row) for row in rows]


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


async def add(connection: AsyncConnection, values: Mapping[str, Any]) -> int:
    """A new comment; its id."""
    done = await connection.execute(insert(comments).values(**values))
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return int(key[0])


async def change(connection: AsyncConnection, comment_id: int, **values: Any) -> None:
    """Set columns of a comment."""
    await connection.execute(update(comments).where(comments.c.id == comment_id).values(**values))
