import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training import robustness
from training.commands import main


def test_a_box_of_the_same_place_and_size_changes_nothing() -> None:
    face = np.random.default_rng(0).integers(0, 256, (48, 48)).astype(np.uint8)
    assert np.array_equal(robustness.reboxed(face, 1.0), face)


def test_a_larger_box_shows_the_face_smaller_around_the_same_middle() -> None:
    face = np.zeros((48, 48), np.uint8)
    face[12:36, 12:36] = 255
    small = robustness.reboxed(face, 1.5).astype(float)
    assert small.mean() == pytest.approx(face.mean() / 1.5**2, rel=0.05)
    assert np.array_equal(small, small[::-1, ::-1])


def test_a_box_moved_to_the_right_shows_the_face_further_left() -> None:
    face = np.zeros((48, 48), np.uint8)
    face[:, 24] = 255
    moved = robustness.reboxed(face, 1.0, (0.125, 0.0))
    assert moved.mean(axis=0).argmax() == 24 - 6


def test_each_change_is_reported_on_its_own_line(
    columns: dict[str, Any], write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["robustness", "--data", str(write(columns))]) == 0
    rows = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["change"] for row in rows] == list(robustness.CHANGES)
    assert all(0.0 <= row["ferplus_accuracy"] <= 1.0 for row in rows)
