"""How good predictions are. All take numpy arrays; rows are faces."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.report import LABELS

Indices = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Bin:
    """The faces whose top answer is as likely as `low` to `high`: mean confidence, part right."""

    low: float
    high: float
    count: int
    confidence: float
    accuracy: float


@dataclass(frozen=True, slots=True)
class Coverage:
    """The part of the faces that got a name, and the part of these names that is right.

    `accuracy` is None when no face got one.
    """

    named: float
    accuracy: float | None


def recalls(truth: Indices, said: Indices) -> NDArray[np.float64]:
    """The part of each label's faces that was recognised, [7]; NaN for a label without faces."""
    hits = np.bincount(truth[truth == said], minlength=len(LABELS))
    counts = np.bincount(truth, minlength=len(LABELS))
    return np.where(counts > 0, hits / np.maximum(counts, 1), np.nan)


def precisions(truth: Indices, said: Indices) -> NDArray[np.float64]:
    """The part of each label's answers that was right, [7]; NaN for a label that is no answer."""
    return recalls(said, truth)


def macro_recall(truth: Indices, said: Indices) -> float:
    """The mean recall over the labels that have faces; 0 without any face."""
    return float(np.nanmean(recalls(truth, said))) if len(truth) else 0.0


def macro_f1(truth: Indices, said: Indices) -> float:
    """The mean over labels of 2 * hits / (faces + guesses); a label in neither is left out."""
    hits = np.bincount(truth[truth == said], minlength=len(LABELS))
    both = np.bincount(truth, minlength=len(LABELS)) + np.bincount(said, minlength=len(LABELS))
    return float((2 * hits[both > 0] / both[both > 0]).mean()) if len(truth) else 0.0


def calibration_error(truth: Indices, probabilities: NDArray[np.floating], bins: int = 15) -> float:
    """Expected calibration error of the top answer over equal-width bins of confidence.

    Guo et al., "On Calibration of Modern Neural Networks", 2017, equation 3, with their 15 bins.
    """
    gaps = [
        found.count * abs(found.accuracy - found.confidence)
        for found in reliability(truth, probabilities, bins)
    ]
    return sum(gaps) / max(len(truth), 1)


def reliability(
    truth: Indices, probabilities: NDArray[np.floating], bins: int = 15
) -> tuple[Bin, ...]:
    """Equal-width bins of the top answer's probability, lowest first; empty ones are left out."""
    confidence = probabilities.max(axis=1).astype(np.float64)
    right = probabilities.argmax(axis=1) == truth
    places = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    counts, sure, hits = (
        np.bincount(places, weights=weights, minlength=bins)
        for weights in (None, confidence, right)
    )
    return tuple(
        Bin(
            low=place / bins,
            high=(place + 1) / bins,
            count=int(counts[place]),
            confidence=float(sure[place] / counts[place]),
            accuracy=float(hits[place] / counts[place]),
        )
        for place in np.flatnonzero(counts)
    )


def coverage(truth: Indices, probabilities: NDArray[np.floating], least: float) -> Coverage:
    """What becomes of the faces when a top answer under `least` is called unclear."""
    named = probabilities.max(axis=1) >= least
    right = probabilities[named].argmax(axis=1) == truth[named]
    part = float(named.mean()) if len(named) else 0.0
    return Coverage(part, float(right.mean()) if len(right) else None)


def confusion(truth: Indices, said: Indices) -> Indices:
    """Counts [7, 7]: truth by row, answer by column."""
    size = len(LABELS)
    return np.bincount(truth * size + said, minlength=size * size).reshape(size, size)
