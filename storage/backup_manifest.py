"""What makes a folder a backup: its manifest, and the proof that every byte is still there.

The manifest is written last. It names each file with its size and SHA-256 and ends with a SHA-256
of its own, so that a folder without it, or with another one, is no backup.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import re
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from storage.media import digest

#: The form of the folder; another one is another version's.
FORM = 1

MANIFEST = "manifest.json"
DATABASE = "diary.sqlite3"

_MEDIA = re.compile(r"media/([0-9a-f]{2})/(\1[0-9a-f]{62})")

#: A check names so many faults at most.
MOST_FAULTS = 20


class BackupError(Exception):
    """A backup cannot be made, proved or restored; the message is a sentence for the operator.

    BackupError
    ├── NoBackup        the folder is none
    ├── DamagedBackup   it was one
    ├── DamagedSource   the database that was to be copied is not whole
    ├── NoSource        there is no database to copy
    ├── BackupExists    nothing is overwritten
    ├── BackupUnderWay  another program makes one here
    ├── LittleRoom      the disk would be full
    └── Interrupted     the program was told to end
    """


class NoBackup(BackupError):
    """The folder holds no manifest that this version can read."""


class DamagedBackup(BackupError):
    """Something is missing, too much or not what it was."""


class DamagedSource(BackupError):
    """SQLite finds the database itself damaged."""


class NoSource(BackupError):
    """There is no database."""


class BackupExists(BackupError):
    """A backup of this second is there."""


class BackupUnderWay(BackupError):
    """Another backup is being made in this folder."""


class LittleRoom(BackupError):
    """There is too little room on the disk."""


class Interrupted(BackupError):
    """The program ends, and a backup is not to keep it."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a backup."""

    size: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Manifest:
    """`files` by their path in the folder; `missing` are the names of media that were not there.

    `schema` is None for a database without tables.
    """

    made_at: dt.datetime
    schema: str | None
    files: Mapping[str, Kept]
    missing: tuple[str, ...] = ()

    @property
    def size(self) -> int:
        """Bytes of all files."""
        return sum(kept.size for kept in self.files.values())

    @property
    def media(self) -> list[str]:
        """The names of the media files."""
        return [match[2] for path in self.files if (match := _MEDIA.fullmatch(path))]


def media_path(name: str) -> str:
    """Where a media file lies in a backup."""
    return f"media/{name[:2]}/{name}"


def write(folder: Path, manifest: Manifest) -> None:
    """Make the folder a backup."""
    said: dict[str, Any] = {
        "form": FORM,
        "made_at": manifest.made_at.isoformat(),
        "schema": manifest.schema,
        "missing": list(manifest.missing),
        "files": {
            path: {"bytes": kept.size, "sha256": kept.sha256}
            for path, kept in sorted(manifest.files.items())
        },
    }
    text = json.dumps({**said, "sha256": _seal(said)}, indent=1) + "\n"
    with (folder / MANIFEST).open("x", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        file.write(text)
        file.flush()
        os.fsync(file.fileno())


def read(folder: Path) -> Manifest:
    """What the folder says it holds; raises NoBackup or DamagedBackup. Proves nothing else."""
    try:
        said = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        is_whole = said.pop("sha256") == _seal(said)
        if is_whole and said["form"] != FORM:
            raise NoBackup(f"{folder} is a backup of another version of mind-gitter.")
        if is_whole:
            return _manifest(said)
    except (FileNotFoundError, NotADirectoryError):
        raise NoBackup(
            f"{folder} is no whole backup: it has no {MANIFEST}, which is written last."
        ) from None
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DamagedBackup(f"{folder / MANIFEST} is damaged.") from error
    raise DamagedBackup(f"{folder / MANIFEST} is damaged.")


def _manifest(said: Mapping[str, Any]) -> Manifest:
    files = {path: Kept(kept["bytes"], kept["sha256"]) for path, kept in said["files"].items()}
    made_at = dt.datetime.fromisoformat(said["made_at"])
    return Manifest(made_at, said["schema"], files, tuple(said["missing"]))


def _seal(said: Mapping[str, Any]) -> str:
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def verify(folder: Path, go_on: Callable[[], None] = lambda: None) -> Manifest:
    """Prove a backup without writing anything; raises NoBackup or DamagedBackup with each fault.

    `go_on` is called before each file, and may raise.
    """
    manifest = read(folder)
    faults = [*_strangers(folder, manifest)]
    for path, kept in manifest.files.items():
        go_on()
        faults += _fault(folder, path, kept)
    if not faults:
        faults += faults_of(folder / DATABASE)
    if not faults:
        faults += _unaccounted(folder, manifest)
    if faults:
        shown = "\n".join(faults[:MOST_FAULTS])
        raise DamagedBackup(f"{folder} is damaged:\n{shown}")
    return manifest


def _strangers(folder: Path, manifest: Manifest) -> Iterator[str]:
    """What is there and should not be, and names that lead elsewhere."""
    if DATABASE not in manifest.files:
        yield f"{DATABASE}: not in the manifest"
    for path in manifest.files:
        if path != DATABASE and _MEDIA.fullmatch(path) is None:
            yield f"{path}: no name of a backup's file"
    for found in sorted(folder.rglob("*")):
        name = found.relative_to(folder).as_posix()
        if (found.is_symlink() or not found.is_dir()) and name not in {MANIFEST, *manifest.files}:
            yield f"{name}: not in the manifest"


def _fault(folder: Path, name: str, kept: Kept) -> list[str]:
    path = folder / name
    try:
        if path.is_symlink() or not path.is_file():
            return [f"{name}: missing"]
        if path.stat().st_size != kept.size:
            return [f"{name}: {path.stat().st_size} bytes instead of {kept.size}"]
        if digest(path) != kept.sha256:
            return [f"{name}: its bytes have changed"]
    except OSError as error:
        return [f"{name}: cannot be read ({error.strerror})"]
    return []


def faults_of(path: Path) -> list[str]:
    """What SQLite finds wrong in a database file that nobody writes to."""
    try:
        with closing(_untouched(path)) as database:
            found = [row[0] for row in database.execute("PRAGMA integrity_check")]
            faults = [] if found == ["ok"] else [f"{path.name}: {line}" for line in found]
            faults += [
                f"{path.name}: a row of {row[0]} refers to none of {row[2]}"
                for row in database.execute("PRAGMA foreign_key_check")
            ]
    except sqlite3.Error as error:
        return [f"{path.name}: {error}"]
    return faults[:MOST_FAULTS]


def _unaccounted(folder: Path, manifest: Manifest) -> list[str]:
    known = {*manifest.media, *manifest.missing}
    return [
        f"{media_path(name)}: the database names it, the manifest does not"
        for name in media_of(folder / DATABASE)
        if name not in known
    ]


def media_of(path: Path) -> list[str]:
    """The names of the media files that a copied database knows; none before schema 0003."""
    with closing(_untouched(path)) as database:
        columns = {row[1] for row in database.execute("PRAGMA table_info(clips)")}
        if "media" not in columns:
            return []
        rows = database.execute("SELECT DISTINCT media FROM clips WHERE media IS NOT NULL")
        return sorted(row[0] for row in rows)


def schema_of(path: Path) -> str | None:
    """The schema version of a copied database; None without tables."""
    with closing(_untouched(path)) as database:
        if not list(database.execute("PRAGMA table_info(alembic_version)")):
            return None
        row = database.execute("SELECT version_num FROM alembic_version").fetchone()
        return None if row is None else str(row[0])


def _untouched(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing, no lock and no journal either."""
    return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
