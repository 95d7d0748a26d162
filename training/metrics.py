"""How good predictions are. All take numpy arrays; rows are faces."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analysis.report import LABELS

Indices = NDArray[np.int64]


def recalls(truth: Indices, said: Indices) -> NDArray[np.float64]:
    """The part of each label's faces that was recognised, [7]; NaN for a label without faces."""
    hits = np.bincount(truth[truth == said], minlength=len(LABELS))
    counts = np.bincount(truth, minlength=len(LABELS))
    return np.where(counts > 0, hits / np.maximum(counts, 1), np.nan)


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
    confidence = probabilities.max(axis=1)
    right = (probabilities.argmax(axis=1) == truth).astype(np.float64)
    places = np.minimum((confidence * bins).astype(np.int64), bins - 1)
    gaps = np.bincount(places, weights=right - confidence, minlength=bins)
    return float(np.abs(gaps).sum() / max(len(truth), 1))


def confusion(truth: Indices, said: Indices) -> Indices:
    """Counts [7, 7]: truth by row, answer by column."""
    size = len(LABELS)
    return np.bincount(truth * size + said, minlength=size * size).reshape(size, size)
