"""What the network is asked to say: FER+ vote distributions and FER2013's label, with weights."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analysis.report import LABELS
from training.dataset import Faces

Rows = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Targets:
    """`seen` and `label` are distributions [N, 7]; the weights [N] have mean about 1."""

    seen: Rows
    seen_weight: Rows
    label: Rows
    label_weight: Rows


def targets(faces: Faces, *, balance: float, label_balance: float, smoothing: float) -> Targets:
    """The targets of these faces.

    A single stray vote of ten says more about the voter than about the face: answers with one vote
    are left out where another has more, as FER+'s authors do (Barsoum et al., "Training Deep
    Networks for Facial Expression Recognition with Crowd-Sourced Label Distribution", 2016).
    `balance`: classes weigh by their frequency to the power of -balance.
    """
    seen, sure = _seen(faces)
    label = np.eye(len(LABELS), dtype=np.float32)[faces.labels]
    label = label * (1.0 - smoothing) + smoothing / len(LABELS)
    return Targets(
        seen=seen,
        seen_weight=_balanced(seen, sure, balance),
        label=label.astype(np.float32),
        label_weight=_balanced(label, (~faces.ambiguous).astype(np.float32), label_balance),
    )


def _seen(faces: Faces) -> tuple[Rows, Rows]:
    """Distributions over the seven labels, and the part of all votes that they stand for."""
    if faces.votes is None or faces.others is None:
        return np.eye(len(LABELS), dtype=np.float32)[faces.labels], np.ones(len(faces), np.float32)
    votes = np.where((faces.votes <= 1) & (faces.votes.max(axis=1) > 1)[:, None], 0, faces.votes)
    total = votes.sum(axis=1)
    sure = total / np.maximum(total + faces.others.sum(axis=1), 1.0)
    even = np.full(votes.shape, 1.0 / len(LABELS))
    seen = np.where(total[:, None] > 0, votes / np.maximum(total, 1.0)[:, None], even)
    return seen.astype(np.float32), np.where(total > 0, sure, 0.0).astype(np.float32)


def _balanced(target: Rows, weight: Rows, balance: float) -> Rows:
    frequency = (target * weight[:, None]).sum(axis=0) / max(float(weight.sum()), 1.0)
    classes = np.maximum(frequency, 1e-4) ** -balance
    weights = weight * (target @ classes)
    even: Rows = weights / np.float32(max(float(weights.mean()), 1e-6))
    return even.astype(np.float32)
