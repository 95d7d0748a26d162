import json
from collections.abc import Callable
from dataclasses import replace
from math import floor
from pathlib import Path
from typing import Any

import cv2
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


def test_the_protocol_is_the_one_that_published_figures_followed() -> None:
    """Figures of different models compare only as long as nothing here changes."""
    goals = {name: (change.draws, change.goal) for name, change in robustness.CHANGES.items()}
    assert goals == {
        "box moved by up to 10 %": (3, 2.0),
        "box 0.9 as large": (1, 2.0),
        "box 1.1 as large": (1, 2.0),
        "box 1.25 as large": (1, 2.0),
        "box moved, 0.9 to 1.25 as large": (3, 2.0),
        "box 0.8 as large": (1, None),
        "JPEG quality 30": (1, 3.0),
        "blur of 1.5 px": (1, 3.0),
    }


@pytest.mark.parametrize("scale", [0.8, 0.9, 1.1, 1.25])
def test_a_box_is_as_large_as_its_name_says(scale: float) -> None:
    change = robustness.CHANGES[f"box {scale:g} as large"]
    found = change.act(FACE, np.random.default_rng(0))
    assert np.array_equal(found, robustness.reboxed(FACE, scale))


def places(change: robustness.Change, draws: int = 400) -> np.ndarray:
    """Where the box stood in each draw [draws, 3]: across, down (parts of the side), its scale.

    Read from a picture whose grey level grows by 2 a pixel to the right, then downwards: its
    middle tells the place, its steepness the scale.
    """
    ramps = [np.asarray(np.mgrid[0:48, 0:48][axis] * 2 + 60, np.uint8) for axis in (1, 0)]
    told = []
    for seed in range(draws):
        moved = [change.act(ramp, np.random.default_rng(seed)).astype(float) for ramp in ramps]
        middle = [(seen[23:25, 23:25].mean() - 107.0) / 2 / 48 for seen in moved]
        told.append((*middle, (moved[0][24, 30] - moved[0][24, 17]) / 26))
    return np.array(told)


def test_boxes_move_by_up_to_a_tenth_each_way() -> None:
    found = places(robustness.CHANGES["box moved by up to 10 %"])
    assert found[:, :2].min(axis=0) == pytest.approx([-0.1, -0.1], abs=0.012)
    assert found[:, :2].max(axis=0) == pytest.approx([0.1, 0.1], abs=0.012)
    assert found[:, 2] == pytest.approx(1.0, abs=0.05)


def test_loose_boxes_are_moved_and_scaled_over_the_whole_range() -> None:
    found = places(robustness.CHANGES["box moved, 0.9 to 1.25 as large"])
    assert found.min(axis=0) == pytest.approx([-0.1, -0.1, 0.9], abs=0.05)
    assert found.max(axis=0) == pytest.approx([0.1, 0.1, 1.25], abs=0.05)


def test_pictures_are_pressed_and_blurred_as_much_as_it_is_said() -> None:
    rng = np.random.default_rng(0)
    _, packed = cv2.imencode(".jpg", FACE, [cv2.IMWRITE_JPEG_QUALITY, 30])
    pressed = robustness.CHANGES["JPEG quality 30"].act(FACE, rng)
    assert np.array_equal(pressed, cv2.imdecode(packed, cv2.IMREAD_GRAYSCALE))
    dot = np.zeros((48, 48), np.uint8)
    dot[24, 24] = 255
    spread = robustness.CHANGES["blur of 1.5 px"].act(dot, rng)[24].astype(float)
    distance = np.arange(48) - 24.0
    deviation = np.sqrt((spread * distance**2).sum() / spread.sum())
    assert deviation == pytest.approx(1.5, abs=0.15)
