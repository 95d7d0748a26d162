"""The clips of the story, while another process (`playground.story.studio`) makes them.

They come through a pipe and lie in no folder, so that nothing of them stays behind.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Final

#: What is told of a clip's length, in seconds: the apps round it.
SECONDS: Final = 5


class NoFilms(RuntimeError):
    """The process that makes the clips has ended before all were made."""


def name(look: str | None, who: int, number: int) -> str:
    """What the file of somebody's clip is called; without a look it is a voice message."""
    return f"{look}-{who}-{number}.mp4" if look else f"voice-{who}-{number}.ogg"


class Films:
    """Clips that come one after another."""

    def __init__(self, process: asyncio.subprocess.Process | None) -> None:
        """`process` makes them; None where there are none to make."""
        self.process = process
        self._turn = asyncio.Lock()
        self._made: dict[str, bytes] = {}

    async def of(self, wanted: str) -> bytes:
        """A clip's content, when it is there; raises NoFilms."""
        while wanted not in self._made:
            # Others may wait for what comes before: each gives way after one clip.
            async with self._turn:
                if wanted not in self._made:
                    await self._receive()
        return self._made.pop(wanted)

    async def _receive(self) -> None:
        """Take the next one out of the pipe."""
        if self.process is None or self.process.stdout is None:
            raise NoFilms
        line = await self.process.stdout.readline()
        if not line:
            raise NoFilms
        name, size = line.decode().split()
        self._made[name] = await self.process.stdout.readexactly(int(size))


@asynccontextmanager
async def making(names: Sequence[str]) -> AsyncIterator[Films]:
    """Have these clips made in this order; the process ends with the block."""
    if not names:
        yield Films(None)
        return
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "playground.story.studio", *names),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        start_new_session=True,  # Ctrl-C is for the playground, which ends it with the story
    )
    try:
        yield Films(process)
    finally:
        if process.returncode is None:
            with suppress(ProcessLookupError):
                process.kill()
        # Not wait(): while the pipe holds more than is read ahead, nobody would see it end.
        await process.communicate()
