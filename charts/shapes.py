"""Shapes with smooth edges, as masks that colours are poured through: boxes, rings, signs, hatches.

A mask says how much of each pixel a shape covers, 0 to 255. It is drawn four times as large and
made small; a process keeps those it used last.
"""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

from PIL import Image, ImageChops, ImageDraw

#: How many times as large shapes are drawn.
FINE: Final = 4
#: Masks that a process keeps: several calendars use about a hundred.
KEPT: Final = 512
#: Thickness of the lines of a hatch and distance from one to the next, pixels.
HATCH_WIDTH: Final = 3
HATCH_STEP: Final = 11
#: How much of a sign's ground its ink hides.
STRENGTH: Final = 0.85

Points = tuple[tuple[float, float], ...]

#: Corners of the signs inside a square from -1 to 1, by the names that `charts.style` gives them.
SIGNS: Final[dict[str, Points]] = {
    "s": ((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8)),
    "v": ((-0.95, -0.75), (0.95, -0.75), (0, 0.95)),
    "^": ((-0.95, 0.75), (0.95, 0.75), (0, -0.95)),
    "D": ((0, -1), (0.85, 0), (0, 1), (-0.85, 0)),
    "P": (
        (-0.32, -0.95), (0.32, -0.95), (0.32, -0.32), (0.95, -0.32), (0.95, 0.32), (0.32, 0.32),
        (0.32, 0.95), (-0.32, 0.95), (-0.32, 0.32), (-0.95, 0.32), (-0.95, -0.32), (-0.32, -0.32),
    ),
    "*": tuple(
        (r * math.sin(n * math.pi / 5), -r * math.cos(n * math.pi / 5))
        for n, r in enumerate((1.1, 0.46) * 5)
    ),
}  # fmt: skip


@lru_cache(KEPT)
def rounded(width: int, height: int, radius: int) -> Image.Image:
    """A filled box with rounded corners."""
    mask, pen = _begun(width, height)
    edge = (FINE * width - 1, FINE * height - 1)
    radius = min(radius, width // 2, height // 2)
    pen.rounded_rectangle(((0, 0), edge), FINE * radius, fill=255)
    return mask.reduce(FINE)


@lru_cache(KEPT)
def ring(width: int, height: int, radius: int, thickness: int) -> Image.Image:
    """The outline of a box with rounded corners, inside its edge."""
    mask = rounded(width, height, radius).copy()
    inner = rounded(width - 2 * thickness, height - 2 * thickness, max(radius - thickness, 0))
    mask.paste(0, (thickness, thickness), inner)
    return mask


@lru_cache(KEPT)
def hatch(width: int, height: int, radius: int) -> Image.Image:
    """Rising lines inside a box with rounded corners."""
    mask, pen = _begun(width, height)
    for x in range(-FINE * height, FINE * width, FINE * HATCH_STEP):
        ends = ((x - FINE, FINE * height + FINE), (x + FINE * height + FINE, -FINE))
        pen.line(ends, fill=255, width=round(FINE * HATCH_WIDTH))
    return ImageChops.multiply(mask.reduce(FINE), rounded(width, height, radius))


@lru_cache(KEPT)
def sign(name: str, size: int) -> Image.Image:
    """One of the signs of `charts.style`, this wide and high; a little of its ground shows."""
    mask, pen = _begun(size, size)
    half, fill = FINE * size / 2, round(255 * STRENGTH)
    if name == "o":
        pen.ellipse((0.1 * half, 0.1 * half, 1.9 * half, 1.9 * half), fill=fill)
    else:
        pen.polygon([(half + half * x, half + half * y) for x, y in SIGNS[name]], fill=fill)
    return mask.reduce(FINE)


def _begun(width: int, height: int) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    mask = Image.new("L", (FINE * width, FINE * height))
    return mask, ImageDraw.Draw(mask)
