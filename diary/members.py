"""Who writes in a shared diary, who owns it, and how it changes hands."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from diary import rights
from diary.errors import NotYours, TooLate
from diary.rights import Act
from storage import departures as belongings
from storage import diaries, notices, persons, standings
from storage import members as rows
from storage.database import Connection
from storage.diaries import Diary
from storage.persons import Person

#: The notice that offers somebody the diary; while it is kept, the offer stands.
OFFER = "heir"


@dataclass(frozen=True, slots=True)
class Listed:
    """A member as the others see them; `entries` are those in this diary.

    How many those are is None for whoever may not read it.
    """

    person: Person
    since: dt.datetime
    entries: int | None
    is_owner: bool


@dataclass(frozen=True, slots=True)
class Listing:
    """The members of a diary, the oldest first, and what the one who asks may do with them."""

    diary: Diary
    members: Sequence[Listed]
    may_read: bool
    may_remove: bool
    may_hand_over: bool


async def is_member(connection: Connection, diary_id: int, person_id: int) -> bool:
    """Whether somebody belongs to the diary, wherever they are."""
    found = await rows.find(connection, diary_id, person_id)
    return found is not None and found.state == "member"


async def enter(connection: Connection, diary: Diary, person: Person, now: dt.datetime) -> bool:
    """Make somebody a member; False when they were. A diary that nobody owned gets its owner."""
    if not await rows.join(connection, diary.id, person.id, now):
        return False
    if person.kind == "person" and not await is_member(connection, diary.id, diary.owner_id):
        await diaries.change(connection, diary.id, owner_id=person.id)
    return True


async def listing(
    connection: Connection,
    person: Person,
    diary_id: int,
    now: dt.datetime,
    *,
    is_here: bool = False,
) -> Listing:
    """Who writes in the diary; raises NotYours.

    For its readers, and for those who may remove a member: these, when they read nothing of it, do
    not learn how much anybody has written.
    """
    diary = await diaries.find(connection, diary_id)
    if diary is None or not diary.is_shared:
        raise NotYours
    found = await rights.roles(connection, person, diary, now, is_here=is_here)
    acts = (Act.READ, Act.REMOVE_MEMBER, Act.HAND_OVER)
    may_read, may_remove, may_hand_over = (rights.allows(found, act) for act in acts)
    if not (may_read or may_remove):
        raise NotYours
    people = await listed(connection, diary)
    if not may_read:
        people = [replace(one, entries=None) for one in people]
    return Listing(diary, people, may_read, may_remove, may_hand_over)


async def listed(connection: Connection, diary: Diary) -> Sequence[Listed]:
    """The members of a diary with their entries' number, the oldest first."""
    found = await rows.of_diary(connection, diary.id)
    counts = await belongings.counts(connection, diary.id)
    people = await persons.several(connection, [member.person_id for member in found])
    return [
        Listed(
            people[member.person_id],
            member.joined_at,
            counts.get(member.person_id, 0),
            member.person_id == diary.owner_id,
        )
        for member in found
    ]


async def offer(
    connection: Connection, owner: Person, diary_id: int, heir_id: int, now: dt.datetime
) -> Person:
    """Offer the diary to another member, who must accept; an earlier offer falls."""
    diary = await rights.require(connection, owner, diary_id, Act.HAND_OVER, now)
    heir = await _member(connection, diary, heir_id)
    if not diary.is_shared or heir.id == owner.id or heir.kind != "person":
        raise NotYours
    await notices.drop(connection, OFFER, diary_id)
    await notices.add(connection, heir.id, OFFER, now, diary_id=diary_id, subject_id=owner.id)
    return heir


async def _member(connection: Connection, diary: Diary, person_id: int) -> Person:
    if not await is_member(connection, diary.id, person_id):
        raise NotYours
    return await persons.get(connection, person_id)


async def offered(
    connection: Connection, person: Person, diary_id: int, now: dt.datetime
) -> tuple[Diary, Person]:
    """The diary that this person is offered, and by whom; raises NotYours where none is.

    Whoever offered it must still own it, and whoever takes it must still be there.
    """
    notice = await notices.last(connection, person.id, OFFER, diary_id)
    if notice is None or notice.subject_id is None:
        raise NotYours
    diary = await rights.require(connection, person, diary_id, Act.WRITE, now)
    if diary.owner_id != notice.subject_id:
        raise TooLate
    return diary, await persons.get(connection, diary.owner_id)


async def take_over(
    connection: Connection, person: Person, diary_id: int, now: dt.datetime
) -> Diary:
    """The heir accepts: theirs is the diary now. Raises NotYours or TooLate."""
    diary, former = await offered(connection, person, diary_id, now)
    await notices.drop(connection, OFFER, diary_id)
    await diaries.change(connection, diary_id, owner_id=person.id)
    await _answer(connection, former, "heir_yes", diary_id, person, now)
    return diary


async def refuse(connection: Connection, person: Person, diary_id: int, now: dt.datetime) -> Diary:
    """The heir does not want it. Raises NotYours or TooLate."""
    diary, former = await offered(connection, person, diary_id, now)
    await notices.drop(connection, OFFER, diary_id)
    await _answer(connection, former, "heir_no", diary_id, person, now)
    return diary


async def _answer(
    connection: Connection,
    former: Person,
    kind: str,
    diary_id: int,
    heir: Person,
    now: dt.datetime,
) -> None:
    await notices.add(connection, former.id, kind, now, diary_id=diary_id, subject_id=heir.id)


async def heir(connection: Connection, diary: Diary) -> Person | None:
    """Who gets the diary when its owner is gone; None without any other member."""
    people = [m.person for m in await listed(connection, diary) if m.person.kind == "person"]
    others = [person for person in people if person.id != diary.owner_id]
    present = [person for person in others if await _was_seen(connection, diary, person)]
    return next(iter([*present, *others]), None)


async def succeed(connection: Connection, diary: Diary, now: dt.datetime) -> None:
    """The owner is gone: the oldest member gets the diary, and is told.

    Members whom Telegram last saw in the chat come before those of whom it said nothing. Without
    any member nobody owns it until somebody enters.
    """
    found = await heir(connection, diary)
    if found is None:
        return
    await notices.drop(connection, OFFER, diary.id)
    await diaries.change(connection, diary.id, owner_id=found.id)
    await notices.add(connection, found.id, "owner", now, diary_id=diary.id)


async def _was_seen(connection: Connection, diary: Diary, person: Person) -> bool:
    standing = await standings.find(connection, diary.chat_id, person.telegram_id)
    return standing is not None and standing.status in rights.PRESENT
