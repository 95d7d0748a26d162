"""Makes the clips of the story. `python -m playground.story.studio NAME [NAME]`.

It runs in a process of its own. Each clip is the portrait of `playground.clips` on its way into
a look; who is who is told by the side they turn to, and the light is another one in each. On the
standard output each has a line, with its name and its size in bytes, and then its bytes.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

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
_LONGER_S: Final = 0.1
#: How many lengths and lights there are: two clips in a diary are never of the same bytes, which
#: would be taken for one that was sent twice.
_LIGHTS: Final = 10
#: The part of red, green and blue that is there in the evening.
_EVENING: Final = np.array((1.0, 0.9, 0.72), np.float32)

#: People wait for what the bot does, which goes before.
_NICE: Final = 5

#: Side in pixels, and pictures a second.
_SIZE: Final = 240
_FPS: Final = 10


def made(name: str) -> bytes:
    """One clip; the name tells what it is: `LOOK-WHO-NUMBER.mp4` or `voice-WHO-NUMBER.ogg`."""
    look, who, number = Path(name).stem.split("-")
    hour = int(number) % _LIGHTS
    length = SECONDS + hour * _LONGER_S
    if look == "voice":
        return clips.content(None, length, clips.Encoding(None, "libopus", "ogg"))

    def scene(t_s: float) -> clips.Image:
        picture = _lit(clips.portrait(_moment(_MOMENTS[look], t_s / length), _SIZE), hour)
        return picture[:, ::-1] if int(who) % 2 else picture

    return clips.content(scene, length, clips.Encoding(container="mp4", fps=_FPS))


def _lit(picture: clips.Image, hour: int) -> clips.Image:
    """A picture in the light of noon (0), or of a later hour."""
    light = 1.0 + (_EVENING - 1.0) * (hour / _LIGHTS)
    return np.asarray(picture * light, np.uint8)


def _moment(way: Sequence[float], part: float) -> float:
    """Where a face is when it has gone this part (0 to 1) of its way."""
    step = part * (len(way) - 1)
    number = min(int(step), len(way) - 2)
    return way[number] + (step - number) * (way[number + 1] - way[number])


if __name__ == "__main__":
    os.nice(_NICE)
    for wanted in sys.argv[1:]:
        clip = made(wanted)
        sys.stdout.buffer.write(f"{wanted} {len(clip)}\n".encode() + clip)
        sys.stdout.buffer.flush()
