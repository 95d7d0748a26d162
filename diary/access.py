"""What a person can read: their own diary, and the shared ones whose chats they are in now."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from diary import rights
from diary.errors import NotYours
from diary.rights import Act
from storage import diaries, entries, shares
from storage.database import Connection
from storage.diaries import Diary
from storage.entries import Entry
from storage.persons import Person
from storage.shares import PARTS, Share

ALL_PARTS = frozenset(PARTS)


@dataclass(frozen=True, slots=True)
class Sight:
    """An entry as one person sees it: in which diary, and which parts of it.

    `share` is None where the entry is seen in the diary that it was written in.
    """

    entry: Entry
    diary: Diary
    parts: frozenset[str]
    share: Share | None = None


async def readable(connection: Connection, person: Person, now: dt.datetime) -> Sequence[Diary]:
    """Every diary that the person may read now: their own first.

    The standings must be fresh: whoever reads for a person outside a group asks Telegram before
    (`bot.standings`).
    """
    own = await diaries.of_chat(connection, person.telegram_id)
    found = [own] if own is not None and own.owner_id == person.id else []
    for diary in await diaries.of_member(connection, person.id):
        if await _reads(connection, person, diary, now, None):
            found += [diary]
    return found


async def sights(
    connection: Connection,
    person: Person | None,
    entry_id: int,
    now: dt.datetime,
    *,
    here: int | None = None,
) -> Sequence[Sight]:
    """Every way in which this person may see this entry now, the fullest first.

    `here` is the chat in which the person has just written or pressed, if any.
    """
    entry = await entries.get(connection, entry_id)
    if entry is None or entry.state == "deleted":
        return []
    found: list[Sight] = []
    home = await diaries.get(connection, entry.diary_id)
    if await _reads_at_home(connection, person, entry, home, now, here):
        found.append(Sight(entry, home, ALL_PARTS))
    for share in await shares.of_entry(connection, entry_id):
        diary = await diaries.get(connection, share.diary_id)
        if await _reads(connection, person, diary, now, here):
            found.append(Sight(entry, diary, share.shown, share))
    return found


async def sight(
    connection: Connection,
    person: Person | None,
    entry_id: int,
    now: dt.datetime,
    *,
    here: int | None = None,
) -> Sight:
    """The fullest way to see this entry; raises NotYours where there is none, or no such entry."""
    found = await sights(connection, person, entry_id, now, here=here)
    if not found:
        raise NotYours
    return found[0]


async def _reads_at_home(
    connection: Connection,
    person: Person | None,
    entry: Entry,
    home: Diary,
    now: dt.datetime,
    here: int | None,
) -> bool:
    """What was taken out of a shared diary, and what is not kept yet, its author alone sees."""
    if not await _reads(connection, person, home, now, here):
        return False
    is_author = person is not None and entry.author_id == person.id
    return is_author or (entry.removed_at is None and entry.state in {"waiting", "done", "failed"})


async def _reads(
    connection: Connection,
    person: Person | None,
    diary: Diary,
    now: dt.datetime,
    here: int | None,
) -> bool:
    is_here = diary.is_shared and here in {diary.chat_id, diary.discussion_chat_id} - {None}
    found = await rights.roles(connection, person, diary, now, is_here=is_here)
    return rights.allows(found, Act.READ)
