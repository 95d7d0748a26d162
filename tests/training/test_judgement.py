"""What `evaluate` tells, as JSON and as a page."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.expressions import model_path
from analysis.report import LABELS
from training import robustness
from training.commands import main

Write = Callable[..., Path]
Capture = pytest.CaptureFixture[str]


def page(capsys: Capture, path: Path, *words: str) -> str:
    assert main(["evaluate", "--data", str(path), "--split", "PublicTest", *words]) == 0
    return capsys.readouterr().out


def test_the_page_shows_both_truths_with_what_people_see_first(
    columns: dict[str, Any], write: Write, capsys: Capture
) -> None:
    shown = page(capsys, write(columns), "--no-robustness")
    assert 0 < shown.index("What people see") < shown.index("FER2013's own label")
    for label in LABELS:
        assert f"  {label} " in shown
    assert shown.count("calibration error") == 2
    assert shown.count("Calibration, ") == 2
    assert "ms a face in batches of 32 on one thread" in shown
    assert "Robustness" not in shown


def test_the_page_names_the_very_file(
    columns: dict[str, Any], write: Write, capsys: Capture
) -> None:
    content = model_path().read_bytes()
    shown = page(capsys, write(columns), "--no-robustness")
    assert hashlib.sha256(content).hexdigest() in shown
    assert f"{len(content):,} bytes" in shown


def test_the_page_ends_with_every_change_of_robustness(
    columns: dict[str, Any], write: Write, capsys: Capture
) -> None:
    lines = page(capsys, write(columns)).splitlines()[-len(robustness.CHANGES) - 1 :]
    for name, line in zip(["as it is", *robustness.CHANGES], lines, strict=True):
        assert line.startswith(f"  {name} ")


def test_json_is_one_object_and_robustness_comes_only_when_asked_for(
    columns: dict[str, Any], write: Write, capsys: Capture
) -> None:
    plain = json.loads(page(capsys, write(columns), "--json"))
    assert "robustness" not in plain
    assert plain["bytes"] == model_path().stat().st_size
    asked = json.loads(page(capsys, write(columns), "--json", "--robustness"))
    assert len(asked.pop("robustness")) == 1 + len(robustness.CHANGES)
    assert asked == plain


def test_the_page_says_so_where_there_are_no_votes(
    columns: dict[str, Any], write: Write, capsys: Capture
) -> None:
    bare = {name: rows for name, rows in columns.items() if not name.startswith("ferplus")}
    shown = page(capsys, write(bare))
    assert "What people see: not judged" in shown
    assert "Confusions" not in shown
    assert shown.count("Calibration, ") == 1


def test_votes_that_all_tie_are_no_votes(
    columns: dict[str, Any], write: Write, capsys: Capture
) -> None:
    path = write({**columns, "ferplus_votes": np.ones_like(columns["ferplus_votes"])})
    found = json.loads(page(capsys, path, "--json", "--robustness"))
    assert found["ferplus_n"] == 0
    assert "ferplus_accuracy" not in found
    assert list(found["coverage"]) == ["least", "label"]
    assert "What people see: not judged" in page(capsys, path)


def test_a_label_without_faces_has_no_recall(
    columns: dict[str, Any], write: Write, capsys: Capture
) -> None:
    path = write({**columns, "label": np.where(columns["label"] == 1, 0, columns["label"])})
    found = json.loads(page(capsys, path, "--json"))
    assert found["recall"]["disgust"] is None
    assert "no faces" in page(capsys, path, "--no-robustness")


def test_a_split_without_faces_ends_with_a_sentence(
    columns: dict[str, Any], write: Write, capsys: Capture
) -> None:
    path = write({**columns, "split_names": np.array(["Training", "PublicTest", "Empty"])})
    assert main(["evaluate", "--data", str(path), "--split", "Empty"]) == 3
    assert "'Empty'" in capsys.readouterr().err
