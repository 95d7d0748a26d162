"""Somebody is forgotten: everything of theirs goes, wherever it stands, and others keep theirs.

`begin` is decided in the transaction that handles the person's word: from there on no account finds
the rows (`storage.erasure.cut_off`). `go_on` takes them away in small transactions, each of which
may be the last before a crash: whatever is there then is what is left to do.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from diary import departures, diaries, members
from diary.errors import NotYours, TooLate
from storage import cards, exports, holdings, imports, invitations, removals, threads
from storage import diaries as diary_rows
from storage import erasure as rows
from storage import members as member_rows
from storage import persons as person_rows
from storage.database import Connection
from storage.diaries import Diary
from storage.erasure import Erasure
from storage.persons import Person

#: Entries in one transaction: others wait meanwhile.
AT_ONCE = 25

#: How long messages in the private chat may take to disappear before the receipt comes anyway.
PATIENCE = dt.timedelta(minutes=10)

#: What a person types to be forgotten, in any language that the bot speaks.
WORDS = frozenset({"지우기", "delete"})


@dataclass(frozen=True, slots=True)
class Inheritance:
    """A shared diary of somebody who is to be forgotten, and what becomes of it.

    `heir` gets it; without one it `ends`, unless others who have left it still have entries there.
    """

    diary: Diary
    heir: Person | None
    ends: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """What there is of a person, and what becomes of the diaries that they own."""

    counts: dict[str, int]
    inheritances: Sequence[Inheritance]


@dataclass(frozen=True, slots=True)
class Begun:
    """`entry_ids` are those whose analysis is to be stopped."""

    erasure: Erasure
    entry_ids: Sequence[int]


def is_word(typed: str) -> bool:
    """Whether somebody has typed the word; case, blanks, quotes and a full stop do not matter."""
    plain = unicodedata.normalize("NFKC", typed).casefold()
    return plain.strip(" \t\n.!\"'“”‘’") in WORDS


async def forecast(connection: Connection, person: Person) -> Forecast:
    """What a person is told before they decide."""
    found = await holdings.counts(connection, person.id, person.telegram_id)
    return Forecast(found, await _inheritances(connection, person))


async def _inheritances(connection: Connection, person: Person) -> list[Inheritance]:
    found = []
    for diary_id in await rows.owned(connection, person.id):
        diary = await diary_rows.get(connection, diary_id)
        heir = await members.heir(connection, diary)
        ends = not await rows.has_others(connection, diary_id, person.id)
        found.append(Inheritance(diary, heir, ends))
    return found


async def begin(connection: Connection, person: Person, letter_id: int, now: dt.datetime) -> Begun:
    """From here on the person is nobody to us. Raises TooLate where that is under way already.

    `letter_id` is the update with which they have said it.
    """
    if person.kind != "person":
        raise NotYours
    before = await rows.of_account(connection, person.telegram_id)
    if before is not None and before.state not in {"telling", "sending"}:
        raise TooLate
    counts = await holdings.counts(connection, person.id, person.telegram_id)
    erasure = await rows.add(connection, person.telegram_id, person.language, counts, now)
    stopped = await rows.stop_jobs(connection, person.id)
    await exports.stop(connection, person.id)
    await imports.stop(connection, person.id)
    await _leave_the_account(connection, person, letter_id, now)
    await rows.cut_off(connection, person.id, erasure)
    return Begun(erasure, stopped)


async def _leave_the_account(
    connection: Connection, person: Person, letter_id: int, now: dt.datetime
) -> None:
    """What is found by the account's number alone, while that is still theirs alone."""
    for chat_id, message_id in await rows.shown_to(connection, person):
        await removals.add(connection, chat_id, message_id, now, "gone")
    for chat_id, message_id in await rows.calendars(connection, person.id):
        await removals.add(connection, chat_id, message_id, now, "gone")
    for card_id in await rows.forget_account(connection, person.telegram_id):
        await cards.want_one(connection, card_id)
    await rows.forget_letters(connection, person.telegram_id, letter_id)


async def go_on(connection: Connection, erasure: Erasure, now: dt.datetime) -> Sequence[int]:
    """Clear away some more, one transaction's worth; the entries that went.

    When nothing is left the erasure is `withdrawing`.
    """
    person = await person_rows.find(connection, erasure.cut_off)
    if person is None:
        await rows.change(connection, erasure, state="withdrawing", not_before=None)
        return ()
    entry_ids = await rows.entries_of(connection, person.id, AT_ONCE)
    if entry_ids:
        await rows.forget_subjects(connection, "entry", entry_ids)
        await departures.forget(connection, entry_ids, now, "deleted")
        return entry_ids
    await _leave_diaries(connection, person, now)
    await _fall_silent(connection, person, now)
    await rows.forget_subjects(connection, "person", [person.id])
    await rows.remove_person(connection, person.id)
    return ()


async def _leave_diaries(connection: Connection, person: Person, now: dt.datetime) -> None:
    for member in await member_rows.of_person(connection, person.id):
        diary = await diary_rows.get(connection, member.diary_id)
        await departures.vanish(connection, diary, person, now)
    for diary_id in await rows.owned(connection, person.id):
        await _pass_on(connection, diary_id, person, now)


async def _pass_on(connection: Connection, diary_id: int, person: Person, now: dt.datetime) -> None:
    """A diary that this person still owns: nobody has taken it over."""
    diary = await diary_rows.get(connection, diary_id)
    await members.succeed(connection, diary, now)
    if (await diary_rows.get(connection, diary_id)).owner_id != person.id:
        return
    if await rows.has_others(connection, diary_id, person.id):
        await invitations.revoke_of(connection, diary_id, now)
        await rows.leave_to_someone(connection, diary_id, now)
    else:
        await diaries.end(connection, diary, now)


async def _fall_silent(connection: Connection, person: Person, now: dt.datetime) -> None:
    """What they said about what others wrote; messages that showed it go, the cards count anew."""
    for entry_id, diary_id in await rows.empty_comments(connection, person.id, now):
        await cards.want(connection, entry_id)
        for thread in await threads.showing(connection, entry_id, diary_id):
            await removals.add(connection, thread.chat_id, thread.message_id, now, "gone")
            await threads.remove(connection, thread.entry_id, thread.chat_id)


async def has_withdrawn(connection: Connection, erasure: Erasure, now: dt.datetime) -> bool:
    """Whether the messages in the private chat are gone, as far as they can go soon."""
    if now - erasure.created_at > PATIENCE:
        return True
    return await rows.messages_left(connection, erasure.telegram_id) == 0
