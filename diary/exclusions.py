"""What a person does not want to meet again when looking back: tags, names, days, single entries.

Only a person excludes, never a rule of ours. Whatever looks back (memories, a random entry,
digests, films) asks `allowed` and nothing else.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from diary.errors import TooLate
from storage import entries
from storage import exclusions as rows
from storage.commit_calendar import STATES
from storage.database import Connection
from storage.entries import Entry
from storage.exclusions import Exclusion, Hidden
from storage.persons import Person
from storage.types import Word

TAG, NAME, DAYS = "tag", "name", "days"

#: More than this of a person's nobody could look through.
MOST = 100

#: Entries that are asked about at a time: databases limit the length of a list.
BATCH = 500

_DAY = r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})"
_RANGE = re.compile(rf"{_DAY}(?:\s*(?:\.\.|~|–|-)\s*{_DAY})?")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wrote behind /memory skip. `kind`: TAG, NAME or DAYS."""

    kind: str
    value: str | None = None
    first: dt.date | None = None
    last: dt.date | None = None


async def allowed(connection: Connection, person: Person, entry_ids: Collection[int]) -> set[int]:
    """Those of these entries that may be shown when this person looks back.

    Not those that their authors have hidden, and not what the person has excluded. Whether they may
    read them at all is another question (`diary.access`).
    """
    ids = list(dict.fromkeys(entry_ids))
    wishes = await rows.of_person(connection, person.id)
    found: set[int] = set()
    for start in range(0, len(ids), BATCH):
        found |= await _allowed(connection, wishes, ids[start : start + BATCH])
    return found


async def _allowed(
    connection: Connection, wishes: Sequence[Exclusion], entry_ids: Sequence[int]
) -> set[int]:
    left = set(await rows.not_hidden(connection, entry_ids))
    for wish in wishes:
        if left:
            left -= set(await rows.matching(connection, wish, left))
    return left


def read(said: str) -> Wish | None:
    """What is to be left out: `#tag`, `@name`, `2025-03-01` or `2025-03-01..2025-04-10`."""
    text = unicodedata.normalize("NFC", said).strip()
    if match := _RANGE.fullmatch(text):
        return _days(match)
    kind = {"#": TAG, "@": NAME}.get(text[:1])
    value = " ".join(text[1:].split()).lower()[: Word.LONGEST]
    return Wish(kind, value) if kind and value else None


def _days(match: re.Match[str]) -> Wish | None:
    numbers = [int(number) for number in match.groups() if number]
    try:
        first = dt.date(*numbers[:3])
        last = dt.date(*numbers[3:]) if numbers[3:] else first
    except ValueError:
        return None
    return Wish(DAYS, first=min(first, last), last=max(first, last))


async def add(connection: Connection, person: Person, wish: Wish, now: dt.datetime) -> None:
    """Leave this out from now on; once is enough. Raises TooLate when there are too many."""
    known = await rows.of_person(connection, person.id)
    if wish in [Wish(one.kind, one.value, one.first, one.last) for one in known]:
        return
    if len(known) >= MOST:
        raise TooLate
    values = {"value": wish.value, "first": wish.first, "last": wish.last}
    await rows.add(connection, person.id, wish.kind, now, **values)  # type: ignore[arg-type]


async def of_person(connection: Connection, person: Person) -> Sequence[Exclusion]:
    """What the person has excluded, in the order in which they did."""
    return await rows.of_person(connection, person.id)


async def remove(connection: Connection, person: Person, exclusion_id: int) -> None:
    """Show it again; raises TooLate where it is not (or no longer) excluded."""
    if not await rows.remove(connection, person.id, exclusion_id):
        raise TooLate


async def hide(connection: Connection, entry: Entry, *, hidden: bool = True) -> None:
    """One entry is not shown when looking back, to nobody; or it is again.

    For its author alone: the caller gets the entry from `diary.entries.of_author`.
    """
    await entries.change(connection, entry.id, was=STATES, is_hidden=hidden)


async def hidden(connection: Connection, person: Person) -> Sequence[Hidden]:
    """Entries that this person has hidden, the newest first."""
    return await rows.hidden_of_author(connection, person.id, STATES, MOST)
