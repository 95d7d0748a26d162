"""Figures against small examples, and against their definitions written out face by face."""

from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.report import LABELS
from training import metrics

#: Rows of (truth, seven weights); few different weights, so that ties and full bins occur.
FACES = st.lists(
    st.tuples(st.integers(0, 6), st.tuples(*[st.integers(0, 9)] * 7).filter(any)), max_size=30
)
Rows = Sequence[tuple[int, tuple[int, ...]]]


def arrays(rows: Rows) -> tuple[np.ndarray, np.ndarray]:
    """Truth [N] and probabilities [N, 7], float32 as the model gives them."""
    truth = np.array([label for label, _ in rows], np.int64)
    weights = np.array([row for _, row in rows], np.float64).reshape(-1, len(LABELS))
    return truth, (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)


def pairs(rows: Rows) -> list[tuple[int, int, float]]:
    """Truth, first most likely label and its probability, of each face."""
    truth, probabilities = arrays(rows)
    return [
        (int(label), max(range(7), key=lambda place, row=row: row[place]), float(row.max()))
        for label, row in zip(truth, probabilities, strict=True)
    ]


@given(FACES)
def test_calibration_error_follows_its_definition(rows: Rows) -> None:
    bins: dict[int, list[tuple[bool, float]]] = {}
    for truth, said, sure in pairs(rows):
        bins.setdefault(min(int(sure * 15), 14), []).append((truth == said, sure))
    expected = sum(
        len(found)
        / len(rows)
        * abs(sum(right for right, _ in found) - sum(sure for _, sure in found))
        / len(found)
        for found in bins.values()
    )
    found = metrics.calibration_error(*arrays(rows))
    assert found == pytest.approx(expected, abs=1e-6)
    assert 0.0 <= found <= 1.0


@given(FACES)
def test_recalls_and_their_mean_follow_their_definition(rows: Rows) -> None:
    truth, probabilities = arrays(rows)
    by_label = [
        [said == label for other, said, _ in pairs(rows) if other == label] for label in range(7)
    ]
    found = metrics.recalls(truth, probabilities.argmax(axis=1))
    for hits, recall in zip(by_label, found, strict=True):
        assert np.isnan(recall) if not hits else recall == pytest.approx(sum(hits) / len(hits))
    known = [sum(hits) / len(hits) for hits in by_label if hits]
    mean = metrics.macro_recall(truth, probabilities.argmax(axis=1))
    assert mean == pytest.approx(sum(known) / len(known) if known else 0.0)


@given(FACES)
def test_macro_f1_is_the_harmonic_mean_of_precision_and_recall_over_labels(rows: Rows) -> None:
    truth, probabilities = arrays(rows)
    scores = []
    for label in range(7):
        hits = sum(t == s == label for t, s, _ in pairs(rows))
        faces = sum(t == label for t, _, _ in pairs(rows))
        guesses = sum(s == label for _, s, _ in pairs(rows))
        if hits:
            recall, precision = hits / faces, hits / guesses
            scores.append(2 * precision * recall / (precision + recall))
        elif faces or guesses:
            scores.append(0.0)
    found = metrics.macro_f1(truth, probabilities.argmax(axis=1))
    assert found == pytest.approx(sum(scores) / len(scores) if scores else 0.0)


@given(FACES)
def test_confusion_counts_every_face_in_its_place(rows: Rows) -> None:
    truth, probabilities = arrays(rows)
    table = metrics.confusion(truth, probabilities.argmax(axis=1))
    expected = np.zeros((7, 7), int)
    for label, said, _ in pairs(rows):
        expected[label, said] += 1
    assert (table == expected).all()


@given(FACES, st.integers(1, 20))
def test_the_bins_of_calibration_hold_every_face_once(rows: Rows, count: int) -> None:
    found = metrics.reliability(*arrays(rows), count)
    assert sum(one.count for one in found) == len(rows)
    assert [one.low for one in found] == sorted({one.low for one in found})
    for one in found:
        assert one.low - 1e-6 <= one.confidence <= one.high + 1e-6
    hits = sum(one.count * one.accuracy for one in found)
    assert hits == pytest.approx(sum(truth == said for truth, said, _ in pairs(rows)))


@given(FACES, st.floats(0.0, 1.0, width=32))
def test_coverage_counts_the_faces_that_are_sure_enough(rows: Rows, least: float) -> None:
    found = metrics.coverage(*arrays(rows), least)
    named = [truth == said for truth, said, sure in pairs(rows) if sure >= least]
    assert found.named == pytest.approx(len(named) / len(rows) if rows else 0.0)
    if named:
        assert found.accuracy == pytest.approx(sum(named) / len(named))
    else:
        assert found.accuracy is None


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
    assert [one.high for one in metrics.reliability(np.array([1, 1]), certain)] == [1.0]


def test_confusion_has_truth_by_row() -> None:
    table = metrics.confusion(np.array([0, 0, 6]), np.array([0, 5, 6]))
    assert table[0, 0] == table[0, 5] == table[6, 6] == 1
    assert table.sum() == 3


def test_an_answer_that_is_just_sure_enough_gets_its_name() -> None:
    sure = np.zeros((1, 7), np.float32)
    sure[0, :2] = 0.5
    assert metrics.coverage(np.array([0]), sure, 0.5) == metrics.Coverage(1.0, 1.0)
