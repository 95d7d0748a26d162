import numpy as np
import pytest

from analysis.report import LABELS
from training import classification, metrics


def indices(*names: str) -> np.ndarray:
    return np.array([LABELS.index(name) for name in names], np.int64)


TRUTH = indices("angry", "angry", "angry", "happy", "happy", "sad")
SAID = indices("angry", "angry", "happy", "happy", "sad", "neutral")


def line(found: classification.Classification, label: str) -> classification.Line:
    return next(line for line in found.lines if line.label == label)


def test_precision_recall_and_f1_are_what_a_hand_count_gives() -> None:
    found = classification.classified(TRUTH, SAID)
    assert line(found, "angry") == classification.Line("angry", 1.0, 2 / 3, 0.8, 3)
    assert line(found, "happy") == classification.Line("happy", 0.5, 0.5, 0.5, 2)
    assert line(found, "sad") == classification.Line("sad", 0.0, 0.0, 0.0, 1)
    assert found.accuracy == 0.5
    assert found.faces == 6


def test_a_label_without_faces_or_answers_has_no_number_instead_of_zero() -> None:
    found = classification.classified(TRUTH, SAID)
    assert line(found, "neutral") == classification.Line("neutral", 0.0, None, 0.0, 0)
    assert line(found, "fear") == classification.Line("fear", None, None, None, 0)
    assert found.macro.recall == pytest.approx((2 / 3 + 1 / 2 + 0) / 3)


def test_means_agree_with_the_figures_of_the_contract() -> None:
    rng = np.random.default_rng(3)
    truth, said = rng.integers(0, 6, 200), rng.integers(1, 7, 200)
    macro = classification.classified(truth, said).macro
    assert macro.recall == pytest.approx(metrics.macro_recall(truth, said))
    assert macro.f1 == pytest.approx(metrics.macro_f1(truth, said))


def test_no_faces_at_all_have_no_accuracy() -> None:
    none = np.empty(0, np.int64)
    found = classification.classified(none, none)
    assert found.accuracy is None
    assert "accuracy -" in classification.report_text(found)


def test_the_report_names_every_label_with_its_faces() -> None:
    text = classification.report_text(classification.classified(TRUTH, SAID))
    rows = {row.split()[0]: row.split() for row in text.splitlines() if row}
    assert rows["angry"] == ["angry", "100.0", "%", "66.7", "%", "0.800", "3"]
    assert rows["fear"] == ["fear", "-", "-", "-", "0"]
    assert set(LABELS) <= set(rows)


def test_the_confusion_table_has_the_truth_in_its_rows() -> None:
    lines = classification.confusion_text(classification.classified(TRUTH, SAID)).splitlines()
    assert lines[0].split() == [*LABELS, "faces"]
    assert lines[1].split() == ["angry", "2", "0", "0", "1", "0", "0", "0", "3"]
    assert lines[2].split()[::2] == ["66.7", "0.0", "0.0", "33.3", "0.0", "0.0", "0.0"]


def test_the_history_has_a_row_for_each_epoch_even_where_a_figure_is_missing() -> None:
    text = classification.history_text([{"epoch": 1, "loss": 2.5}, {"epoch": 2, "recall": 0.25}])
    assert [row.split() for row in text.splitlines()] == [
        ["epoch", "loss", "recall"],
        ["1", "2.5000", "-"],
        ["2", "-", "0.2500"],
    ]
