"""What a database is sealed with, the proof of it, and how far a change of keys has come.

The proof is a known word, sealed: a wrong key is told before anything is read or written with it.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sqlalchemy import Table, insert, inspect, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.database import Database
from storage.sealing import Key, SealError, Seals
from storage.tables import inbox, persons, sealing

#: The name of no key: nothing is sealed.
PLAIN: Final = ""

_PLACE: Final = "sealing.proof"
_WORD: Final = "mind-gitter"


class Shut(Exception):
    """The diary cannot be used with these keys; the message is a sentence for the operator.

    Shut
    ├── KeyMissing   it is sealed, and the key is not among them
    ├── KeyWrong     the key of this name is another one
    ├── NotSealed    there is a key, and what lies there is not sealed yet
    ├── Unfinished   a change of keys has not come to its end
    ├── SealedAlready  the diary says that it is not sealed, but something in it is
    └── Elsewhere    the database is none that we seal
    """


class KeyMissing(Shut):
    """The ring has no key of the name that the database is sealed with."""


class KeyWrong(Shut):
    """The ring has a key of this name, which opens nothing."""


class NotSealed(Shut):
    """A diary that was begun without a key; `rekey` seals it."""


class Unfinished(Shut):
    """Some of it is sealed with one key and some with another; `rekey` goes on."""


class SealedAlready(Shut):
    """Somebody has changed by hand what the diary says of its key; a backup is to be trusted."""


class Elsewhere(Shut):
    """Values are sealed in SQLite alone."""


@dataclass(frozen=True, slots=True)
class State:
    """The name of the key that seals (PLAIN: none does); of the next one, while it changes.

    `at_table` and `at_row`: what has been changed up to there, the row included.
    """

    key_name: str
    proof: str
    next_key: str | None = None
    next_proof: str | None = None
    at_table: str | None = None
    at_row: int | None = None


_COLUMNS = tuple(sealing.c[name] for name in State.__dataclass_fields__)
_NOTHING = State(PLAIN, "")


async def read(connection: AsyncConnection) -> State:
    """What the database is sealed with."""
    if not await _has(connection, sealing):
        return _NOTHING
    row = (await connection.execute(select(*_COLUMNS))).first()
    return _NOTHING if row is None else State(*row)


async def write(connection: AsyncConnection, **values: Any) -> None:
    """Set columns of the one row, which is made where there is none."""
    done = await connection.execute(update(sealing).values(**values))
    if not done.rowcount:
        await connection.execute(insert(sealing).values({"key_name": PLAIN, "proof": "", **values}))


def proof(seals: Seals | None) -> str:
    """What the row keeps of a key, to know it again."""
    return "" if seals is None else seals.seal(_WORD, _PLACE)


def seals_for(keys: Sequence[Key], name: str, proof: str) -> Seals | None:
    """What seals with the key of this name. Raises KeyMissing or KeyWrong."""
    if name == PLAIN:
        return None
    if name not in {key.name for key in keys}:
        given = f"the ring has {', '.join(key.name for key in keys)}" if keys else "none is given"
        raise KeyMissing(f"the diary is sealed with the key {name!r}, and {given}")
    seals = Seals(keys, name)
    try:
        seals.open(proof, _PLACE)
    except SealError:
        raise KeyWrong(
            f"the key {name!r} of the ring is not the one that the diary is sealed with"
        ) from None
    return seals


async def unlock(database: Database, keys: Sequence[Key], *, may_begin: bool = False) -> State:
    """Let the database seal and open with the key that it is sealed with. Raises Shut.

    An empty one is sealed with the first key from now on, if it `may_begin`.
    """
    if not database.is_sqlite:
        if keys:
            raise Elsewhere("only a diary in SQLite is sealed; this database has means of its own")
        return _NOTHING
    async with database.reading() as connection:
        state = await read(connection)
        is_empty = state.key_name == PLAIN and await _is_empty(connection)
    if state.next_key is not None:
        raise Unfinished(
            f"the change of the key from {_shown(state.key_name)} to {_shown(state.next_key)} "
            "has not come to its end"
        )
    if state.key_name == PLAIN and keys:
        if not (is_empty and may_begin):
            raise NotSealed("there is a key, but what lies in the diary is not sealed with it yet")
        state = await _begin(database, keys)
    database.use(seals_for(keys, state.key_name, state.proof))
    return state


def _shown(name: str) -> str:
    return "none" if name == PLAIN else repr(name)


async def _is_empty(connection: AsyncConnection) -> bool:
    """Whether nobody has ever been here."""
    for table in (persons, inbox):
        if not await _has(connection, table):
            continue
        if (await connection.execute(select(table.c.id).limit(1))).first() is not None:
            return False
    return True


async def _has(connection: AsyncConnection, table: Table) -> bool:
    return await connection.run_sync(lambda sync: inspect(sync).has_table(table.name))


async def _begin(database: Database, keys: Sequence[Key]) -> State:
    state = State(keys[0].name, proof(Seals(keys)))
    async with database.writing() as connection:
        await write(connection, key_name=state.key_name, proof=state.proof)
    return state


def key_of_file(path: Path) -> str:
    """The name of the key that a copied database is sealed with; PLAIN for none. Writes nothing."""
    address = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as copy:
        if not list(copy.execute("PRAGMA table_info(sealing)")):
            return PLAIN
        row = copy.execute("SELECT key_name FROM sealing").fetchone()
        return PLAIN if row is None else str(row[0])
