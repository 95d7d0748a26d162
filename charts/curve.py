"""What a picture is drawn of: plain values that travel to a worker process. Standard library only.

The bot makes a `Curve`, a worker makes the picture; this module is all of `charts` that the bot
itself may import beside `style`.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Mark:
    """A key sentence and the second at which it was spoken."""

    start_s: float
    text: str


@dataclass(frozen=True, slots=True)
class Curve:
    """The expressions of one entry over its seconds.

    `times` are seconds from the start of the entry, ascending; `scores` has as many items: seven
    shares in the order of `analysis.report.LABELS`, or None where no usable face was seen.
    `face_s` is how long a face was usable, `dominant` a label or None when nothing may be claimed.
    `boundaries` are the seconds at which the clips of an album join, `voiced` the stretches (from,
    to) in which somebody spoke.
    """

    duration_s: float
    times: tuple[float, ...]
    scores: tuple[tuple[float, ...] | None, ...]
    marks: tuple[Mark, ...]
    title: str
    date_line: str
    face_s: float
    dominant: str | None
    boundaries: tuple[float, ...] = ()
    voiced: tuple[tuple[float, float], ...] = ()
