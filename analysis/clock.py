"""Time stamps of a stream as seconds from the start of the clip. Standard library only."""

from __future__ import annotations

from typing import Any, Final

from analysis.containers import Container

_MICROSECONDS: Final = 1_000_000
# FFmpeg's own threshold for a jump of the clock in transport streams (dts_delta_threshold).
_JUMP_S: Final = 10.0
# Decoded frames come in order, so a step back of more than this is a new recording.
_STEP_BACK_S: Final = 1.0
_USUAL_STEP_S: Final = 0.04


class Clock:
    """Gives each frame of one stream its second.

    Zero is the earliest stream's start, so that picture and sound share it. A frame without a time
    stamp comes one step after the last. Where the container has no index, a jump of the clock
    (two recordings in one file) is taken out; elsewhere a long step is a picture that stands.
    """

    def __init__(self, start_time: int | None, stream: Any, container: Container) -> None:
        self._start_s = None if start_time is None else start_time / _MICROSECONDS
        self._jumps = container.endless
        self._last_s: float | None = None
        self.step_s = _nominal_step(stream)

    def time(self, frame: Any) -> float:
        """Seconds from the start of the clip; may be below zero before an edit list's start."""
        raw_s = None if frame.pts is None else frame.time
        t_s = self._following() if raw_s is None else self._placed(raw_s)
        if getattr(frame, "sample_rate", 0):
            self.step_s = frame.samples / frame.sample_rate
        self._last_s = t_s
        return t_s

    def _placed(self, raw_s: float) -> float:
        if self._start_s is None:
            self._start_s = raw_s
        t_s = raw_s - self._start_s
        if self._jumps and self._has_jumped(t_s):
            t_s = self._following()
            self._start_s = raw_s - t_s
        return t_s

    def _has_jumped(self, t_s: float) -> bool:
        return self._last_s is not None and not (
            self._last_s - _STEP_BACK_S <= t_s <= self._last_s + _JUMP_S
        )

    def _following(self) -> float:
        return 0.0 if self._last_s is None else self._last_s + self.step_s


def _nominal_step(stream: Any) -> float:
    """Seconds of one frame as the header has it."""
    rate = getattr(stream, "average_rate", None)
    return float(1 / rate) if rate and rate > 1 else _USUAL_STEP_S
