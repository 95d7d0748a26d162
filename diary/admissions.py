"""Who may use the bot: everyone, or those whom an admin lets in. What is somebody's stays theirs.

An admin is whoever the operator has named in the settings. It is a right at the door alone: it
opens no diary, and `diary.rights` knows nothing of it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum

from diary import persons
from diary.errors import TooLate
from storage import admissions, jobs
from storage import persons as person_rows
from storage.admissions import Admission
from storage.database import Connection

#: How many of a list are shown; the newest.
SHOWN = 20


@dataclass(frozen=True, slots=True)
class Door:
    """What the operator has set. `open_to`: everyone, invited or list; `contact` is plain text."""

    open_to: str = "everyone"
    admins: frozenset[int] = frozenset()
    contact: str = ""


class Standing(StrEnum):
    """What an account is at the door."""

    WELCOME = "welcome"
    STRANGER = "stranger"
    BLOCKED = "blocked"


async def standing(
    connection: Connection, telegram_id: int, door: Door, *, here: int | None
) -> Standing:
    """What an account is; `here` is the chat in which it has done something.

    With "invited", whoever is in a shared diary that somebody who was let in owns is welcome, and
    so is everybody in its chat; with "list" people are welcome one by one, and a channel or a
    group that speaks for itself (a negative number) where its diary is such a one.
    """
    if telegram_id in door.admins:
        return Standing.WELCOME
    found = await admissions.find(connection, telegram_id)
    if found is not None and found.state == "blocked":
        return Standing.BLOCKED
    if door.open_to == "everyone" or found is not None:
        return Standing.WELCOME
    if door.open_to == "invited" or telegram_id < 0:
        is_in = await admissions.is_in_diary(connection, telegram_id, here, door.admins)
        return Standing.WELCOME if is_in else Standing.STRANGER
    return Standing.STRANGER


async def allow(connection: Connection, telegram_id: int, now: dt.datetime) -> int:
    """Let somebody in, also where they were blocked; the number of the row."""
    await _come_back(connection, telegram_id, now)
    return await admissions.put(connection, telegram_id, "allowed", now)


async def block(
    connection: Connection, telegram_id: int, now: dt.datetime, admins: Collection[int]
) -> tuple[int, Sequence[int]]:
    """Block somebody: the number of the row, and the entries whose analysis stops here.

    Those rest until the block is taken back. Nothing of theirs is touched, and what would be sent
    to them waits. Raises TooLate for an admin.
    """
    if telegram_id in admins:
        raise TooLate
    made = await admissions.put(connection, telegram_id, "blocked", now)
    person = await person_rows.find(connection, telegram_id)
    if person is None:
        return made, ()
    await persons.block(connection, telegram_id, now)
    return made, await jobs.rest(connection, person.id)


async def take_back(
    connection: Connection, admission_id: int, state: str, now: dt.datetime
) -> Admission:
    """Neither let in nor blocked any more; raises TooLate where that is over."""
    found = await admissions.get(connection, admission_id)
    if found is None or found.state != state:
        raise TooLate
    if found.telegram_id is not None:
        await _come_back(connection, found.telegram_id, now)
    await admissions.remove(connection, admission_id, state)
    return found


async def _come_back(connection: Connection, telegram_id: int, now: dt.datetime) -> None:
    """Where they were blocked: what waited for them comes, and what rested goes on."""
    found = await admissions.find(connection, telegram_id)
    person = await person_rows.find(connection, telegram_id)
    if found is None or found.state != "blocked" or person is None:
        return
    await persons.resume(connection, telegram_id, now)
    await jobs.go_on(connection, person.id, now)
