import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.expressions import Expressions, model_path
from analysis.report import LABELS
from training import dataset, evaluate
from training.commands import main


def said(
    capsys: pytest.CaptureFixture[str], path: Path, split: str = "PublicTest"
) -> dict[str, Any]:
    assert main(["evaluate", "--data", str(path), "--split", split, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_figures_do_not_depend_on_the_order_of_names(
    columns: dict[str, Any],
    reorder: Callable[..., dict[str, Any]],
    write: Callable[..., Path],
    capsys: pytest.CaptureFixture[str],
) -> None:
    plain = said(capsys, write(columns))
    for seed in range(3):
        assert said(capsys, write(reorder(columns, seed))) == plain


def test_a_split_of_any_name_is_judged(
    columns: dict[str, Any], write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    names = np.array(["Training", "PrivateTest"])
    found = said(capsys, write({**columns, "split_names": names}), "PrivateTest")
    assert found["n"] == 28
    assert found["split"] == "PrivateTest"


def test_every_figure_of_the_contract_is_there(
    columns: dict[str, Any], write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    found = said(capsys, write(columns))
    assert {"accuracy", "macro_f1", "recall", "precision", "ece", "n"} <= set(found)
    plus = {"ferplus_accuracy", "ferplus_macro_recall", "ferplus_ece", "ferplus_n"}
    by_label = {"ferplus_recall", "ferplus_precision", "ferplus_support"}
    assert plus | by_label <= set(found)
    for name in ("recall", "precision", *by_label):
        assert list(found[name]) == list(LABELS)
    assert sum(found["ferplus_support"].values()) == found["ferplus_n"]


def test_a_file_without_votes_is_judged_by_its_label_alone(
    columns: dict[str, Any], write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    bare = {k: v for k, v in columns.items() if not k.startswith("ferplus")}
    found = said(capsys, write(bare))
    assert found["n"] == 28
    assert not [name for name in found if name.startswith("ferplus")]


def test_each_head_is_compared_with_its_own_truth(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    """Votes say the next label; answers that follow both truths are right twice."""
    votes = np.roll(columns["ferplus_votes"][:, :7], 1, axis=1)
    votes = np.concatenate([votes, columns["ferplus_votes"][:, 7:]], axis=1)
    faces = dataset.load(write({**columns, "ferplus_votes": votes}), "PublicTest")
    truth, _ = dataset.top_votes(faces)
    assert not (truth == faces.labels).any()
    sure = np.eye(len(LABELS), dtype=np.float32)
    found = evaluate.figures(evaluate.Answers(sure[truth], sure[faces.labels]), faces)
    assert found["accuracy"] == found["macro_f1"] == found["ferplus_accuracy"] == 1.0
    assert found["ferplus_macro_recall"] == 1.0
    assert found["ece"] == found["ferplus_ece"] == 0.0


def test_precision_is_of_the_answers_and_nothing_where_there_are_none(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    """Four faces of each label: all are called happy, but that one of the angry is called sad."""
    faces = dataset.load(write(columns), "PublicTest")
    truth, _ = dataset.top_votes(faces)
    said = np.full(len(truth), LABELS.index("happy"))
    said[np.flatnonzero(truth == LABELS.index("angry"))[0]] = LABELS.index("sad")
    sure = np.eye(len(LABELS), dtype=np.float32)
    found = evaluate.figures(evaluate.Answers(sure[said], sure[faces.labels]), faces)
    expected = dict.fromkeys(LABELS) | {"happy": 4 / 27, "sad": 0.0}
    assert found["ferplus_precision"] == expected
    assert found["ferplus_recall"]["happy"] == 1.0
    assert found["ferplus_support"] == dict.fromkeys(LABELS, 4)
    assert found["precision"] == dict.fromkeys(LABELS, 1.0)


def test_ties_and_foreign_answers_are_left_out_of_the_votes_figures(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    votes = columns["ferplus_votes"].copy()
    judged = np.flatnonzero(columns["split"] == 1)
    votes[judged[0]] = (5, 5, 0, 0, 0, 0, 0, 0, 0, 0)
    votes[judged[1]] = (0, 0, 0, 0, 0, 0, 0, 0, 9, 1)
    faces = dataset.load(write({**columns, "ferplus_votes": votes}), "PublicTest")
    found = evaluate.evaluate(Expressions(model_path()), faces)
    assert found["n"] == 28
    assert found["ferplus_n"] == 26


def test_faces_of_another_size_are_judged_too(
    columns: dict[str, Any], write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    large = columns["image"].repeat(2, axis=1).repeat(2, axis=2)
    assert said(capsys, write({**columns, "image": large}))["n"] == 28


def test_an_unknown_split_ends_with_a_sentence(
    columns: dict[str, Any], write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    path = write(columns)
    assert main(["evaluate", "--data", str(path), "--split", "Nowhere", "--json"]) == 3
    assert "there is no split 'Nowhere'" in capsys.readouterr().err


@pytest.mark.slow
def test_judging_needs_no_torch() -> None:
    code = "import sys, training.commands; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0  # noqa: S603
