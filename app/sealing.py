"""The keys that seal the diary: where they come from, and what is told when they do not fit."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import Iterator
from pathlib import Path

import structlog

from config.loading import SettingsError
from config.settings import Settings
from storage import sealing_state
from storage.database import Database, Unavailable
from storage.sealing import BadRing, Key, read_ring
from storage.sealing_state import (
    Elsewhere,
    KeyMissing,
    KeyWrong,
    NotSealed,
    SealedAlready,
    Shut,
    Unfinished,
)

log = structlog.get_logger()

#: What to do, by what is wrong.
REMEDIES = {
    KeyMissing: "Set MINDGITTER_KEY_FILE to the ring that has it. Nothing was changed.",
    KeyWrong: "Put the right key back under this name. Nothing was changed.",
    NotSealed: "`python -m app rekey` seals it, once; or take MINDGITTER_KEY_FILE out.",
    Unfinished: "Run `python -m app rekey` again with both keys in the ring: it goes on.",
    SealedAlready: "Restore the last backup: docs/operations.md.",
    Elsewhere: "Encrypt its disk, and take MINDGITTER_KEY_FILE out.",
}


class BadKeys(Shut):
    """The ring itself cannot be read."""


def keys(settings: Settings) -> tuple[Key, ...]:
    """The ring of this place, empty where none is set. Raises BadKeys."""
    if settings.key and settings.key_file is not None:
        raise BadKeys("MINDGITTER_KEY and MINDGITTER_KEY_FILE are both set; keep one of them")
    if settings.key_file is None:
        return _read("MINDGITTER_KEY", settings.key) if settings.key else ()
    try:
        text = settings.key_file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or "it is no text"
        raise BadKeys(f"MINDGITTER_KEY_FILE {settings.key_file} cannot be read: {why}") from None
    return _read(f"MINDGITTER_KEY_FILE {settings.key_file}", text)


def _read(where: str, text: str) -> tuple[Key, ...]:
    try:
        return read_ring(text)
    except BadRing as error:
        raise BadKeys(f"{where}: {error}") from None


async def unlock(database: Database, settings: Settings) -> None:
    """Let the database work with the keys of this place. Raises SettingsError."""
    try:
        ring = keys(settings)
        state = await sealing_state.unlock(database, ring, may_begin=True)
    except Shut as error:
        raise SettingsError((sentence(error),)) from None
    if ring and state.key_name != ring[0].name:
        log.warning("another key comes first", action="start", next="python -m app rekey")
    if any(faults(settings)):
        log.warning(
            "the key is not safe where it lies", action="start", next="python -m app doctor"
        )


def sentence(error: Shut) -> str:
    """What is wrong, and what to do."""
    said = str(error)
    remedy = REMEDIES.get(type(error), "`python -m app key new FILE` makes one.")
    return f"{said[:1].upper()}{said[1:]}. {remedy}"


def faults(settings: Settings) -> Iterator[str]:
    """What is wrong with where the key lies: beside what it seals, or open to others."""
    path = settings.key_file
    if path is None or not path.exists():
        return
    real = path.resolve()
    for folder in (settings.data, settings.backup_folder):
        if folder.resolve() in real.parents:
            yield f"{path} lies in {folder}: who takes that disk has the key, too"
            break
    if is_open(path):
        yield f"other accounts of this machine can read {path}"


def is_open(path: Path) -> bool:
    """Whether others than its owner may read a file."""
    return bool(path.stat().st_mode & (stat.S_IRGRP | stat.S_IROTH))


def health(settings: Settings) -> Iterator[tuple[str, str, str, str]]:
    """What doctor finds: how it is, what of, what it says, what to do. Changes nothing."""
    yield asyncio.run(_health(settings))
    for says in faults(settings):
        remedy = "Put it elsewhere and chmod 600; docs/operations.md, Encryption at rest."
        yield "note", "key", says, remedy


async def _health(settings: Settings) -> tuple[str, str, str, str]:
    database = Database(settings.database)
    try:
        ring = keys(settings)
        state = await sealing_state.unlock(database, ring)
    except Shut as error:
        return "bad", "seals", sentence(error), ""
    except Unavailable as error:
        return "bad", "seals", f"cannot be looked at ({error})", ""
    finally:
        await database.close()
    if not state.key_name:
        remedy = "docs/operations.md, Encryption at rest, says how; or encrypt the disk."
        return "note", "seals", "none: whoever has the disk can read the diary", remedy
    if state.key_name != ring[0].name:
        says = f"the key {state.key_name}, while {ring[0].name} comes first in the ring"
        return "note", "seals", says, "Stop the bot and run `python -m app rekey`."
    return "ok", "seals", f"the diary is sealed with the key {state.key_name}", ""
