import csv
from collections.abc import Callable
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from analysis.report import LABELS
from training import dataset

HEADER = (
    "Usage",
    "Image name",
    *("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear"),
    *("contempt", "unknown", "NF"),
)


def vote_rows(columns: dict[str, Any]) -> list[list[str]]:
    """The made votes as the rows of FER+'s own file."""
    return [
        [str(columns["split_names"][split]), f"fer{row:07d}.png", *map(str, votes)]
        for row, (split, votes) in enumerate(
            zip(columns["split"], columns["ferplus_votes"], strict=True)
        )
    ]


def written(path: Path, rows: list[list[str]], header: tuple[str, ...] = HEADER) -> Path:
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        csv.writer(file).writerows([header, *rows])
    return path


def bare(columns: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in columns.items() if not name.startswith("ferplus")}


@pytest.fixture
def rows(columns: dict[str, Any]) -> list[list[str]]:
    return vote_rows(columns)


def test_votes_are_joined_row_by_row(
    columns: dict[str, Any], rows: list[list[str]], write: Callable[..., Path], tmp_path: Path
) -> None:
    votes = written(tmp_path / "fer2013new.csv", rows)
    for split in ("Training", "PublicTest"):
        plain = dataset.load(write(columns), split)
        joined = dataset.load(write(bare(columns)), split, votes=votes)
        assert np.array_equal(joined.votes, plain.votes)
        assert np.array_equal(joined.others, plain.others)
    assert dataset.training_faces(write(bare(columns)), votes=votes).votes is not None


def test_columns_of_votes_go_by_their_names(
    columns: dict[str, Any], rows: list[list[str]], write: Callable[..., Path], tmp_path: Path
) -> None:
    turned = written(tmp_path / "turned.csv", [row[::-1] for row in rows], HEADER[::-1])
    plain = dataset.load(write(columns), "PublicTest")
    joined = dataset.load(write(bare(columns)), "PublicTest", votes=turned)
    assert np.array_equal(joined.votes, plain.votes)


def test_a_file_of_votes_takes_the_place_of_the_votes_in_the_data(
    columns: dict[str, Any], rows: list[list[str]], write: Callable[..., Path], tmp_path: Path
) -> None:
    for row in rows:
        row[2:] = [str(3 * int(count)) for count in row[2:]]
    path = write(columns)
    plain = dataset.load(path, "PublicTest")
    joined = dataset.load(path, "PublicTest", votes=written(tmp_path / "v.csv", rows))
    assert np.array_equal(joined.votes, 3 * plain.votes)


def test_votes_of_splits_that_the_data_do_not_hold_are_left_aside(
    columns: dict[str, Any], rows: list[list[str]], write: Callable[..., Path], tmp_path: Path
) -> None:
    more = [["PrivateTest", f"other-{row[1]}", *row[2:]] for row in rows[:9]]
    votes = written(tmp_path / "fer2013new.csv", rows + more)
    plain = dataset.load(write(columns), "PublicTest")
    joined = dataset.load(write(bare(columns)), "PublicTest", votes=votes)
    assert np.array_equal(joined.votes, plain.votes)


def test_votes_of_another_length_are_refused(
    columns: dict[str, Any], rows: list[list[str]], write: Callable[..., Path], tmp_path: Path
) -> None:
    votes = written(tmp_path / "fer2013new.csv", rows[:-3])
    said = "votes for 25 faces of PublicTest, the data have 28 faces there: both must hold"
    with pytest.raises(dataset.DataError, match=said):
        dataset.load(write(columns), "PublicTest", votes=votes)


def test_votes_of_other_faces_are_noticed(
    columns: dict[str, Any], rows: list[list[str]], write: Callable[..., Path], tmp_path: Path
) -> None:
    train = [row for row in rows if row[0] == "Training"]
    moved = train[1:] + train[:1] + [row for row in rows if row[0] != "Training"]
    votes = written(tmp_path / "fer2013new.csv", moved)
    with pytest.raises(dataset.DataError, match=r"agree with the labels on only \d+ %"):
        dataset.load(write(columns), "Training", votes=votes)


def folder_of(columns: dict[str, Any], folder: Path, name: str) -> Path:
    for row, image in enumerate(columns["image"]):
        split = ("train", "PublicTest")[columns["split"][row]]
        inner = folder / split / LABELS[columns["label"][row]]
        inner.mkdir(parents=True, exist_ok=True)
        cv2.imwrite(str(inner / name.format(row)), image)
    return folder


def test_votes_of_pictures_are_found_by_the_pictures_names(
    columns: dict[str, Any], rows: list[list[str]], tmp_path: Path
) -> None:
    folder = folder_of(columns, tmp_path / "faces", "fer{:07d}.png")
    left_out = [["Training", "", *["0"] * 9, "10"]]
    votes = written(tmp_path / "fer2013new.csv", left_out + rows[::-1])
    faces = dataset.load(folder, "PublicTest", votes=votes)
    truth, single = dataset.top_votes(faces)
    assert single.all()
    assert np.array_equal(truth, faces.labels)


def test_pictures_of_other_names_get_no_votes(
    columns: dict[str, Any], rows: list[list[str]], tmp_path: Path
) -> None:
    folder = folder_of(columns, tmp_path / "faces", "Training_{}.png")
    votes = written(tmp_path / "fer2013new.csv", rows)
    with pytest.raises(dataset.DataError, match=r"no votes for 140 of 140 pictures.*Training_"):
        dataset.load(folder, "Training", votes=votes)


@pytest.mark.parametrize(
    ("header", "reason"),
    [
        (("usage", "name", *HEADER[2:]), "has no column image name"),
        ((*HEADER[:6], "rage", *HEADER[7:]), "no column for anger"),
        ((*HEADER[:9], "scorn", "unsure", "NF"), "no column for contempt, unknown, or more"),
        ((*HEADER[:11], "unknown"), "no column for unknown, nf, or more"),
    ],
)
def test_a_file_of_other_columns_is_refused(
    columns: dict[str, Any],
    rows: list[list[str]],
    write: Callable[..., Path],
    tmp_path: Path,
    header: tuple[str, ...],
    reason: str,
) -> None:
    votes = written(tmp_path / "labels.csv", rows, header)
    with pytest.raises(dataset.DataError, match=reason):
        dataset.load(write(columns), "Training", votes=votes)


def test_a_row_without_numbers_is_named(
    columns: dict[str, Any], rows: list[list[str]], write: Callable[..., Path], tmp_path: Path
) -> None:
    rows[5][4] = "many"
    votes = written(tmp_path / "fer2013new.csv", rows)
    with pytest.raises(dataset.DataError, match="row 6 does not hold 10 numbers"):
        dataset.load(write(columns), "Training", votes=votes)


def test_a_missing_file_of_votes_is_said(
    columns: dict[str, Any], write: Callable[..., Path], tmp_path: Path
) -> None:
    with pytest.raises(dataset.DataError, match=r"no file .*none\.csv: give --votes the path"):
        dataset.load(write(columns), "Training", votes=tmp_path / "none.csv")


@pytest.mark.parametrize("count", ["nan", "inf", "-1"])
def test_a_vote_that_is_no_count_is_refused(
    columns: dict[str, Any],
    rows: list[list[str]],
    write: Callable[..., Path],
    tmp_path: Path,
    count: str,
) -> None:
    rows[5][4] = count
    votes = written(tmp_path / "fer2013new.csv", rows)
    with pytest.raises(dataset.DataError, match=r"fer2013new\.csv: a vote is not a count of 0"):
        dataset.load(write(columns), "Training", votes=votes)


def test_two_rows_for_one_picture_are_refused(
    columns: dict[str, Any], rows: list[list[str]], write: Callable[..., Path], tmp_path: Path
) -> None:
    rows[5][1] = rows[9][1]
    votes = written(tmp_path / "fer2013new.csv", rows)
    with pytest.raises(dataset.DataError, match=r"more than one row for 1 pictures.*fer0000009"):
        dataset.load(write(columns), "Training", votes=votes)


def test_a_name_that_is_cut_off_behind_the_votes_is_no_name(
    columns: dict[str, Any], rows: list[list[str]], write: Callable[..., Path], tmp_path: Path
) -> None:
    behind = [[*row[2:], row[0]] for row in rows]
    votes = written(tmp_path / "v.csv", behind, (*HEADER[2:], "Usage", "Image name"))
    plain = dataset.load(write(columns), "PublicTest")
    assert np.array_equal(
        dataset.load(write(columns), "PublicTest", votes=votes).votes, plain.votes
    )
