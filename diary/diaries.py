"""The end of a shared diary: announced, for a week still to be taken back, then gone."""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence

from diary import access, departures, members, rights
from diary.errors import NotYours, TooLate
from diary.recordings import Limits
from diary.rights import Act
from storage import departures as belongings
from storage import diaries, invitations, notices, removals
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person

#: How long a deletion can be taken back.
GRACE = dt.timedelta(days=7)


async def deletable(
    connection: Connection, person: Person, diary_id: int, now: dt.datetime
) -> Diary:
    """The diary, for its owner; raises NotYours, or TooLate when that is under way."""
    diary = await _resting(connection, person, diary_id)
    if diary is None:
        diary = await rights.require(connection, person, diary_id, Act.DELETE_DIARY, now)
    if not diary.is_shared:
        raise NotYours
    if diary.delete_at is not None:
        raise TooLate
    return diary


async def owned(connection: Connection, person: Person, now: dt.datetime) -> Sequence[Diary]:
    """The shared diaries that a person can delete: theirs, also one whose chat put the bot out."""
    found = {diary.id: diary for diary in await access.readable(connection, person, now)}
    for diary in await diaries.of_member(connection, person.id):
        if await _resting(connection, person, diary.id):
            found[diary.id] = diary
    return [d for d in found.values() if d.is_shared and d.owner_id == person.id]


async def _resting(connection: Connection, person: Person, diary_id: int) -> Diary | None:
    """The diary of a chat that has put the bot out, for its owner: Telegram says nothing about it.

    To delete it needs nobody's word on who is in the chat, and shows nothing of it.
    """
    diary = await diaries.find(connection, diary_id)
    is_resting = diary is not None and diary.state == "frozen"
    return diary if diary and is_resting and diary.owner_id == person.id else None


async def ending(connection: Connection, person: Person, diary_id: int) -> Diary:
    """The diary that ends, for its owner; raises NotYours, or TooLate where it does not end."""
    diary = await diaries.find(connection, diary_id)
    if diary is None or diary.owner_id != person.id or not diary.is_shared:
        raise NotYours
    if diary.delete_at is None:
        raise TooLate
    return diary


def is_title(diary: Diary, typed: str, untitled: str) -> bool:
    """Whether this is the diary's name, typed by a person: blanks and capitals do not matter."""
    return _plain(typed) == _plain(diary.title or untitled)


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


async def announce(
    connection: Connection, person: Person, diary_id: int, now: dt.datetime
) -> Diary:
    """The owner has confirmed: nothing new from now on, and everybody is told."""
    diary = await deletable(connection, person, diary_id, now)
    await diaries.change(connection, diary_id, state="leaving", delete_at=now + GRACE)
    await invitations.revoke_of(connection, diary_id, now)
    await notices.drop(connection, "restored", diary_id)
    await _tell_others(connection, diary, "deleting", now)
    return await diaries.get(connection, diary_id)


async def restore(connection: Connection, person: Person, diary_id: int, now: dt.datetime) -> Diary:
    """The owner has thought better of it. Raises NotYours, or TooLate where it is not ending."""
    diary = await ending(connection, person, diary_id)
    await diaries.change(connection, diary_id, state="open", delete_at=None)
    await notices.drop(connection, "deleting", diary_id)
    await _tell_others(connection, diary, "restored", now)
    return await diaries.get(connection, diary_id)


async def _tell_others(connection: Connection, diary: Diary, kind: str, now: dt.datetime) -> None:
    for member in await members.listed(connection, diary):
        if not member.is_owner:
            await notices.add(connection, member.person.id, kind, now, diary_id=diary.id)


async def take_along(
    connection: Connection, person: Person, diary_id: int, limits: Limits, now: dt.datetime
) -> int:
    """Save one's entries from a diary that is to be deleted; how many. Raises NotYours, TooLate."""
    going = await departures.about(connection, person, diary_id)
    if going.diary.delete_at is None:
        raise TooLate
    await departures.take(connection, person, going.diary, limits, now)
    return going.entries


async def delete_due(connection: Connection, now: dt.datetime) -> int:
    """Delete the diaries whose week is over, with their messages; how many."""
    due = await diaries.to_delete(connection, now)
    for diary in due:
        await end(connection, diary, now)
    return len(due)


async def end(connection: Connection, diary: Diary, now: dt.datetime) -> None:
    """Delete a diary now, with everything in it and its messages."""
    for share_id in await belongings.shares_in(connection, diary.id):
        await departures.take_back(connection, share_id, now)
    entry_ids = await belongings.entries_of(connection, diary.id)
    await departures.forget(connection, entry_ids, now, "removed")
    for chat_id, message_id in await belongings.messages_about(connection, diary.id):
        await removals.add(connection, chat_id, message_id, now, "gone")
    await diaries.remove(connection, diary.id)
