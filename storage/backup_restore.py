"""Puts a backup's bytes back into an empty place; the database gets its name last.

A restore that is killed leaves no database, and can be begun again: media files are named by their
bytes, so those that are there already are right.
"""

from __future__ import annotations

import os
import shutil
from pathlib import Path

from storage import backup_manifest, schema
from storage.backup_manifest import (
    DATABASE,
    BackupError,
    DamagedBackup,
    Manifest,
    media_path,
)
from storage.backups import Source, require_room
from storage.media import MediaFolder, digest
from storage.tombstones import sync

#: What SQLite keeps beside a database.
_BESIDE = ("-journal", "-wal", "-shm")


class NotEmpty(BackupError):
    """There is a database already: nothing is overwritten."""


def require_known(backup: Path, manifest: Manifest) -> None:
    """Raises NewerSchemaError for a backup that a newer version has made."""
    if manifest.schema is not None and manifest.schema not in schema.known():
        raise schema.NewerSchemaError(
            f"{backup} has schema {manifest.schema}, which this version does not know"
        )


def require_empty(place: Source) -> None:
    """Raises NotEmpty. A journal without its database would be played into the restored one."""
    journals = [_beside(place.database, end) for end in _BESIDE]
    for path in (place.database, *journals):
        if path.exists() and (path == place.database or path.stat().st_size):
            raise NotEmpty(
                f"{path} is there already; nothing is overwritten. Move it away, or set "
                "MINDGITTER_DATA to an empty folder."
            )


def unpack(backup: Path, manifest: Manifest, place: Source) -> Path:
    """Copy everything; the database under a name that no bot looks for, which is returned.

    Raises NotEmpty, LittleRoom, DamagedBackup or OSError.
    """
    require_empty(place)
    for folder in (place.database.parent, place.media):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    # The database is migrated and written anew: twice as much for that time.
    require_room(place.database.parent, manifest.size + 2 * manifest.files[DATABASE].size)
    kept = MediaFolder(place.media)
    for name in manifest.media:
        if kept.put(backup / media_path(name)) != name:
            raise DamagedBackup(f"{backup / media_path(name)}: its bytes have changed.")
    return _staged(backup, manifest, place)


def _staged(backup: Path, manifest: Manifest, place: Source) -> Path:
    staged = place.database.with_name(f"{place.database.name}.restoring")
    _remove(staged)
    shutil.copyfile(backup / DATABASE, staged)
    staged.chmod(0o600)
    if digest(staged) != manifest.files[DATABASE].sha256:
        raise DamagedBackup(f"{backup / DATABASE}: its bytes have changed.")
    return staged


def finish(staged: Path, place: Source) -> None:
    """Prove what became of the copy, and give it its name. Raises DamagedBackup or NotEmpty."""
    if faults := backup_manifest.faults_of(staged):
        raise DamagedBackup("The restored database is damaged:\n" + "\n".join(faults))
    require_empty(place)
    with staged.open("rb+") as file:
        os.fsync(file.fileno())
    staged.rename(place.database)
    _remove(staged)
    sync(place.database.parent)


def _remove(path: Path) -> None:
    for each in (path, *(_beside(path, end) for end in _BESIDE)):
        each.unlink(missing_ok=True)


def _beside(path: Path, end: str) -> Path:
    return path.with_name(path.name + end)
