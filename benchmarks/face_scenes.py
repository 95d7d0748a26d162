"""Faces laid onto pictures without people: what the measurements of finders and looks are made of.

The faces are FER2013's, where `../shared/data/fer2013.npz` lies beside the checkout; else those of
scikit-image's `lfw_subset` (100 faces of 25 px) stand in. The backgrounds are scikit-image's.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import skimage.data
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from analysis.expressions import Box  # noqa: E402 - found only after the path is set
from training import dataset  # noqa: E402 - the same

Grey = NDArray[np.uint8]

DATA = ROOT / "../shared/data/fer2013.npz"
MODELS = ROOT / "../shared/models"
SIZE = 384
#: Heights of a face in a video note, pixels of `SIZE`.
HEIGHTS = (60, 200)
PLACES = (
    "brick chelsea clock coffee coins gravel grass moon page rocket text retina hubble_deep_field"
)


@dataclass(frozen=True, slots=True)
class Scene:
    """A picture with a face: `box` is where FER2013's picture lies in it, `row` which face."""

    grey: Grey
    box: Box
    row: int


@dataclass(frozen=True, slots=True)
class Heads:
    """Faces uint8 [N, 48, 48] and what most people see in them, index into LABELS, -1 unknown."""

    images: Grey
    seen: NDArray[np.int64]

    def taken(self, rows: NDArray[Any]) -> Heads:
        """The faces of these rows."""
        return Heads(self.images[rows], self.seen[rows])


def heads(split: str) -> Heads:
    """FER2013's faces of a split; says so where they are not there and others stand in."""
    if not DATA.exists():
        print("FER2013 is not beside the checkout: scikit-image's small faces stand in.")
        stored = skimage.data.lfw_subset()[:100]
        small = np.clip(255 * stored, 0, 255).astype(np.uint8)
        return Heads(np.stack([resized(face, 48) for face in small]), np.full(100, -1))
    judged = split == "PublicTest"
    faces = dataset.load(DATA, split) if judged else dataset.training_faces(DATA)
    seen, single = dataset.top_votes(faces)
    return Heads(faces.images, np.where(single, seen, -1))


def resized(picture: Grey, side: int) -> Grey:
    """A square picture at another size, without aliasing."""
    way = cv2.INTER_AREA if side < picture.shape[0] else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(picture, (side, side), interpolation=way), np.uint8)


def background(rng: np.random.Generator) -> Grey:
    """A square out of a picture without people."""
    names = PLACES.split()
    picture: Any = getattr(skimage.data, names[rng.integers(len(names))])()
    grey = picture if picture.ndim == 2 else cv2.cvtColor(picture[:, :, :3], cv2.COLOR_RGB2GRAY)
    side = int(rng.uniform(0.6, 1.0) * min(grey.shape))
    top, left = (int(rng.integers(0, n - side + 1)) for n in grey.shape)
    return resized(np.asarray(grey[top : top + side, left : left + side], np.uint8), SIZE)


def laid(place: Grey, face: Grey, box: Box, *, roll: float = 0.0, squeeze: float = 1.0) -> Grey:
    """The face on the background with soft edges; turned by degrees, narrowed to a part."""
    side = max(48, round(box[3]))
    big = resized(face, side).astype(np.float32)
    steps = np.abs(np.linspace(-1, 1, side)) ** 6
    mask = np.clip((1 - (steps[:, None] + steps[None]) ** (1 / 6)) / 0.06, 0, 1).astype(np.float32)
    way = cv2.getRotationMatrix2D(((side - 1) / 2, (side - 1) / 2), -roll, box[3] / side)
    way[:, 0] *= squeeze
    middle = np.array([box[0] + box[2] / 2, box[1] + box[3] / 2])
    way[:, 2] = middle - way[:, :2] @ np.full(2, (side - 1) / 2)
    shape = (place.shape[1], place.shape[0])
    moved, soft = (cv2.warpAffine(picture, way, shape) for picture in (big, mask))
    return np.asarray(np.clip(soft * moved + (1 - soft) * place, 0, 255), np.uint8)


def scene(head: Grey, row: int, rng: np.random.Generator) -> Scene:
    """A face somewhere in a picture, upright, as high as in a video note."""
    side = float(rng.uniform(*HEIGHTS))
    x, y = (float(value) for value in rng.uniform(0, SIZE - side, 2))
    box = (x, y, side, side)
    return Scene(laid(background(rng), head, box), box, row)


def jittered(box: Box, rng: np.random.Generator) -> Box:
    """About where a face was one look ago: up to 12 % aside, 12 % smaller to 14 % larger."""
    side = box[3] * rng.uniform(0.88, 1.14)
    x, y = (box[k] + box[3] * (0.5 + rng.uniform(-0.12, 0.12)) - side / 2 for k in (0, 1))
    return (float(x), float(y), float(side), float(side))


def landmarks(grey: Grey, detector: Any) -> NDArray[np.float32] | None:
    """YuNet's row of the best face [15]: box, eyes, nose, corners of the mouth, score."""
    _, rows = detector.detect(cv2.cvtColor(grey, cv2.COLOR_GRAY2BGR))
    if rows is None:
        return None
    return np.asarray(max(rows, key=lambda row: float(row[14])), np.float32)


def turn(row: NDArray[np.float32]) -> float:
    """How far the nose is off the middle between the eyes, in distances of the eyes."""
    one, other, nose = row[4:6], row[6:8], row[8:10]
    line = other - one
    return abs(float((nose - (one + other) / 2) @ line)) / max(float(line @ line), 1e-6)


def roll(row: NDArray[np.float32]) -> float:
    """The angle of the line through the eyes, degrees clockwise as seen."""
    across, down = (float(value) for value in row[6:8] - row[4:6])
    return float(np.degrees(np.arctan2(down, across)))
