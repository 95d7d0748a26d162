"""Making probabilities mean what they say, and rare labels heard.

Two numbers per head, chosen on a split that training does not see: a temperature (Guo et al., 2017)
and how far rare labels are lifted (the one-parameter logit adjustment of Menon et al., "Long-tail
learning via logit adjustment", 2020).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training import metrics
from training.errors import DataError

Rows = NDArray[np.floating]

TEMPERATURES: Final = np.geomspace(0.3, 4.0, 200)
LIFTS: Final = np.linspace(-0.5, 1.0, 61)


@dataclass(frozen=True, slots=True)
class Calibration:
    """Probabilities are softmax(logits / temperature + bias); bias [7] comes of `lift`."""

    temperature: float
    lift: float
    bias: tuple[float, ...]

    def probabilities(self, logits: Rows) -> Rows:
        """Logits [N, 7] as probabilities [N, 7]."""
        return _softmax(logits / self.temperature + np.array(self.bias))


def calibrated(logits: Rows, truth: NDArray[np.int64], rarity: float) -> Calibration:
    """The calibration that serves these faces best.

    `rarity` says how many points of accuracy a point of macro recall is worth when the lift is
    chosen; the temperature then has the least negative log-likelihood. Raises DataError without
    faces, from which nothing can be chosen.
    """
    if not len(truth):
        raise DataError("there is no face to calibrate on: name another split with --split")
    frequency = np.bincount(truth, minlength=logits.shape[1]) / max(len(truth), 1)
    rare = -np.log(np.maximum(frequency, 1e-3))
    rare -= rare.mean()
    lift = max(LIFTS, key=lambda lift: _worth(logits + lift * rare, truth, rarity))
    lifted = logits + lift * rare
    temperature = min(TEMPERATURES, key=lambda t: _surprise(lifted / t, truth))
    bias = lift * rare / temperature
    return Calibration(float(temperature), float(lift), tuple(float(b) for b in bias))


def _worth(logits: Rows, truth: NDArray[np.int64], rarity: float) -> float:
    said = logits.argmax(axis=1)
    return float((said == truth).mean()) + rarity * metrics.macro_recall(truth, said)


def _surprise(logits: Rows, truth: NDArray[np.int64]) -> float:
    chosen = _softmax(logits)[np.arange(len(truth)), truth]
    return float(-np.log(np.maximum(chosen, 1e-12)).mean())


def _softmax(logits: Rows) -> Rows:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    normal: Rows = powers / powers.sum(axis=1, keepdims=True)
    return normal
