"""Changes what a diary is sealed with: from nothing to a key, from a key to the next, or back.

Nobody else may work with the diary meanwhile. Rows are rewritten in small transactions, each of
which also says how far it is: killed at any moment, it goes on from there. What was changed lies
under one key and the rest under another, so no value has to tell by itself whether it is sealed.
At the end the file is written anew: no old page stays in it or beside it.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Column, MetaData, Table, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.types import NullType

from storage import sealing_state
from storage.database import Database
from storage.media import MediaFolder
from storage.sealed_types import SealedDocument
from storage.sealing import SIGN, Key, SealError, Seals
from storage.sealing_coverage import sealed, sealed_tables
from storage.sealing_state import PLAIN, SealedAlready, State
from storage.tables import clips

#: What rows are counted by where they have no number of their own; it never changes.
_COUNTED_BY: Final = {
    "asked_questions": "person_id",
    "comment_terms": "comment_id",
    "reactions": "card_id",
    "tags": "entry_id",
    "terms": "entry_id",
    "unwanted_tags": "person_id",
}

#: Numbers whose rows are rewritten in one transaction; an entry has some hundred terms.
AT_ONCE: Final = 50

#: Behind the last table come the files, then the file of the database.
_FILES: Final = "~files"
_SWEEP: Final = "~sweep"

_PIECE: Final = 1 << 20


@dataclass(slots=True)
class Change:
    """`go_on` is called between transactions, and may raise to end it there.

    `unreadable` counts values and files that were damaged before: they stay as they are.
    """

    database: Database
    media: MediaFolder
    keys: Sequence[Key]
    go_on: Callable[[str], None]
    unreadable: int = 0
    old: Seals | None = None
    new: Seals | None = None

    async def make(self, next_key: str) -> bool:
        """Seal everything with the key of this name (PLAIN: open it); False if it is already.

        What was begun towards another key is brought to its end first. Raises Shut.
        """
        state = await self._state()
        if state.next_key is not None and state.next_key != next_key:
            await self._finish(state)
            state = await self._state()
        if state.next_key is None:
            if state.key_name == next_key:
                sealing_state.seals_for(self.keys, state.key_name, state.proof)
                return False
            state = await self._begin(state, next_key)
        await self._finish(state)
        return True

    async def _state(self) -> State:
        async with self.database.reading() as connection:
            return await sealing_state.read(connection)

    async def _begin(self, state: State, next_key: str) -> State:
        sealing_state.seals_for(self.keys, state.key_name, state.proof)
        new = None if next_key == PLAIN else Seals(self.keys, next_key)
        values = {"next_key": next_key, "next_proof": sealing_state.proof(new)}
        async with self.database.writing() as connection:
            await sealing_state.write(connection, **values, at_table=None, at_row=None)
            return await sealing_state.read(connection)

    async def _finish(self, state: State) -> None:
        self.old = sealing_state.seals_for(self.keys, state.key_name, state.proof)
        self.new = sealing_state.seals_for(self.keys, state.next_key or "", state.next_proof or "")
        for table in sealed_tables():
            if state.at_table is None or state.at_table <= table.name:
                same = state.at_table == table.name
                await self._table(table, state.at_row if same else None)
        if state.at_table != _SWEEP:
            await self._files(state.at_row if state.at_table == _FILES else None)
        await self._say(_SWEEP)
        await self.database.sweep()
        nothing = dict.fromkeys(("next_key", "next_proof", "at_table", "at_row"))
        async with self.database.writing() as connection:
            await sealing_state.write(
                connection, **nothing, key_name=state.next_key, proof=state.next_proof
            )

    async def _say(self, at_table: str) -> None:
        async with self.database.writing() as connection:
            await sealing_state.write(connection, at_table=at_table, at_row=None)

    async def _table(self, table: Table, after: int | None) -> None:
        while True:
            self.go_on(table.name)
            async with self.database.writing() as connection:
                after = await self._some(connection, table, after)
                if after is None:
                    return
                await sealing_state.write(connection, at_table=table.name, at_row=after)

    async def _some(
        self, connection: AsyncConnection, table: Table, after: int | None
    ) -> int | None:
        """Rewrite the next rows; the number of the last, None when there are no more."""
        raw = _raw(table)
        number = raw.c[_COUNTED_BY.get(table.name, "id")]
        next_ones = select(number).distinct().order_by(number).limit(AT_ONCE)
        if after is not None:
            next_ones = next_ones.where(number > after)
        last: int | None = await connection.scalar(
            select(func.max(next_ones.subquery().c[number.name]))
        )
        if last is None:
            return None
        which = number <= last if after is None else (number <= last) & (number > after)
        rows = (await connection.execute(select(raw).where(which))).mappings().all()
        changed = [{**row, **self._changed(table, row)} for row in rows]
        if any(column.primary_key for column in sealed(table)):
            await connection.execute(delete(raw).where(which))
            await connection.execute(insert(raw), changed)
        else:
            await _rewrite(connection, raw, [column.name for column in sealed(table)], changed)
        return last

    def _changed(self, table: Table, row: Any) -> dict[str, Any]:
        return {column.name: self._value(column, row[column.name]) for column in sealed(table)}

    def _value(self, column: Column[Any], raw: Any) -> Any:
        """What lies on the disk, as it shall lie there; what is damaged stays damaged."""
        if raw is None:
            return None
        try:
            return self._resealed(column.type, raw)
        except (SealError, ValueError):
            self.unreadable += 1
            return raw

    def _resealed(self, kind: Any, raw: Any) -> Any:
        is_document = isinstance(kind, SealedDocument)
        value = json.loads(raw) if is_document else raw
        if self.old is None:
            self._require_plain(kind, raw, value)
        if self.old is not None:
            value = kind.opened(value, self.old)
        if self.new is not None:
            value = kind.sealed(value, self.new)
        return json.dumps(value) if is_document else value

    def _require_plain(self, kind: Any, raw: Any, value: Any) -> None:
        """What says that it is not sealed and is would be sealed twice, among planted values."""
        if self.new is None or not any(f"{SIGN}{key.name}{SIGN}" in str(raw) for key in self.keys):
            return
        try:
            kind.opened(value, self.new)
        except (SealError, ValueError):
            return  # somebody wrote a text that looks so
        raise SealedAlready(
            f"the diary says that it is not sealed, but {kind.place} is: it was changed by hand"
        )

    async def _files(self, after: int | None) -> None:
        old, new = self.media.sealed_by(self.old), self.media.sealed_by(self.new)
        while (clip := await self._clip(after)) is not None:
            self.go_on("media")
            after, name = clip
            try:
                kept = new.take(old, name)
            except OSError:
                if _reads(old, name):
                    raise  # a full disk, not a damaged film: it must not stay under the old key
                self.unreadable += 1
                kept = name
            async with self.database.writing() as connection:
                await connection.execute(
                    update(clips).where(clips.c.id == after).values(media=kept)
                )
                await sealing_state.write(connection, at_table=_FILES, at_row=after)
        await self._clear()

    async def _clip(self, after: int | None) -> tuple[int, str] | None:
        """The next clip whose file we keep: number and name."""
        query = select(clips.c.id, clips.c.media).where(clips.c.media.is_not(None))
        if after is not None:
            query = query.where(clips.c.id > after)
        async with self.database.reading() as connection:
            row = (await connection.execute(query.order_by(clips.c.id).limit(1))).first()
        return None if row is None else (row.id, row.media)

    async def _clear(self) -> None:
        """Take away the files that no clip is any more: those of the old key."""
        async with self.database.reading() as connection:
            query = select(clips.c.media).where(clips.c.media.is_not(None))
            known = set((await connection.execute(query)).scalars())
        self.media.keep_only(known)


def _reads(media: MediaFolder, name: str) -> bool:
    """Whether a file can be read to its end."""
    try:
        with media.open(name) as file:
            while file.read(_PIECE):
                pass
    except OSError:
        return False
    return True


def _raw(table: Table) -> Table:
    """The same table without its types: what lies there, as it lies there."""
    columns = (Column(c.name, NullType(), primary_key=c.primary_key) for c in table.columns)
    return Table(table.name, MetaData(), *columns)


async def _rewrite(
    connection: AsyncConnection, raw: Table, names: Sequence[str], rows: Sequence[Any]
) -> None:
    keys = [column.name for column in raw.primary_key]
    query = update(raw).values({name: bindparam(f"new_{name}", type_=NullType()) for name in names})
    for key in keys:
        query = query.where(raw.c[key] == bindparam(f"old_{key}", type_=NullType()))
    values = [
        {f"new_{name}": row[name] for name in names} | {f"old_{key}": row[key] for key in keys}
        for row in rows
    ]
    await connection.execute(query, values)
