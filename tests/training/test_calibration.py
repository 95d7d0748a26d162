import numpy as np
import pytest

from training import metrics
from training.calibration import calibrated


def boasts(count: int = 4000) -> tuple[np.ndarray, np.ndarray]:
    """Logits three times too sure of what is drawn from them."""
    rng = np.random.default_rng(0)
    logits = rng.normal(0.0, 1.2, (count, 7))
    powers = np.exp(logits)
    chances = powers / powers.sum(axis=1, keepdims=True)
    truth = (chances.cumsum(axis=1) < rng.random((count, 1))).sum(axis=1)
    return 3.0 * logits, np.minimum(truth, 6)


def test_a_boasting_network_is_cooled_to_what_it_knows() -> None:
    logits, truth = boasts()
    found = calibrated(logits, truth, rarity=0.0)
    assert found.temperature == pytest.approx(3.0, rel=0.15)
    assert metrics.calibration_error(truth, found.probabilities(logits)) < 0.03


def test_probabilities_sum_to_one() -> None:
    logits, truth = boasts(200)
    probabilities = calibrated(logits, truth, rarity=0.3).probabilities(logits)
    assert probabilities.sum(axis=1) == pytest.approx(1.0)
    assert (probabilities >= 0).all()


def test_a_rare_label_is_lifted_when_recall_is_wanted() -> None:
    rng = np.random.default_rng(1)
    truth = np.where(rng.random(6000) < 0.03, 1, 0)
    evidence = np.where(truth == 1, 1.0, -1.0) + rng.normal(0.0, 1.0, len(truth))
    logits = np.full((len(truth), 7), -9.0)
    logits[:, 0], logits[:, 1] = 3.0, evidence

    def recall(rarity: float) -> float:
        said = calibrated(logits, truth, rarity).probabilities(logits).argmax(axis=1)
        return float(metrics.recalls(truth, said)[1])

    assert recall(5.0) > recall(0.0) + 0.3
