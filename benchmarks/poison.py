"""What a clip that kills its worker costs everybody behind it.

    python benchmarks/poison.py [OTHERS]

The real pool with its one process for pictures gets OTHERS clips of six seconds. Before them stands
an ordinary clip, or a deadly one with all of its three attempts in a row, which is the worst order:
the bot lets others go between them. Two ways to die: at once, and after all the work was done.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))  # the project is not installed

from analysis.confinement import Bounds  # noqa: E402 - as above
from analysis.errors import WorkerDied  # noqa: E402
from analysis.pipeline import Recipe, picture  # noqa: E402
from analysis.pool import Pool, video_kind  # noqa: E402
from playground import clips  # noqa: E402

OTHERS, ATTEMPTS, DEADLINE_S, MEMORY_MB = 30, 3, 300.0, 1024

ORDINARY = "analysis.pipeline:picture"
DEADLY = {
    "dies at once": "benchmarks.poison:die",
    "dies at the end": "benchmarks.poison:work_and_die",
}


def die(*_args: object) -> None:
    """In the worker: the decoder crashes."""
    os.abort()


def work_and_die(*args: object) -> None:
    """In the worker: it crashes when everything has been done."""
    picture(*args)  # type: ignore[arg-type]
    os.abort()


class Line:
    """Clips one after the other, each in a folder of its own."""

    def __init__(self, pool: Pool, clip: Path, folder: Path) -> None:
        self._pool, self._clip, self._folder = pool, clip, folder
        self._number = 0

    async def run(self, target: str) -> None:
        """One stage, as `diary.attempt` asks for it."""
        self._number += 1
        own = self._folder / str(self._number)
        (own / "clip").mkdir(parents=True)
        path = own / "clip" / "clip"
        shutil.copyfile(self._clip, path)
        args = (str(path), str(own), Recipe(str(self._folder / "models")))
        await self._pool.run("video", target, *args, deadline_s=DEADLINE_S)
        shutil.rmtree(own)

    async def die(self, target: str) -> None:
        """All attempts of a deadly clip."""
        for _ in range(ATTEMPTS):
            try:
                await self.run(target)
            except WorkerDied:
                continue
            raise AssertionError(f"{target} did not die")

    async def others(self, count: int) -> None:
        """Those who wait behind it."""
        for _ in range(count):
            await self.run(ORDINARY)


async def _seconds(work: Coroutine[Any, Any, None]) -> float:
    began = time.perf_counter()
    await work
    return time.perf_counter() - began


async def _compare(line: Line, others: int) -> None:
    await line.others(2)  # the worker has begun and loaded what it needs
    for way, target in DEADLY.items():
        # Beside each other, since what else the machine does changes by the minute.
        each = await _seconds(line.others(others)) / others
        cost = await _seconds(line.die(target))
        # The next one waits for a new worker, too.
        cost += await _seconds(line.run(ORDINARY)) - each
        more = 100 * (cost - each) / (each * (others + 1))
        print(
            f"{way:16}  {ATTEMPTS} attempts {cost:5.2f} s, an ordinary clip {each:5.2f} s:"
            f" {others} others are later by {more:+.1f} %"
        )


async def measure(others: int) -> None:
    """Print each way to die beside an ordinary clip."""
    with tempfile.TemporaryDirectory() as name:
        clip = clips.talking_face(Path(name) / "clip.mp4", seconds=6.0)
        pool = Pool({"video": video_kind(1, Bounds(memory_mb=MEMORY_MB))})
        await pool.start()
        try:
            await _compare(Line(pool, clip, Path(name) / "work"), others)
        finally:
            await pool.close()


if __name__ == "__main__":
    asyncio.run(measure(int(sys.argv[1]) if len(sys.argv) > 1 else OTHERS))
