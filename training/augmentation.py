"""Faces made to look like phone video: moved, dimmed, shadowed, blurred, compressed, half hidden.

Everything works on grey uint8 faces before `analysis.expressions.prepare`, and draws from the
generator that is handed over, so that an epoch is repeatable.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, radians, sin

import cv2
import numpy as np
from numpy.typing import NDArray

Face = NDArray[np.uint8]


@dataclass(frozen=True, slots=True)
class Strength:
    """How far faces are changed. Angles in degrees, shifts as part of the width, `*_p` chances."""

    rotation: float = 15.0
    shift: float = 0.09
    scale: tuple[float, float] = (0.78, 1.25)
    stretch: float = 0.08
    shear: float = 0.08
    light_p: float = 0.5
    shadow_p: float = 0.2
    blur_p: float = 0.5
    blur: tuple[float, float] = (0.8, 2.0)
    shrink_p: float = 0.12
    noise_p: float = 0.2
    jpeg_p: float = 0.2
    erase_p: float = 0.2


def varied(face: Face, rng: np.random.Generator, strength: Strength) -> Face:
    """One face [H, W], changed at random; same shape."""
    return views(face, rng, strength)[1]


def views(face: Face, rng: np.random.Generator, strength: Strength) -> tuple[Face, Face]:
    """One face [H, W] moved at random, and the same one seen as badly as phones may see it."""
    chance = rng.random(7)
    clear = face = moved(face, rng, strength)
    if chance[0] < strength.light_p:
        face = lit(face, rng)
    if chance[1] < strength.shadow_p:
        face = shadowed(face, rng)
    if chance[2] < strength.blur_p:
        face = np.asarray(cv2.GaussianBlur(face, (0, 0), rng.uniform(*strength.blur)), np.uint8)
    if chance[3] < strength.shrink_p:
        face = shrunk(face, rng)
    if chance[4] < strength.noise_p:
        noise = rng.standard_normal(face.shape, dtype=np.float32) * rng.uniform(2.0, 12.0)
        face = _clipped(face + noise)
    if chance[5] < strength.jpeg_p:
        face = compressed(face, int(rng.integers(20, 80)))
    if chance[6] < strength.erase_p:
        face = erased(face, rng)
    return clear, face


def moved(face: Face, rng: np.random.Generator, strength: Strength) -> Face:
    """Mirrored (half of them), turned, shifted, scaled, stretched and sheared; edges repeated."""
    height, width = face.shape
    angle = radians(rng.uniform(-strength.rotation, strength.rotation))
    scale = np.exp(rng.uniform(*np.log(strength.scale)))
    stretch = np.exp(rng.uniform(-strength.stretch, strength.stretch))
    shear = rng.uniform(-strength.shear, strength.shear)
    turn = np.array([[cos(angle), -sin(angle)], [sin(angle), cos(angle)]])
    form = np.array([[scale * stretch, shear], [0.0, scale / stretch]])
    if rng.random() < 0.5:  # noqa: PLR2004 -- half of them
        form[:, 0] = -form[:, 0]
    matrix = turn @ form
    centre = np.array([(width - 1) / 2, (height - 1) / 2])
    shift = rng.uniform(-strength.shift, strength.shift, 2) * (width, height)
    affine = np.column_stack([matrix, centre + shift - matrix @ centre])
    warped = cv2.warpAffine(
        face, affine, (width, height), flags=cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(warped, np.uint8)


def lit(face: Face, rng: np.random.Generator) -> Face:
    """Another contrast, brightness and gamma, with what that clips."""
    gamma, contrast = np.exp(rng.uniform(-0.5, 0.5, 2))
    brightness = rng.uniform(-40.0, 40.0)
    levels = np.arange(256, dtype=np.float32) / 255.0
    curve = (levels**gamma - 0.5) * contrast * 255.0 + 127.5 + brightness
    return _clipped(curve)[face]


def shadowed(face: Face, rng: np.random.Generator) -> Face:
    """One side darker, with a soft border of random place and direction."""
    height, width = face.shape
    angle = rng.uniform(0.0, 2.0 * np.pi)
    rows, columns = np.mgrid[-1 : 1 : height * 1j, -1 : 1 : width * 1j]
    distance = rows * sin(angle) + columns * cos(angle) - rng.uniform(-0.5, 0.5)
    light = 1.0 - rng.uniform(0.2, 0.65) / (1.0 + np.exp(-distance * rng.uniform(2.0, 12.0)))
    return _clipped(face * light)


def shrunk(face: Face, rng: np.random.Generator) -> Face:
    """As if the face had been small in the picture: down and up again."""
    height, width = face.shape
    part = rng.uniform(0.45, 0.85)
    small = cv2.resize(face, (int(width * part), int(height * part)), interpolation=cv2.INTER_AREA)
    large = cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    return np.asarray(large, np.uint8)


def compressed(face: Face, quality: int) -> Face:
    """Through JPEG and back: the blocks of a video codec at a low rate look alike."""
    _, data = cv2.imencode(".jpg", face, [cv2.IMWRITE_JPEG_QUALITY, quality])
    return np.asarray(cv2.imdecode(data, cv2.IMREAD_GRAYSCALE), np.uint8)


def erased(face: Face, rng: np.random.Generator) -> Face:
    """A rectangle of 3 to 20 per cent of the area replaced by one grey or by noise."""
    height, width = face.shape
    area, ratio = rng.uniform(0.03, 0.2), np.exp(rng.uniform(-1.0, 1.0))
    rows = min(height, max(1, int(height * np.sqrt(area * ratio))))
    columns = min(width, max(1, int(width * np.sqrt(area / ratio))))
    top = int(rng.integers(0, height - rows + 1))
    left = int(rng.integers(0, width - columns + 1))
    patch = rng.integers(0, 256, (rows, columns) if rng.random() < 0.5 else ())  # noqa: PLR2004
    face = face.copy()
    face[top : top + rows, left : left + columns] = patch
    return face


def _clipped(values: NDArray[np.floating]) -> Face:
    return np.asarray(np.clip(values, 0, 255), np.uint8)
