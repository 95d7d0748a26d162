"""How much of what the expression model knows is left when a look at a face is poor.

    python benchmarks/face_quality.py [--split PublicTest] [--faces 1000]

Each line: what was done to FER2013's faces, the model's accuracy against FER+'s majority, the share
that is left of what it knows beyond chance (chance is its accuracy on flat grey), and the mean
weight that `analysis.quality` gives such looks: the two should go together, and a weight should
never be the larger by much. Without FER2013 beside the checkout there is nobody's vote to compare
with; then the weights alone are shown.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis import weights
from analysis.expressions import SIDE, Expressions, model_path
from analysis.faces import Face
from analysis.quality import quality
from benchmarks import face_scenes
from benchmarks.face_scenes import Grey, Heads
from training.augmentation import compressed

Change = Callable[[Grey], Grey]
#: A face box as high as this is not small, pixels.
LARGE = 120.0
TURNS = (0.0, 0.1, 0.2, 0.3, 0.5, 0.75, 9.0)
SCORES = (0.5, 0.6, 0.7, 0.8, 0.9, 1.0)


def shrunk(side: int, quality_of_jpeg: int) -> Change:
    """The face at so many pixels, compressed, and enlarged again."""

    def change(face: Grey) -> Grey:
        small = compressed(face_scenes.resized(face, side), quality_of_jpeg)
        return np.asarray(cv2.resize(small, (SIDE, SIDE), interpolation=cv2.INTER_LINEAR), np.uint8)

    return change


def blurred(sigma: float) -> Change:
    """A Gaussian blur, pixels of 48."""
    return lambda face: np.asarray(cv2.GaussianBlur(face, (0, 0), sigma), np.uint8)


def lit(gain: float) -> Change:
    """All light times a factor, with the noise and the compression of a camera."""
    rng = np.random.default_rng(6)

    def change(face: Grey) -> Grey:
        large = face_scenes.resized(face, 120) * gain + rng.normal(0.0, 3.0, (120, 120))
        return face_scenes.resized(compressed(np.clip(large, 0, 255).astype(np.uint8), 60), SIDE)

    return change


def shaded(dark: float) -> Change:
    """One half in the shadow, by this factor."""
    across = np.linspace(0.0, 1.0, SIDE)[None]
    light = dark + (1.0 - dark) / (1.0 + np.exp(-20.0 * (across - 0.5)))
    return lambda face: np.asarray(face * light, np.uint8)


def cut(part: float, turns: int) -> Change:
    """A part beyond the picture's edge: 0 turns on top, 1 aside, 2 below."""
    rows = round(part * SIDE)

    def change(face: Grey) -> Grey:
        turned = np.rot90(face, turns).copy()
        turned[:rows] = turned[rows]
        return np.ascontiguousarray(np.rot90(turned, -turns))

    return change


def changes() -> Iterator[tuple[str, Change, float]]:
    """Each change with its name, and how high the face is in the picture then, pixels."""
    for side in (10, 12, 16, 20, 24, 28, 36, 48):
        yield f"{side} px, JPEG 60", shrunk(side, 60), side
        yield f"{side} px, JPEG 35", shrunk(side, 35), side
    for sigma in (0.5, 1.0, 1.5, 2.0, 2.5, 3.0, 4.0):
        yield f"blur of {sigma} px of 48", blurred(sigma), LARGE
    for gain in (0.5, 0.25, 0.15, 0.1, 0.07, 1.5, 2.0, 3.0, 4.0, 6.0):
        yield f"light x {gain}", lit(gain), LARGE
    for dark in (0.5, 0.25, 0.1, 0.05):
        yield f"half in shadow x {dark}", shaded(dark), LARGE
    for part in (0.1, 0.2, 0.3, 0.4):
        for turns, where in enumerate(("above", "aside", "below")):
            yield f"{part} cut off {where}", cut(part, turns), LARGE


def weighed(faces: list[Grey], side: float) -> float:
    """The mean weight of looks at faces of this height (a cut is not known to them)."""
    face = Face((0.0, 0.0, side, side), 1.0, 0.0)
    return float(np.mean([quality(crop, face, (480, 480)).weight for crop in faces]))


def tell(name: str, right: Any, ends: tuple[float, float], weight: float) -> None:
    """One line; `ends` are the accuracies of knowing nothing and of untouched faces."""
    accuracy = float(np.mean(right))
    left = (accuracy - ends[0]) / max(ends[1] - ends[0], 1e-6)
    print(f"{name:28} FER+ {100 * accuracy:5.1f} %  left {left:5.2f}  weight {weight:5.2f}")


def by_change(model: Expressions, heads: Heads) -> None:
    """The table of changes."""
    flat = np.full((SIDE, SIDE), 128, np.uint8)
    chance = float(np.mean(model.predict([flat]).argmax() == heads.seen))
    faces = list(heads.images)
    whole = float(np.mean(model.predict(faces).argmax(axis=1) == heads.seen))
    for name, change, side in [("as it is", blurred(0.1), LARGE), *changes()]:
        changed = [change(face) for face in faces]
        right = model.predict(changed).argmax(axis=1) == heads.seen
        tell(name, right, (chance, whole), weighed(changed, side))


def by_finder(model: Expressions, heads: Heads, path: Path) -> None:
    """Accuracy against what YuNet says of the face: how far turned, and how sure."""
    detector = cv2.FaceDetectorYN.create(str(path), "", (96, 96), SCORES[0])
    framed = [cv2.copyMakeBorder(f, 24, 24, 24, 24, cv2.BORDER_REPLICATE) for f in heads.images]
    rows = [face_scenes.landmarks(np.asarray(face, np.uint8), detector) for face in framed]
    found = np.flatnonzero([row is not None for row in rows])
    marks = [row for row in rows if row is not None]
    right = model.predict(list(heads.images)).argmax(axis=1) == heads.seen
    turns = np.array([face_scenes.turn(mark) for mark in marks])
    scores = np.array([mark[14] for mark in marks])
    for name, values, ends in (("turn", turns, TURNS), ("score", scores, SCORES)):
        for low, high in pairwise(ends):
            inside = found[(values >= low) & (values < high)]
            share = 100 * float(np.mean(right[inside])) if len(inside) else float("nan")
            print(f"{name} {low} to {high}: {len(inside)} faces, FER+ {share:.1f} %")


def main() -> None:
    """Both tables."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--split", default="PublicTest")
    parser.add_argument("--faces", type=int, default=1000)
    arguments = parser.parse_args()
    cv2.setNumThreads(1)
    heads, model = face_scenes.heads(arguments.split), Expressions(model_path())
    voted = np.flatnonzero(heads.seen >= 0)
    if not len(voted):
        for name, change, side in changes():
            weight = weighed([change(face) for face in heads.images], side)
            print(f"{name:28} weight {weight:5.2f}")
        return
    rows = np.random.default_rng(3).permutation(voted)
    by_change(model, heads.taken(rows[: arguments.faces]))
    path = weights.face_finder(face_scenes.MODELS)
    if path is None:
        print("YuNet is not beside the checkout: nothing is told by turn and score.")
    else:
        by_finder(model, heads.taken(voted), path)


if __name__ == "__main__":
    main()
