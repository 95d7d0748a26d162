"""The sound of a clip on its way to the recogniser: mono, 16 kHz, float32, streamed to a file."""

from __future__ import annotations

import contextlib
import math
from pathlib import Path
from typing import Any, BinaryIO, Final

import av
import numpy as np

from analysis.errors import TooLong

#: Samples a second that the speech recogniser wants.
RATE: Final = 16_000

# Time stamps of containers are rounded; a difference below this is no gap.
_SLACK_S: Final = 0.1


class SoundFile:
    """Raw little-endian float32 on disk; sample i was heard i / RATE seconds after the start.

    Memory stays at one audio frame, whatever the length. Gaps are filled with silence, so that
    what was said keeps its second; what lies before the start is left out. No time stamps make it
    longer than `most_s` seconds.
    """

    def __init__(self, path: Path, most_s: float) -> None:
        self.path = path
        self._most = math.ceil(most_s * RATE)
        self._file: BinaryIO = path.open("wb")
        self._resampler: Any = None
        self._setup: Any = None
        self._taken_s = 0.0
        self.samples = 0

    @property
    def seconds(self) -> float:
        """The time until which sound has been given."""
        return self._taken_s

    def write(self, frame: Any, t_s: float) -> None:
        """Appends one decoded frame that begins at `t_s`. Raises TooLong."""
        length_s = frame.samples / frame.sample_rate
        if t_s + length_s <= 0:
            return
        if t_s - self._taken_s > _SLACK_S:
            self._silence(t_s)
        self._fit(frame)
        frame.pts = None  # the place is decided here, not by the resampler
        self._append(self._resampler.resample(frame))
        self._taken_s = max(self._taken_s, t_s) + length_s

    def close(self) -> None:
        """Writes what the resampler still holds, of a damaged stream perhaps nothing.

        Raises TooLong.
        """
        try:
            with contextlib.suppress(av.FFmpegError):
                self._flush()
        finally:
            self._file.close()

    def _fit(self, frame: Any) -> None:
        """A resampler for this kind of frame; streams may change theirs in the middle."""
        setup = (frame.format.name, frame.layout.name, frame.sample_rate)
        if setup != self._setup:
            self._flush()
            self._resampler = av.AudioResampler(format="flt", layout="mono", rate=RATE)
            self._setup = setup

    def _flush(self) -> None:
        resampler, self._resampler = self._resampler, None  # one that fails is not asked again
        if resampler is not None:
            self._append(resampler.resample(None))

    def _append(self, frames: Any) -> None:
        for frame in frames:
            sound = frame.to_ndarray().reshape(-1)
            if not math.isfinite(float(sound.sum())):  # a damaged stream of floats
                sound = np.nan_to_num(sound, posinf=0.0, neginf=0.0)
            self._count(sound.size)
            self._file.write(sound.astype("<f4", copy=False).tobytes())

    def _silence(self, until_s: float) -> None:
        self._flush()
        self._setup = None
        missing = round(until_s * RATE) - self.samples
        self._taken_s = until_s
        while missing > 0:
            block = min(missing, RATE)
            self._count(block)
            self._file.write(bytes(4 * block))
            missing -= block

    def _count(self, samples: int) -> None:
        """Counts what is about to be written: the sound may go on while its clock stands still."""
        if self.samples + samples > self._most:
            raise TooLong
        self.samples += samples
