"""Makes one part of an export: entries and films are laid into a folder, a worker makes the file.

Films come one at a time, from Telegram or from what we keep ourselves; the folder goes when the
part has been sent, or when anything goes wrong.
"""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analysis.errors import Rejected
from archive.format import Entry, Film
from archive.manifest import Absent, Manifest
from archive.parts import BESIDE, FRAME
from archive.writer import STAGED_ENTRIES, STAGED_MANIFEST, STAGED_OWNER
from diary import access, exports, media
from diary.attempt import Workshop
from diary.clock import Now
from diary.errors import FileGone
from diary.media import Courier
from storage.clips import Clip
from storage.database import Database
from storage.exports import Export
from storage.media import MediaFolder, digest
from storage.persons import Person

#: A worker writes 19 MB in a second or two; one that needs this long is stuck.
WRITING_S = 300.0


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
    """A part that is ready: its file, the clips that did not fit into it, and how many are gone."""

    path: Path
    entries: int
    alone: tuple[int, ...] = ()
    gone: int = 0


@dataclass(slots=True)
class _Stage:
    """What has been laid out so far. `room` is for films, in bytes."""

    folder: Path
    room: int
    uids: list[str] = field(default_factory=list)
    absent: list[Absent] = field(default_factory=list)
    alone: list[int] = field(default_factory=list)
    gone: int = 0

    def note(self, entry: Entry) -> None:
        self.uids.append(entry.uid)
        for number, film in enumerate(entry.films, 1):
            if film.fate != "here":
                self.absent.append(Absent(entry.uid, number, film.fate))
                self.gone += film.fate == "gone"


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
        yield Packed(path, len(stage.uids), tuple(stage.alone), stage.gone)
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
        async with tools.database.reading() as connection:
            readable = {d.id for d in await access.readable(connection, person, tools.now())}
            found = await exports.entry_of(connection, person, entry_id, readable)
        if found is not None:
            await _lay_out_entry(tools, export, plan, stage, found)
    async with tools.database.reading() as connection:
        owner = await exports.owner_of(connection, person, tools.now())
    about = Manifest(
        export=str((export.counts or {})["uid"]),
        made_at=export.created_at,
        part=number + 1,
        parts=len(plan.parts),
        first=export.first,
        last=export.last,
        entries=tuple(stage.uids),
        absent=tuple(stage.absent),
    )
    await _append(stage.folder / STAGED_MANIFEST, about.to_json())
    await _append(stage.folder / STAGED_OWNER, owner.to_json())
    await _append(stage.folder / STAGED_ENTRIES)


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
            await _film(tools, plan, stage, clip, film)
            for clip, film in zip(clips, entry.films, strict=True)
        ]
        entry = replace(entry, films=tuple(films))
    stage.note(entry)
    await _append(stage.folder / STAGED_ENTRIES, entry.to_json())


async def _film(tools: Tools, plan: exports.Plan, stage: _Stage, clip: Clip, film: Film) -> Film:
    """The film with what became of its file, which lies in the stage where it is "here"."""
    if film.fate == "forgotten":
        return film
    if clip.id in plan.alone:
        return replace(film, fate="sent")
    path = stage.folder / f"clip-{clip.id}"
    try:
        await media.fetch(tools.courier, tools.media, clip, path)
    except FileGone:
        return replace(film, fate="gone")
    except Rejected:
        # Larger than we may fetch, whatever was told: Telegram itself can still send it.
        stage.alone.append(clip.id)
        return replace(film, fate="sent")
    size = (await asyncio.to_thread(path.stat)).st_size
    if size > stage.room:
        stage.alone.append(clip.id)
        await asyncio.to_thread(path.unlink)
        return replace(film, fate="sent", size=size)
    name = await asyncio.to_thread(digest, path)
    await asyncio.to_thread(path.replace, stage.folder / "media" / name)
    stage.room -= size
    return replace(film, fate="here", size=size, sha256=name)


async def _append(path: Path, *values: Any) -> None:
    """Add a line of JSON for each value; the file is there in any case."""
    lines = "".join(json.dumps(value, ensure_ascii=False) + "\n" for value in values)
    await asyncio.to_thread(_write, path, lines.encode())


def _write(path: Path, content: bytes) -> None:
    with path.open("ab") as file:
        file.write(content)
