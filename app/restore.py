"""`python -m app restore BACKUP [--check]`: a diary out of a backup, or the proof that it could be.

`--check` writes nothing into the backup nor into the data folder; an older backup's migration is
tried on a copy, in a folder of the system's for temporary files that is gone afterwards.
"""

from __future__ import annotations

import asyncio
import shutil
import sqlite3
import sys
import tempfile
from contextlib import AbstractContextManager
from pathlib import Path

from app import backups as house
from app import sealing, setup
from config.settings import Settings
from diary import backups as rules
from diary import clock
from storage import backup_manifest, backup_restore, inbox, schema, sealing_state, tombstones
from storage.backup_manifest import DATABASE, BackupError, Manifest
from storage.backups import Source
from storage.database import Database, Unavailable
from storage.folder_lock import Held, hold
from storage.media import MediaFolder

SOMEBODY = "Somebody in this backup was erased since, and has to be again, which takes the key."

RUNNING = (
    "A bot works in {folder}. Stop it first, or set MINDGITTER_DATA to an empty folder to restore "
    "into."
)


def main(backup: Path, *, check: bool) -> int:
    """0 when it is restored, or can be; else 1, with a sentence that says why not."""
    settings = setup.settings(log_level="warning")
    place = house.source_of(settings)
    if place is None:
        print(house.ELSEWHERE.format(media=settings.data / "media"), file=sys.stderr)
        return 1
    try:
        manifest = backup_manifest.verify(backup)
        backup_restore.require_known(backup, manifest)
        if check:
            asyncio.run(_rehearse(backup, manifest))
            print(f"{backup} is whole: {house.count(manifest)}, made {manifest.made_at:%F %R} UTC.")
            _tell_key(backup)
            return 0
        with _alone(settings.data):
            again = _restore(backup, manifest, place, settings)
    except schema.NewerSchemaError as error:
        print(f"{error}. Install the newer version and restore with that.", file=sys.stderr)
    except Held:
        print(RUNNING.format(folder=settings.data), file=sys.stderr)
    except (BackupError, Unavailable, sqlite3.Error) as error:
        print(f"{error}", file=sys.stderr)
    else:
        _report(backup, manifest, place, again)
        return 0
    return 1


def _tell_key(backup: Path) -> None:
    if name := sealing_state.key_of_file(backup / DATABASE):
        print(f"It is sealed: whoever wants to read it needs the key {name!r}.")


def _report(backup: Path, manifest: Manifest, place: Source, again: int) -> None:
    print(f"{place.database} is restored from {backup}: {house.count(manifest)}.")
    _tell_key(backup)
    if again:
        print(f"{again} who had themselves erased since are erased in it again.")


async def _rehearse(backup: Path, manifest: Manifest) -> None:
    """Bring a copy of an older database up to date. Raises what the migration raises."""
    if manifest.schema == schema.head():
        return
    with tempfile.TemporaryDirectory(prefix="mind-gitter-check-") as folder:
        copy = Path(folder) / DATABASE
        await asyncio.to_thread(shutil.copyfile, backup / DATABASE, copy)
        await _migrate(copy)


def _alone(folder: Path) -> AbstractContextManager[None]:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return hold(folder)


def _tombstones(backup: Path, settings: Settings) -> frozenset[str]:
    """Those beside the backup, and those beside the backups that this place makes."""
    return tombstones.known(backup.absolute().parent) | tombstones.known(settings.backup_folder)


def _restore(backup: Path, manifest: Manifest, place: Source, settings: Settings) -> int:
    """How many had to be erased again. The database gets its name when all is done."""
    known = _tombstones(backup, settings)
    staged = backup_restore.unpack(backup, manifest, place)
    again = asyncio.run(_bring_up_to_date(staged, place, known, settings))
    backup_restore.finish(staged, place)
    return again


async def _bring_up_to_date(
    staged: Path, place: Source, known: frozenset[str], settings: Settings
) -> int:
    await _migrate(staged)
    database = Database(_address(staged))
    try:
        if not await _opens(database, settings, known):
            known = frozenset()
        async with database.writing() as connection:
            # Who was being answered while the backup was made has that answer by now.
            await inbox.own_up(connection, None)
        again = await rules.settle(database, MediaFolder(place.media), known, clock.now)
        if again:
            await database.sweep()
    finally:
        await database.close()
    return again


async def _opens(database: Database, settings: Settings, known: frozenset[str]) -> bool:
    """Whether it can be read here; who need not be erased needs no key. Raises BackupError."""
    try:
        await sealing_state.unlock(database, sealing.keys(settings))
    except sealing_state.NotSealed:
        return True
    except sealing_state.Shut as error:
        async with database.reading() as connection:
            if await tombstones.accounts(connection, known):
                raise BackupError(f"{SOMEBODY} {sealing.sentence(error)}") from None
        return False
    return True


async def _migrate(path: Path) -> None:
    # Alembic is slow to load, and hardly ever needed.
    database = Database(_address(path))
    try:
        if await schema.current(database) != schema.head():
            from storage import migration

            await migration.upgrade(database)
    finally:
        await database.close()


def _address(path: Path) -> str:
    return f"sqlite+aiosqlite:///{path.absolute()}"
