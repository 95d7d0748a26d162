"""Both finders see the same face at the same place."""

from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
import skimage.data

from analysis import faces, weights
from analysis.expressions import Box, Expressions, crop, model_path
from analysis.faces import Face, Finder, Haar, YuNet, likeness
from playground import clips
from tests.analysis.conftest import SHARED_MODELS

FER2013 = SHARED_MODELS.parent / "data/fer2013.npz"


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
    here = (0.0, *face.box[1:])
    again = finder.near(cut, here)
    assert again is not None
    assert likeness(again.box, here) > 0.7
    assert finder.near(cut, (-500.0, -500.0, 90.0, 90.0)) is None


def turned(picture: faces.Grey, box: Box, angle: float) -> faces.Grey:
    """The picture with what is in the box turned about an upright axis, as if on a cylinder."""
    middle, radius = box[0] + box[2] / 2, 0.62 * box[2]
    columns = np.arange(picture.shape[1], dtype=np.float32)
    here = np.arcsin(np.clip((columns - middle) / radius, -1, 1))
    there = np.clip(here + np.radians(angle), -np.pi / 2, np.pi / 2)
    on_it = np.abs(columns - middle) < radius
    across = np.where(on_it, middle + radius * np.sin(there), columns).astype(np.float32)
    down = np.arange(picture.shape[0], dtype=np.float32)
    sheet = np.meshgrid(across, down)
    return np.asarray(cv2.remap(picture, *sheet, interpolation=cv2.INTER_LINEAR), np.uint8)


def test_heads_turned_to_either_side_are_found_where_they_are() -> None:
    """Only the profile cascade finds this one; its mirror image lies at the mirrored place."""
    haar = Haar()
    (face,) = haar.everywhere(grey())
    x, y, width, height = face.box
    aside = turned(grey(), face.box, 60.0)
    one = haar.near(aside, face.box)
    other = haar.near(np.ascontiguousarray(aside[:, ::-1]), (384 - x - width, y, width, height))
    assert one is not None
    assert other is not None
    assert None not in {one.turn, other.turn}
    assert one.box[0] + one.box[2] / 2 < x + width / 2 - 30
    left, top, across, down = other.box
    assert likeness(one.box, (384 - left - across, top, across, down)) > 0.9


def test_a_face_seen_in_a_mirror_is_found_in_the_mirror(finder: Finder) -> None:
    mirrored = np.ascontiguousarray(grey()[:, ::-1])
    (face,), (other,) = finder.everywhere(grey()), finder.everywhere(mirrored)
    x, y, width, height = other.box
    assert likeness(face.box, (384 - x - width, y, width, height)) > 0.7


def test_a_covered_face_is_not_found(finder: Finder) -> None:
    (face,) = finder.everywhere(grey())
    x, y, width, height = (round(value) for value in face.box)
    covered = grey()
    covered[y : y + height, x : x + width] = 130
    assert finder.near(covered, face.box) is None


def test_another_scene_has_no_face_where_one_was(finder: Finder) -> None:
    (face,) = finder.everywhere(grey())
    for place in (skimage.data.coffee(), skimage.data.brick(), skimage.data.page()):
        flat = place if place.ndim == 2 else cv2.cvtColor(place, cv2.COLOR_RGB2GRAY)
        scene = np.asarray(cv2.resize(flat, (384, 384), interpolation=cv2.INTER_AREA), np.uint8)
        assert finder.near(scene, face.box) is None


def test_a_frontal_face_is_hardly_turned_and_a_cascade_cannot_tell(finder: Finder) -> None:
    (face,) = finder.everywhere(grey())
    assert face.turn is None if finder.name == Haar.name else face.turn is not None
    assert (face.turn or 0.0) < 0.2


def test_the_profile_cascade_finds_heads_that_the_frontal_one_misses() -> None:
    """Faces that are known to be turned: FER2013's, by YuNet's landmarks."""
    path = weights.face_finder(SHARED_MODELS)
    if path is None or not FER2013.exists():
        pytest.skip("FER2013 or YuNet's file is not beside the checkout")
    with np.load(FER2013) as file:
        pictures = file["image"][:1200]
    haar, yunet = Haar(), YuNet(path)
    aside = [found for found in map(partial(beside, yunet=yunet, haar=haar), pictures) if found]
    assert len(aside) >= 5
    assert all(face.turn is not None and face.turn > 0.2 for face in aside)
    assert all(likeness(face.box, (144.0, 144.0, 96.0, 96.0)) > 0.4 for face in aside)


def beside(picture: faces.Grey, *, yunet: YuNet, haar: Haar) -> Face | None:
    """What the profile cascade alone finds of a face that YuNet says is turned."""
    large = cv2.resize(picture, (96, 96), interpolation=cv2.INTER_CUBIC)
    scene = np.asarray(
        cv2.copyMakeBorder(large, 144, 144, 144, 144, cv2.BORDER_CONSTANT, value=128), np.uint8
    )
    box = (144.0, 144.0, 96.0, 96.0)
    seen = yunet.near(scene, box)
    if seen is None or (seen.turn or 0.0) < 0.3:
        return None
    face = haar.near(scene, box)
    return face if face is not None and face.turn is not None else None


def test_both_crops_of_the_portrait_are_read_alike() -> None:
    """Total variation distance of what the model says to the crops of both finders."""
    path = weights.face_finder(SHARED_MODELS)
    if path is None:
        pytest.skip("YuNet's file is not beside the checkout")
    model, haar, yunet = Expressions(model_path()), Haar(), YuNet(path)
    greys = [grey(t_s) for t_s in (1.0, 2.0, 4.0, 5.0, 7.0, 10.0)]
    said = [
        model.predict([crop(picture, finder.everywhere(picture)[0].box) for picture in greys])
        for finder in (haar, yunet)
    ]
    distances = np.abs(said[0] - said[1]).sum(axis=1) / 2
    assert np.median(distances) < 0.15
    assert (said[0].argmax(axis=1) == said[1].argmax(axis=1)).mean() >= 0.6


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
