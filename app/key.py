"""`python -m app key new [FILE]`: a new key, printed, or put first into a ring of keys."""

from __future__ import annotations

import datetime as dt
import os
import sys
from pathlib import Path
from uuid import uuid4

from app.sealing import is_open
from storage.sealed_files import sync_folder
from storage.sealing import BadRing, fresh, line, read_ring

OPEN = "{path} can be read by other accounts of this machine. First: chmod 600 {path}"

MADE = (
    "The key {name!r} is the first of {path} now. Copy the file to a safe place away from the data "
    "and the backups: without it nobody reads the diary again. `python -m app rekey` seals with it."
)


def main(path: Path | None, name: str | None) -> int:
    """0 when there is a key, 1 with a sentence when not."""
    try:
        return _print(name) if path is None else _put(path, name)
    except BadRing as error:
        print(f"No key was made: {error}.", file=sys.stderr)
        return 1


def _print(name: str | None) -> int:
    print(line(fresh(name or _today(frozenset()))))
    return 0


def _put(path: Path, name: str | None) -> int:
    """In front of those that are there; the file is whole at every moment."""
    before = ""
    if path.exists():
        if is_open(path):
            print(OPEN.format(path=path), file=sys.stderr)
            return 1
        before = path.read_text(encoding="utf-8")
    known = frozenset(key.name for key in read_ring(before)) if before.strip() else frozenset()
    key = fresh(name or _today(known))
    if key.name in known:
        raise BadRing(f"{path} has a key {key.name!r} already")
    _write(path, f"{line(key)}\n{before}")
    print(MADE.format(name=key.name, path=path))
    return 0


def _today(known: frozenset[str]) -> str:
    """The day's name; a second key of a day has a number."""
    day = dt.datetime.now(dt.UTC).strftime("%Y-%m-%d")
    names = (day, *(f"{day}-{number}" for number in range(2, 100)))
    return next(name for name in names if name not in known)


def _write(path: Path, text: str) -> None:
    path = path.resolve()  # a link stays one
    half = path.with_name(f".{path.name}.{uuid4().hex}")
    number = os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(number, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            _give_to_owner(number, path)
            os.fsync(number)
        half.replace(path)
        # Without the new name on the disk, a power cut would leave a sealed diary and no key.
        sync_folder(path.parent)
    finally:
        half.unlink(missing_ok=True)


def _give_to_owner(number: int, path: Path) -> None:
    """Whoever could read the ring before, as the bot's account, reads it still."""
    if path.exists() and os.name == "posix":
        before = path.stat()
        if (before.st_uid, before.st_gid) != (os.geteuid(), os.getegid()):
            os.fchown(number, before.st_uid, before.st_gid)
