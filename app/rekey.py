"""`python -m app rekey [--plain]`: seal everything with the first key of the ring, or open it.

The bot must be stopped. Killed at any moment, it goes on where it was when it is run again.
"""

from __future__ import annotations

import asyncio
import sys

from app import migrate, sealing, setup
from config.settings import Settings
from storage import backups, schema
from storage.database import Database, Unavailable
from storage.folder_lock import Held, hold
from storage.media import MediaFolder
from storage.sealing import Key
from storage.sealing_change import Change
from storage.sealing_state import PLAIN, Elsewhere, Shut

RUNNING = "A bot works in {folder}. Stop it first: nobody may write while keys change."

NO_KEY = (
    "No key is set. `python -m app key new FILE` makes one; then set MINDGITTER_KEY_FILE to it."
)

SEALED = (
    "Everything is sealed with the key {name!r}. The other keys of the ring are needed for backups "
    "made before alone; those hold what they held, so make a new one and delete them."
)

OPENED = "Nothing is sealed any more: whoever has the disk can read it. The keys may go."


def main(*, plain: bool) -> int:
    """0 when all is sealed as it should be, 1 when something stands in the way, 2 without a key."""
    settings = setup.settings(log_level="warning")
    settings.data.mkdir(parents=True, exist_ok=True)
    try:
        ring = sealing.keys(settings)
        if not ring:
            print(NO_KEY, file=sys.stderr)
            return 2
        with hold(settings.data):
            return _change(settings, ring, PLAIN if plain else ring[0].name)
    except Held:
        print(RUNNING.format(folder=settings.data), file=sys.stderr)
    except Shut as error:
        print(sealing.sentence(error), file=sys.stderr)
        return 2
    except Unavailable as error:
        print(f"The database cannot be used ({error}). Run it again: it goes on.", file=sys.stderr)
    except OSError as error:
        why = error.strerror or type(error).__name__
        print(f"A film cannot be kept ({why}). Run it again: it goes on.", file=sys.stderr)
    return 1


def _change(settings: Settings, ring: tuple[Key, ...], name: str) -> int:
    if backups.file_of(settings.database) is None:
        raise Elsewhere("only a diary in SQLite is sealed; this database has means of its own")
    if not schema.is_current(settings.database) and (status := migrate.main(quiet=True)):
        return status
    is_new, unreadable = asyncio.run(_make(settings, ring, name))
    if unreadable:
        says = f"{unreadable} values were damaged before and stay as they are."
        print(says, file=sys.stderr)
    if not is_new:
        print("It is so already; nothing was changed.")
    else:
        print(OPENED if name == PLAIN else SEALED.format(name=name))
    return 0


async def _make(settings: Settings, ring: tuple[Key, ...], name: str) -> tuple[bool, int]:
    database = Database(settings.database)
    change = Change(database, MediaFolder(settings.data / "media"), ring, _Progress().tell)
    try:
        return await change.make(name), change.unreadable
    finally:
        await database.close()


class _Progress:
    """Says each table once."""

    def __init__(self) -> None:
        self._last = ""

    def tell(self, table: str) -> None:
        """The name of what is being changed."""
        if table != self._last:
            print(f"  {table}", flush=True)
            self._last = table
