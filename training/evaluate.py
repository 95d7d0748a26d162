"""Judging an exported model through the very code that inference uses. Needs no torch."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analysis.expressions import Expressions
from analysis.report import LABELS
from training import dataset, metrics

#: A top answer less likely than this counts as unclear where coverage is told.
CLEAR: Final = 0.5


@dataclass(frozen=True, slots=True)
class Answers:
    """What the model said of one split: probabilities [N, 7] of both heads."""

    seen: NDArray[np.float32]
    label: NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Compared:
    """One head beside its own truth: index into LABELS [N], probabilities [N, 7]."""

    truth: NDArray[np.int64]
    answers: NDArray[np.float32]

    @property
    def said(self) -> NDArray[np.int64]:
        """The most likely label of each face."""
        return np.asarray(self.answers.argmax(axis=1), np.int64)


def evaluate(model: Expressions, faces: dataset.Faces) -> dict[str, Any]:
    """The figures of the contract.

    `accuracy`, `macro_f1`, `recall`, `precision`, `ece` and `n` compare the second head with
    FER2013's label; the `ferplus_*` figures compare the first head, which the product uses, with
    the answer that FER+'s voters gave most often, on the faces whose single top vote is one of the
    seven labels; `ferplus_support` counts these faces by label. Where there is none, only
    `ferplus_n` is there, and is 0.
    """
    return figures(answered(model, faces), faces)


def answered(model: Expressions, faces: dataset.Faces) -> Answers:
    """One pass over the faces."""
    return Answers(*model.answers(list(faces.images)))


def figures(answers: Answers, faces: dataset.Faces) -> dict[str, Any]:
    """The figures of the contract for answers that are already there."""
    label = by_label(answers, faces)
    found: dict[str, Any] = {
        "accuracy": _accuracy(label),
        "macro_f1": metrics.macro_f1(label.truth, label.said),
        "recall": _recall(label),
        "precision": _precision(label),
        "ece": metrics.calibration_error(label.truth, label.answers),
        "n": len(faces),
    }
    seen = by_votes(answers, faces)
    return found if seen is None else found | _ferplus(seen)


def coverage(answers: Answers, faces: dataset.Faces, least: float = CLEAR) -> dict[str, Any]:
    """How many faces get a name when an answer under `least` is called unclear, for each truth."""
    label, seen = by_label(answers, faces), by_votes(answers, faces)
    if seen is not None and not len(seen.truth):
        seen = None
    heads = {"label": label} if seen is None else {"ferplus": seen, "label": label}
    told: dict[str, Any] = {
        name: asdict(metrics.coverage(head.truth, head.answers, least))
        for name, head in heads.items()
    }
    return {"least": least} | told


def by_label(answers: Answers, faces: dataset.Faces) -> Compared:
    """The second head beside FER2013's own label."""
    return Compared(faces.labels, answers.label)


def by_votes(answers: Answers, faces: dataset.Faces) -> Compared | None:
    """The first head beside FER+'s single top vote, where there is one; None without votes."""
    if faces.votes is None:
        return None
    truth, single = dataset.top_votes(faces)
    return Compared(truth[single], answers.seen[single])


def _ferplus(seen: Compared) -> dict[str, Any]:
    if not len(seen.truth):
        return {"ferplus_n": 0}
    return {
        "ferplus_accuracy": _accuracy(seen),
        "ferplus_macro_recall": metrics.macro_recall(seen.truth, seen.said),
        "ferplus_recall": _recall(seen),
        "ferplus_precision": _precision(seen),
        "ferplus_support": _support(seen),
        "ferplus_ece": metrics.calibration_error(seen.truth, seen.answers),
        "ferplus_n": len(seen.truth),
    }


def _accuracy(head: Compared) -> float:
    return float((head.truth == head.said).mean()) if len(head.truth) else 0.0


def _recall(head: Compared) -> dict[str, float | None]:
    """Recall by label; None for a label that has no face."""
    return _parts(metrics.recalls(head.truth, head.said))


def _precision(head: Compared) -> dict[str, float | None]:
    """Precision by label; None for a label that is never the answer."""
    return _parts(metrics.precisions(head.truth, head.said))


def _support(head: Compared) -> dict[str, int]:
    """The number of faces of each label."""
    counts = np.bincount(head.truth, minlength=len(LABELS))
    return {label: int(count) for label, count in zip(LABELS, counts, strict=True)}


def _parts(found: NDArray[np.float64]) -> dict[str, float | None]:
    return {
        label: None if np.isnan(part) else float(part)
        for label, part in zip(LABELS, found, strict=True)
    }
