"""Puts hostile files before real workers, with everything watched that they might do."""

from __future__ import annotations

import asyncio
import os
import shutil
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from analysis.confinement import Bounds
from analysis.errors import AnalysisError
from analysis.pipeline import Recipe
from analysis.pool import Pool, video_kind
from tests.hostile.kind import Larder
from tests.hostile.watch import Eye, Scale, Traps, below, can_see, traps

#: Codes that say what was read; what is seen in it (faces) is not the question here.
_SAID = ("no_picture", "truncated", "damaged", "unsupported_stream")
#: What a job may leave in its folder: what it was given and the sound.
_KNOWN = {"clip", "sound.f32"}
_DEADLINE_S = 240.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one file. `answer` as in `Kind.expected`; `trouble` is what must not be."""

    answer: str
    seconds: float
    trouble: tuple[str, ...]


@dataclass(slots=True)
class Bench:
    """One pool for all files: what one of them breaks, the next one would notice."""

    larder: Larder
    pool: Pool
    folder: Path
    scale: Scale
    _traps: Traps
    _eye: Eye | None
    #: What ran below this process before: nothing of the bench.
    _others: frozenset[int] = field(default_factory=lambda: frozenset(below(os.getpid())))

    async def try_(self, content: bytes) -> Outcome:
        """Analyses a file as the bot does."""
        job = self.folder / "job"
        clip = job / "clip" / "clip"
        await asyncio.to_thread(_lay_out, clip, content)
        began = time.perf_counter()
        answer = await self._answer(clip, job)
        seconds = time.perf_counter() - began
        trouble = tuple(self._trouble(job, answer))
        await asyncio.to_thread(shutil.rmtree, job)
        return Outcome(answer, seconds, trouble)

    async def _answer(self, clip: Path, job: Path) -> str:
        target, recipe = "analysis.pipeline:picture", Recipe(str(self.folder), samples_per_s=1.0)
        try:
            found = await self.pool.run(
                "video", target, str(clip), str(job), recipe, deadline_s=_DEADLINE_S
            )
        except AnalysisError as error:
            return error.code
        return " ".join(["read", *(code for code in _SAID if code in found.warnings)])

    def _trouble(self, job: Path, answer: str) -> list[str]:
        found = []
        if answer in {"worker_died", "deadline", "analysis_failed"}:
            found.append(answer)
        if self._traps.visitors():
            found.append("opened a connection")
        if self._eye is not None and (seen := self._eye.seen()):
            found.append(f"touched {seen}")
        if left := [path.name for path in job.rglob("*") if path.name not in _KNOWN]:
            found.append(f"left {left}")
        if len(below(os.getpid(), self._others)) > self.processes:
            found.append("left a process")
        return found

    @property
    def processes(self) -> int:
        """The worker, and the tracker of Python's multiprocessing."""
        return 2


def _lay_out(clip: Path, content: bytes) -> None:
    clip.parent.mkdir(parents=True)
    clip.write_bytes(content)


@asynccontextmanager
async def bench(folder: Path, *, scale: int = 1) -> AsyncIterator[Bench]:
    """A bench in `folder`, with a canary and a neighbour's clip in folders that are watched."""
    safe = folder / "safe"
    safe.mkdir()
    pool = Pool({"video": video_kind(1, Bounds(memory_mb=1024))})
    with traps() as set_, Scale().weighing() as weighed:
        ports = [trap.getsockname()[1] for trap in (set_.tcp, set_.udp)]
        larder = Larder(*ports, safe / "canary", safe / "neighbour.mp4", scale)
        larder.canary.write_text("nobody reads this")
        larder.neighbour.write_bytes(larder.good())
        eye = Eye(safe) if can_see(safe) else None
        await pool.start()
        try:
            await pool.warm()
            yield Bench(larder, pool, folder, weighed, set_, eye)
        finally:
            await pool.close()
            if eye is not None:
                eye.close()
