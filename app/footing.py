"""What the bot stands on, looked at before it begins: a folder that takes files, and its database.

Each fault is one sentence with what to do. A bot that began all the same would take updates and
have nowhere to keep them; or, worse, begin an empty diary beside one that was only moved away.
"""

from __future__ import annotations

import errno
import sqlite3
from contextlib import closing
from pathlib import Path

from app.setup import SetupError
from config.settings import Settings
from storage import outages
from storage.backups import file_of
from storage.outages import Corrupt, Locked, Missing, Unavailable

#: A bot that has run here has left it.
HEARTBEAT = "heartbeat"


def require(settings: Settings) -> None:
    """Raises SetupError where the bot cannot begin. A full disk or a lock may pass: it begins."""
    try:
        probe(settings.data)
    except OSError as error:
        if error.errno not in {errno.ENOSPC, errno.EDQUOT}:
            raise SetupError(
                f"{settings.data} cannot be written to ({error.strerror}). Make it writable for "
                "this user (see `mount` too), or set MINDGITTER_DATA to another folder."
            ) from None
    try:
        look(settings)
    except Locked:
        return
    except Unavailable as error:
        raise SetupError(f"The database cannot be used: {error}. {error.remedy}") from None


def probe(folder: Path) -> None:
    """Make the folder and a file in it; raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / ".probe"
    file.write_bytes(b"")
    file.unlink()


def look(settings: Settings, *, whole: bool = False) -> None:
    """Raises what is wrong with SQLite's file; of other databases nothing is known here.

    `whole` reads every page of it, which takes seconds for each gigabyte. It never waits for a
    lock, and changes nothing but that a killed program's last transaction is rolled back.
    """
    file = file_of(settings.database)
    if file is None:
        return
    if not file.exists() or file.stat().st_size == 0:
        _require_new(file, settings.data / HEARTBEAT)
        return
    try:
        with closing(_opened(file)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            found = connection.execute("PRAGMA quick_check(1)").fetchone() if whole else ("ok",)
            connection.execute("ROLLBACK")
    except sqlite3.Error as error:
        raise outages.named(error) from error
    if found != ("ok",):
        raise Corrupt(str(found[0]).splitlines()[-1])


def _opened(file: Path) -> sqlite3.Connection:
    address = f"{file.absolute().as_uri()}?mode=rw"
    return sqlite3.connect(address, uri=True, timeout=0, isolation_level=None)


def _require_new(file: Path, heartbeat: Path) -> None:
    """A first start has no database; a place where a bot has lived has lost it."""
    if heartbeat.exists():
        state = "is empty" if file.exists() else "is not there"
        raise Missing(
            f"{file} {state}, but a bot has lived in this folder (to begin a new diary all the "
            f"same, delete {heartbeat})"
        )
