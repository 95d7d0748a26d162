"""The clips of the story, made in a process of their own: python -m playground.story.films FOLDER.

Each is the portrait of `playground.clips`, held in one of its looks; who is who is told by the side
they turn to. A name is `LOOK-WHO-NUMBER.mp4`, or `voice-WHO-NUMBER.ogg`.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

#: The seconds of the portrait's cycle in which it wears a look.
_MOMENTS: Final = {
    "calm": (0.2, 2.1),
    "glad": (3.1, 5.1),
    "surprised": (6.1, 8.1),
    "cross": (9.1, 11.1),
}

#: Length and side (pixels) of a clip, and of a voice message.
SECONDS: Final = 5.0
_SIZE: Final = 240
_PICTURES_A_SECOND: Final = 12


class NoFilms(Exception):
    """The process that makes the clips has failed."""


def name(look: str | None, who: int, number: int) -> str:
    """What the file of somebody's clip is called; without a look it is a voice message."""
    return f"{look}-{who}-{number}.mp4" if look else f"voice-{who}-{number}.ogg"


async def make(folder: Path, names: Sequence[str]) -> None:
    """Make these clips, a second of work each; raises NoFilms.

    When this is cancelled, the process ends with it.
    """
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "playground.story.films", str(folder), *names
    )
    try:
        if await process.wait() != 0:
            raise NoFilms
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _make_one(path: Path) -> None:
    from playground import clips  # noqa: PLC0415 - heavy, and for the process of the clips alone

    look, who, number = path.stem.split("-")
    length = SECONDS + int(number) % 3 * 0.5
    if look == "voice":
        sound = clips.Encoding(video=None, audio="libopus", container="ogg")
        clips.sound_only(path, seconds=length, encoding=sound)
        return
    first, last = _MOMENTS[look]

    def scene(t_s: float) -> clips.Image:
        picture = clips.portrait(_held(t_s + 0.3 * int(number), first, last), _SIZE)
        return picture[:, ::-1] if int(who) % 2 else picture

    clips.write(path, scene, length, clips.Encoding(fps=_PICTURES_A_SECOND))


def _held(t_s: float, first: float, last: float) -> float:
    """To and fro between two moments."""
    length = last - first
    return first + abs((t_s + length) % (2 * length) - length)


if __name__ == "__main__":
    for wanted in sys.argv[2:]:
        _make_one(Path(sys.argv[1]) / wanted)
