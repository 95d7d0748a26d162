"""Clips: the files of an entry, by Telegram's ids, and what was found in each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.tables import clips, entries


@dataclass(frozen=True, slots=True)
class Clip:
    """One file; `size` in bytes and `duration_s` as Telegram says, `findings` once analysed.

    `file_id` is empty once it was forgotten, and where Telegram has never seen it: then `media` is
    the name under which we keep the file itself (`storage.media`).
    """

    id: int
    entry_id: int
    chat_id: int
    message_id: int
    kind: str
    file_id: str
    file_unique_id: str
    size: int | None
    duration_s: float | None
    findings: dict[str, Any] | None
    lacks_speech: bool
    media: str | None = None

    @property
    def has_file(self) -> bool:
        """Whether there is any way to its file."""
        return bool(self.file_id or self.media)


_COLUMNS = (
    clips.c.id,
    clips.c.entry_id,
    clips.c.chat_id,
    clips.c.message_id,
    clips.c.kind,
    clips.c.file_id,
    clips.c.file_unique_id,
    clips.c.size,
    clips.c.duration_s,
    clips.c.findings,
    clips.c.lacks_speech,
    clips.c.media,
)


async def add(connection: AsyncConnection, values: Mapping[str, Any]) -> None:
    """A new clip of an entry."""
    await connection.execute(insert(clips).values(**values))


async def exists(connection: AsyncConnection, chat_id: int, message_id: int) -> bool:
    """Whether this message is an entry's clip already."""
    query = select(clips.c.id).where(clips.c.chat_id == chat_id, clips.c.message_id == message_id)
    return (await connection.execute(query)).first() is not None


async def entry_of(connection: AsyncConnection, chat_id: int, message_id: int) -> int | None:
    """The entry that this message is a clip of."""
    query = select(clips.c.entry_id).where(
        clips.c.chat_id == chat_id, clips.c.message_id == message_id
    )
    found: int | None = (await connection.execute(query)).scalar()
    return found


async def of_message(connection: AsyncConnection, chat_id: int, message_id: int) -> Clip | None:
    """The clip that this message is."""
    query = select(*_COLUMNS).where(clips.c.chat_id == chat_id, clips.c.message_id == message_id)
    row = (await connection.execute(query)).first()
    return None if row is None else Clip(*row)


async def of_entry(connection: AsyncConnection, entry_id: int) -> Sequence[Clip]:
    """The clips of an entry in the order of their messages."""
    rows = await connection.execute(
        select(*_COLUMNS).where(clips.c.entry_id == entry_id).order_by(clips.c.message_id)
    )
    return [Clip(*row) for row in rows]


async def set_findings(
    connection: AsyncConnection, clip_id: int, findings: dict[str, Any], *, lacks_speech: bool
) -> None:
    """Keep what a stage found; `lacks_speech` marks a clip to be completed with a model later."""
    await connection.execute(
        update(clips)
        .where(clips.c.id == clip_id)
        .values(findings=findings, lacks_speech=lacks_speech)
    )


async def entries_lacking_speech(connection: AsyncConnection) -> Sequence[int]:
    """The entries that wait for a speech model; those that are being deleted wait for nothing."""
    rows = await connection.execute(
        select(clips.c.entry_id)
        .join(entries, entries.c.id == clips.c.entry_id)
        .where(clips.c.lacks_speech, entries.c.state != "deleted")
        .distinct()
    )
    return [row.entry_id for row in rows]


async def stop_waiting_for_speech(connection: AsyncConnection, entry_id: int) -> None:
    """The clips of this entry are asked for their speech no more, but by a person's retry."""
    await connection.execute(
        update(clips).where(clips.c.entry_id == entry_id).values(lacks_speech=False)
    )


async def set_file(
    connection: AsyncConnection, clip_id: int, file_id: str, file_unique_id: str
) -> None:
    """Telegram has the file now; not where it was forgotten meanwhile."""
    await connection.execute(
        update(clips)
        .where(clips.c.id == clip_id, clips.c.media.is_not(None))
        .values(file_id=file_id, file_unique_id=file_unique_id)
    )


async def forget_files(connection: AsyncConnection, entry_id: int) -> None:
    """Keep no way to the files of this entry; what was found in them stays."""
    await connection.execute(
        update(clips)
        .where(clips.c.entry_id == entry_id)
        .values(file_id="", file_unique_id="", media=None, lacks_speech=False)
    )


async def remove(connection: AsyncConnection, entry_id: int) -> None:
    """Forget the files of an entry."""
    await connection.execute(delete(clips).where(clips.c.entry_id == entry_id))


async def get(connection: AsyncConnection, clip_id: int) -> Clip | None:
    """The clip with this id."""
    row = (await connection.execute(select(*_COLUMNS).where(clips.c.id == clip_id))).first()
    return None if row is None else Clip(*row)
