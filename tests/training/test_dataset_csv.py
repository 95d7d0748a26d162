import csv
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.report import LABELS
from training import dataset

KAGGLE = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
HEADER = ("emotion", "pixels", "Usage")


def rows_of(columns: dict[str, Any]) -> list[list[str]]:
    """The made faces as the rows of FER2013's own file."""
    return [
        [
            str(KAGGLE.index(LABELS[label])),
            " ".join(str(level) for level in image.ravel()),
            str(columns["split_names"][split]),
        ]
        for image, label, split in zip(
            columns["image"], columns["label"], columns["split"], strict=True
        )
    ]


def written(path: Path, rows: list[list[str]], header: tuple[str, ...] = HEADER) -> Path:
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([header, *rows])
    return path


@pytest.fixture
def rows(columns: dict[str, Any]) -> list[list[str]]:
    return rows_of(columns)


def test_the_original_file_holds_the_faces_of_the_npz(
    columns: dict[str, Any],
    rows: list[list[str]],
    write: Callable[..., Path],
    tmp_path: Path,
) -> None:
    path, other = written(tmp_path / "fer2013.csv", rows), write(columns)
    for split in ("Training", "PublicTest"):
        faces, plain = dataset.load(path, split), dataset.load(other, split)
        assert np.array_equal(faces.images, plain.images)
        assert np.array_equal(faces.labels, plain.labels)
        assert faces.votes is None


def test_a_usage_of_train_is_training(rows: list[list[str]], tmp_path: Path) -> None:
    spelt = {"Training": " train", "PublicTest": "publictest"}
    path = written(tmp_path / "fer2013.csv", [[*row[:2], spelt[row[2]]] for row in rows])
    assert dataset.read(path).split_names == ("Training", "PublicTest")


def test_blanks_in_the_header_and_another_order_of_columns_are_read(
    rows: list[list[str]], tmp_path: Path
) -> None:
    plain = dataset.load(written(tmp_path / "fer2013.csv", rows), "PublicTest")
    other = written(
        tmp_path / "icml_face_data.csv",
        [[emotion, usage, pixels] for emotion, pixels, usage in rows],
        ("emotion", " Usage", " pixels"),
    )
    faces = dataset.load(other, "PublicTest")
    assert np.array_equal(faces.images, plain.images)
    assert np.array_equal(faces.labels, plain.labels)


def test_the_numbers_of_the_file_are_kaggles(rows: list[list[str]], tmp_path: Path) -> None:
    seven = [[str(number), rows[0][1], "Training"] for number in range(7)]
    faces = dataset.load(written(tmp_path / "fer2013.csv", seven), "Training")
    assert [LABELS[label] for label in faces.labels] == list(KAGGLE)


def test_copies_are_found_by_their_pixels_and_doubted_where_their_labels_differ(
    rows: list[list[str]], tmp_path: Path
) -> None:
    rows[1] = [rows[1][0], rows[0][1], "Training"]
    rows[7] = [rows[2][0], rows[2][1], "Training"]
    faces = dataset.load(written(tmp_path / "fer2013.csv", rows), "Training")
    assert rows[0][0] != rows[1][0]
    assert faces.groups[1] == faces.groups[0]
    assert faces.groups[7] == faces.groups[2]
    assert np.flatnonzero(faces.ambiguous).tolist() == [0, 1]


def test_the_judging_splits_labels_have_no_say_in_training(
    rows: list[list[str]], tmp_path: Path
) -> None:
    judged = next(number for number, row in enumerate(rows) if row[2] == "PublicTest")
    rows[judged] = [rows[1][0], rows[0][1], "PublicTest"]
    path = written(tmp_path / "fer2013.csv", rows)
    assert not dataset.load(path, "Training").ambiguous.any()
    assert not dataset.load(path, "PublicTest").ambiguous.any()
    kept = dataset.training_faces(path)
    assert len(kept) == len(dataset.load(path, "Training")) - 1


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (1, "1 2 3", "row 3 under the header: it has 3 pixels and not 2304 (48 x 48)"),
        (1, "", "row 3 under the header: it has 0 pixels"),
        (1, "1 two 3", "row 3 under the header: its pixels are not all whole numbers"),
        (1, " ".join(["256"] * 2304), "row 3 under the header: a pixel is not within 0 to 255"),
        (1, " ".join(["-1"] * 2304), "row 3 under the header: a pixel is not within 0 to 255"),
        (0, "7", "row 3 under the header: unknown class '7'; the classes are 0 angry, 1 disgust"),
        (0, "bored", "row 3 under the header: unknown class 'bored'"),
        (2, " ", "row 3 under the header: its Usage is empty"),
    ],
)
def test_an_odd_row_is_named(
    rows: list[list[str]], tmp_path: Path, place: int, value: str, reason: str
) -> None:
    rows[2][place] = value
    with pytest.raises(dataset.DataError, match=re.escape(reason)):
        dataset.load(written(tmp_path / "fer2013.csv", rows), "Training")


def test_a_row_that_is_cut_short_is_named(rows: list[list[str]], tmp_path: Path) -> None:
    rows[4] = rows[4][:1]
    with pytest.raises(dataset.DataError, match="row 5 under the header: it has 1 columns"):
        dataset.load(written(tmp_path / "fer2013.csv", rows), "Training")


def test_a_file_without_splits_says_which_file_to_give(
    rows: list[list[str]], tmp_path: Path
) -> None:
    path = written(tmp_path / "train.csv", [row[:2] for row in rows], ("emotion", "pixels"))
    with pytest.raises(dataset.DataError, match=r"no column usage .* give the whole fer2013\.csv"):
        dataset.load(path, "Training")


def test_a_file_without_rows_has_no_splits(tmp_path: Path) -> None:
    with pytest.raises(dataset.DataError, match="no split 'Training', only none"):
        dataset.load(written(tmp_path / "fer2013.csv", []), "Training")


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "fer2013.csv"
    path.write_bytes(b"\xff\xfe\x00emotion")
    with pytest.raises(dataset.DataError, match="cannot be read as CSV"):
        dataset.load(path, "Training")
