import numpy as np
import pytest

from training import metrics
from training.calibration import calibrated
from training.errors import DataError


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


def test_nothing_is_chosen_from_no_faces() -> None:
    with pytest.raises(DataError, match="no face to calibrate on: name another split"):
        calibrated(np.zeros((0, 7)), np.zeros(0, np.int64), rarity=0.1)


def test_the_bias_is_the_lift_by_rarity_brought_to_the_same_temperature() -> None:
    logits, truth = boasts()
    rare = -np.log(np.bincount(truth, minlength=7) / len(truth))
    found = calibrated(logits, np.where(truth == 1, 0, truth), rarity=1.0)
    rare = -np.log(np.maximum(np.bincount(np.where(truth == 1, 0, truth), minlength=7), 4) / 4000)
    expected = found.lift * (rare - rare.mean()) / found.temperature
    assert found.bias == pytest.approx(expected)


def test_logarithms_of_probabilities_calibrate_as_their_logits_do() -> None:
    """They differ by a constant in each row, which no choice depends on."""
    logits, truth = boasts(500)
    powers = np.exp(logits)
    logs = np.log(powers / powers.sum(axis=1, keepdims=True))
    one, other = (calibrated(rows, truth, rarity=0.3) for rows in (logits, logs))
    assert one.probabilities(logits) == pytest.approx(other.probabilities(logs))
