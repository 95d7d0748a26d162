"""The chats of a playground, kept while it goes on and once more when it ends."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path
from typing import Final, NoReturn

from app.ending import say
from playground.server import World
from playground.server.keeping import Keeper

#: They are written so often at most, in seconds, and never more than a part of the time.
KEEP_S: Final = 1.0
KEEP_SHARE: Final = 20
#: What could not be written is tried again after so many seconds.
AGAIN_S: Final = 5.0
LONG_S: Final = 3600.0

UNKEPT: Final = "The chats cannot be kept ({}). The playground goes on and tries it again."
KEPT: Final = "The chats are kept again."
LOST: Final = "What the chats were told since could not be kept ({})."


class Chats:
    """The chats of a world on their way into a folder."""

    def __init__(
        self, world: World, folder: Path, pause_s: float = KEEP_S, again_s: float = AGAIN_S
    ) -> None:
        """Begin; `trouble` says why the last attempt to write failed, "" where it did not."""
        self.trouble = ""
        self._world = world
        self._pause_s = pause_s
        self._again_s = again_s
        self._keeper = Keeper(world, folder)

    async def keep(self) -> NoReturn:
        """Write what changed, soon after it did; a failure is told once, and tried again."""
        while True:
            seen, began, before = self._world.watchers.changes, time.monotonic(), self.trouble
            await self._write()
            if self.trouble and not before:
                say(UNKEPT.format(self.trouble))
            elif before and not self.trouble:
                say(KEPT)
            took = time.monotonic() - began
            await asyncio.sleep(max(self._pause_s, KEEP_SHARE * took))
            await self._world.watchers.after(seen, self._again_s if self.trouble else LONG_S)

    async def end(self) -> None:
        """Write them for the last time."""
        await self._write()
        if self.trouble:
            say(LOST.format(self.trouble))

    async def _write(self) -> None:
        """The snapshot is of this moment; a disk that is slow holds up nobody."""
        try:
            await asyncio.to_thread(self._keeper.write, self._keeper.snapshot())
        except OSError as error:
            self.trouble = error.strerror or str(error)
        else:
            self.trouble = ""
