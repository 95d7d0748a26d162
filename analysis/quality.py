"""How well an expression can be read off a face crop: size, light, sharpness, completeness."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from analysis.expressions import Box
from analysis.faces import Face, Grey

#: Why a look can be unusable, the plainest reason first.
HINDRANCES: Final = ("cut", "small", "dark", "bright", "blurred", "turned")

# Sides of a face box in pixels: below the first nothing is read, from the second on all is there.
_SIDES: Final = (22.0, 56.0)
# Mean and deviation of the grey levels below which a face is in the dark.
_DARK: Final = 22.0
_FLAT: Final = 9.0
# A flat face above this mean is overexposed, below it lies in the dark.
_MIDDLE: Final = 128.0
# Detail (see `_detail`): below the first the face is a blur, from the second on it is sharp. Of
# 3,000 faces of FER2013 one in a hundred has less than 0.040; blurred by two pixels (a Gaussian)
# their median is 0.006.
_DETAILS: Final = (0.008, 0.03)
# Share of the box that must be in the picture.
_INSIDE: Final = 0.72


@dataclass(frozen=True, slots=True)
class Quality:
    """What a look at a face is worth, 0 (not usable) to 1, and what makes it unusable.

    `hindrance` is None for a usable look, else one of HINDRANCES.
    """

    weight: float
    hindrance: str | None = None


def quality(crop: Grey, face: Face, shape: tuple[int, ...]) -> Quality:
    """How much a look at a face is to be trusted.

    `crop` is the face at the network's size, `shape` that of the picture the face was found in.
    """
    spread = float(crop.std())
    size = _ramp(face.box[3], _SIDES)
    sharpness = _ramp(_detail(crop, spread), _DETAILS) if spread >= _FLAT else 0.0
    hindrances = (
        (_inside(face.box, shape) < _INSIDE, "cut"),
        (size <= 0, "small"),
        (float(crop.mean()) < _DARK, "dark"),
        (spread < _FLAT, "bright" if crop.mean() > _MIDDLE else "dark"),
        (sharpness <= 0, "blurred"),
    )
    hindrance = next((name for hinders, name in hindrances if hinders), None)
    weight = 0.0 if hindrance else size * sharpness * min(1.0, face.score)
    return Quality(weight, hindrance)


def _detail(crop: Grey, spread: float) -> float:
    """Energy of the second derivative in parts of the contrast: the light does not matter."""
    edges = cv2.Laplacian(cv2.GaussianBlur(crop, (3, 3), 0), cv2.CV_32F)
    return float(np.var(edges)) / spread**2


def _ramp(value: float, ends: tuple[float, float]) -> float:
    """0 below the first end, 1 from the second on, and at least a tenth in between."""
    low, high = ends
    if value < low:
        return 0.0
    return min(1.0, 0.1 + 0.9 * (value - low) / (high - low))


def _inside(box: Box, shape: tuple[int, ...]) -> float:
    """Share of the box that lies in the picture."""
    x, y, width, height = box
    across = min(x + width, shape[1]) - max(x, 0.0)
    down = min(y + height, shape[0]) - max(y, 0.0)
    return max(0.0, across) * max(0.0, down) / max(1e-6, width * height)
