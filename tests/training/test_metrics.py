import numpy as np
import pytest

from training import metrics


def test_recall_is_counted_by_label_and_left_open_without_faces() -> None:
    truth, said = np.array([0, 0, 0, 3]), np.array([0, 0, 1, 3])
    found = metrics.recalls(truth, said)
    assert found[0] == pytest.approx(2 / 3)
    assert found[3] == 1.0
    assert np.isnan(found[[1, 2, 4, 5, 6]]).all()
    assert metrics.macro_recall(truth, said) == pytest.approx((2 / 3 + 1) / 2)


def test_macro_f1_is_the_mean_over_labels_that_occur() -> None:
    truth, said = np.array([0, 0, 0, 3]), np.array([0, 0, 1, 3])
    assert metrics.macro_f1(truth, said) == pytest.approx((4 / 5 + 0 + 1) / 3)


def test_calibration_error_is_the_gap_between_confidence_and_accuracy() -> None:
    sure = np.full((10, 7), 0.2 / 6)
    sure[:, 2] = 0.8
    truth = np.array([2] * 5 + [0] * 5)
    assert metrics.calibration_error(truth, sure) == pytest.approx(0.3)


def test_calibration_error_is_zero_when_confidence_is_earned() -> None:
    sure = np.full((10, 7), 0.2 / 6)
    sure[:, 2] = 0.8
    truth = np.array([2] * 8 + [0] * 2)
    assert metrics.calibration_error(truth, sure) == pytest.approx(0.0, abs=1e-9)


def test_full_confidence_falls_into_the_last_bin() -> None:
    certain = np.eye(7)[[1, 1]]
    assert metrics.calibration_error(np.array([1, 1]), certain) == 0.0


def test_confusion_has_truth_by_row() -> None:
    table = metrics.confusion(np.array([0, 0, 6]), np.array([0, 5, 6]))
    assert table[0, 0] == table[0, 5] == table[6, 6] == 1
    assert table.sum() == 3
