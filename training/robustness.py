"""How much the model loses when the box is a little off or the picture is poor. Needs no torch.

Every change is made to the grey picture of SIDE x SIDE pixels, before
`analysis.expressions.prepare`. A box that reaches over the picture sees its edge repeated, as
`analysis.expressions.crop` repeats a frame's; in a real frame there would be hair and background,
so a larger box is imitated only roughly. A change that is drawn at random is drawn several times,
each time with a seed of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analysis.expressions import SIDE, Expressions
from training import dataset, evaluate
from training.augmentation import compressed

Face = NDArray[np.uint8]

#: Boxes are moved by at most this part of their side, each way.
JITTER: Final = 0.1
#: Boxes are between so many times as large as they should be.
SCALES: Final = (0.9, 1.25)
#: JPEG's quality, 1 to 100, and the deviation of the blur in pixels of what the network sees.
QUALITY: Final = 30
BLUR: Final = 1.5
#: The draws of a random change.
DRAWS: Final = 3
#: The figures that are followed.
FIGURES: Final = ("accuracy", "ferplus_accuracy", "ferplus_macro_recall", "ferplus_ece")


@dataclass(frozen=True, slots=True)
class Change:
    """What is done to a face, how often that is drawn, and how many points it may cost at most."""

    act: Callable[[Face, np.random.Generator], Face]
    draws: int = 1
    goal: float | None = None


def reboxed(face: Face, scale: float, shift: tuple[float, float] = (0.0, 0.0)) -> Face:
    """The face as a box `scale` times as large shows it, moved by parts of the side; same shape.

    The box keeps its middle and then moves to the right and down. Edges are repeated.
    """
    height, width = face.shape
    left = width / 2.0 * (1.0 - scale) + shift[0] * width
    top = height / 2.0 * (1.0 - scale) + shift[1] * height
    corner = (scale - 1.0) / 2.0  # pixels are counted by their middles
    affine = np.array([[scale, 0.0, left + corner], [0.0, scale, top + corner]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(
        face, affine, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, np.uint8)


def _resized(scale: float, face: Face, _: np.random.Generator) -> Face:
    return reboxed(face, scale)


def _jittered(face: Face, rng: np.random.Generator) -> Face:
    across, down = rng.uniform(-JITTER, JITTER, 2)
    return reboxed(face, 1.0, (float(across), float(down)))


def _loose(face: Face, rng: np.random.Generator) -> Face:
    across, down = rng.uniform(-JITTER, JITTER, 2)
    scale = np.exp(rng.uniform(*np.log(SCALES)))
    return reboxed(face, float(scale), (float(across), float(down)))


def _pressed(face: Face, _: np.random.Generator) -> Face:
    return compressed(face, QUALITY)


def _blurred(face: Face, _: np.random.Generator) -> Face:
    return np.asarray(cv2.GaussianBlur(face, (0, 0), BLUR), np.uint8)


CHANGES: Final[Mapping[str, Change]] = {
    "box moved by up to 10 %": Change(_jittered, draws=DRAWS, goal=2.0),
    "box 0.9 as large": Change(partial(_resized, 0.9), goal=2.0),
    "box 1.1 as large": Change(partial(_resized, 1.1), goal=2.0),
    "box 1.25 as large": Change(partial(_resized, 1.25), goal=2.0),
    "box moved, 0.9 to 1.25 as large": Change(_loose, draws=DRAWS, goal=2.0),
    # "Scales up to 1.25" could also be said of the face; then the box is 0.8 as large. No goal.
    "box 0.8 as large": Change(partial(_resized, 0.8)),
    f"JPEG quality {QUALITY}": Change(_pressed, goal=3.0),
    f"blur of {BLUR} px": Change(_blurred, goal=3.0),
}


def robustness(model: Expressions, faces: dataset.Faces) -> Iterator[dict[str, Any]]:
    """The main figures as the faces are, then under each change, one after another.

    Where a change is drawn several times, the mean over the draws. `*_fall` is what the change
    costs in points, `*_falls` that of each draw, `goal` the most it should cost.
    """
    faces = replace(faces, images=_small(faces.images))
    plain = evaluate.evaluate(model, faces)
    yield _row("as it is", [plain], plain, None)
    for name, change in CHANGES.items():
        draws = [_drawn(model, faces, change, seed) for seed in range(change.draws)]
        yield _row(name, draws, plain, change.goal)


def _small(images: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The pictures at the size that the network sees, since blur and blocks count in pixels."""
    if images.shape[1:] == (SIDE, SIDE):
        return images
    way = cv2.INTER_AREA if max(images.shape[1:]) > SIDE else cv2.INTER_LINEAR
    return np.stack([cv2.resize(face, (SIDE, SIDE), interpolation=way) for face in images])


def _drawn(model: Expressions, faces: dataset.Faces, change: Change, seed: int) -> dict[str, Any]:
    rng = np.random.default_rng(seed)
    changed = np.stack([change.act(face, rng) for face in faces.images])
    return evaluate.evaluate(model, replace(faces, images=changed))


def _row(
    name: str, draws: Sequence[Mapping[str, Any]], plain: Mapping[str, Any], goal: float | None
) -> dict[str, Any]:
    row: dict[str, Any] = {"change": name, "goal": goal}
    for key in (key for key in FIGURES if key in plain):
        row[key] = round(float(np.mean([found[key] for found in draws])), 4)
    for key in (key for key in FIGURES[:2] if key in plain):
        falls = [round(100.0 * (plain[key] - found[key]), 2) for found in draws]
        row[f"{key}_fall"] = round(float(np.mean(falls)), 2)
        row[f"{key}_falls"] = falls
    return row
