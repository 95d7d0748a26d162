"""Why a database cannot be used, what to do about it, and one line in the log that says both.

    Unavailable
    ├── Locked      another program holds it
    ├── Full        the disk has no room for it
    ├── ReadOnly    it may not be written to
    ├── Corrupt     its file is damaged
    ├── Missing     its file is not where it was
    ├── Starved     this process may open no more files
    └── Broken      the disk answers with an error

Whatever was not committed was not acknowledged either: an update stays with Telegram, a result is
found again. So every loop waits for a while and tries again, and none of them needs to be told why.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Callable
from typing import Final, Protocol

import structlog

log = structlog.get_logger()

#: While it lasts, it is said again after this time, in seconds.
AGAIN_S = 600.0

#: Nothing may have failed for so long before all is said to be well: some statements may still
#: work while others fail.
CALM_S = 10.0


class Unavailable(Exception):
    """The database cannot be used now: locked by another program, full, or not reachable."""

    code = "unavailable"
    remedy = "Check that the database runs, MINDGITTER_DATABASE, and the line to it."


class Locked(Unavailable):
    """Another program holds the database."""

    code = "locked"
    remedy = "Find the program that has the database's file open (`fuser -v FILE`) and end it."


class Full(Unavailable):
    """The disk of the database is full."""

    code = "full"
    remedy = "Make room on the disk of the database; the bot goes on by itself."


class ReadOnly(Unavailable):
    """The database may not be written to."""

    code = "read_only"
    remedy = "Make the database's file and its folder writable for this user; see `mount` too."


class Corrupt(Unavailable):
    """The database's file is damaged."""

    code = "corrupt"
    remedy = (
        "Stop the bot, move the database's file aside, and `python -m app restore BACKUP` with the "
        "last good backup; `python -m app restore --check BACKUP` tells whether it is one."
    )


class Missing(Unavailable):
    """The database's file is not where it was."""

    code = "missing"
    remedy = (
        "Put the very file back and the bot goes on; or stop it and `python -m app restore BACKUP`."
    )


class Starved(Unavailable):
    """This process may open no more files."""

    code = "no_files_left"
    remedy = "Raise the limit of open files (`ulimit -n`, LimitNOFILE=) and start the bot anew."


class Broken(Unavailable):
    """The disk answers with an error."""

    code = "disk_error"
    remedy = "Look at the disk (`dmesg`) and at quotas; have a backup at hand."


#: By the beginning of SQLite's name of a result; the first that fits.
_KINDS: Final = (
    ("SQLITE_READONLY_DBMOVED", Missing),
    ("SQLITE_READONLY", ReadOnly),
    ("SQLITE_FULL", Full),
    ("SQLITE_BUSY", Locked),
    ("SQLITE_LOCKED", Locked),
    ("SQLITE_CORRUPT", Corrupt),
    ("SQLITE_NOTADB", Corrupt),
    ("SQLITE_IOERR", Broken),
)


#: By what the system says of a file.
_SYSTEM: Final[dict[int, type[Unavailable]]] = {
    errno.ENOSPC: Full,
    errno.EDQUOT: Full,
    errno.EROFS: ReadOnly,
    errno.EACCES: ReadOnly,
    errno.EPERM: ReadOnly,
    errno.EMFILE: Starved,
    errno.ENFILE: Starved,
}


def of_system(error: OSError) -> Unavailable | None:
    """What the system's refusal of a file means for a database; None where it says nothing."""
    kind = _SYSTEM.get(error.errno or 0)
    return None if kind is None else kind(str(error.strerror))


def named(error: object) -> Unavailable:
    """What the driver's error means; one that nothing is known of is a plain Unavailable."""
    name = getattr(error, "sqlite_errorname", None) or ""
    if name.startswith("SQLITE_CANTOPEN"):
        return _not_opened(str(error))
    kind = next((kind for start, kind in _KINDS if name.startswith(start)), None)
    if kind is None and isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        kind = Locked
    return (kind or Unavailable)(str(error))


def _not_opened(said: str) -> Unavailable:
    """SQLite tells no reason; a file that is always there tells whether any can be opened."""
    try:
        os.close(os.open(os.devnull, os.O_RDONLY))
    except OSError as error:
        if error.errno in {errno.EMFILE, errno.ENFILE}:
            return Starved(said)
    return Missing(said)


class Trouble(Protocol):
    """An error that knows its short name and what to do about it."""

    @property
    def code(self) -> str:
        """A word for it."""

    @property
    def remedy(self) -> str:
        """What to do, in a sentence."""


class Outage:
    """Tells the operator once what is wrong and what to do, and once that it is over.

    A dozen loops meet the same trouble every few seconds; a line from each would bury it.
    """

    def __init__(
        self, subject: str = "database", clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._subject = subject
        self._clock = clock
        self._said: dict[str, float] = {}
        self._began = self._last = 0.0

    @property
    def is_on(self) -> bool:
        """Whether something was wrong and nothing has yet been said to be well again."""
        return bool(self._said)

    def begin(self, error: Trouble) -> None:
        """This has just happened."""
        now = self._clock()
        self._began = self._began if self._said else now
        self._last = now
        if now - self._said.get(error.code, -AGAIN_S) >= AGAIN_S:
            self._said[error.code] = now
            log.error(
                "not available",
                action="outage",
                subject=self._subject,
                reason=error.code,
                says=str(error)[:200],
                next_step=error.remedy,
            )

    def end(self) -> None:
        """Something was committed."""
        if self._said and self._clock() - self._last >= CALM_S:
            lasted_s = round(self._clock() - self._began)
            log.warning("available again", action="outage", subject=self._subject, after_s=lasted_s)
            self._said = {}
