"""Curves to draw: invented ones, in which every band has its moment."""

from __future__ import annotations

import io
import math
from collections.abc import Callable, Iterable

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from analysis.report import LABELS
from charts.curve import Curve, Mark
from charts.entry_picture import AXIS_LEFT, PLOT_HEIGHT
from charts.inks import rgb
from charts.page import MARGIN, RIGHT

Pixels = NDArray[np.uint8]

#: Where the plot of a curve without title, date, marks and clips begins.
TOP = MARGIN + 46
LONG = "집에오는길에떡볶이를사먹었더니기분이조금나아져서다행이라고생각했다" * 3


def scores_at(t_s: float) -> tuple[float, ...]:
    """Seven shares that wander slowly and sum to 1."""
    weights = [math.exp(2.2 * math.sin(0.21 * t_s + 0.9 * i)) for i in range(len(LABELS))]
    return tuple(weight / sum(weights) for weight in weights)


def a_curve(
    duration_s: float = 42.0,
    *,
    step_s: float = 0.2,
    gaps: Iterable[tuple[float, float]] = (),
    marks: tuple[Mark, ...] = (),
    title: str = "",
    date_line: str = "",
    dominant: str | None = None,
    boundaries: tuple[float, ...] = (),
    scores: Callable[[float], tuple[float, ...]] = scores_at,
) -> Curve:
    gaps = tuple(gaps)
    times = tuple(round(step_s * n, 3) for n in range(round(duration_s / step_s)))
    unseen = [any(a <= t < b for a, b in gaps) for t in times]
    rows = tuple(None if hidden else scores(t) for t, hidden in zip(times, unseen, strict=True))
    face_s = duration_s - math.fsum(b - a for a, b in gaps)
    return Curve(
        duration_s, times, rows, marks, title, date_line, max(face_s, 0.0), dominant, boundaries
    )


def all_of(label: str) -> Callable[[float], tuple[float, ...]]:
    """A face that shows one expression and nothing else."""
    return lambda _: tuple(1.0 if name == label else 0.0 for name in LABELS)


def pixels_of(png: bytes) -> Pixels:
    """Rows, columns, red green blue."""
    return np.asarray(Image.open(io.BytesIO(png)).convert("RGB"))


def the_plot(png: bytes) -> Pixels:
    """The pixels of the plot of a curve without title, date, marks and clips."""
    return pixels_of(png)[TOP : TOP + PLOT_HEIGHT, AXIS_LEFT:RIGHT]


def has(pixels: Pixels, colour: str) -> NDArray[np.bool_]:
    return (pixels == np.array(rgb(colour))).all(axis=-1)


CURVES = {
    "usual": a_curve(42, gaps=[(15, 24)], marks=(Mark(12, "한참을 웃었다."),), title="자전거"),
    "close marks": a_curve(60, marks=tuple(Mark(20 + i / 2, LONG) for i in range(7))),
    "ten minutes": a_curve(600, title="A" * 100, date_line="2026년 11월 22일", dominant="sad"),
    "many samples": a_curve(400, gaps=[(100, 101)]),
    "album": a_curve(45, boundaries=(18.0, 18.5), dominant="happy", date_line="가" * 90),
    "unclear": a_curve(42, gaps=[(30, 42)], scores=lambda _: (0.2, 0.1, 0.1, 0.1, 0.2, 0.1, 0.2)),
    "one sample": a_curve(42, gaps=[(0, 15.4), (15.6, 42)]),
    "no face": a_curve(42, gaps=[(0, 42)]),
    "blink": a_curve(0.4, marks=(Mark(9, "too late"), Mark(-1, "too early"))),
    "nothing": Curve(0, (), (), (), "", "", 0, None),
    "one time": Curve(1, (0.5,), (scores_at(0),), (Mark(0.5, ""),), "", "", 0.2, None),
    "odd letters": a_curve(8, title="🌊 $a_b^c$ \\alpha สวัสดี שלום 漢字", date_line="👨‍👩‍👧"),
}
