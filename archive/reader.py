"""Reads an archive that anybody can have made.

No file is written by a name out of the archive; nothing is unpacked before its size is known, and
never more of it than was said. What is wrong with one entry costs that entry.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, LargeZipFile, ZipFile, ZipInfo

from archive import manifest
from archive.errors import ArchiveError, Broken, Foreign, NotAnArchive, TooLarge
from archive.fields import Fields, parsed
from archive.format import Entry, Film
from archive.manifest import Manifest
from archive.owner import Owner
from archive.writer import OWNER, STAGED_ENTRIES, STAGED_MANIFEST, STAGED_OWNER

#: Files in an archive, at most; bytes of one JSON file, of one film and of all, unpacked.
MOST_FILES = 20_000
LARGEST_JSON = 16 << 20
LARGEST_FILM = 2 << 30
LARGEST_ALL = 4 << 30

#: Bytes of everything in it that is no film: several times what the fullest part of ours has.
LARGEST_TEXT = 512 << 20

#: Text that is packed more tightly than this (bytes by byte) was made to be: a trap.
TIGHTEST = 200

#: Films are packed already, so that nothing makes them much smaller: one that is more than this
#: many times as large as in the archive, and has more than `_LOOSE` bytes beside, is a trap.
TIGHTEST_FILM = 3
_LOOSE = 1 << 20
_FILMS = "media/"

_ENTRY = re.compile(r"entries/\d{4}-\d{2}-\d{2}_([0-9a-f]{32})\.json")
_ENCRYPTED = 0x1
_PIECE = 1 << 20

#: What the standard library raises of a file that is no ZIP file, or a damaged one.
_DAMAGED = (
    BadZipFile,
    LargeZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    NotImplementedError,
)


class Archive:
    """An open archive; a context manager. Raises ArchiveError where it cannot be read at all."""

    def __init__(self, path: Path, latest: dt.date = dt.date.max) -> None:
        """Entries that tell of a day after `latest` count as those that cannot be read."""
        self._latest = latest
        try:
            self._zip = ZipFile(path)
        except _DAMAGED as error:
            raise NotAnArchive from error
        try:
            self._files = _listed(self._zip)
            self.manifest = Manifest.read(Fields(parsed(self._json(manifest.FILE))))
            self.owner = Owner.read(Fields(parsed(self._json(OWNER))))
        except BaseException:
            self._zip.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self._zip.close()

    def entries(self) -> Iterator[Entry | None]:
        """Every entry by the order of their days; None for one that cannot be read.

        The same entry twice counts as one that cannot be read.
        """
        seen = set[str]()
        for name in sorted(self._files):
            match = _ENTRY.fullmatch(name)
            if match is None:
                continue
            entry = self._entry(name, match[1])
            is_new = entry is not None and entry.uid not in seen
            seen.add(match[1])
            yield entry if is_new else None

    def _entry(self, name: str, uid: str) -> Entry | None:
        try:
            entry = Entry.read(Fields(parsed(self._json(name))))
        except ArchiveError:
            return None
        return entry if entry.uid == uid and entry.latest <= self._latest else None

    def has(self, film: Film) -> bool:
        """Whether the film's file is in it, with the size that is told."""
        info = self._files.get(film.file or "")
        return info is not None and info.file_size == film.size

    def copy(self, film: Film, path: Path) -> bool:
        """Write a film to a path of the caller's; False, and no file, where it is not what it says.

        Its bytes must have the SHA-256 by which it goes.
        """
        if not self.has(film):
            return False
        digest = hashlib.sha256()
        try:
            with path.open("wb") as target:
                for piece in self._pieces(self._files[film.file or ""]):
                    digest.update(piece)
                    target.write(piece)
        except ArchiveError:
            path.unlink(missing_ok=True)
            return False
        if digest.hexdigest() != film.sha256:
            path.unlink()
            return False
        return True

    def _json(self, name: str) -> bytes:
        info = self._files.get(name)
        if info is None:
            raise Foreign
        if info.file_size > LARGEST_JSON or info.file_size > TIGHTEST * (info.compress_size + 64):
            raise TooLarge
        return b"".join(self._pieces(info))

    def _pieces(self, info: ZipInfo) -> Iterator[bytes]:
        """The bytes of a file, never more than it says that it has; raises Broken."""
        left = info.file_size
        try:
            with self._zip.open(info) as source:
                while piece := _read(source, min(_PIECE, left + 1)):
                    left -= len(piece)
                    if left < 0:
                        raise Broken("longer than it says")
                    yield piece
        except _DAMAGED as error:
            raise Broken("damaged") from error
        if left:
            raise Broken("shorter than it says")


def _read(source: IO[bytes], size: int) -> bytes:
    return source.read(size)


def _listed(source: ZipFile) -> dict[str, ZipInfo]:
    """The files by name, once it is clear that they are as they should be."""
    found = source.infolist()
    if len(found) > MOST_FILES:
        raise TooLarge
    if sum(info.file_size for info in found) > LARGEST_ALL:
        raise TooLarge
    if any(info.file_size > LARGEST_FILM or _is_trap(info) for info in found):
        raise TooLarge
    if sum(info.file_size for info in found if not info.filename.startswith(_FILMS)) > LARGEST_TEXT:
        raise TooLarge
    files: dict[str, ZipInfo] = {}
    for info in found:
        is_odd = info.flag_bits & _ENCRYPTED or info.compress_type not in {ZIP_STORED, ZIP_DEFLATED}
        if is_odd or info.filename in files:
            raise Broken("no file of an archive of ours")
        files[info.filename] = info
    return files


def _is_trap(info: ZipInfo) -> bool:
    is_film = info.filename.startswith(_FILMS) and info.compress_type != ZIP_STORED
    return is_film and info.file_size > TIGHTEST_FILM * info.compress_size + _LOOSE


@dataclass(frozen=True, slots=True)
class Survey:
    """What `unpack` found. `films` counts the files that are here, `lost` those that should be.

    `sizes` are the bytes that each of the entries takes, in the order of `uids`.
    """

    manifest: Manifest
    uids: tuple[str, ...]
    sizes: tuple[int, ...]
    shared: int
    films: int
    lost: int
    broken: int


def unpack(path: str, folder: str, *, films: bool, latest: dt.date = dt.date.max) -> Survey:
    """Check an archive, and lay into a folder what is sound in it, as `archive.writer` stages it.

    With `films` their files too, each under its SHA-256; else they are only looked for. An entry
    of a day after `latest` is none. Raises ArchiveError. This is what runs in a worker.
    """
    stage = Path(folder)
    (stage / "media").mkdir(parents=True, exist_ok=True)
    tally = _Tally()
    with Archive(Path(path), latest) as archive, (stage / STAGED_ENTRIES).open("wb") as lines:
        (stage / STAGED_MANIFEST).write_bytes(_line(archive.manifest.to_json()))
        (stage / STAGED_OWNER).write_bytes(_line(archive.owner.to_json()))
        for entry in archive.entries():
            if entry is not None:
                _count_films(archive, entry, stage / "media" if films else None, tally)
                tally.size += lines.write(_line(entry.to_json()))
            tally.add(entry)
        return tally.survey(archive.manifest)


def _count_films(archive: Archive, entry: Entry, target: Path | None, tally: _Tally) -> None:
    for film in entry.films:
        if film.fate != "here":
            continue
        if target is None:
            is_there = archive.has(film)
        else:
            path = target / (film.sha256 or "")
            is_there = path.exists() or archive.copy(film, path)
        tally.films += is_there
        tally.size += is_there * (film.size or 0)
        tally.lost += not is_there


class _Tally:
    def __init__(self) -> None:
        self.uids: list[str] = []
        self.sizes: list[int] = []
        self.size = 0
        self.shared = self.films = self.lost = self.broken = 0

    def add(self, entry: Entry | None) -> None:
        if entry is None:
            self.broken += 1
            return
        self.uids.append(entry.uid)
        self.sizes.append(self.size)
        self.size = 0
        self.shared += entry.home_kind != "private"

    def survey(self, about: Manifest) -> Survey:
        missing = len(set(about.entries) - set(self.uids))
        broken = max(self.broken, missing)
        counts = (self.shared, self.films, self.lost, broken)
        return Survey(about, tuple(self.uids), tuple(self.sizes), *counts)


def _line(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False).encode() + b"\n"


def staged(folder: str) -> Iterator[Entry]:
    """The entries that `unpack` has laid into a folder, one at a time."""
    with (Path(folder) / STAGED_ENTRIES).open("rb") as lines:
        for line in lines:
            yield Entry.read(Fields(parsed(line)))


def staged_owner(folder: str) -> Owner:
    """Whose archive lies in a folder."""
    return Owner.read(Fields(parsed((Path(folder) / STAGED_OWNER).read_bytes())))
