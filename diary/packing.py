"""Makes one part of an export: entries and films are laid into a folder, a worker makes the file.

Films come one at a time, from Telegram or from what we keep ourselves; the folder goes when the
part has been sent, or when anything goes wrong. What cannot be read costs itself alone: the rest
comes, and the manifest names what is missing.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import structlog

from analysis.errors import Rejected
from archive.errors import ArchiveError
from archive.fields import Fields
from archive.format import Entry, Film
from archive.manifest import Absent, Manifest, Unread
from archive.owner import Owner
from archive.parts import BESIDE, FRAME
from archive.writer import STAGED_ENTRIES, STAGED_MANIFEST, STAGED_OWNER
from diary import access, exports, media, owner
from diary.clock import Now
from diary.errors import FetchFailed, FileGone, FileUnreadable
from diary.media import Courier
from diary.workshop import Workshop
from storage.clips import Clip
from storage.database import Damaged, Database
from storage.exports import Export
from storage.media import MediaFolder, digest
from storage.persons import Person

log = structlog.get_logger()

#: A worker writes 19 MB in a second or two; one that needs this long is stuck.
WRITING_S = 300.0

#: What reading a row raises that is not as it was written. Not `Unavailable`: then all are whole.
DAMAGED = (
    Damaged,
    ArchiveError,
    ArithmeticError,
    AttributeError,
    LookupError,
    RecursionError,
    TypeError,
    ValueError,
)

#: How often a part is tried that could not be fetched, written or sent.
MOST_ATTEMPTS = 5

#: Numbers and words of an entry are packed to less than this part of their length.
SHRINKS = 3


@dataclass(frozen=True, slots=True)
class Tools:
    """What it takes. `limit` is the size of a part in bytes; `folder` is for what is in work."""

    database: Database
    workshop: Workshop
    courier: Courier
    media: MediaFolder
    folder: Path
    limit: int
    now: Now


@dataclass(frozen=True, slots=True)
class Packed:
    """A part that is ready: its file, and the clips that did not fit into it.

    Of its films so many are `gone` from Telegram, or `spoiled`: not to be fetched or read. `unread`
    is what could not be read at all.
    """

    path: Path
    entries: int
    alone: tuple[int, ...] = ()
    gone: int = 0
    spoiled: int = 0
    unread: tuple[Unread, ...] = ()


@dataclass(slots=True)
class _Stage:
    """What has been laid out so far. `room` is for films, in bytes."""

    folder: Path
    room: int
    uids: list[str] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)
    gone: int = 0
    spoiled: int = 0

    def packed(self, path: Path) -> Packed:
        """What came of it."""
        missing = (self.gone, self.spoiled, tuple(self.unread))
        return Packed(path, len(self.uids), tuple(self.alone), *missing)

    def note(self, entry: Entry) -> None:
        self.uids.append(entry.uid)
        for number, film in enumerate(entry.films, 1):
            if film.fate != "here":
                self.absent.append(Absent(entry.uid, number, film.fate))
                self.gone += film.fate == "gone"
                self.spoiled += film.fate == "unreadable"


#: Called before each film: raises what ends the work, where nobody wants it any more.
Still = Callable[[], Awaitable[None]]


@asynccontextmanager
async def packed(
    tools: Tools,
    export: Export,
    person: Person,
    plan: exports.Plan,
    number: int,
    still: Still,
) -> AsyncIterator[Packed]:
    """Part `number` (from 0) of an export, as long as this lasts.

    Raises FetchFailed where Telegram cannot be asked now, and AnalysisError where no file came of
    it.
    """
    folder = tools.folder / f"{export.id}-{export.lease}"
    try:
        await asyncio.to_thread((folder / "media").mkdir, parents=True)
        stage = _Stage(folder, tools.limit - FRAME)
        await _lay_out(tools, export, person, plan, number, stage, still)
        path = folder / "part.zip"
        await tools.workshop.run(
            "archives",
            "archive.writer:write_staged",
            str(folder),
            str(path),
            deadline_s=WRITING_S,
        )
        yield stage.packed(path)
    finally:
        await asyncio.to_thread(shutil.rmtree, folder, ignore_errors=True)


async def _lay_out(
    tools: Tools,
    export: Export,
    person: Person,
    plan: exports.Plan,
    number: int,
    stage: _Stage,
    still: Still,
) -> None:
    for entry_id in plan.parts[number]:
        await still()
        found = await _read(tools, person, entry_id)
        if isinstance(found, Unread):
            stage.unread.append(found)
        elif found is not None:
            await _lay_out_entry(tools, export, plan, stage, found)
    whose = await _read_owner(tools, person)
    if whose is None:
        stage.unread.append(Unread(None, None, "owner_damaged"))
        whose = Owner(language=person.language)
    about = Manifest(
        export=str((export.counts or {})["uid"]),
        made_at=export.created_at,
        part=number + 1,
        parts=len(plan.parts),
        first=export.first,
        last=export.last,
        entries=tuple(stage.uids),
        absent=tuple(stage.absent),
        unread=tuple(stage.unread),
    )
    await _append(stage.folder / STAGED_MANIFEST, about.to_json())
    await _append(stage.folder / STAGED_OWNER, whose.to_json())
    await _append(stage.folder / STAGED_ENTRIES)


async def _read(
    tools: Tools, person: Person, entry_id: int
) -> tuple[Entry, Sequence[Clip]] | Unread | None:
    """An entry with its clips; `Unread` where it is damaged, None where it is no longer there."""
    async with tools.database.reading() as connection:
        readable = {d.id for d in await access.readable(connection, person, tools.now())}
    try:
        async with tools.database.reading() as connection:
            found = await exports.entry_of(connection, person, entry_id, readable)
        if found is not None:
            await asyncio.to_thread(_require_sound, found[0])
    except DAMAGED as error:
        # It costs that entry, never the export.
        log.warning(
            "entry is unreadable", action="export", entry=entry_id, reason=type(error).__name__
        )
        return await _unread(tools, entry_id)
    return found


def _require_sound(entry: Entry) -> None:
    """Raises Broken where no archive could hold this; the worker would fail at it. In a thread."""
    Entry.read(Fields(entry.to_json()))


async def _unread(tools: Tools, entry_id: int) -> Unread:
    """What is known of an entry that cannot be read."""
    known = None
    with suppress(Damaged):
        async with tools.database.reading() as connection:
            known = await exports.outline(connection, entry_id)
    return Unread(known.uid if known else None, known.day if known else None, "entry_damaged")


async def _read_owner(tools: Tools, person: Person) -> Owner | None:
    """Who it is and what they have chosen; None where any of that is damaged."""
    try:
        async with tools.database.reading() as connection:
            found = await owner.of_person(connection, person, tools.now())
        Owner.read(Fields(found.to_json()))
    except DAMAGED as error:
        log.warning(
            "choices are unreadable", action="export", person=person.id, reason=type(error).__name__
        )
        return None
    return found


async def _lay_out_entry(
    tools: Tools,
    export: Export,
    plan: exports.Plan,
    stage: _Stage,
    found: tuple[Entry, Sequence[Clip]],
) -> None:
    entry, clips = found
    value = entry.to_json()
    stage.room -= BESIDE + len(json.dumps(value)) // SHRINKS
    if (export.counts or {}).get("films"):
        films = [
            await _film(tools, export, plan, stage, clip, film)
            for clip, film in zip(clips, entry.films, strict=True)
        ]
        entry = replace(entry, films=tuple(films))
    stage.note(entry)
    await _append(stage.folder / STAGED_ENTRIES, entry.to_json())


async def _film(
    tools: Tools, export: Export, plan: exports.Plan, stage: _Stage, clip: Clip, film: Film
) -> Film:
    """The film with what became of its file, which lies in the stage where it is "here"."""
    if film.fate == "forgotten":
        return film
    if clip.id in plan.alone:
        return replace(film, fate="sent")
    path = stage.folder / f"clip-{clip.id}"
    fate = await _fetched(tools, export, clip, path)
    if fate == "sent":
        stage.alone.append(clip.id)
    if fate != "here":
        return replace(film, fate=fate)
    size = (await asyncio.to_thread(path.stat)).st_size
    if size > stage.room:
        stage.alone.append(clip.id)
        await asyncio.to_thread(path.unlink)
        return replace(film, fate="sent", size=size)
    name = await asyncio.to_thread(digest, path)
    await asyncio.to_thread(path.replace, stage.folder / "media" / name)
    stage.room -= size
    return replace(film, fate="here", size=size, sha256=name)


async def _fetched(tools: Tools, export: Export, clip: Clip, path: Path) -> str:
    """What becomes of a clip's file, which lies in `path` where it is "here"."""
    try:
        await media.fetch(tools.courier, tools.media, clip, path)
    except FileUnreadable:
        return "unreadable"
    except FileGone:
        return "gone"
    except Rejected:
        # Larger than we may fetch, whatever was told: Telegram itself can still send it.
        return "sent"
    except FetchFailed as error:
        # Asked to wait, or not the last try: later. One file that never comes keeps nothing back.
        if error.after_s or export.attempts + 1 < MOST_ATTEMPTS:
            raise
        return "unreadable"
    return "here"


async def _append(path: Path, *values: Any) -> None:
    """Add a line of JSON for each value; the file is there in any case."""
    lines = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
    await asyncio.to_thread(_write, path, lines.encode())


def _write(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(content)
