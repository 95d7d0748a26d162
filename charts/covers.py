"""The six covers that a diary may have without a photo, drawn with a few flat shapes.

Each is a small landscape: hills, sea, night, leaves, rain, town.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from PIL import Image, ImageDraw

from charts.inks import palette_with
from charts.page import MARGIN, WIDTH
from charts.photo import photo

SIZE: Final = (WIDTH - 2 * MARGIN, 200)
#: How many times as large they are drawn.
FINE: Final = 3

Pen = ImageDraw.ImageDraw


@dataclass(frozen=True, slots=True)
class Cover:
    """A picture of `SIZE` pixels, and the palette in which a calendar with it is printed.

    A photo is dithered, since it has more colours than can be printed.
    """

    image: Image.Image
    palette: Image.Image
    dithered: bool


def cover_of(cover: int | bytes | None) -> Cover | None:
    """The cover for the top of a sheet; None where there is none to draw."""
    if isinstance(cover, bytes):
        image = photo(cover, SIZE)
        return None if image is None else Cover(image, palette_with(image), dithered=True)
    return drawn(cover) if cover is not None and 1 <= cover <= len(COVERS) else None


@lru_cache(6)
def drawn(number: int) -> Cover:
    """One of the covers, 1 to 6."""
    sky, paint = COVERS[number - 1]
    image = Image.new("RGB", (FINE * SIZE[0], FINE * SIZE[1]), sky)
    paint(ImageDraw.Draw(image))
    small = image.reduce(FINE)
    return Cover(small, palette_with(small), dithered=False)


def _hills(pen: Pen) -> None:
    """A low sun behind three rows of hills."""
    _disc(pen, 770, 96, 52, "#FFE3A3")
    _wave(pen, 118, 26, 690, 0.4, "#A9DFC4")
    _wave(pen, 146, 22, 520, 2.1, "#5DBB93")
    _wave(pen, 174, 14, 610, 4.0, "#23805F")


def _sea(pen: Pen) -> None:
    """The moon and its light on the water."""
    _disc(pen, 300, 74, 44, "#FFF6DC")
    _block(pen, 0, 118, 1036, 90, "#5FA3C7")
    for n, (half, shift) in enumerate(((64, 0), (88, 22), (46, -14), (104, 8), (70, -20))):
        _pill(pen, 300 + shift - half, 126 + 14 * n, 2 * half, 6, "#E9F0E4")
    _wave(pen, 178, 9, 260, 0.9, "#2F719B")
    pen.polygon(_scaled(((742, 116), (742, 52), (790, 116))), fill="#FFFDF9")
    pen.polygon(_scaled(((734, 116), (734, 64), (700, 116))), fill="#F3D9C4")
    pen.polygon(_scaled(((692, 120), (800, 120), (784, 136), (708, 136))), fill="#8C4A44")


def _night(pen: Pen) -> None:
    """A crescent and stars over dark hills."""
    for n in range(46):
        x, y = (n * 227 + 61) % 1036, (n * n * 13 + n * 37) % 138 + 8
        _disc(pen, x, y, (1.6, 2.2, 3.2)[n % 3], "#F3EBD0")
    _disc(pen, 818, 72, 40, "#FBE7A8")
    _disc(pen, 836, 62, 36, "#2B3159")
    _wave(pen, 150, 20, 560, 1.2, "#1F2446")
    _wave(pen, 178, 12, 380, 3.2, "#151933")


def _leaves(pen: Pen) -> None:
    """Twigs that grow in from both sides."""
    for x, lean, colour in (
        (70, 0.5, "#3C9A78"), (170, 0.25, "#77C39F"), (290, 0.6, "#2A7C61"),
        (760, -0.55, "#2A7C61"), (880, -0.3, "#77C39F"), (975, -0.5, "#3C9A78"),
    ):  # fmt: skip
        _twig(pen, x, lean, colour)
    _disc(pen, 518, 92, 46, "#F6B99C")


def _rain(pen: Pen) -> None:
    """Two clouds, drops, and an umbrella."""
    for n in range(52):
        x, y = (n * 83 + 20) % 1036, (n * 59) % 190
        line = ((x, y), (x - 7, y + 20))
        pen.line(_scaled(line), fill="#9FB9CC", width=3 * FINE)
    for x, y, size in ((190, 66, 1.0), (800, 54, 1.25)):
        for dx, dy, r in ((-62, 8, 30), (-22, -12, 42), (34, -4, 36), (70, 12, 26)):
            _disc(pen, x + size * dx, y + size * dy, size * r, "#F7F6F2")
        _pill(pen, x - 92 * size, y + 6 * size, 188 * size, 34 * size, "#F7F6F2")
    pen.pieslice(_around(510, 136, 84), 180, 360, fill="#E4715C")
    for x in (426, 482, 538):
        pen.pieslice(_around(x + 28, 137, 28), 180, 360, fill="#C4D4DF")
    pen.line(_scaled(((510, 56), (510, 176))), fill="#5B4A4A", width=5 * FINE)
    pen.arc(_around(522, 176, 12), 0, 180, fill="#5B4A4A", width=5 * FINE)


def _town(pen: Pen) -> None:
    """Roofs in the evening, some windows lit."""
    _disc(pen, 180, 82, 40, "#FFD9A0")
    left = 0
    for n, (width, height) in enumerate(zip((120, 96, 140, 88, 150, 104, 128, 90, 130), (
        92, 128, 76, 140, 104, 84, 132, 112, 88), strict=True)):  # fmt: skip
        _block(pen, left, 200 - height, width, height, ("#7A4E6B", "#5E3C5B", "#8E5F70")[n % 3])
        for k in range((width - 24) // 30 * ((height - 20) // 36)):
            column, row = k % ((width - 24) // 30), k // ((width - 24) // 30)
            lit = "#FFE08A" if (n * 5 + k * 3) % 4 < 2 else "#4A3049"  # noqa: PLR2004 - half of them
            _block(pen, left + 20 + 30 * column, 216 - height + 36 * row, 14, 18, lit)
        left += width


COVERS: Final[tuple[tuple[str, Callable[[Pen], None]], ...]] = (
    ("#FBEFD9", _hills),
    ("#CFE6EE", _sea),
    ("#2B3159", _night),
    ("#F4EFE2", _leaves),
    ("#C4D4DF", _rain),
    ("#F3B79B", _town),
)


def _scaled(points: tuple[tuple[float, float], ...]) -> list[tuple[float, float]]:
    return [(FINE * x, FINE * y) for x, y in points]


def _around(x: float, y: float, radius: float) -> tuple[float, float, float, float]:
    edges = (x - radius, y - radius, x + radius, y + radius)
    return (FINE * edges[0], FINE * edges[1], FINE * edges[2], FINE * edges[3])


def _disc(pen: Pen, x: float, y: float, radius: float, colour: str) -> None:
    pen.ellipse(_around(x, y, radius), fill=colour)


def _block(pen: Pen, x: float, y: float, width: float, height: float, colour: str) -> None:
    pen.rectangle(_scaled(((x, y), (x + width, y + height)))[0:2], fill=colour)


def _pill(pen: Pen, x: float, y: float, width: float, height: float, colour: str) -> None:
    corners = _scaled(((x, y), (x + width, y + height)))
    pen.rounded_rectangle(corners, FINE * height / 2, fill=colour)


def _wave(pen: Pen, y: float, rise: float, length: float, shift: float, colour: str) -> None:
    """Everything below a soft wave."""
    line = [(x, y + rise * math.sin(math.tau * x / length + shift)) for x in range(0, 1048, 12)]
    pen.polygon(_scaled((*line, (1048, 210), (0, 210))), fill=colour)


def _twig(pen: Pen, x: float, lean: float, colour: str) -> None:
    """A stem from below with pairs of leaves."""
    tip = (x + 180 * lean, 24)
    pen.line(_scaled(((x, 204), tip)), fill=colour, width=4 * FINE)
    for n in range(1, 6):
        part = n / 6
        at = (x + (tip[0] - x) * part, 204 - 180 * part)
        for side in (-1, 1):
            _leaf(pen, at, math.atan2(-180, 180 * lean) + side * 0.8, 46 - 5 * n, colour)


def _leaf(pen: Pen, at: tuple[float, float], turn: float, size: float, colour: str) -> None:
    along, across = (math.cos(turn), math.sin(turn)), (-math.sin(turn), math.cos(turn))
    bends = [(t / 10, 0.3 * math.sin(math.pi * t / 10)) for t in range(11)]
    outline = bends + [(t, -bend) for t, bend in reversed(bends)]
    points = tuple(
        (
            at[0] + size * (t * along[0] + b * across[0]),
            at[1] + size * (t * along[1] + b * across[1]),
        )
        for t, b in outline
    )
    pen.polygon(_scaled(points), fill=colour)
