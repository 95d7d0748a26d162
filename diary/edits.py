"""Edits of an entry by its author: title, day, mood, and how they say that it looked.

Each is a change of its own that can be undone (`diary.changes`). What the analysis has found stays
as it is: an edit stands beside it. Tags have a file of their own (`diary.tags`).
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections.abc import Mapping
from functools import partial
from typing import Any

from analysis.report import LABELS
from diary import changes, search_terms, tags
from diary.captions import LONGEST_TITLE
from diary.changes import Undoer
from diary.clock import day_of, today
from diary.errors import NotYet, TooLate, TooLong
from storage import cards, diaries, entries
from storage.database import Connection
from storage.entries import Entry
from storage.persons import Person

#: What was felt, from the worst to the best.
MOODS = (1, 2, 3, 4, 5)

#: What somebody says of the expression that was read: that it is right, or what it was.
LOOKS = ("right", *LABELS)

#: No entry is older: nobody who writes one was there.
FIRST_DAY = dt.date(1900, 1, 1)

#: Only what is an entry can be edited.
_EDITABLE = frozenset({"waiting", "done", "failed"})


def cleaned(text: str) -> str:
    """One line without signs that cannot be seen, in the form that is compared."""
    lines = unicodedata.normalize("NFC", text).split()
    # Joiners stay: families among the emoji and some scripts need them.
    return " ".join(
        "".join(sign for sign in word if sign.isprintable() or sign in "\u200c\u200d")
        for word in lines
    ).strip()


async def set_title(
    connection: Connection, person: Person, entry: Entry, text: str, now: dt.datetime
) -> int | None:
    """Give a title; empty, the automatic one again. The change, None when it is that already.

    Raises TooLong, or TooLate for what is no entry (yet).
    """
    title = cleaned(text)
    if len(title) > LONGEST_TITLE:
        raise TooLong(len(title))
    return await _set(connection, person, entry, "title", title or None, now)


async def set_day(
    connection: Connection, person: Person, entry: Entry, day: dt.date, now: dt.datetime
) -> int | None:
    """Move an entry to another day; when it was recorded stays true. The change, None for none.

    Raises NotYet for a day that has not come by the diary's clock, or TooLate.
    """
    diary = await diaries.get(connection, entry.diary_id)
    if day > today(now, diary.time_zone, diary.day_starts_hour):
        raise NotYet
    if day < FIRST_DAY:
        raise TooLate
    return await _set(connection, person, entry, "day", day, now)


async def set_mood(
    connection: Connection, person: Person, entry: Entry, mood: int, now: dt.datetime
) -> int | None:
    """Say how it was, from 1 to 5; the same once more takes it back. Raises TooLate."""
    if mood not in MOODS:
        raise TooLate
    value = None if entry.mood == mood else mood
    return await _set(connection, person, entry, "mood", value, now)


async def set_look(
    connection: Connection, person: Person, entry: Entry, look: str, now: dt.datetime
) -> int | None:
    """Say that the expression was read right, or what it was; the same once more takes it back.

    Raises TooLate where no expression was read.
    """
    if look not in LOOKS or not shows_face(entry):
        raise TooLate
    value = None if entry.look == look else look
    return await _set(connection, person, entry, "look", value, now)


def shows_face(entry: Entry) -> bool:
    """Whether an expression was read in it, right or wrong."""
    return entry.report is not None and entry.report["emotions"]["mean"] is not None


async def take_origin_date(
    connection: Connection, person: Person, entry: Entry, now: dt.datetime
) -> int:
    """Date a forwarded clip by when it was first sent; raises TooLate when that is unknown."""
    if entry.origin_at is None or entry.state not in _EDITABLE:
        raise TooLate
    diary = await diaries.get(connection, entry.diary_id)
    day = day_of(entry.origin_at, diary.time_zone, diary.day_starts_hour)
    after: dict[str, Any] = {"recorded_at": entry.origin_at, "origin_at": None, "day": day}
    await entries.change(connection, entry.id, **after)
    await search_terms.reindex(connection, entry.id)
    await cards.want_now(connection, entry.id)
    return await changes.record(
        connection, person, entry, "origin", _dated(entry), _written(after), now
    )


async def _set(
    connection: Connection, person: Person, entry: Entry, field: str, value: Any, now: dt.datetime
) -> int | None:
    if entry.state not in _EDITABLE:
        raise TooLate
    old = getattr(entry, field)
    if old == value:
        return None
    await _put(connection, entry, field, value)
    return await changes.record(connection, person, entry, field, _plain(old), _plain(value), now)


async def _put(connection: Connection, entry: Entry, field: str, value: Any) -> None:
    await entries.change(connection, entry.id, **{field: value})
    await search_terms.reindex(connection, entry.id)
    await cards.want_now(connection, entry.id)


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


async def _put_back(
    field: str,
    connection: Connection,
    _person: Person,
    entry: Entry,
    before: Any,
    after: Any,
    _now: dt.datetime,
) -> bool:
    if _plain(getattr(entry, field)) != after:
        return False
    value = dt.date.fromisoformat(before) if field == "day" else before
    await _put(connection, entry, field, value)
    return True


def _dated(entry: Entry) -> Mapping[str, str | None]:
    return _written(
        {"recorded_at": entry.recorded_at, "origin_at": entry.origin_at, "day": entry.day}
    )


def _written(times: Mapping[str, dt.date | None]) -> Mapping[str, str | None]:
    return {name: at.isoformat() if at else None for name, at in times.items()}


async def _put_origin_back(
    connection: Connection,
    _person: Person,
    entry: Entry,
    before: Any,
    after: Any,
    _now: dt.datetime,
) -> bool:
    if _dated(entry) != after:
        return False
    await entries.change(
        connection,
        entry.id,
        recorded_at=dt.datetime.fromisoformat(before["recorded_at"]),
        origin_at=dt.datetime.fromisoformat(before["origin_at"]),
        day=dt.date.fromisoformat(before["day"]),
    )
    await search_terms.reindex(connection, entry.id)
    await cards.want_now(connection, entry.id)
    return True


UNDOERS: Mapping[str, Undoer] = {
    **{field: partial(_put_back, field) for field in ("title", "day", "mood", "look")},
    "origin": _put_origin_back,
    **tags.UNDOERS,
}
