"""The clips of the story, while another process (`playground.story.studio`) makes them."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
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

    def __init__(self, folder: Path, process: asyncio.subprocess.Process) -> None:
        """They come into `folder`, and the process says so."""
        self._folder = folder
        self._process = process
        self._made: set[str] = set()

    async def of(self, wanted: str) -> bytes:
        """A clip's content, when it is there; raises NoFilms."""
        assert self._process.stdout is not None  # noqa: S101 - it is started with one
        while wanted not in self._made:
            line = await self._process.stdout.readline()
            if not line:
                raise NoFilms
            self._made.add(line.decode().strip())
        return await asyncio.to_thread((self._folder / wanted).read_bytes)


@asynccontextmanager
async def making(folder: Path, names: Sequence[str]) -> AsyncIterator[Films]:
    """Have these clips made in this order; the process ends with the block."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "playground.story.studio", str(folder), *names),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
    )
    try:
        yield Films(folder, process)
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
