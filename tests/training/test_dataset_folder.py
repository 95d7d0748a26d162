import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from analysis.report import LABELS
from training import dataset, dataset_folder

Layout = Mapping[str, str]
USUAL: Layout = {"Training": "train", "PublicTest": "test"}


def pictures(
    folder: Path, columns: dict[str, Any], layout: Layout, name: str = "{split}_{row}.png"
) -> Path:
    """The made faces as pictures, `layout` naming the folder of each split."""
    for row, image in enumerate(columns["image"]):
        split = str(columns["split_names"][columns["split"][row]])
        inner = folder / layout[split] / LABELS[columns["label"][row]]
        inner.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(inner / name.format(split=split, row=row)), image)
    return folder


def by_pixels(faces: dataset.Faces) -> dict[bytes, int]:
    return {
        image.tobytes(): int(label) for image, label in zip(faces.images, faces.labels, strict=True)
    }


@pytest.mark.parametrize(
    "layout",
    [
        {"Training": "Training", "PublicTest": "PublicTest"},
        {"Training": "TRAINING", "PublicTest": "publictest"},
        {"Training": "train", "PublicTest": "PublicTest"},
    ],
)
def test_folders_hold_the_faces_of_the_npz(
    columns: dict[str, Any], write: Callable[..., Path], tmp_path: Path, layout: Layout
) -> None:
    plain = write(columns)
    folder = pictures(tmp_path / "fer2013", columns, layout)
    for split in ("Training", "PublicTest"):
        assert by_pixels(dataset.load(folder, split)) == by_pixels(dataset.load(plain, split))


def test_a_test_folder_whose_pictures_name_their_split_gives_the_official_splits(
    columns: dict[str, Any], write: Callable[..., Path], tmp_path: Path
) -> None:
    folder = pictures(tmp_path / "fer2013", columns, USUAL)
    cv2.imwrite(str(folder / "test" / "sad" / "PrivateTest_7.png"), columns["image"][0])
    plain = dataset.load(write(columns), "PublicTest")
    assert by_pixels(dataset.load(folder, "PublicTest")) == by_pixels(plain)
    assert len(dataset.load(folder, "PrivateTest")) == 1


def test_a_test_folder_of_other_names_is_never_called_public_test(
    columns: dict[str, Any], tmp_path: Path
) -> None:
    folder = pictures(tmp_path / "fer2013", columns, USUAL, "{row}.png")
    said = r"no split 'PublicTest', only test \(28 faces from test/\), Training \(112 faces from"
    with pytest.raises(dataset.DataError, match=said):
        dataset.load(folder, "PublicTest")
    assert len(dataset.load(folder, "test")) == 28
    assert len(dataset.training_faces(folder, judge="test")) == 112


def test_a_validation_folder_is_not_an_official_split(
    columns: dict[str, Any], tmp_path: Path
) -> None:
    layout = {"Training": "train", "PublicTest": "Val"}
    folder = pictures(tmp_path / "fer2013", columns, layout)
    assert len(dataset.load(folder, "validation")) == 28
    with pytest.raises(dataset.DataError, match=r"only validation \(28 faces from Val/\)"):
        dataset.load(folder, "PublicTest")


def test_classes_go_by_any_of_their_names(columns: dict[str, Any], tmp_path: Path) -> None:
    plain = pictures(tmp_path / "plain", columns, USUAL)
    other = pictures(tmp_path / "other", columns, USUAL)
    for noun, label in (("Happiness", "happy"), ("ANGER", "angry"), ("Fearful", "fear")):
        (other / "train" / label).rename(other / "train" / noun)
    assert by_pixels(dataset.load(other, "Training")) == by_pixels(dataset.load(plain, "Training"))


def test_colour_and_large_pictures_become_grey_and_small(tmp_path: Path) -> None:
    large = np.zeros((300, 200, 3), np.uint8)
    large[50:250, :100] = (10, 200, 90)
    cv2.imwrite(str(tmp_path / "large.png"), large)
    grey = dataset_folder.grey(tmp_path / "large.png")
    assert grey.shape == (48, 48)
    level = 0.114 * 10 + 0.587 * 200 + 0.299 * 90
    assert grey[:, :22] == pytest.approx(np.full((48, 22), level), abs=2)
    assert not grey[:, 26:].any()


def test_jpeg_pictures_are_read(columns: dict[str, Any], tmp_path: Path) -> None:
    folder = pictures(tmp_path / "fer2013", columns, USUAL, "{split}_{row}.JPG")
    exact = pictures(tmp_path / "exact", columns, USUAL)
    near, plain = (dataset.load(path, "PublicTest") for path in (folder, exact))
    assert np.array_equal(near.labels, plain.labels)
    assert np.abs(near.images.astype(int) - plain.images.astype(int)).mean() < 6


def test_a_file_that_is_no_picture_is_named(columns: dict[str, Any], tmp_path: Path) -> None:
    folder = pictures(tmp_path / "fer2013", columns, USUAL)
    (folder / "train" / "happy" / "broken.png").write_text("no picture")
    with pytest.raises(dataset.DataError, match=r"happy/broken\.png cannot be read as a picture"):
        dataset.load(folder, "Training")
    (folder / "train" / "happy" / "broken.png").write_bytes(b"")
    with pytest.raises(dataset.DataError, match=r"broken\.png cannot be read as a picture"):
        dataset.load(folder, "Training")


def test_files_that_systems_leave_in_folders_are_passed_over(
    columns: dict[str, Any], tmp_path: Path
) -> None:
    folder = pictures(tmp_path / "fer2013", columns, USUAL)
    (folder / "train" / "happy" / ".DS_Store").write_text("x")
    (folder / "train" / "happy" / "._1.png").write_text("x")
    (folder / "train" / "Thumbs.db").write_text("x")
    (folder / ".ipynb_checkpoints" / "happy").mkdir(parents=True)
    assert len(dataset.load(folder, "Training")) == 112


def test_an_unknown_class_is_named(columns: dict[str, Any], tmp_path: Path) -> None:
    folder = pictures(tmp_path / "fer2013", columns, USUAL)
    (folder / "train" / "contempt").mkdir()
    with pytest.raises(dataset.DataError, match=r"unknown class 'contempt' in .*rename or remove"):
        dataset.load(folder, "Training")


def test_an_empty_split_is_called_empty(columns: dict[str, Any], tmp_path: Path) -> None:
    folder = pictures(tmp_path / "fer2013", columns, USUAL)
    (folder / "PrivateTest" / "happy").mkdir(parents=True)
    with pytest.raises(dataset.DataError, match="the split 'PrivateTest' is empty; there are"):
        dataset.load(folder, "PrivateTest")


def test_a_folder_without_splits_says_how_it_should_look(
    columns: dict[str, Any], tmp_path: Path
) -> None:
    folder = pictures(tmp_path / "fer2013", columns, USUAL)
    said = re.escape(f"{folder / 'train'} holds no folders of splits, only angry, disgust")
    with pytest.raises(dataset.DataError, match=f"{said}.*SPLIT/LABEL/"):
        dataset.load(folder / "train", "Training")
    with pytest.raises(dataset.DataError, match="only fer2013"):
        dataset.load(tmp_path, "Training")
