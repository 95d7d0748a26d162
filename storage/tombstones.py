"""Tombstones: who was erased, so that a backup made before cannot bring them back.

Each is an empty file beside the backups, named by a digest of the account's number, the row's
number and the microsecond in which the row was made. Whoever has the row can tell that it is
meant; from the digest alone nobody finds the account.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import os
import re
import shutil
from collections.abc import Collection
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from storage.erasure import Erasure
from storage.tables import persons

FOLDER = "forgotten"

_NAME = re.compile(r"[0-9a-f]{64}")


def digest(telegram_id: int, person_id: int, created_at: dt.datetime) -> str:
    """The name of somebody's tombstone."""
    moment = created_at.astimezone(dt.UTC).isoformat(timespec="microseconds")
    return hashlib.sha256(f"mind-gitter {telegram_id} {person_id} {moment}".encode()).hexdigest()


async def of_erasure(connection: AsyncConnection, erasure: Erasure) -> str | None:
    """The tombstone of somebody who is being erased; None when their row has gone."""
    query = select(persons.c.id, persons.c.created_at)
    row = (await connection.execute(query.where(persons.c.telegram_id == erasure.cut_off))).first()
    return None if row is None else digest(erasure.telegram_id, row.id, row.created_at)


async def accounts(connection: AsyncConnection, known: Collection[str]) -> list[int]:
    """The accounts in this database whose tombstones these are."""
    query = select(persons.c.telegram_id, persons.c.id, persons.c.created_at)
    rows = await connection.execute(query.order_by(persons.c.id))
    return [row.telegram_id for row in rows if digest(*row) in known]


def put(backups: Path, name: str) -> None:
    """Set a tombstone beside these backups; the same one once."""
    folder = backups / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    (folder / name).touch(mode=0o600)
    sync(folder)


def known(backups: Path) -> frozenset[str]:
    """The tombstones beside these backups."""
    folder = backups / FOLDER
    if not folder.is_dir():
        return frozenset()
    return frozenset(path.name for path in folder.iterdir() if _NAME.fullmatch(path.name))


def bring(source: Path, target: Path) -> None:
    """Set those beside other backups here, too."""
    for name in known(source) - known(target):
        put(target, name)
        shutil.copystat(source / FOLDER / name, target / FOLDER / name)


def sync(folder: Path) -> None:
    """What was named in the folder is named there after a power cut, too."""
    number = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(number)
    finally:
        os.close(number)
