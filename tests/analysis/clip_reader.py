"""One pass over a clip, for the tests."""

from pathlib import Path

import numpy as np

from analysis import media
from analysis.limits import Limits


class Seen:
    """What one pass over a clip gave."""

    def __init__(self, path: Path, limits: Limits, per_s: float = 5.0) -> None:
        sound = path.with_suffix(".f32")
        with media.opened(path, limits) as source:
            self.samples = list(source.samples(per_s, sound))
            source.check()
            self.duration_s, self.warnings = source.duration_s, source.warnings
            self.picture_s, self.frames = source.picture_s, source.frames
        self.sound = np.fromfile(sound, "<f4")
        self.times = [sample.t_s for sample in self.samples]


def seen(path: Path, limits: Limits | None = None, per_s: float = 5.0) -> Seen:
    return Seen(path, limits or Limits(), per_s)
