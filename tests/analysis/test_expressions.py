import json
import shutil
from pathlib import Path

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from analysis import expressions
from analysis.errors import ModelError
from analysis.expressions import (
    Expressions,
    crop,
    haar_box,
    model_path,
    prepare,
    profile_box,
    yunet_box,
)
from analysis.report import LABELS

SIZES = st.tuples(st.integers(1, 130), st.integers(1, 130))
FACES = SIZES.flatmap(lambda size: arrays(np.uint8, size))


@pytest.fixture(scope="module")
def model() -> Expressions:
    return Expressions(model_path())


def noise(count: int, side: int = 60) -> list[np.ndarray]:
    rng = np.random.default_rng(0)
    return list(rng.integers(0, 256, (count, side, side)).astype(np.uint8))


@given(FACES)
def test_any_grey_crop_becomes_a_finite_input_of_one_size(face: NDArray[np.uint8]) -> None:
    values = prepare(face)
    assert values.shape == (1, 48, 48)
    assert values.dtype == np.float32
    assert np.isfinite(values).all()
    assert abs(values.mean()) < 1e-3
    assert values.std() < 1.001


@given(st.integers(0, 255), SIZES)
def test_a_flat_crop_becomes_zeros(level: int, size: tuple[int, int]) -> None:
    assert np.abs(prepare(np.full(size, level, np.uint8))).max() < 1e-4


@given(st.integers(0, 60), st.floats(0.5, 1.0))
def test_brightness_and_contrast_of_a_face_hardly_matter(brightness: int, contrast: float) -> None:
    face = noise(1, 48)[0] // 2 + 20
    other = np.clip(face * contrast + brightness, 0, 255).astype(np.uint8)
    assert np.abs(prepare(face) - prepare(other)).max() < 0.1


def test_the_same_face_gives_the_same_input_in_any_company(model: Expressions) -> None:
    """Nothing is subtracted that other frames share, so a held expression stays."""
    faces = noise(70)
    together = model.predict(faces)
    alone = np.concatenate([model.predict([face]) for face in faces[::23]])
    assert together[::23] == pytest.approx(alone, abs=1e-4)


def test_probabilities_of_any_number_of_crops_sum_to_one(model: Expressions) -> None:
    for count in (0, 1, 31, 32, 33):
        for answers in model.answers(noise(count)):
            assert answers.shape == (count, len(LABELS))
            assert answers.dtype == np.float32
            assert answers.sum(axis=1) == pytest.approx(np.ones(count), abs=1e-5)
            assert (answers >= 0).all()


def test_crops_of_different_sizes_are_judged_together(model: Expressions) -> None:
    flat = np.zeros((3, 200), np.uint8)
    assert model.predict([noise(1, 20)[0], flat, noise(1, 300)[0]]).shape == (3, 7)


def test_a_smiling_portrait_is_seen_as_happy(model: Expressions) -> None:
    """The astronaut of scikit-image's data; the box is what the Haar cascade finds there."""
    data = pytest.importorskip("skimage.data", reason="scikit-image carries the portrait")
    grey = cv2.cvtColor(data.astronaut(), cv2.COLOR_RGB2GRAY)
    said = model.predict([crop(grey, (169.0, 66.0, 105.0, 105.0))])[0]
    assert LABELS[said.argmax()] == "happy"


def test_a_crop_is_the_square_around_the_box() -> None:
    frame = np.add.outer(np.arange(200), np.zeros(300)).astype(np.uint8)
    cut = crop(frame, (100.0, 50.0, 100.0, 100.0))
    assert cut.shape == (100, 100)
    assert cut[0, 0] == 50
    assert cut[-1, 0] == 149


def test_a_crop_over_the_border_repeats_the_edge() -> None:
    frame = np.arange(100, dtype=np.uint8)[None].repeat(100, axis=0)
    cut = crop(frame, (-20.0, -20.0, 50.0, 50.0))
    assert cut.shape == (50, 50)
    assert (cut[:, :20] == 0).all()
    assert cut[0, -1] == 29


@given(st.tuples(*[st.floats(-1e6, 1e6) for _ in range(2)], *[st.floats(0, 1e6)] * 2))
def test_no_box_is_too_wild_to_be_cropped(box: tuple[float, float, float, float]) -> None:
    cut = crop(np.zeros((40, 60), np.uint8), box)
    assert cut.shape[0] == cut.shape[1]
    assert 1 <= cut.shape[0] <= 2 * 60


def test_both_finders_describe_the_same_face_box() -> None:
    """A face whose Haar box is 98 px is 77 x 98 px for YuNet, and lies lower by a fiftieth."""
    assert yunet_box(110.5, 101.96, 77.0, 98.0) == pytest.approx(haar_box(100.0, 100.0, 98.0, 98.0))


def test_a_face_from_the_side_has_a_smaller_box_under_the_middle_of_what_was_drawn() -> None:
    x, y, w, h = profile_box(100.0, 100.0, 106.0, 106.0)
    assert (w, h) == pytest.approx((100.0, 100.0))
    assert x + w / 2 == pytest.approx(153.0)
    assert 153.0 < y + h / 2 < 160.0


def packaged(folder: Path, *, without: str = "") -> Path:
    for suffix in (".onnx", ".json"):
        if suffix != without:
            shutil.copy(model_path().with_suffix(suffix), folder)
    return folder / model_path().name


@pytest.mark.parametrize("missing", [".onnx", ".json"])
def test_a_missing_file_is_a_model_error(tmp_path: Path, missing: str) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        Expressions(packaged(tmp_path, without=missing))


def test_a_changed_byte_is_a_model_error(tmp_path: Path) -> None:
    path = packaged(tmp_path)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    with pytest.raises(ModelError, match="is not the file"):
        Expressions(path)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": "x"}', '"text"'])
def test_an_odd_description_is_a_model_error(tmp_path: Path, text: str) -> None:
    path = packaged(tmp_path)
    path.with_suffix(".json").write_text(text)
    with pytest.raises(ModelError):
        Expressions(path)


def test_a_file_that_is_no_network_is_a_model_error(tmp_path: Path) -> None:
    path = packaged(tmp_path)
    path.write_bytes(b"no network")
    digest = expressions.hashlib.sha256(b"no network").hexdigest()
    text = json.dumps({"version": "x", "sha256": digest})
    path.with_suffix(".json").write_text(text)
    with pytest.raises(ModelError, match="cannot be loaded"):
        Expressions(path)


def test_the_packaged_description_names_version_and_metrics() -> None:
    description = json.loads(model_path().with_suffix(".json").read_text())
    assert description["version"].startswith("mg-expr-")
    assert description["bytes"] == model_path().stat().st_size <= 4_000_000
    assert {"accuracy", "ferplus_accuracy"} <= set(description["metrics"]["PublicTest"])
