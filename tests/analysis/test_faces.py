"""Both finders see the same face at the same place."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from analysis import faces, weights
from analysis.faces import Face, Finder, Haar, YuNet, likeness
from playground import clips
from tests.analysis.conftest import SHARED_MODELS


def grey(t_s: float = 4.0, size: int = 384) -> faces.Grey:
    return np.asarray(cv2.cvtColor(clips.portrait(t_s, size), cv2.COLOR_RGB2GRAY), np.uint8)


def test_the_face_is_found_where_it_is(finder: Finder) -> None:
    (face,) = finder.everywhere(grey())
    x, y, width, height = face.box
    assert width == height
    assert 140 < width < 220
    assert abs(x + width / 2 - 184) < 25
    assert abs(y + height / 2 - 165) < 25


def test_both_finders_mean_the_same_box() -> None:
    path = weights.face_finder(SHARED_MODELS)
    if path is None:
        pytest.skip("YuNet's file is not beside the checkout")
    alike = []
    for t_s in (1.0, 4.0, 7.0, 10.0):
        (one,), (other,) = Haar().everywhere(grey(t_s)), YuNet(path).everywhere(grey(t_s))
        alike.append(likeness(one.box, other.box))
    assert min(alike) > 0.55
    assert np.mean(alike) > 0.7


def test_an_empty_room_has_no_face(finder: Finder) -> None:
    room = np.asarray(cv2.cvtColor(clips.room(1.0, 384), cv2.COLOR_RGB2GRAY), np.uint8)
    assert finder.everywhere(room) == []
    assert finder.near(room, (100.0, 100.0, 150.0, 150.0)) is None


@pytest.mark.parametrize("t_s", [4.0, 4.4])
def test_looking_near_finds_the_face_again(finder: Finder, t_s: float) -> None:
    (face,) = finder.everywhere(grey())
    again = finder.near(grey(t_s), face.box)
    assert again is not None
    assert likeness(again.box, face.box) > 0.6


def test_a_face_at_the_edge_is_looked_for_without_leaving_the_picture(finder: Finder) -> None:
    (face,) = finder.everywhere(grey())
    left = int(face.box[0])
    cut = np.ascontiguousarray(grey()[:, left:])
    again = finder.near(cut, (0.0, *face.box[1:]))
    assert again is None or likeness(again.box, (0.0, *face.box[1:])) > 0.3
    assert finder.near(cut, (-500.0, -500.0, 90.0, 90.0)) is None


def test_boxes_that_do_not_touch_are_not_alike() -> None:
    assert likeness((0, 0, 10, 10), (20, 0, 10, 10)) == 0
    assert likeness((0, 0, 10, 10), (0, 0, 10, 10)) == 1
    assert likeness((0, 0, 10, 10), (5, 0, 10, 10)) == pytest.approx(1 / 3)


def test_without_the_right_file_the_cascade_of_the_wheel_is_taken(tmp_path: Path) -> None:
    assert faces.finder(tmp_path).name == Haar.name
    (tmp_path / weights.FACE_FILE.name).write_bytes(bytes(weights.FACE_FILE.size))
    assert faces.finder(tmp_path).name == Haar.name


def test_with_the_right_file_yunet_is_taken() -> None:
    if weights.face_finder(SHARED_MODELS) is None:
        pytest.skip("YuNet's file is not beside the checkout")
    assert faces.finder(SHARED_MODELS).name == YuNet.name


def test_a_face_is_a_value() -> None:
    assert Face((0, 0, 1, 1), 0.5) == Face((0, 0, 1, 1), 0.5)
