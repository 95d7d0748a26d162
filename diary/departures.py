"""Somebody leaves a shared diary: reading ends at once, and what they wrote goes where they say.

Nothing is lost by an accident: who is put out, or only leaves the chat, has 30 days to say what
becomes of their entries, and one who comes back by then is a member as before.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass

from diary import members, persons, rights, search_terms
from diary import shares as sharing
from diary.clock import day_of
from diary.errors import NotYours
from diary.recordings import Limits
from diary.rights import Act
from storage import (
    cards,
    comments,
    diaries,
    entries,
    invitations,
    notices,
    removals,
    shares,
    threads,
)
from storage import departures as belongings
from storage import members as rows
from storage import persons as person_rows
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person
from storage.threads import Thread

GRACE = dt.timedelta(days=30)

#: What can become of the entries: to one's own diary, to stay for the others, or gone.
CHOICES = ("take", "leave", "delete")

#: Entries that get a new card in the private chat; of more, the older ones come without a message.
MOST_CARDS = 20

#: The notice that asks somebody who is gone what shall become of their entries.
ASKS = "departed"


@dataclass(frozen=True, slots=True)
class Settled:
    """`entry_ids` are those that were moved or deleted, `entries` how many the person had there."""

    diary: Diary
    choice: str
    entry_ids: Sequence[int]
    entries: int


@dataclass(frozen=True, slots=True)
class Left:
    """A diary that somebody is no longer in (or still is), and how many entries they have there.

    What waits for their word, or came to nothing, is none.
    """

    diary: Diary
    entries: int
    is_member: bool


async def left(connection: Connection, diary: Diary, person: Person, now: dt.datetime) -> bool:
    """Telegram says that a member is no longer in the chat; False where it was none.

    Their entries stay for 30 days, and they are asked privately.
    """
    return await _part(connection, diary, person, "left", now)


async def remove(
    connection: Connection,
    by: Person,
    diary_id: int,
    member_id: int,
    now: dt.datetime,
    *,
    is_here: bool = False,
) -> Person:
    """Put a member out, who is then asked as one who left. Raises NotYours; the owner stays."""
    diary = await rights.require(connection, by, diary_id, Act.REMOVE_MEMBER, now, is_here=is_here)
    if member_id in {diary.owner_id, by.id} or not diary.is_shared:
        raise NotYours
    if not await members.is_member(connection, diary_id, member_id):
        raise NotYours
    person = await person_rows.get(connection, member_id)
    await _part(connection, diary, person, "removed", now)
    return person


async def _part(
    connection: Connection, diary: Diary, person: Person, state: str, now: dt.datetime
) -> bool:
    if not await members.is_member(connection, diary.id, person.id):
        return False
    ends = {"state": state, "left_at": now, "choice": None, "settle_at": now + GRACE}
    await rows.change(connection, diary.id, person.id, **ends)
    await _let_go(connection, diary, person, now)
    await notices.drop(connection, ASKS, diary.id, person.id)
    await notices.add(connection, person.id, ASKS, now, diary_id=diary.id)
    return True


async def vanish(connection: Connection, diary: Diary, person: Person, now: dt.datetime) -> None:
    """Somebody is erased who is or was in the diary: nothing of theirs is shown there any more."""
    await _let_go(connection, diary, person, now)
    await _take_back(connection, diary, person, now)


async def _let_go(connection: Connection, diary: Diary, person: Person, now: dt.datetime) -> None:
    """What ends with a membership: invitations, the yes to one's voice, notices, the ownership."""
    await invitations.revoke_of(connection, diary.id, now, person.id)
    await comments.leave_unheard(connection, diary.id, person.id)
    for kind in (members.OFFER, "deleting", "restored"):
        await notices.drop(connection, kind, diary.id, person.id)
    if diary.owner_id == person.id:
        await members.succeed(connection, diary, now)


async def returned(connection: Connection, diary: Diary, person: Person, now: dt.datetime) -> bool:
    """Telegram says that somebody is in the chat again: within the 30 days they are a member.

    Not one who was put out, nor one who has taken or deleted what they wrote. What they had agreed
    to does not come back with them: they are asked anew.
    """
    member = await rows.find(connection, diary.id, person.id)
    if member is None or member.state != "left" or member.settle_at is None:
        return False
    if member.settle_at <= now or member.choice not in {None, "leave"}:
        return False
    back = {"state": "member", "left_at": None, "choice": None, "settle_at": None}
    capture = member.capture_anew
    await rows.change(connection, diary.id, person.id, capture=capture, **back)
    await notices.drop(connection, ASKS, diary.id, person.id)
    if not await members.is_member(connection, diary.id, diary.owner_id):
        await diaries.change(connection, diary.id, owner_id=person.id)
    return True


async def open_for(connection: Connection, person: Person) -> Sequence[Left]:
    """The diaries that a person can leave, and those where something of theirs was left behind."""
    found = []
    for member in await rows.of_person(connection, person.id):
        diary = await diaries.get(connection, member.diary_id)
        number = await belongings.number_of(connection, diary.id, person.id)
        if member.state == "member" or number:
            found.append(Left(diary, number, member.state == "member"))
    return found


async def about(connection: Connection, person: Person, diary_id: int) -> Left:
    """The same for one diary; raises NotYours for whom it is none of theirs."""
    found = [one for one in await open_for(connection, person) if one.diary.id == diary_id]
    if not found:
        raise NotYours
    return found[0]


async def settle(
    connection: Connection,
    person: Person,
    diary_id: int,
    choice: str,
    limits: Limits,
    now: dt.datetime,
) -> Settled:
    """Leave (or have left) and say what becomes of one's entries: at once, as people expect.

    It needs no presence in the chat: what somebody wrote stays theirs. Raises NotYours.
    """
    going = await about(connection, person, diary_id)
    if choice not in CHOICES:
        raise NotYours
    diary = going.diary
    if going.is_member:
        ends = {"state": "left", "left_at": now, "choice": choice, "settle_at": None}
        await rows.change(connection, diary.id, person.id, **ends)
        await _let_go(connection, diary, person, now)
    else:
        await rows.change(connection, diary.id, person.id, choice=choice)
    await notices.drop(connection, ASKS, diary.id, person.id)
    entry_ids = await _apply(connection, person, diary, choice, limits, now)
    return Settled(diary, choice, entry_ids, going.entries)


async def _apply(
    connection: Connection,
    person: Person,
    diary: Diary,
    choice: str,
    limits: Limits,
    now: dt.datetime,
) -> Sequence[int]:
    if choice == "take":
        return await take(connection, person, diary, limits, now)
    if choice == "delete":
        return await delete(connection, person, diary, now)
    return ()


async def settle_late(connection: Connection, now: dt.datetime) -> int:
    """Whoever said nothing for 30 days has left their entries to the others; how many those are."""
    late = await rows.to_settle(connection, now)
    for member in late:
        await rows.change(
            connection,
            member.diary_id,
            member.person_id,
            choice=member.choice or "leave",
            settle_at=None,
        )
    return len(late)


async def take(
    connection: Connection, person: Person, diary: Diary, limits: Limits, now: dt.datetime
) -> Sequence[int]:
    """Move what somebody wrote in a diary into their own, with new cards; the entries' ids.

    What they have not agreed to keep there is no entry: it is forgotten, not taken along.
    """
    own = await persons.own_diary(connection, person, limits.time_zone, limits.day_starts_hour, now)
    await forget(connection, await _unanswered(connection, diary, person), now, "gone")
    entry_ids = await belongings.entries_of(connection, diary.id, person.id)
    await _sweep(connection, entry_ids, now, "taken_along", diary.chat_id)
    for entry_id in entry_ids:
        await _move(connection, entry_id, diary, own)
    for entry_id in entry_ids[-MOST_CARDS:]:
        await _show(connection, entry_id, own)
    await _take_back(connection, diary, person, now)
    return entry_ids


async def _unanswered(connection: Connection, diary: Diary, person: Person) -> Sequence[int]:
    waiting = await entries.of_author_in(connection, person.id, diary.id, ("consent",))
    return [entry.id for entry in waiting]


async def _move(connection: Connection, entry_id: int, diary: Diary, own: Diary) -> None:
    entry = await entries.get(connection, entry_id)
    if entry is None:
        return
    day = entry.day
    if day == day_of(entry.recorded_at, diary.time_zone, diary.day_starts_hour):
        # Nobody has chosen it: it follows the clock of the diary that it comes into.
        day = day_of(entry.recorded_at, own.time_zone, own.day_starts_hour)
    await entries.change(connection, entry_id, diary_id=own.id, day=day, removed_at=None)
    await belongings.move_words(connection, entry_id, own.id)
    await belongings.leave_behind(connection, entry_id, diary.id)
    await search_terms.reindex(connection, entry_id)


async def _show(connection: Connection, entry_id: int, own: Diary) -> None:
    entry = await entries.get(connection, entry_id)
    if entry is None or entry.state == "cancelled":
        return
    if await cards.at(connection, entry_id, own.chat_id) is None:
        await cards.add(connection, entry_id, own.chat_id, None)
    else:
        # The card that its author got when it was taken out: it is an entry like any other again.
        await cards.want(connection, entry_id)


async def delete(
    connection: Connection, person: Person, diary: Diary, now: dt.datetime
) -> Sequence[int]:
    """Delete what somebody wrote and said in a diary, wherever it is shown; the entries' ids."""
    entry_ids = await belongings.entries_of(connection, diary.id, person.id)
    await forget(connection, entry_ids, now, "deleted")
    await _take_back(connection, diary, person, now)
    await _wipe(connection, diary, person, now)
    return entry_ids


async def _wipe(connection: Connection, diary: Diary, person: Person, now: dt.datetime) -> None:
    """What somebody said about what others wrote is emptied, as by /del.

    The messages that showed it go too: whoever opens the thread again sees the rest.
    """
    for entry_id in await comments.wipe_of(connection, diary.id, person.id):
        await cards.want(connection, entry_id)
        shown = await threads.showing(connection, entry_id, diary.id)
        await _remove_threads(connection, shown, now, "gone")


async def forget(
    connection: Connection, entry_ids: Sequence[int], now: dt.datetime, instead: str
) -> None:
    """Delete entries with everything that belongs to them, and their messages everywhere."""
    await _sweep(connection, entry_ids, now, instead)
    for entry_id in entry_ids:
        await entries.remove(connection, entry_id)


async def _sweep(
    connection: Connection,
    entry_ids: Sequence[int],
    now: dt.datetime,
    instead: str,
    chat_id: int | None = None,
) -> None:
    """The cards of these entries disappear from a chat, or (None) from all.

    What was said about them disappears wherever it is shown.
    """
    for card_id in await belongings.cards_in(connection, entry_ids, chat_id):
        await remove_card(connection, card_id, now, instead)
    shown = await threads.of_entries(connection, entry_ids)
    await _remove_threads(connection, shown, now, instead)


async def _remove_threads(
    connection: Connection, shown: Sequence[Thread], now: dt.datetime, instead: str
) -> None:
    for thread in shown:
        await removals.add(connection, thread.chat_id, thread.message_id, now, instead)
        await threads.remove(connection, thread.entry_id, thread.chat_id)


async def remove_card(connection: Connection, card_id: int, now: dt.datetime, instead: str) -> None:
    """A card disappears with every message that belongs to it."""
    for place, message_id in await belongings.messages_of(connection, card_id):
        await removals.add(connection, place, message_id, now, instead)
    await cards.remove(connection, card_id)


async def _take_back(
    connection: Connection, diary: Diary, person: Person, now: dt.datetime
) -> None:
    """What this person showed in the diary from elsewhere is shown there no longer."""
    for share_id in await belongings.shares_in(connection, diary.id, person.id):
        await take_back(connection, share_id, now)


async def take_back(connection: Connection, share_id: int, now: dt.datetime) -> None:
    """One share ends: its card, its video and what was said about it disappear."""
    share = await shares.get(connection, share_id)
    if share is not None and share.state == "shown":
        await sharing.take_back(connection, share, now)
        await belongings.leave_behind(connection, share.entry_id, share.diary_id)
