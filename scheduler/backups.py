"""A backup each day, by the bot itself; those that are too old go."""

from __future__ import annotations

import asyncio
import datetime as dt
import sqlite3
import threading
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import structlog

from diary import backups as rules
from diary.backups import Terms
from diary.clock import Now
from storage import backup_manifest, backups, tombstones
from storage.backup_manifest import BackupError, Interrupted
from storage.backups import Backup, Source

log = structlog.get_logger()

#: The clock may have been set back by a little since the last one.
AHEAD = dt.timedelta(days=1)

#: Longer than this between two backups either the bot was switched off, or a clock is wrong.
PAUSE = dt.timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Keeper:
    """Where the backups lie, of what they are, and how many there are.

    `failed` is the file that says that the last attempt failed, and why: doctor reads it.
    """

    root: Path
    source: Source
    terms: Terms
    failed: Path
    now: Now


async def tick(keeper: Keeper) -> None:
    """Make today's backup if that is due; one that fails is tried again with the next tick."""
    there = await asyncio.to_thread(backups.found, keeper.root)
    if not rules.is_due([one.made_at for one in there], keeper.now(), keeper.terms):
        return
    try:
        made = await _make(keeper)
        gone = await asyncio.to_thread(_rotate, keeper)
    except (BackupError, OSError, sqlite3.Error) as error:
        log.exception("backup failed", action="backup", reason=type(error).__name__)
        await asyncio.to_thread(_note, keeper, error)
        return
    keeper.failed.unlink(missing_ok=True)
    found = await asyncio.to_thread(backup_manifest.read, made.path)
    log.info(
        "backup made",
        action="backup",
        bytes=found.size,
        files=len(found.files),
        missing=len(found.missing),
        removed=len(gone),
    )


async def set_tombstone(root: Path, name: str) -> None:
    """Somebody is erased: no backup from before shall bring them back. Raises OSError."""
    await asyncio.to_thread(tombstones.put, root, name)


async def _make(keeper: Keeper) -> Backup:
    """In a thread, which ends soon when the bot does."""
    ending = threading.Event()
    work = partial(backups.make, keeper.root, keeper.source, keeper.now(), partial(_go_on, ending))
    try:
        return await asyncio.to_thread(work)
    finally:
        ending.set()


def _go_on(ending: threading.Event) -> None:
    if ending.is_set():
        raise Interrupted("The program ends.")


def _rotate(keeper: Keeper) -> Collection[Backup]:
    """Delete what is kept no longer; those.

    A clock that was set years forward makes all backups old at once. So after a long pause nothing
    is deleted until there is another one, a day later. Those of a future are of such a clock: they
    go when it is set right again and there are two of the present.
    """
    there, now = backups.found(keeper.root), keeper.now()
    made = [one.made_at for one in there if one.made_at <= now + AHEAD]
    if len(made) < 2 or made[-1] - made[-2] > PAUSE:  # noqa: PLR2004 - the last and one before
        return []
    stay = rules.kept(made, now, keeper.terms)
    gone = [one for one in there if one.made_at not in stay]
    for one in gone:
        backups.remove(one)
    return gone


def _note(keeper: Keeper, error: Exception) -> None:
    """What doctor says; paths may stand in it, so it is no log line."""
    try:
        keeper.failed.write_text(f"{keeper.now().isoformat()}\n{error}\n", encoding="utf-8")
    except OSError:
        log.exception("failure not noted", action="backup", reason="OSError")
