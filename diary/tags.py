"""Tags of an entry that its author writes, takes over or drops.

What was found by itself and dropped is not found for that person again (`diary.jobs`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from diary import changes, corrections, search_terms
from diary.captions import MOST_TAGS, normal_tag
from diary.changes import Undoer
from diary.errors import NoRoom, TooLate
from storage import cards, tags
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person

#: Tags that are offered to be tapped: those that a person uses most.
MOST_OFFERED = 12

#: Tags of an entry up to which those that were found fill up what its author has written: as many
#: as are ever found (`analysis.tags.MOST`).
MOST_FOUND = 7

_EDITABLE = frozenset({"waiting", "done", "failed"})

_WORDS = re.compile(r"[\w]+")


@dataclass(frozen=True, slots=True)
class Tags:
    """An entry's tags in their order, and which of those in question its author does not want."""

    manual: tuple[str, ...]
    automatic: tuple[str, ...]
    unwanted: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """As plain values."""
        return {
            "manual": [*self.manual],
            "automatic": [*self.automatic],
            "unwanted": [*self.unwanted],
        }


def written(text: str) -> tuple[str, ...]:
    """The tags that somebody has typed, with or without `#`, between spaces or commas."""
    found = (normal_tag(word) for word in _WORDS.findall(text))
    return tuple(dict.fromkeys(tag for tag in found if tag))


async def of_entry(connection: Connection, entry_id: int) -> Tags:
    """The tags that an entry has."""
    manual = await tags.of_entry(connection, entry_id, manual=True)
    automatic = await tags.of_entry(connection, entry_id, manual=False)
    return Tags(tuple(manual), tuple(automatic))


async def offered(connection: Connection, entry: Entry) -> Sequence[str]:
    """The tags that its author uses most and that this entry has not, the most used first."""
    found = await tags.most_used(connection, entry.author_id, entry.diary_id, 2 * MOST_TAGS)
    has = await of_entry(connection, entry.id)
    return [tag for tag in found if tag not in (*has.manual, *has.automatic)][:MOST_OFFERED]


async def add(
    connection: Connection, person: Person, entry: Entry, names: Sequence[str], now: dt.datetime
) -> int | None:
    """Write these tags to the entry; the change, None when it has them already.

    One that was found by itself becomes its author's own. Raises NoRoom where there would be too
    many, or TooLate for what is no entry (yet).
    """
    had = await _known(connection, entry, names)
    new = tuple(dict.fromkeys(tag for tag in names if tag not in had.manual))
    automatic = tuple(tag for tag in had.automatic if tag not in new)
    if not new:
        return None
    if len(had.manual) + len(new) + len(automatic) > MOST_TAGS:
        raise NoRoom
    return await _become(
        connection, person, entry, had, Tags((*had.manual, *new), automatic), names, now
    )


async def drop(
    connection: Connection, person: Person, entry: Entry, tag: str, now: dt.datetime
) -> int:
    """Take a tag off the entry; raises TooLate when it has none like it.

    One that the analysis finds too is not wanted from now on.
    """
    had = await _known(connection, entry, (tag,))
    if tag not in (*had.manual, *had.automatic):
        raise TooLate
    is_found = tag in had.automatic or tag in _found(entry)
    left = Tags(
        tuple(one for one in had.manual if one != tag),
        tuple(one for one in had.automatic if one != tag),
        (tag,) if is_found else had.unwanted,
    )
    return await _become(connection, person, entry, had, left, (tag,), now)


async def _known(connection: Connection, entry: Entry, names: Collection[str]) -> Tags:
    if entry.state not in _EDITABLE:
        raise TooLate
    has = await of_entry(connection, entry.id)
    unwanted = await tags.unwanted(connection, entry.author_id, names)
    return Tags(has.manual, has.automatic, tuple(sorted(unwanted)))


def _found(entry: Entry) -> Sequence[str]:
    """What the analysis has found in it."""
    report = corrections.report_of(entry)
    return report.tags if report else ()


async def _become(
    connection: Connection,
    person: Person,
    entry: Entry,
    had: Tags,
    has: Tags,
    names: Collection[str],
    now: dt.datetime,
) -> int:
    await _put(connection, entry, has, names, now)
    return await changes.record(
        connection, person, entry, "tags", had.to_json(), has.to_json(), now
    )


async def _put(
    connection: Connection, entry: Entry, has: Tags, names: Collection[str], now: dt.datetime
) -> None:
    """Give the entry these tags; of `names` its author does not want those that `has` says."""
    await tags.replace(connection, entry.diary_id, entry.id, has.manual, manual=True)
    await tags.replace(connection, entry.diary_id, entry.id, has.automatic, manual=False)
    await tags.set_unwanted(connection, entry.author_id, names, has.unwanted, now)
    await search_terms.reindex(connection, entry.id)
    await cards.want_now(connection, entry.id)


async def found_for(connection: Connection, author_id: int, names: Sequence[str]) -> Sequence[str]:
    """What was found by itself, without what this person has dropped before."""
    unwanted = await tags.unwanted(connection, author_id, names)
    return [tag for tag in names if tag not in unwanted]


async def put_found(connection: Connection, entry: Entry, names: Sequence[str]) -> None:
    """Give the entry what was found by itself, as far as its author's own tags leave room."""
    found = await found_for(connection, entry.author_id, names)
    manual = await tags.of_entry(connection, entry.id, manual=True)
    fitting = _fitting(found, manual)
    await tags.replace(connection, entry.diary_id, entry.id, fitting, manual=False)


def _fitting(found: Sequence[str], manual: Sequence[str]) -> Sequence[str]:
    others = [tag for tag in found if tag not in manual]
    return others[: max(0, MOST_FOUND - len(manual))]


async def _put_back(
    connection: Connection,
    _person: Person,
    entry: Entry,
    before: Any,
    after: Any,
    now: dt.datetime,
) -> bool:
    has = await of_entry(connection, entry.id)
    if [*has.manual] != after["manual"]:
        return False
    names = {*before["unwanted"], *after["unwanted"]}
    automatic = before["automatic"]
    if [*has.automatic] != after["automatic"]:
        # They were chosen anew meanwhile: what was found then counts. What is undone here was
        # written by its author, and found by nobody.
        undone = {*after["manual"]} - {*before["manual"], *before["automatic"]}
        still = await tags.unwanted(connection, entry.author_id, _found(entry))
        found = [tag for tag in _found(entry) if tag not in undone | (still - names)]
        automatic = _fitting(found, before["manual"])
    was = Tags(tuple(before["manual"]), tuple(automatic), tuple(before["unwanted"]))
    await _put(connection, entry, was, names, now)
    return True


UNDOERS: Mapping[str, Undoer] = {"tags": _put_back}
