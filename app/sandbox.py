"""How closed the process is that decodes a clip, as this system lets it be."""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from analysis.pipeline import Recipe
from analysis.pool import Pool
from analysis.walls import Walls

_OPEN = {
    "files": "open other files of this account",
    "network": "open connections from C code",
    "programs": "start other programs",
    "memory": "take all memory",
}
_REMEDY = (
    "Landlock is there since Linux 5.13 and seccomp is Linux's; a container engine may switch "
    "either off. docs/operations.md says what else keeps clips in."
)


async def walls(pool: Pool, recipe: Recipe) -> Walls:
    """What a real worker finds closed; raises AnalysisError."""
    with tempfile.TemporaryDirectory(prefix="mind-gitter-") as folder:
        clip = Path(folder) / "clip"
        await asyncio.to_thread(clip.touch)
        found = await pool.run(
            "video", "analysis.walls:felt", str(clip), folder, recipe, deadline_s=60
        )
    return Walls(**found)


def told(found: Walls) -> tuple[str, str, str]:
    """State, what it says and what to do about it, for `doctor`."""
    if not found.open:
        says = "a clip is decoded with its own folder alone: no other file, network or program"
        return "ok", says, ""
    able = " and ".join(_OPEN[name] for name in found.open)
    return "note", f"this system does not keep a damaged decoder from it: it could {able}", _REMEDY
