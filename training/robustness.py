"""How much the model loses when the box is a little off or the picture is poor. Needs no torch."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any, Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analysis.expressions import Expressions
from training import dataset, evaluate
from training.augmentation import compressed

Face = NDArray[np.uint8]
Change = Callable[[Face, np.random.Generator], Face]

#: Boxes are moved by at most this part of their side, each way.
JITTER: Final = 0.1
#: The draw of the jitter.
SEED: Final = 1


def reboxed(face: Face, scale: float, shift: tuple[float, float] = (0.0, 0.0)) -> Face:
    """The face as a box `scale` times as large shows it, moved by parts of the side; same shape."""
    height, width = face.shape
    left = width / 2.0 * (1.0 - scale) + shift[0] * width
    top = height / 2.0 * (1.0 - scale) + shift[1] * height
    corner = (scale - 1.0) / 2.0
    affine = np.array([[scale, 0.0, left + corner], [0.0, scale, top + corner]])
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    moved = cv2.warpAffine(
        face, affine, (width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE
    )
    return np.asarray(moved, np.uint8)


def _jittered(face: Face, rng: np.random.Generator) -> Face:
    across, down = rng.uniform(-JITTER, JITTER, 2)
    return reboxed(face, 1.0, (float(across), float(down)))


def _blurred(face: Face, _: np.random.Generator) -> Face:
    return np.asarray(cv2.GaussianBlur(face, (0, 0), 1.5), np.uint8)


CHANGES: Final[dict[str, Change]] = {
    "as it is": lambda face, _: face,
    "box moved by up to 10 %": _jittered,
    "box 0.9 as large": lambda face, _: reboxed(face, 0.9),
    "box 1.25 as large": lambda face, _: reboxed(face, 1.25),
    "JPEG quality 30": lambda face, _: compressed(face, 30),
    "blur of 1.5 px": _blurred,
}


def robustness(model: Expressions, faces: dataset.Faces) -> Iterator[dict[str, Any]]:
    """The main figures under each change, one after another."""
    for name, change in CHANGES.items():
        rng = np.random.default_rng(SEED)
        changed = np.stack([change(face, rng) for face in faces.images])
        found = evaluate.evaluate(model, replace(faces, images=changed))
        kept = ("accuracy", "ferplus_accuracy", "ferplus_macro_recall", "ferplus_ece")
        yield {"change": name} | {key: round(found[key], 4) for key in kept if key in found}
