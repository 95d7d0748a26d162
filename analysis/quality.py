"""How well an expression can be read off a crop: size, light, sharpness, turn, completeness."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from analysis.expressions import Box
from analysis.faces import Face, Grey

#: Why a look can be unusable, the plainest reason first.
HINDRANCES: Final = ("cut", "small", "dark", "bright", "blurred", "turned")

# Where the ramps come from: the expression model's accuracy on faces of FER2013's PublicTest that
# were made worse step by step (`python benchmarks/face_quality.py` prints the tables). A weight is
# about the share that is left of what the model knows more than chance does; a look is unusable
# where less than two in five are left. Each ramp: the worst value that is used, the one from which
# on the weight is full, and the weight at the worst.

# Side of the face box in pixels: faces shrunk to it, compressed (JPEG 60) and enlarged again.
_SIDES: Final = (16.0, 36.0, 0.4)
# Logarithm of the detail (see `_detail`): faces blurred by 2.5 px of 48 have .006, by 1 px .036;
# one untouched face in a hundred has less than .04.
_DETAILS: Final = (math.log(0.0075), math.log(0.03), 0.65)
# Deviation of the grey levels: what counts of a dark face is how much is left to tell apart. The
# ramp ends early: the darkened faces were compressed as photographs; films keep less.
_SPREADS: Final = (7.0, 12.0, 0.8)
# Under this mean a flat face lies in the dark, over it it is overexposed.
_MIDDLE: Final = 128.0
# Share of the face that is not burnt out to white.
_SHADES: Final = (0.25, 0.6, 0.4)
_WHITE: Final = 250
# How far the nose is off the middle between the eyes (`Face.turn`), taken from 1. Turned heads are
# read nearly as well as frontal ones; of those beyond the end there were too few to know.
_FACINGS: Final = (0.25, 0.85, 0.8)
# The finder's score: where YuNet doubts most, the model is still right nearly as often.
_SCORES: Final = (0.5, 0.9, 0.8)
# Share of the box that is in the picture: three in ten of a face cut off aside cost little, below
# (the mouth) two in five of what the model knows.
_INSIDE: Final = (0.72, 0.95, 0.75)


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
    light = _ramp(spread, _SPREADS) * _ramp(float((crop < _WHITE).mean()), _SHADES)
    detail = _detail(crop, max(spread, 1.0))
    parts = (
        ("cut", _ramp(_inside(face.box, shape), _INSIDE)),
        ("small", _ramp(face.box[3], _SIDES)),
        ("bright" if crop.mean() > _MIDDLE else "dark", light),
        ("blurred", _ramp(math.log(max(detail, 1e-6)), _DETAILS)),
        ("turned", _ramp(1.0 - (face.turn or 0.0), _FACINGS)),
    )
    hindrance = next((name for name, part in parts if part <= 0), None)
    weight = math.prod(part for _, part in parts) * _ramp(max(face.score, _SCORES[0]), _SCORES)
    return Quality(weight, hindrance)


def _detail(crop: Grey, spread: float) -> float:
    """Energy of the second derivative in parts of the contrast: the light does not matter."""
    edges = cv2.Laplacian(cv2.GaussianBlur(crop, (3, 3), 0), cv2.CV_32F)
    return float(np.var(edges)) / spread**2


def _ramp(value: float, ramp: tuple[float, float, float]) -> float:
    """0 below the low end, there the ramp's least weight, and 1 from the high end on."""
    low, high, least = ramp
    if value < low:
        return 0.0
    return min(1.0, least + (1.0 - least) * (value - low) / (high - low))


def _inside(box: Box, shape: tuple[int, ...]) -> float:
    """Share of the box that lies in the picture."""
    x, y, width, height = box
    across = min(x + width, shape[1]) - max(x, 0.0)
    down = min(y + height, shape[0]) - max(y, 0.0)
    return max(0.0, across) * max(0.0, down) / max(1e-6, width * height)
