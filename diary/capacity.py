"""Room for what people bring in: one person's share of it, and what is left on the disk.

Without it one small archive after another, each with large films, would fill the disk, and nobody
could use the bot any more.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from storage import imports
from storage.database import Connection
from storage.persons import Person

#: Bytes that stay free on the disk whatever is brought in: for the database, and for the clips that
#: are being analysed.
RESERVE = 1 << 30

#: While it comes in, a film lies in the folder for it, in the one where it stays, or in both, and
#: an entry there and twice in the database, whose log is written first.
TIMES = 3


class NoRoom(Exception):
    """`code`: "full" where the person has brought in enough, "no_room" where the disk is full."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


async def require_share(connection: Connection, person: Person, needed: int, most: int) -> None:
    """Raises NoRoom where so many bytes more are more than `most` together with what is there."""
    if needed and needed + await imports.room(connection, person.id) > most:
        raise NoRoom("full")


def require_disk(folder: Path, needed: int) -> None:
    """Raises NoRoom where the disk with the folder has no room for so many bytes more.

    The folder need not be there yet. To be run in a thread.
    """
    there = next(path for path in (folder, *folder.parents) if path.exists())
    if shutil.disk_usage(there).free < RESERVE + TIMES * needed:
        raise NoRoom("no_room")
