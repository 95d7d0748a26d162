"""`python -m app backup [FOLDER]`: a copy of the diary, also while the bot runs.

And what the other commands know of backups: where they lie, of what they are, how old the last is.
"""

from __future__ import annotations

import datetime as dt
import sqlite3
import sys
from dataclasses import dataclass
from pathlib import Path

from app import setup
from config.settings import Settings
from diary import clock
from diary.backups import Terms
from scheduler.backups import AHEAD, Keeper
from storage import backup_manifest, backups
from storage.backup_manifest import BackupError
from storage.backups import Source

#: A day and half of another one: then one was left out.
LATE = dt.timedelta(hours=36)

ELSEWHERE = (
    "Backups are made of SQLite alone. This database has a tool of its own: `pg_dump` for "
    "PostgreSQL, `mariadb-dump` for MariaDB. Copy the folder {media} after it has ended, and mind "
    "that such a copy keeps what people erase later."
)


@dataclass(frozen=True, slots=True)
class Health:
    """What doctor says: `state` as in its findings, what there is, and what to do."""

    state: str
    says: str
    remedy: str = ""


def main(folder: Path | None) -> int:
    """0 when the backup is made, 1 when there is none; says where it lies or what to do."""
    settings = setup.settings(log_level="warning")
    source = source_of(settings)
    if source is None:
        print(ELSEWHERE.format(media=settings.data / "media"), file=sys.stderr)
        return 1
    root = folder or settings.backup_folder
    try:
        made = backups.make(root, source, clock.now())
        backups.bring_tombstones(root, settings.backup_folder)
        found = backup_manifest.read(made.path)
    except (BackupError, sqlite3.Error) as error:
        print(f"No backup was made. {error}", file=sys.stderr)
        return 1
    print(f"{made.path}: {count(found)}. Prove it: python -m app restore --check {made.path}")
    return 0


def count(found: backup_manifest.Manifest) -> str:
    """How much there is in a backup, and of which tables."""
    media = len(found.media)
    said = f"{found.size / 1e6:.1f} MB, {media} media file{'' if media == 1 else 's'}"
    said += f", schema {found.schema or 'none'}"
    if found.missing:
        said += f"; {len(found.missing)} that the database names were not there"
    return said


def source_of(settings: Settings) -> Source | None:
    """What is backed up here; None for a database that has tools of its own."""
    file = backups.file_of(settings.database)
    return None if file is None else Source(file, settings.data / "media")


def keeper(settings: Settings) -> Keeper | None:
    """The bot's own daily backup; None where it makes none."""
    source = source_of(settings)
    daily, weekly, monthly = settings.backup_keep
    if source is None or not daily:
        return None
    terms = Terms(daily, weekly, monthly, settings.backup_hour, settings.time_zone)
    return Keeper(settings.backup_folder, source, terms, failure(settings), clock.now)


def failure(settings: Settings) -> Path:
    """The file that says why the last attempt of the bot failed."""
    return settings.data / "backup-failed"


def health(settings: Settings, now: dt.datetime) -> Health:
    """How old the last good backup is, and whether the last attempt failed. Raises OSError."""
    if source_of(settings) is None:
        return Health("note", "none are made of this database", "Use its own tool, like pg_dump.")
    # Those of a future are of a clock that was wrong: they do not tell how old the last one is.
    there = [one for one in backups.found(settings.backup_folder) if one.made_at <= now + AHEAD]
    says = f"none in {settings.backup_folder}"
    if there:
        hours = (now - there[-1].made_at).total_seconds() / 3600
        says = f"{len(there)}, the last good one is {max(0.0, hours):.0f} hours old"
    if failure(settings).exists():
        at, _, why = failure(settings).read_text(encoding="utf-8").partition("\n")
        remedy = "The bot tries again every ten minutes; `python -m app backup` tries now."
        return Health("bad", f"{says}; the attempt of {at[:16]} failed: {why.strip()}", remedy)
    if not settings.backup_keep[0]:
        remedy = "MINDGITTER_BACKUP_KEEP has 0 days; `python -m app backup` makes one."
        return Health("note", f"{says}; the bot makes none by itself", remedy)
    if not there or now - there[-1].made_at > LATE:
        return Health("note", says, "The bot makes one each day while it runs.")
    return Health("ok", says)
