"""Diaries: each person's own, and those that a group or a channel shares."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, delete, insert, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage import moves, numbering
from storage.moves import FIRST_BASIC_GROUP
from storage.sealing import SealError
from storage.shared_tables import members
from storage.tables import diaries, persons


@dataclass(frozen=True, slots=True)
class Diary:
    """A diary; its zone and day-start hour say which day a moment belongs to.

    `kind`: private, group or channel. `state`: open, frozen (the bot was removed) or leaving (to be
    deleted at `delete_at`). `evening_minute` and `question_minute` are minutes after midnight in
    its zone, None for off. `cover` is the number of a drawn one. `is_named`: its people have given
    it a title, so that it no longer follows the chat's. `discussion_chat_id` is a
    channel's group for comments, `topic_id` the forum topic that the diary lives in.
    `is_protected`: Telegram shall let nobody pass its cards on or save them.
    """

    id: int
    owner_id: int
    chat_id: int
    time_zone: str
    day_starts_hour: int
    kind: str = "private"
    state: str = "open"
    title: str | None = None
    description: str | None = None
    cover: int | None = None
    cover_file_id: str | None = None
    language: str | None = None
    topic_id: int | None = None
    discussion_chat_id: int | None = None
    comments_on: bool = True
    evening_minute: int | None = None
    next_round_at: dt.datetime | None = None
    question_minute: int | None = None
    next_question_at: dt.datetime | None = None
    delete_at: dt.datetime | None = None
    is_named: bool = False
    is_protected: bool = False

    @property
    def is_shared(self) -> bool:
        """Whether several people may read it."""
        return self.kind != "private"


COLUMNS = tuple(diaries.c[name] for name in Diary.__dataclass_fields__)


async def at(connection: AsyncConnection, chat_id: int) -> Diary | None:
    """The diary that is kept under this number of a chat."""
    row = (await connection.execute(select(*COLUMNS).where(diaries.c.chat_id == chat_id))).first()
    return None if row is None else Diary(*row)


async def of_chat(connection: AsyncConnection, chat_id: int) -> Diary | None:
    """The diary that lives in this chat, also by the number of a group before it moved."""
    found = await at(connection, chat_id)
    if found is None and FIRST_BASIC_GROUP <= chat_id < 0:
        return await at(connection, await moves.today(connection, chat_id))
    return found


async def of_discussion(connection: AsyncConnection, chat_id: int) -> Diary | None:
    """The channel's diary whose comments are written in this group."""
    query = select(*COLUMNS).where(diaries.c.discussion_chat_id == chat_id)
    row = (await connection.execute(query.order_by(diaries.c.id))).first()
    return None if row is None else Diary(*row)


async def find(connection: AsyncConnection, diary_id: int) -> Diary | None:
    """The diary with this id."""
    row = (await connection.execute(select(*COLUMNS).where(diaries.c.id == diary_id))).first()
    return None if row is None else Diary(*row)


async def get(connection: AsyncConnection, diary_id: int) -> Diary:
    """The diary with this id; raises NoResultFound."""
    row = (await connection.execute(select(*COLUMNS).where(diaries.c.id == diary_id))).one()
    return Diary(*row)


async def of_member(connection: AsyncConnection, person_id: int) -> Sequence[Diary]:
    """The shared diaries that count this person as a member, whatever their chats say now."""
    rows = await connection.execute(
        select(*COLUMNS)
        .join(members, members.c.diary_id == diaries.c.id)
        .where(members.c.person_id == person_id, members.c.state == "member")
        .order_by(diaries.c.id)
    )
    return [Diary(*row) for row in rows]


async def in_basic_groups(
    connection: AsyncConnection, telegram_id: int | None, title: str | None, limit: int
) -> Sequence[Diary]:
    """Diaries of basic groups with this title, or with this member: one may have become another."""
    theirs = select(members.c.diary_id).where(
        members.c.state == "member",
        members.c.person_id.in_(select(persons.c.id).where(persons.c.telegram_id == telegram_id)),
    )
    rows = await connection.execute(
        select(*COLUMNS)
        .where(
            diaries.c.kind == "group",
            diaries.c.chat_id >= FIRST_BASIC_GROUP,
            or_(diaries.c.title == title, diaries.c.id.in_(theirs)),
        )
        .order_by(diaries.c.id.desc())
        .limit(limit)
    )
    return [Diary(*row) for row in rows]


async def move(connection: AsyncConnection, old: int, new: int) -> None:
    """The chat has another number, as a diary's own and as a channel's for comments."""
    for column in (diaries.c.chat_id, diaries.c.discussion_chat_id):
        query = update(diaries).where(column == old).values({column.name: new})
        await connection.execute(query)


async def readable(connection: AsyncConnection, query: Select[Any]) -> Sequence[Diary]:
    """What a query of COLUMNS finds, without those that were damaged on the disk."""
    try:
        return [Diary(*row) for row in await connection.execute(query)]
    except SealError:
        numbers = (await connection.execute(query.with_only_columns(diaries.c.id))).scalars().all()
    found = []
    for number in numbers:
        with suppress(SealError):
            found.append(await get(connection, number))
    return found


async def to_delete(connection: AsyncConnection, now: dt.datetime) -> Sequence[Diary]:
    """Those whose days of grace are over."""
    return await readable(connection, select(*COLUMNS).where(diaries.c.delete_at <= now))


async def due_after(connection: AsyncConnection, after: dt.datetime) -> Sequence[Diary]:
    """Diaries whose next picture or question comes only after this moment."""
    is_late = or_(diaries.c.next_round_at > after, diaries.c.next_question_at > after)
    return await readable(connection, select(*COLUMNS).where(is_late).order_by(diaries.c.id))


async def add(
    connection: AsyncConnection,
    owner_id: int,
    chat_id: int,
    time_zone: str,
    day_starts_hour: int,
    now: dt.datetime,
    **more: Any,
) -> Diary:
    """A new diary, private unless `more` names another kind; `more` are fields of Diary."""
    values: Mapping[str, Any] = {
        "kind": "private",
        "owner_id": owner_id,
        "chat_id": chat_id,
        "time_zone": time_zone,
        "day_starts_hour": day_starts_hour,
        **more,
    }
    number = await numbering.fresh(connection, diaries)
    done = await connection.execute(insert(diaries).values(created_at=now, **number, **values))
    key = done.inserted_primary_key
    assert key is not None  # noqa: S101 - every insert of one row has a key
    return Diary(id=key[0], **values)


async def change(connection: AsyncConnection, diary_id: int, **values: Any) -> None:
    """Set columns of a diary."""
    await connection.execute(update(diaries).where(diaries.c.id == diary_id).values(**values))


async def remove(connection: AsyncConnection, diary_id: int) -> None:
    """Delete a diary with everything that is in it."""
    await connection.execute(delete(diaries).where(diaries.c.id == diary_id))
