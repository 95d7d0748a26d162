"""Taking one's own along: what an export holds, who may ask for it, and how far it is.

A person's export holds what they wrote where they can read it now, and what was taken out of a
shared diary; never an entry of anybody else. Comments come along as far as the person can read
them. It is planned once, then made part by part (`diary.packing`).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import uuid4

from archive.format import Comment, Earlier, Entry, Film
from archive.parts import Cost, is_too_large, planned
from diary import access, periods
from diary.errors import NotYours, TooLate
from storage import (
    clips,
    comments,
    diaries,
    entries,
    exports,
    persons,
    shares,
    tags,
)
from storage.clips import Clip
from storage.database import Connection
from storage.entries import Entry as Row
from storage.exports import Export
from storage.persons import Person

#: Entries that are asked about at a time: databases limit the length of a list.
BATCH = 400

#: What is taken along: what waits for a question is none yet.
STATES = frozenset({"waiting", "done", "failed"})

#: How long it is remembered that something was taken along.
KEPT = dt.timedelta(days=7)

Days = tuple[dt.date | None, dt.date | None]

_DAY = r"(\d{4})[-./](\d{1,2})[-./](\d{1,2})"
_UID = re.compile(r"[0-9a-f]{32}")
_DAYS = re.compile(rf"{_DAY}\s*(?:\.\.|~|–|-)\s*{_DAY}")


@dataclass(frozen=True, slots=True)
class Extent:
    """What an export would hold; `film_bytes` as Telegram tells, `parts` with films and without."""

    entries: int
    films: int
    film_bytes: int
    parts: int
    parts_without: int


def days(text: str, today: dt.date) -> Days | None:
    """The days that somebody asks for; none at all for nothing, None for what are no days.

    "2026", "11월", "Nov 2025" as for the calendar, and "2026-11-01..2026-11-20".
    """
    if not text.strip():
        return None, None
    match = _DAYS.fullmatch(text.strip())
    if match is None:
        period = periods.read(text, today)
        return None if period is None else (period.first, period.last)
    numbers = [int(number) for number in match.groups()]
    try:
        first, last = dt.date(*numbers[:3]), dt.date(*numbers[3:])
    except ValueError:
        return None
    return (first, last) if first <= last else None


async def ask(
    connection: Connection,
    person: Person,
    narrowed: tuple[int | None, Days],
    limit: int,
    now: dt.datetime,
) -> tuple[int, Extent]:
    """A question that waits for its answer: its id, and what it is about. `limit` in bytes.

    `narrowed` is the diary that it is about, if not all, and the days. The standings must be fresh
    (`bot.standings`). Raises NotYours for a diary that the person cannot read.
    """
    diary_id, (first, last) = narrowed
    chosen = await _chosen(connection, person, diary_id, (first, last), now)
    extent = await _extent(connection, chosen, limit)
    export_id = await exports.add(
        connection,
        {
            "person_id": person.id,
            "diary_id": diary_id,
            "chat_id": person.telegram_id,
            "first": first,
            "last": last,
            "state": "asked",
            "created_at": now,
        },
    )
    return export_id, extent


async def _chosen(
    connection: Connection, person: Person, diary_id: int | None, span: Days, now: dt.datetime
) -> Sequence[int]:
    readable = {diary.id for diary in await access.readable(connection, person, now)}
    if diary_id is not None and diary_id not in readable:
        raise NotYours
    return await exports.own_entries(connection, person.id, readable, span, diary_id)


async def _costs(
    connection: Connection, entry_ids: Sequence[int]
) -> tuple[list[Cost], list[list[tuple[int, int]]]]:
    costs, films = list[Cost](), list[list[tuple[int, int]]]()
    for start in range(0, len(entry_ids), BATCH):
        batch = entry_ids[start : start + BATCH]
        sizes = await exports.text_sizes(connection, batch)
        known = await exports.film_sizes(connection, batch)
        for entry_id in batch:
            own = known.get(entry_id, [])
            films.append(own)
            costs.append(Cost(sizes[entry_id], tuple(size for _, size in own)))
    return costs, films


async def _extent(connection: Connection, entry_ids: Sequence[int], limit: int) -> Extent:
    costs, films = await _costs(connection, entry_ids)
    every = [size for own in films for _, size in own]
    alone = sum(is_too_large(size, limit) for size in every)
    bare = [Cost(cost.text) for cost in costs]
    return Extent(
        entries=len(entry_ids),
        films=len(every),
        film_bytes=sum(every),
        parts=len(planned(costs, limit)) + alone,
        parts_without=len(planned(bare, limit)),
    )


async def of_owner(connection: Connection, person: Person, export_id: int) -> Export:
    """The export, for the person who asked for it; raises NotYours."""
    found = await exports.get(connection, export_id)
    if found is None or found.person_id != person.id:
        raise NotYours
    return found


async def begin(
    connection: Connection, person: Person, export_id: int, message_id: int | None, *, films: bool
) -> None:
    """The answer: make it. One at a time; raises NotYours or TooLate."""
    await of_owner(connection, person, export_id)
    if await exports.busy(connection, person.id) is not None:
        raise TooLate
    counts = {"films": films, "uid": uuid4().hex}
    if not await exports.change(
        connection,
        export_id,
        was=("asked",),
        state="waiting",
        counts=counts,
        message_id=message_id,
    ):
        raise TooLate


async def cancel(connection: Connection, person: Person, export_id: int, now: dt.datetime) -> None:
    """Make it no further; what came has come. Raises NotYours or TooLate."""
    await of_owner(connection, person, export_id)
    was = ("asked", *exports.BUSY)
    if not await exports.change(
        connection, export_id, was=was, state="cancelled", lease=None, finished_at=now
    ):
        raise TooLate


@dataclass(frozen=True, slots=True)
class Plan:
    """The entries of each part, and the clips that are sent as themselves."""

    parts: tuple[tuple[int, ...], ...]
    alone: tuple[int, ...]


async def plan(
    connection: Connection, export: Export, person: Person, limit: int, now: dt.datetime
) -> Plan:
    """Which entries go into which part, decided once; kept in the export's row."""
    counts = export.counts or {}
    if "parts" in counts:
        return Plan(tuple(map(tuple, counts["parts"])), tuple(counts["alone"]))
    span = (export.first, export.last)
    chosen = await _chosen(connection, person, export.diary_id, span, now)
    costs, films = await _costs(connection, chosen)
    if not counts.get("films"):
        costs, films = [Cost(cost.text) for cost in costs], []
    made = Plan(
        tuple(tuple(chosen[i] for i in part) for part in planned(costs, limit)),
        tuple(clip for own in films for clip, size in own if is_too_large(size, limit)),
    )
    counts = {
        **counts,
        "parts": [list(part) for part in made.parts],
        "alone": list(made.alone),
        "entries": len(chosen),
        "gone": 0,
        "spoiled": 0,
        "unread": [],
    }
    whole = len(made.parts) + len(made.alone)
    await exports.change(connection, export.id, counts=counts, parts=whole)
    return made


async def entry_of(
    connection: Connection, person: Person, entry_id: int, readable: Collection[int]
) -> tuple[Entry, Sequence[Clip]] | None:
    """An entry as an archive has it, its films still as "left_out" or "forgotten", and its clips.

    None where it is no longer there. `readable` are the diaries that the person may read now.
    """
    row = await entries.get(connection, entry_id)
    if row is None or row.state not in STATES or row.author_id != person.id:
        return None
    if row.diary_id not in readable and row.removed_at is None:
        return None
    home = await diaries.get(connection, row.diary_id)
    parts = await clips.of_entry(connection, row.id)
    older = await exports.earlier(connection, row.id)
    made = Entry(
        uid=row.uid or uuid4().hex,
        day=row.day,
        recorded_at=row.recorded_at,
        kind=row.kind,
        state=row.state,
        reason=row.reason,
        title=row.title,
        caption=row.caption,
        text=row.text,
        language=row.language,
        tags=tuple(await tags.of_entry(connection, row.id, manual=True)),
        found_tags=tuple(await tags.of_entry(connection, row.id, manual=False)),
        mood=row.mood,
        look=row.look,
        question=row.question,
        words=row.words,
        report=row.report,
        comments_on=row.comments_on,
        keeps_video=row.keeps_video,
        is_private=row.is_private,
        is_hidden=row.is_hidden,
        home_kind=home.kind,
        home_title=home.title,
        films=tuple(_film(clip) for clip in parts),
        comments=await _talk(connection, row, person, readable),
        earlier=tuple(Earlier(*found) for found in older),
    )
    return made, parts


@dataclass(frozen=True, slots=True)
class Outline:
    """What is known of an entry whatever else of it is damaged; None for what is so itself."""

    uid: str | None
    day: dt.date | None
    author_id: int
    state: str


async def outline(connection: Connection, entry_id: int) -> Outline | None:
    """The entry with this id, as far as it can be read."""
    found = await exports.outline(connection, entry_id)
    if found is None:
        return None
    uid = found.uid if found.uid and _UID.fullmatch(found.uid) else None
    return Outline(uid, _day_in(found.day), found.author_id, found.state)


def _day_in(text: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text or "")
    except ValueError:
        return None


def _film(clip: Clip) -> Film:
    fate = "left_out" if clip.file_id or clip.media else "forgotten"
    return Film(clip.kind, fate, clip.size, clip.duration_s)


async def _talk(
    connection: Connection, row: Row, person: Person, readable: Collection[int]
) -> tuple[Comment, ...]:
    """What was said about an entry wherever the person can read it, the oldest first."""
    shown = [share.diary_id for share in await shares.of_entry(connection, row.id)]
    homes = dict.fromkeys([row.diary_id, *shown])
    found = [
        comment
        for diary_id in homes
        if diary_id in readable
        for comment in await comments.of_entry(connection, row.id, diary_id)
        if comment.state == "visible"
    ]
    found.sort(key=lambda comment: (comment.created_at, comment.id))
    authors = await persons.several(connection, {comment.author_id for comment in found})
    uids = {comment.id: comment.uid or uuid4().hex for comment in found}
    made = []
    for comment in found:
        is_mine = comment.author_id == person.id and comment.by_name is None
        name = comment.by_name or authors[comment.author_id].name or ""
        made.append(
            Comment(
                uid=uids[comment.id],
                kind=comment.kind,
                at=comment.created_at,
                text=comment.text,
                by=None if is_mine else name,
                parent=uids.get(comment.parent_id or 0),
                duration_s=comment.duration_s,
                edited_at=comment.edited_at,
            )
        )
    return tuple(made)
