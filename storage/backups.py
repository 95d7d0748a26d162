"""Backups: a folder each, made while the bot runs, whole under their name or not there at all.

The database is copied by SQLite's own online backup, then the media files that the copy names;
those which the backup before holds already are linked, and take room once. The copy is written
anew (`VACUUM INTO`): what was deleted does not come along in gaps between rows.

Nothing here opens the living database's file but SQLite: closing any other descriptor of it would
drop the locks of the whole process (https://sqlite.org/howtocorrupt.html, 2.2).
"""

from __future__ import annotations

import datetime as dt
import errno
import os
import re
import shutil
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.engine import make_url

from storage import backup_manifest, tombstones
from storage.backup_manifest import (
    DATABASE,
    BackupExists,
    BackupUnderWay,
    DamagedSource,
    Kept,
    LittleRoom,
    Manifest,
    NoSource,
    media_path,
)
from storage.database import BUSY_TIMEOUT_MS
from storage.folder_lock import Held, hold
from storage.media import digest
from storage.tombstones import sync

#: Pages in one step of the copy (4 MB): between steps others may write.
PAGES = 1024

#: Each write of others begins the copy anew; after so many it is made in one step, while they wait.
MOST_RESTARTS = 3

#: Bytes that stay free: a disk that a backup fills stops the diary.
RESERVE = 64_000_000

#: A copy waits so long for another program that holds the database.
LOCKED_S = 60.0
_LOCKED = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

_NAME = re.compile(r"mind-gitter-(\d{8}T\d{6}Z)")
_TIME = "%Y%m%dT%H%M%SZ"
_HALF = ".making-"
_PIECE = 1 << 20

#: Called often while a backup is made; raises to end it.
GoOn = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up: the database's file and the folder of media."""

    database: Path
    media: Path


@dataclass(frozen=True, slots=True)
class Backup:
    """One that is there, by its name; what is in it says its manifest."""

    path: Path
    made_at: dt.datetime


def file_of(url: str) -> Path | None:
    """The file of a SQLite database; None for every other one."""
    found = make_url(url)
    if found.get_backend_name() != "sqlite" or found.database in {None, "", ":memory:"}:
        return None
    return Path(str(found.database)).absolute()


def found(root: Path) -> list[Backup]:
    """The backups in a folder, oldest first."""
    if not root.is_dir():
        return []
    named = [(path, _NAME.fullmatch(path.name)) for path in root.iterdir()]
    there = [
        Backup(path, dt.datetime.strptime(match[1], _TIME).replace(tzinfo=dt.UTC))
        for path, match in named
        if match and (path / backup_manifest.MANIFEST).is_file()
    ]
    return sorted(there, key=lambda backup: backup.made_at)


def remove(backup: Backup) -> None:
    """Delete one. Without its manifest it is no backup any more, also where this ends half-way."""
    (backup.path / backup_manifest.MANIFEST).unlink(missing_ok=True)
    shutil.rmtree(backup.path)


def make(root: Path, source: Source, now: dt.datetime, go_on: GoOn = lambda: None) -> Backup:
    """Make a backup in this folder. Raises BackupError, OSError or sqlite3.Error; then none is."""
    if not source.database.is_file():
        raise NoSource(f"There is no database {source.database} to back up.")
    root.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _alone(root):
        _clear(root)
        target = root / f"mind-gitter-{now.astimezone(dt.UTC).strftime(_TIME)}"
        if target.exists():
            raise BackupExists(f"{target} is there already; nothing is overwritten.")
        before = next((backup.path for backup in reversed(found(root))), None)
        _require_room(root, source, before)
        with _half(root, target) as making:
            _fill(making, source, before, now, go_on)
    return Backup(target, now.astimezone(dt.UTC).replace(microsecond=0))


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    try:
        with hold(root):
            yield
    except Held:
        raise BackupUnderWay(f"Another backup is being made in {root} just now.") from None


def _clear(root: Path) -> None:
    """Take away what was left of a backup whose program was killed, or of one half removed."""
    for path in root.iterdir():
        is_rest = _NAME.fullmatch(path.name) and not (path / backup_manifest.MANIFEST).exists()
        if path.is_dir() and (path.name.startswith(_HALF) or is_rest):
            shutil.rmtree(path)


@contextmanager
def _half(root: Path, target: Path) -> Iterator[Path]:
    """A folder that gets its name when all is in it, and is gone otherwise."""
    making = root / f"{_HALF}{target.name}"
    making.mkdir(mode=0o700)
    try:
        yield making
        making.rename(target)
        sync(root)
    finally:
        shutil.rmtree(making, ignore_errors=True)


def _fill(making: Path, source: Source, before: Path | None, now: dt.datetime, go_on: GoOn) -> None:
    """The manifest comes last: a folder without it is no backup."""
    copy = making / DATABASE
    copy_database(source.database, copy, go_on)
    if faults := backup_manifest.faults_of(copy):
        raise DamagedSource("The database is damaged:\n" + "\n".join(faults))
    files = {DATABASE: Kept(copy.stat().st_size, digest(copy))}
    missing = []
    for name in backup_manifest.media_of(copy):
        go_on()
        path = making / media_path(name)
        if _take(source.media / name[:2] / name, path, before and before / media_path(name)):
            files[media_path(name)] = Kept(path.stat().st_size, name)
        else:
            missing.append(name)
    for folder in [*(path for path in making.rglob("*") if path.is_dir()), making]:
        sync(folder)
    manifest = Manifest(now, backup_manifest.schema_of(copy), files, tuple(missing))
    backup_manifest.write(making, manifest)
    sync(making)


def copy_database(source: Path, target: Path, go_on: GoOn = lambda: None) -> None:
    """A consistent copy of a database that others may be writing to, in a file of its own."""
    staged = target.with_name(f"{target.name}.staged")
    address = f"{source.absolute().as_uri()}?mode=rw"
    wait_s = BUSY_TIMEOUT_MS / 1000
    with (
        closing(sqlite3.connect(address, uri=True, timeout=wait_s)) as living,
        closing(sqlite3.connect(staged, isolation_level=None)) as copy,
    ):
        living.execute("PRAGMA query_only=ON")
        _copy_pages(living, copy, go_on)
        copy.execute("PRAGMA journal_mode=DELETE")
        copy.execute("VACUUM INTO ?", (str(target),))
    staged.unlink()
    target.chmod(0o600)
    with target.open("rb+") as file:
        os.fsync(file.fileno())


class _Restless(Exception):
    """Others write so often that the copy would never end."""


class _Watch:
    """Sees each step of a copy: how often it had to begin anew, and for how long it was locked."""

    def __init__(self, go_on: GoOn, most: float) -> None:
        self._go_on = go_on
        self._most = most
        self._left = 0
        self._restarts = -1
        self._moved_at = time.monotonic()

    def __call__(self, status: int, left: int, _whole: int) -> None:
        """Raises _Restless, what `go_on` raises, or sqlite3.OperationalError after a minute."""
        self._go_on()
        if status not in _LOCKED:
            self._moved_at = time.monotonic()
        elif time.monotonic() > self._moved_at + LOCKED_S:
            raise sqlite3.OperationalError("database is locked")
        self._restarts += left >= self._left
        self._left = left
        if self._restarts > self._most:
            raise _Restless


def _copy_pages(living: sqlite3.Connection, copy: sqlite3.Connection, go_on: GoOn) -> None:
    try:
        watch = _Watch(go_on, MOST_RESTARTS)
        living.backup(copy, pages=PAGES, progress=watch, sleep=0.005)
    except _Restless:
        living.backup(copy, progress=_Watch(go_on, float("inf")), sleep=0.05)


def _take(living: Path, target: Path, before: Path | None) -> bool:
    """Put one media file into the backup; False when nobody has its bytes any more."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.parent.parent.chmod(0o700)
    if before is not None and _is_whole(before) and _link(before, target):
        return True
    return any(_copied(path, target) for path in (living, before) if path is not None)


def _copied(path: Path, target: Path) -> bool:
    try:
        shutil.copyfile(path, target)
    except FileNotFoundError:
        return False
    if not _is_whole(target):
        target.unlink()
        return False
    target.chmod(0o600)
    with target.open("rb") as file:
        os.fsync(file.fileno())
    return True


def _is_whole(path: Path) -> bool:
    """Whether the bytes are those of its name."""
    return path.is_file() and digest(path) == path.name


def _link(path: Path, target: Path) -> bool:
    """False on a file system that knows no second name for a file."""
    try:
        os.link(path, target)
    except OSError as error:
        if error.errno in {errno.EPERM, errno.EMLINK, errno.ENOTSUP}:
            return False
        raise
    return True


def _require_room(root: Path, source: Source, before: Path | None) -> None:
    """The copy, the same written anew, and the media that no backup holds yet."""
    database = sum(
        path.stat().st_size
        for path in (source.database, source.database.with_name(f"{source.database.name}-wal"))
        if path.exists()
    )
    media = sum(
        path.stat().st_size
        for path in source.media.glob("[0-9a-f][0-9a-f]/*")
        if before is None or not (before / media_path(path.name)).exists()
    )
    require_room(root, 2 * database + media)


def require_room(folder: Path, wanted: int) -> None:
    """Raises LittleRoom unless the disk has this many bytes, and some to spare."""
    free = shutil.disk_usage(folder).free
    if free < wanted + RESERVE:
        raise LittleRoom(
            f"{folder} has {free // 1_000_000} MB free; it takes "
            f"{(wanted + RESERVE) // 1_000_000 + 1} MB. Make room, or choose another folder."
        )


def bring_tombstones(root: Path, usual: Path) -> None:
    """Backups elsewhere get the tombstones, too."""
    if root.absolute() != usual.absolute():
        tombstones.bring(usual, root)
