"""Makes the clips of the story. `python -m playground.story.studio FOLDER NAME [NAME]`.

It runs in a process of its own. Each clip is the portrait of `playground.clips` on its way into
a look; who is who is told by the side they turn to. A name is said as soon as its file is whole.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from playground import clips

#: Moments of the portrait's cycle (seconds) that a face goes through, in even steps: it wears the
#: look for most of the time, and comes out of another one.
_MOMENTS: Final = {
    "calm": (3.3, 2.0, 0.3, 1.8, 0.5, 2.0),
    "glad": (1.4, 3.3, 5.0, 3.4, 4.9, 3.6),
    "surprised": (4.3, 6.2, 8.0, 6.3, 7.9, 5.2),
    "cross": (8.2, 9.3, 11.0, 9.6, 11.0, 12.4),
}

#: Length in seconds of the shortest clip: enough to say what a face looked like.
SECONDS: Final = 5.0
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

    def scene(t_s: float) -> clips.Image:
        picture = clips.portrait(_moment(_MOMENTS[look], t_s / length), _SIZE)
        return picture[:, ::-1] if int(who) % 2 else picture

    clips.write(path, scene, length, clips.Encoding(fps=_FPS))


def _moment(way: Sequence[float], part: float) -> float:
    """Where a face is when it has gone this part (0 to 1) of its way."""
    step = part * (len(way) - 1)
    number = min(int(step), len(way) - 2)
    return way[number] + (step - number) * (way[number + 1] - way[number])


if __name__ == "__main__":
    for wanted in sys.argv[2:]:
        make(Path(sys.argv[1]), wanted)
        print(wanted, flush=True)
