"""Judging an exported model through the very code that inference uses. Needs no torch."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from analysis.expressions import Expressions
from analysis.report import LABELS
from training import dataset, metrics


@dataclass(frozen=True, slots=True)
class Answers:
    """What the model said of one split: probabilities [N, 7] of both heads."""

    seen: NDArray[np.float32]
    label: NDArray[np.float32]


def evaluate(model: Expressions, faces: dataset.Faces) -> dict[str, Any]:
    """The figures of the contract.

    `accuracy`, `macro_f1`, `recall`, `ece` and `n` compare the second head with FER2013's label;
    the `ferplus_*` figures compare the first head, which the product uses, with FER+'s majority,
    on the faces whose single top vote is one of the seven labels.
    """
    return figures(Answers(*model.answers(list(faces.images))), faces)


def figures(answers: Answers, faces: dataset.Faces) -> dict[str, Any]:
    """The figures of the contract for answers that are already there."""
    said = answers.label.argmax(axis=1)
    found: dict[str, Any] = {
        "accuracy": _accuracy(faces.labels, said),
        "macro_f1": metrics.macro_f1(faces.labels, said),
        "recall": _by_label(faces.labels, said),
        "ece": metrics.calibration_error(faces.labels, answers.label),
        "n": len(faces),
    }
    return found if faces.votes is None else found | _ferplus(answers.seen, faces)


def _ferplus(seen: NDArray[np.float32], faces: dataset.Faces) -> dict[str, Any]:
    truth, single = dataset.top_votes(faces)
    truth, seen = truth[single], seen[single]
    said = seen.argmax(axis=1)
    return {
        "ferplus_accuracy": _accuracy(truth, said),
        "ferplus_macro_recall": metrics.macro_recall(truth, said),
        "ferplus_recall": _by_label(truth, said),
        "ferplus_ece": metrics.calibration_error(truth, seen),
        "ferplus_n": len(truth),
    }


def _accuracy(truth: NDArray[np.int64], said: NDArray[np.int64]) -> float:
    return float((truth == said).mean()) if len(truth) else 0.0


def _by_label(truth: NDArray[np.int64], said: NDArray[np.int64]) -> dict[str, float | None]:
    """Recall by label; None for a label that has no face."""
    found = metrics.recalls(truth, said)
    return {
        label: None if np.isnan(recall) else float(recall)
        for label, recall in zip(LABELS, found, strict=True)
    }
