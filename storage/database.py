"""The engine and its transactions: the one place that knows which database it is.

SQLite is owned by one process and written through one connection. SQLite before 3.51.3 (and the
back-ports 3.50.7 and 3.44.6) can corrupt a file in WAL mode when two connections write or
checkpoint at the same instant (https://sqlite.org/wal.html#walresetbug), so such a version gets a
rollback journal instead. `synchronous=FULL` in both modes: what was committed survives a power cut.
"""

from __future__ import annotations

import asyncio
import sqlite3
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import (
    AbstractAsyncContextManager,
    asynccontextmanager,
    contextmanager,
    nullcontext,
)
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from storage.outages import Broken, Missing, Outage, named, of_system
from storage.outages import Unavailable as Unavailable  # noqa: PLC0414 - known from here
from storage.sealed_types import give
from storage.sealing import SealError, Seals

#: What every query works on; other rooms hold one, only this room writes queries.
Connection = AsyncConnection

BUSY_TIMEOUT_MS = 15_000
READERS = 2

#: How SQLite's driver says that a text holds bytes that are none; its class says nothing of it.
_NO_TEXT = "Could not decode to UTF-8"


def has_wal_reset_bug(version: tuple[int, ...]) -> bool:
    """Whether this SQLite version has the WAL-reset bug."""
    if version[:2] == (3, 44):
        return version < (3, 44, 6)
    if version[:2] == (3, 50):
        return version < (3, 50, 7)
    return version < (3, 51, 3)


def journal_mode(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> str:
    """`wal` where that is safe, else `truncate`."""
    return "truncate" if has_wal_reset_bug(version) else "wal"


class Replaced(Exception):
    """Another file lies where the database was: this process must begin anew with it."""


class Damaged(Exception):
    """A value in the database cannot be read; the others can."""


class Database:
    """Two engines on one database: transactions that write, and reads beside them."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.seals: Seals | None = None
        self.outage = Outage()
        self._file: _File | None = None
        self._turn: AbstractAsyncContextManager[object] = nullcontext()
        self.is_sqlite = make_url(url).get_backend_name() == "sqlite"
        if self.is_sqlite:
            self._turn = asyncio.Lock()
            self._file = _make_folder(url)
            self.writer = _sqlite_engine(url, pool_size=1, reading=False)
            self.reader = _sqlite_engine(url, pool_size=READERS, reading=True)
        else:
            self.writer = self.reader = create_async_engine(
                url, pool_pre_ping=True, hide_parameters=True
            )

    @asynccontextmanager
    async def writing(self) -> AsyncIterator[AsyncConnection]:
        """One transaction: committed at the end, rolled back when an exception leaves it.

        Writers queue here, in order, not for the connection. A task in here is cancelled only when
        the process ends: SQLAlchemy gives up a connection that is cancelled in a statement, and the
        connection takes its lock on the file along. No transaction may open another.
        """
        async with self._turn:
            with self._watched():
                self._look()
                async with self.writer.begin() as connection:
                    yield connection
                    # What goes to a file that was taken away would be lost with the process.
                    self._look()
        self.outage.end()

    @asynccontextmanager
    async def reading(self) -> AsyncIterator[AsyncConnection]:
        """A consistent read; on SQLite the connection refuses to write."""
        with self._watched():
            self._look()
            async with self.reader.connect() as connection:
                yield connection

    @contextmanager
    def _watched(self) -> Iterator[None]:
        """`_translated`, and the operator is told."""
        try:
            with _translated():
                yield
        except Unavailable as found:
            error = self._looked_at(found)
            self.outage.begin(error)
            raise error from found.__cause__

    def _looked_at(self, error: Unavailable) -> Unavailable:
        """SQLite often says only that something failed: a file made beside its own tells why."""
        if self._file is None or not isinstance(error, (Missing, Broken)):
            return error
        return self._file.why() or error

    def _look(self) -> None:
        if self._file is not None:
            self._file.look()

    async def can_read(self, read: Callable[[AsyncConnection], Awaitable[object]]) -> bool:
        """Whether a query meets no damaged value; raises Unavailable."""
        try:
            async with self.reading() as connection:
                await read(connection)
        except Damaged:
            return False
        return True

    async def sweep(self) -> None:
        """Leave nothing readable in the file of what was deleted; raises Unavailable.

        SQLite overwrites what is deleted (`secure_delete`), but where it moves rows between pages,
        it leaves copies in the gaps: of forty simulated lives eighteen left some. So the file is
        written anew, measured: 1.6 s for 123 MB, with as much room again for that time.
        The other databases have no such command that does not stop everybody: docs/privacy.md.
        """
        if not self.is_sqlite:
            return
        async with self._turn:
            with self._watched():
                async with self.writer.connect() as connection:
                    driver: Any = (await connection.get_raw_connection()).driver_connection
                    await _run(driver, "VACUUM")
                    await _run(driver, "PRAGMA wal_checkpoint(TRUNCATE)")

    def use(self, seals: Seals | None) -> None:
        """From now on what people said and showed is sealed, and opened, with these keys."""
        self.seals = seals
        for engine in (self.writer, self.reader):
            give(engine.dialect, seals)

    async def close(self) -> None:
        """Give back every connection."""
        await self.reader.dispose()
        await self.writer.dispose()


async def _run(driver: Any, statement: str) -> None:
    """A statement outside every transaction; the driver's errors become SQLAlchemy's."""
    try:
        await driver.execute(statement)
    except sqlite3.OperationalError as error:
        raise named(error) from error


@contextmanager
def _translated() -> Iterator[None]:
    """What the driver says of a database that is away, as `Unavailable`; of a value, `Damaged`."""
    try:
        yield
    except SealError as error:
        raise Damaged(type(error).__name__) from error
    except (OperationalError, InterfaceError, PoolTimeoutError, ConnectionError) as error:
        if _NO_TEXT in str(getattr(error, "orig", error)):
            raise Damaged from error
        raise named(getattr(error, "orig", error)) from error
    except DatabaseError as error:
        # SQLite's plain one says that the file is damaged; its children are faults of a query.
        if type(error) is DatabaseError:
            raise named(error.orig) from error
        raise


class _File:
    """SQLite's file: whether it still is the one that this process works on.

    A connection goes on with a file that was deleted or moved, and all that it keeps there ends
    with the process. SQLite itself looks only when it makes a rollback journal.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known: tuple[int, int] | None = None

    def why(self) -> Unavailable | None:
        """Why nothing can be written, where the folder tells it and the file is in its place."""
        if not self._path.exists():
            return None
        probe = self._path.with_name(f"{self._path.name}-probe")
        try:
            with probe.open("wb") as file:
                file.write(b"0" * 4096)
            probe.unlink()
        except OSError as error:
            return of_system(error)
        return None

    def look(self) -> None:
        """Raises Missing, or Replaced when it is another file.

        Called before a connection is made, too: that would put an empty file in its place.
        """
        try:
            found = self._path.stat()
        except FileNotFoundError:
            if self._known is None:
                return  # it has yet to be made
            raise Missing("the file is not there any more") from None
        except OSError as error:
            raise Unavailable(error.strerror) from error
        known = (found.st_dev, found.st_ino)
        self._known = self._known or known
        if known != self._known:
            raise Replaced


def _make_folder(url: str) -> _File | None:
    name = make_url(url).database
    if not name or name == ":memory:" or name.startswith("file:"):
        return None
    Path(name).parent.mkdir(parents=True, exist_ok=True)
    return _File(Path(name).absolute())


def _sqlite_engine(url: str, *, pool_size: int, reading: bool) -> AsyncEngine:
    engine = create_async_engine(url, pool_size=pool_size, max_overflow=0, hide_parameters=True)

    @event.listens_for(engine.sync_engine, "connect")
    def configure(connection: Any, _record: object) -> None:
        # The driver's own transaction control is switched off so that BEGIN below is ours.
        connection.isolation_level = None
        cursor = connection.cursor()
        for pragma in (
            f"busy_timeout={BUSY_TIMEOUT_MS}",
            f"journal_mode={journal_mode()}",
            "synchronous=FULL",
            "foreign_keys=ON",
            "secure_delete=ON",
            f"query_only={'ON' if reading else 'OFF'}",
        ):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @event.listens_for(engine.sync_engine, "begin")
    def begin(connection: Any) -> None:
        # A transaction that reads first and writes later would meet SQLITE_BUSY in between.
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")

    return engine
