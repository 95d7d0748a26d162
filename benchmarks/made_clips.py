"""Made-up clips for `benchmarks/aggregation.py`: FER2013's faces as a telephone would film them.

Each clip shows its faces again and again with the box moved, other light, blur and compression, and
some looks hardly readable. What is true is FER+'s majority. All labels have as many clips (disgust
has 31 faces in PublicTest), so figures that go over clips are balanced over labels.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analysis.expressions import Expressions
from analysis.faces import Face
from analysis.quality import quality
from analysis.report import CLEAR, LABELS
from training import dataset
from training.augmentation import Strength, compressed, varied

Numbers = NDArray[np.float64]
Rows = NDArray[np.int64]

NEUTRAL: Final = LABELS.index("neutral")
#: How much two looks of one person in one clip differ.
VIDEO = Strength(
    rotation=8.0, shift=0.07, scale=(0.86, 1.14), stretch=0.04, shear=0.04, light_p=0.3,
    shadow_p=0.1, blur_p=0.35, blur=(0.3, 1.6), shrink_p=0.15, jpeg_p=0.5, erase_p=0.0,
)  # fmt: skip
#: The share of looks that are hardly readable: one of these for each clip.
BAD = (0.05, 0.15, 0.4)


@dataclass(frozen=True, slots=True)
class Plan:
    """What a clip is made of: rows of the data set and the true label of each look, -1 for none."""

    kind: str
    truth: int | None
    rows: Rows
    track: Rows


@dataclass(frozen=True, slots=True)
class Clip:
    """A clip as the model saw it: probabilities [N, 7] and weights [N], 5 looks a second."""

    plan: Plan
    scores: Numbers
    weights: Numbers


class Cast:
    """The faces of one half, and the clips that are made of them."""

    def __init__(self, faces: dataset.Faces, rng: np.random.Generator) -> None:
        majority, known = dataset.top_votes(faces)
        self.faces, self.rng = faces, rng
        self._rows = [np.flatnonzero(known & (majority == i)) for i in range(len(LABELS))]
        if faces.votes is None or faces.others is None:
            raise dataset.DataError("the file holds no FER+ votes")
        total = faces.votes.sum(axis=1) + faces.others.sum(axis=1)
        agreed = faces.votes.max(axis=1) / np.maximum(total, 1)
        most_are_faces = faces.votes.sum(axis=1) > total / 2
        self._doubtful = np.flatnonzero(most_are_faces & (agreed <= CLEAR))

    def plans(self, count: int) -> Iterator[Plan]:
        """So many clips for each label, and as many of each other kind as there are labels."""
        for label in range(len(LABELS)):
            for _ in range(count):
                yield Plan("held", label, np.repeat(self._one(label), 25), np.repeat(label, 25))
                yield self._calm()
                if label != NEUTRAL:
                    yield self._acted(label)
                    yield self._mixed()
                    row = int(self.rng.choice(self._doubtful))
                    yield Plan("doubtful", None, np.repeat(row, 25), np.repeat(-1, 25))

    def _one(self, label: int) -> int:
        return int(self.rng.choice(self._rows[label]))

    def _acted(self, label: int) -> Plan:
        length = int(self.rng.integers(15, 31))
        shown = max(3, round(length * self.rng.uniform(0.3, 0.8)))
        begin = int(self.rng.integers(0, length - shown + 1))
        rows, track = np.repeat(self._one(NEUTRAL), length), np.repeat(NEUTRAL, length)
        people = np.array([self._one(label) for _ in range(3)])
        rows[begin : begin + shown] = people[np.arange(shown) * 3 // shown]
        track[begin : begin + shown] = label
        return Plan("acted", label, rows, track)

    def _calm(self) -> Plan:
        length = int(self.rng.integers(15, 31))
        people = np.array([self._one(NEUTRAL) for _ in range(3)])
        rows = people[np.arange(length) * 3 // length]
        strays = self.rng.random(length) < self.rng.uniform(0.1, 0.25)
        rows[strays] = [self._one(int(self.rng.integers(NEUTRAL))) for _ in range(strays.sum())]
        return Plan("calm", NEUTRAL, rows, np.repeat(NEUTRAL, length))

    def _mixed(self) -> Plan:
        labels = self.rng.permutation(len(LABELS))[: int(self.rng.integers(3, 6))]
        each = 30 // len(labels)
        rows = np.repeat([self._one(int(label)) for label in labels], each)
        return Plan("mixed", None, rows, np.repeat(labels, each))

    def filmed(self, plan: Plan, model: Expressions) -> Clip:
        """The clip's looks through the model."""
        bad = self.rng.choice(BAD)
        looks = [self._look(int(row), bad) for row in plan.rows]
        scores = model.predict([crop for crop, _ in looks]).astype(np.float64)
        # A look of no use is not in the curve at all; here it stays with next to no weight.
        return Clip(plan, scores, np.array([max(weight, 0.005) for _, weight in looks]))

    def _look(self, row: int, bad: float) -> tuple[NDArray[np.uint8], float]:
        crop, side = varied(self.faces.images[row], self.rng, VIDEO), self.rng.uniform(50, 120)
        if self.rng.random() < bad:
            crop, side = spoiled(crop, self.rng), self.rng.uniform(24, 50)
        face = Face((100.0, 100.0, side, side), self.rng.uniform(0.8, 1.0))
        return crop, quality(crop, face, (384, 384)).weight


def spoiled(crop: NDArray[np.uint8], rng: np.random.Generator) -> NDArray[np.uint8]:
    """Hardly readable: a blur, the dark, or a few pixels; then compressed."""
    kind, pixels = rng.integers(3), int(rng.integers(14, 24))
    if kind == 0:
        crop = np.asarray(cv2.GaussianBlur(crop, (0, 0), rng.uniform(1.6, 3.0)), np.uint8)
    elif kind == 1:
        dark = crop * rng.uniform(0.12, 0.4) + rng.standard_normal(crop.shape) * 4
        crop = np.clip(dark, 0, 255).astype(np.uint8)
    else:
        small = cv2.resize(crop, (pixels, pixels), interpolation=cv2.INTER_AREA)
        crop = np.asarray(cv2.resize(small, crop.shape[::-1]), np.uint8)
    return compressed(crop, int(rng.integers(20, 60)))


def half_of(faces: dataset.Faces, half: str) -> dataset.Faces:
    """One half of the pictures; pixel-identical ones lie in the same."""
    groups = np.random.default_rng(5).permutation(np.unique(faces.groups))
    first = np.isin(faces.groups, groups[: len(groups) // 2])
    return faces.taken(first if half == "choose" else ~first)
