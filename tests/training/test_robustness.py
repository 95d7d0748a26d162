import json
from collections.abc import Callable
from dataclasses import replace
from math import floor
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.expressions import Expressions, model_path
from training import dataset, robustness
from training.commands import main

FACE = np.random.default_rng(0).integers(0, 256, (48, 48)).astype(np.uint8)


def looked_up(face: np.ndarray, scale: float, shift: tuple[float, float]) -> np.ndarray:
    """The box's view by definition: each pixel's middle between its four nearest; edges repeat."""
    height, width = face.shape
    seen = np.empty(face.shape)
    for row in range(height):
        for column in range(width):
            down = height / 2 + shift[1] * height + (row + 0.5 - height / 2) * scale - 0.5
            across = width / 2 + shift[0] * width + (column + 0.5 - width / 2) * scale - 0.5
            parts = [
                ((1 - abs(down - y)) * (1 - abs(across - x)))
                * float(face[min(max(y, 0), height - 1), min(max(x, 0), width - 1)])
                for y in (floor(down), floor(down) + 1)
                for x in (floor(across), floor(across) + 1)
            ]
            seen[row, column] = sum(parts)
    return seen


@given(st.floats(0.5, 2.0), st.floats(-0.6, 0.6), st.floats(-0.6, 0.6))
@settings(max_examples=15, deadline=None)
def test_a_box_shows_what_its_geometry_says(scale: float, across: float, down: float) -> None:
    """OpenCV rounds places to 1/32 pixel, which is a few grey levels in noise as harsh as this."""
    soft = np.asarray(np.mgrid[0:48, 0:48].sum(axis=0) * 2 + FACE // 16, np.uint8)
    found = robustness.reboxed(soft, scale, (across, down)).astype(float)
    assert np.abs(found - looked_up(soft, scale, (across, down))).max() < 2.0


@pytest.mark.parametrize("pixels", [(0, 0), (3, 0), (-4, 0), (0, 5), (-2, 4)])
def test_a_box_moved_by_whole_pixels_repeats_the_edge_and_changes_nothing_else(
    pixels: tuple[int, int],
) -> None:
    across, down = pixels
    rows, columns = (np.clip(np.arange(48) + step, 0, 47) for step in (down, across))
    shift = (across / 48, down / 48)
    assert np.array_equal(robustness.reboxed(FACE, 1.0, shift), FACE[np.ix_(rows, columns)])


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


@pytest.mark.parametrize("name", robustness.CHANGES)
def test_every_change_alters_a_face_and_keeps_its_shape(name: str) -> None:
    found = robustness.CHANGES[name].act(FACE, np.random.default_rng(0))
    assert (found.shape, found.dtype) == (FACE.shape, np.uint8)
    assert not np.array_equal(found, FACE)


@pytest.mark.parametrize("name", robustness.CHANGES)
def test_only_random_changes_are_drawn_more_than_once(name: str) -> None:
    change = robustness.CHANGES[name]
    first, second = (change.act(FACE, np.random.default_rng(seed)) for seed in range(2))
    assert np.array_equal(first, second) == (change.draws == 1)


@pytest.fixture
def rows(
    columns: dict[str, Any], write: Callable[..., Path], capsys: pytest.CaptureFixture[str]
) -> list[dict[str, Any]]:
    assert main(["robustness", "--data", str(write(columns))]) == 0
    return [json.loads(line) for line in capsys.readouterr().out.splitlines()]


def test_each_change_is_reported_on_its_own_line(rows: list[dict[str, Any]]) -> None:
    assert [row["change"] for row in rows] == ["as it is", *robustness.CHANGES]
    assert all(0.0 <= row["ferplus_accuracy"] <= 1.0 for row in rows)


def test_a_fall_is_the_distance_to_the_faces_as_they_are(rows: list[dict[str, Any]]) -> None:
    for row in rows:
        for key in ("accuracy", "ferplus_accuracy"):
            fall = 100 * (rows[0][key] - row[key])
            assert row[f"{key}_fall"] == pytest.approx(fall, abs=0.02)


def test_every_draw_is_told_and_their_mean_counts(rows: list[dict[str, Any]]) -> None:
    for row in rows[1:]:
        falls = row["ferplus_accuracy_falls"]
        assert len(falls) == robustness.CHANGES[row["change"]].draws
        assert row["ferplus_accuracy_fall"] == pytest.approx(np.mean(falls), abs=0.01)


def test_blur_and_blocks_count_in_pixels_of_what_the_network_sees(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    """Pictures of twice the size are brought to that size before they are changed."""
    faces = dataset.load(write(columns), "PublicTest")
    large = replace(faces, images=faces.images.repeat(2, axis=1).repeat(2, axis=2))
    model = Expressions(model_path())
    assert list(robustness.robustness(model, large)) == list(robustness.robustness(model, faces))
