"""Makes the clips of the story. `python -m playground.story.studio FOLDER NAME [NAME]`.

It runs in a process of its own. Each clip is the portrait of `playground.clips`, held in one of its
looks; who is who is told by the side they turn to. A name is said as soon as its file is whole.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

from playground import clips

#: The seconds of the portrait's cycle in which it wears a look.
_MOMENTS: Final = {
    "calm": (0.2, 2.1),
    "glad": (3.1, 5.1),
    "surprised": (6.1, 8.1),
    "cross": (9.1, 11.1),
}

#: Length in seconds of the shortest clip; each is a little longer than the one before, up to three.
SECONDS: Final = 4.0
_LONGER_S: Final = 0.5

#: Side in pixels, and pictures a second.
_SIZE: Final = 240
_FPS: Final = 10


def make(folder: Path, name: str) -> None:
    """Make one; the name tells what: `LOOK-WHO-NUMBER.mp4` or `voice-WHO-NUMBER.ogg`."""
    look, who, number = Path(name).stem.split("-")
    length = SECONDS + int(number) % 3 * _LONGER_S
    path = folder / name
    if look == "voice":
        sound = clips.Encoding(video=None, audio="libopus", container="ogg")
        clips.sound_only(path, seconds=length, encoding=sound)
        return
    first, last = _MOMENTS[look]

    def scene(t_s: float) -> clips.Image:
        picture = clips.portrait(_held(t_s + 0.3 * int(number), first, last), _SIZE)
        return picture[:, ::-1] if int(who) % 2 else picture

    clips.write(path, scene, length, clips.Encoding(fps=_FPS))


def _held(t_s: float, first: float, last: float) -> float:
    """To and fro between two moments."""
    length = last - first
    return first + abs((t_s + length) % (2 * length) - length)


if __name__ == "__main__":
    for wanted in sys.argv[2:]:
        make(Path(sys.argv[1]), wanted)
        print(wanted, flush=True)
