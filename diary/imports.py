"""Bringing an archive of ours in: looked at first, then asked about, then in one's own diary.

Everything goes into the own diary of whoever brings it, written by them; what others had said about
it stands under it with their names. An entry that is here already is left alone, whatever part and
however often it comes. For a day it can all be undone.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import NAMESPACE_URL, uuid4, uuid5

from archive.format import Comment, Entry, Film
from archive.reader import Survey
from diary import departures, search_terms
from diary.errors import NotYours, TooLate
from diary.persons import own_diary
from diary.recordings import Limits
from storage import (
    clips,
    comments,
    earlier_reports,
    entries,
    erasure,
    imports,
    jobs,
    persons,
    tags,
)
from storage.database import Connection
from storage.diaries import Diary
from storage.imports import Import
from storage.persons import Person

#: How long an import can be taken back.
UNDO = dt.timedelta(hours=24)

#: How long it is remembered: as long as it can be answered or taken back, and a little more.
KEPT = dt.timedelta(days=3)

#: How long the message about an archive may take to be sent.
PROMISE = dt.timedelta(seconds=20)

BATCH = 400

#: Entries that are taken out in one transaction: others wait meanwhile.
AT_ONCE = 25

#: Clips and comments that are in no chat: their messages are numbered here, by entry.
NOWHERE = 0
_PLACES = 10_000


class Stopped(Exception):
    """Nobody wants this import any more, or somebody else is at it."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A document that somebody has sent."""

    message_id: int
    file_id: str
    file_unique_id: str
    size: int | None


async def take(connection: Connection, person: Person, parcel: Parcel, now: dt.datetime) -> int:
    """Have an archive looked at; the import's id."""
    return await imports.add(
        connection,
        {
            "person_id": person.id,
            "chat_id": person.telegram_id,
            "file_id": parcel.file_id,
            "file_unique_id": parcel.file_unique_id,
            "size": parcel.size,
            "state": "waiting",
            # Until then the message that will say what is in it is on its way.
            "not_before": now + PROMISE,
            "created_at": now,
        },
    )


async def of_owner(connection: Connection, person: Person, import_id: int) -> Import:
    """The import, for the person who has sent it; raises NotYours."""
    found = await imports.get(connection, import_id)
    if found is None or found.person_id != person.id:
        raise NotYours
    return found


async def bring(connection: Connection, person: Person, import_id: int) -> None:
    """The answer: in with it. Raises NotYours or TooLate."""
    await of_owner(connection, person, import_id)
    if person.consented_at is None:
        raise NotYours
    await _go_on(connection, import_id, "ready", "bringing")


async def drop(connection: Connection, person: Person, import_id: int) -> None:
    """The answer: no. Raises NotYours or TooLate."""
    await of_owner(connection, person, import_id)
    await _go_on(connection, import_id, "ready", "dropped")


async def undo(connection: Connection, person: Person, import_id: int, now: dt.datetime) -> None:
    """Take out again what it brought. Raises NotYours or TooLate."""
    found = await of_owner(connection, person, import_id)
    if found.finished_at is None or now - found.finished_at > UNDO:
        raise TooLate
    await _go_on(connection, import_id, "done", "undoing")


async def _go_on(connection: Connection, import_id: int, was: str, state: str) -> None:
    values = {"state": state, "lease": None, "not_before": None, "attempts": 0}
    if not await imports.change(connection, import_id, was=(was,), **values):
        raise TooLate


def named(person: Person, uid: str) -> str:
    """What an entry or comment is called where somebody else has one of its name already.

    The same for each person every time, so that it is known when it comes again.
    """
    return uuid5(NAMESPACE_URL, f"mind-gitter:{person.id}:{uid}").hex


@dataclass(frozen=True, slots=True)
class Names:
    """For each name in an archive the one under which it can be kept; None for what is here."""

    free: Mapping[str, str]
    here: frozenset[str]


async def names(connection: Connection, person: Person, uids: Sequence[str]) -> Names:
    """Which of these entries are new to the person.

    Nothing is told of others: an entry that somebody else has is new, under another name.
    """
    free, here = dict[str, str](), set[str]()
    for start in range(0, len(uids), BATCH):
        batch = {uid: named(person, uid) for uid in uids[start : start + BATCH]}
        known = await imports.known(connection, [*batch.keys(), *batch.values()])
        for uid, other in batch.items():
            owners = [known[name] for name in (uid, other) if name in known]
            if any(_is_here(owner, person) for owner in owners):
                here.add(uid)
            else:
                free[uid] = next((n for n in (uid, other) if n not in known), uuid4().hex)
    return Names(free, frozenset(here))


def _is_here(owner: tuple[int, str], person: Person) -> bool:
    author_id, state = owner
    return author_id == person.id and state not in {"deleted", "cancelled"}


async def survey_counts(connection: Connection, person: Person, survey: Survey) -> dict[str, Any]:
    """What was found, as numbers that the question tells."""
    found = await names(connection, person, survey.uids)
    absent = [a for a in survey.manifest.absent if a.fate not in {"here", "forgotten"}]
    unread = [one for one in survey.manifest.unread if one.why == "entry_damaged"]
    return {
        "part": survey.manifest.part,
        "parts": survey.manifest.parts,
        "new": len(found.free),
        "here": len(found.here),
        "broken": survey.broken,
        "unread": len(unread),
        "unread_days": sorted({one.day.isoformat() for one in unread if one.day}),
        "shared": survey.shared,
        "films": survey.films,
        "lost": survey.lost + len(absent),
        "bytes": sum(
            size for uid, size in zip(survey.uids, survey.sizes, strict=True) if uid in found.free
        ),
    }


async def home(connection: Connection, person: Person, limits: Limits, now: dt.datetime) -> Diary:
    """The diary that it all goes into."""
    return await own_diary(connection, person, limits.time_zone, limits.day_starts_hour, now)


async def keep(
    connection: Connection,
    person: Person,
    diary: Diary,
    found: tuple[Import, Entry, Mapping[str, str]],
    now: dt.datetime,
) -> bool:
    """Keep one entry out of an archive; False where it is here already.

    `found` is the import, the entry, and the films that are kept: the name of each
    (`storage.media`) by its SHA-256.
    """
    brought, entry, kept = found
    known = await names(connection, person, (entry.uid,))
    if entry.uid in known.here:
        return False
    films = [film if film.sha256 in kept else None for film in entry.films]
    state, reason = _state(entry, films)
    entry_id = await entries.add(
        connection,
        {
            "diary_id": diary.id,
            "author_id": person.id,
            "uid": known.free[entry.uid],
            "import_id": brought.id,
            "state": state,
            "reason": reason,
            "recorded_at": entry.recorded_at,
            "day": entry.day,
            "kind": entry.kind,
            "title": entry.title,
            "caption": entry.caption,
            "text": entry.text,
            "language": entry.language,
            "mood": entry.mood,
            "look": entry.look,
            "question": entry.question,
            "words": entry.words,
            "report": entry.report,
            "comments_on": entry.comments_on,
            "keeps_video": entry.keeps_video,
            "is_private": entry.is_private,
            "is_hidden": entry.is_hidden,
            "created_at": now,
            "analysed_at": now if entry.report else None,
        },
    )
    await tags.replace(connection, diary.id, entry_id, entry.tags, manual=True)
    await tags.replace(connection, diary.id, entry_id, entry.found_tags, manual=False)
    await _keep_films(connection, entry, entry_id, kept)
    await _keep_talk(connection, person, diary, entry, entry_id)
    for older in entry.earlier:
        await earlier_reports.add(
            connection, entry_id, older.report, older.made_at, older.replaced_at
        )
    if state == "waiting":
        await jobs.add(connection, entry_id, person.id, "queued", now, None)
    await search_terms.reindex(connection, entry_id)
    return True


def _state(entry: Entry, films: Sequence[Film | None]) -> tuple[str, str | None]:
    """What was not analysed yet is analysed here: a text, and clips of which all came along."""
    if entry.state != "waiting" or entry.report is not None:
        return ("done" if entry.state == "waiting" else entry.state), entry.reason
    if (films or entry.kind == "text") and all(films):
        return "waiting", None
    return "failed", "file_gone"


async def _keep_films(
    connection: Connection, entry: Entry, entry_id: int, kept: Mapping[str, str]
) -> None:
    for number, film in enumerate(entry.films):
        await clips.add(
            connection,
            {
                "entry_id": entry_id,
                "chat_id": NOWHERE,
                "message_id": entry_id * _PLACES + number,
                "kind": film.kind,
                "file_id": "",
                "file_unique_id": "",
                "size": film.size,
                "duration_s": film.duration_s,
                "media": kept.get(film.sha256 or ""),
            },
        )


async def _free_name(connection: Connection, person: Person, uid: str) -> str:
    for name in (uid, named(person, uid)):
        if await comments.of_uid(connection, name) is None:
            return name
    return uuid4().hex


async def _keep_talk(
    connection: Connection, person: Person, diary: Diary, entry: Entry, entry_id: int
) -> None:
    """What was said about it, in order, under names that nobody here has."""
    ids = dict[str, int]()
    for number, comment in enumerate(_in_order(entry.comments)):
        ids[comment.uid] = await comments.add(
            connection,
            {
                "uid": await _free_name(connection, person, comment.uid),
                "entry_id": entry_id,
                "diary_id": diary.id,
                "author_id": person.id,
                "by_name": comment.by,
                "by_id": await comments.said_by(connection, comment.uid) if comment.by else None,
                "parent_id": ids.get(comment.parent or ""),
                "kind": comment.kind,
                "text": comment.text,
                "duration_s": comment.duration_s,
                "chat_id": NOWHERE,
                "message_id": entry_id * _PLACES + number,
                "state": "visible",
                "created_at": comment.at,
                "edited_at": comment.edited_at,
            },
        )


def _in_order(found: Sequence[Comment]) -> list[Comment]:
    """Each after what it answers; those that answer one another in a circle last, as they stand."""
    done, rest = dict[str, Comment](), list(found)
    uids = {comment.uid for comment in found}
    while rest:
        ready = [c for c in rest if c.parent not in uids or c.parent in done] or rest
        done |= {comment.uid: comment for comment in ready}
        rest = [comment for comment in rest if comment.uid not in done]
    return list(done.values())


async def finish(
    connection: Connection, brought: Import, counts: Mapping[str, Any], now: dt.datetime
) -> None:
    """All of it is in."""
    values = {"state": "done", "counts": dict(counts), "lease": None, "finished_at": now}
    await imports.change(connection, brought.id, was=("bringing",), **values)


async def take_out(connection: Connection, brought: Import, now: dt.datetime) -> Sequence[int]:
    """Undo: delete some of what it brought, wherever it is shown; none are left when none went."""
    found = await imports.entries_of(connection, brought.id, brought.person_id, AT_ONCE)
    if found:
        await departures.forget(connection, found, now, "deleted")
        await erasure.forget_subjects(connection, "entry", found)
    else:
        await imports.change(connection, brought.id, was=("undoing",), state="undone", lease=None)
    return found


async def owner_of(connection: Connection, brought: Import) -> Person:
    """Who has sent it; raises Stopped where their account has been cut off from it."""
    person = await persons.find(connection, brought.chat_id)
    if person is None or person.id != brought.person_id:
        raise Stopped
    return person


async def go_on(connection: Connection, brought: Import, until: dt.datetime) -> Person:
    """Who has sent it, as they are now, while it is still wanted; raises Stopped.

    To be asked in the transaction that changes something: whoever is forgotten in the meantime is
    somebody new to us, and gets nothing of what was theirs.
    """
    if not await imports.still(connection, brought, until):
        raise Stopped
    return await owner_of(connection, brought)
