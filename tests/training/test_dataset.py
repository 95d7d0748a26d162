import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from training import dataset


def test_names_decide_and_not_their_order(
    columns: dict[str, Any], reorder: Callable[..., dict[str, Any]], write: Callable[..., Path]
) -> None:
    plain = dataset.load(write(columns), "PublicTest")
    for seed in range(5):
        other = dataset.load(write(reorder(columns, seed)), "PublicTest")
        assert np.array_equal(other.labels, plain.labels)
        assert np.array_equal(other.votes, plain.votes)
        assert np.array_equal(other.images, plain.images)


def test_class_names_may_be_capitalised_or_nouns(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    names = np.array(["Anger", "Disgust", "Fear", "Happiness", "Sadness", "Surprise", "Neutral"])
    plain = dataset.load(write(columns), "Training")
    other = dataset.load(write({**columns, "class_names": names}), "Training")
    assert np.array_equal(other.labels, plain.labels)


def test_pictures_of_the_judging_split_are_not_trained_on(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    groups = columns["pixel_group"].copy()
    judged = np.flatnonzero(columns["split"] == 1)
    groups[:3] = groups[judged[:3]]
    faces = dataset.training_faces(write({**columns, "pixel_group": groups}))
    assert not set(faces.groups) & set(groups[judged])
    assert len(faces) == (columns["split"] == 0).sum() - 3


def test_a_picture_that_stands_twice_is_trained_on_once(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    groups = columns["pixel_group"].copy()
    groups[1:4] = groups[0]
    faces = dataset.training_faces(write({**columns, "pixel_group": groups}))
    assert len(faces) == (columns["split"] == 0).sum() - 3
    assert len(set(faces.groups)) == len(faces)


def test_a_top_vote_counts_only_when_it_is_single_and_one_of_the_seven(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    votes = columns["ferplus_votes"].copy()
    votes[0] = (5, 5, 0, 0, 0, 0, 0, 0, 0, 0)
    votes[1] = (4, 0, 0, 0, 0, 0, 0, 0, 6, 0)
    votes[2] = (5, 0, 0, 0, 0, 0, 0, 0, 5, 0)
    votes[3] = (4, 3, 0, 0, 0, 0, 0, 0, 3, 0)
    faces = dataset.load(write({**columns, "ferplus_votes": votes}), "Training")
    truth, single = dataset.top_votes(faces)
    assert single[:4].tolist() == [False, False, False, True]
    assert single[4:].all()
    assert dataset.LABELS[truth[3]] == "neutral"


def test_a_file_without_votes_is_read_but_has_no_majority(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    bare = {k: v for k, v in columns.items() if not k.startswith("ferplus")}
    faces = dataset.load(write(bare), "PublicTest")
    assert faces.votes is None
    with pytest.raises(dataset.DataError, match=re.escape("no FER+ votes")):
        dataset.top_votes(faces)


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"class_names": np.array(["angry", "bored", *"abcde"])}, "unknown class"),
        ({"split_names": np.array(["Training", "Other"])}, "no split"),
        ({"image": np.zeros((140, 48, 48), np.float32)}, "not uint8"),
    ],
)
def test_an_odd_file_is_refused_with_its_reason(
    columns: dict[str, Any], write: Callable[..., Path], change: dict[str, Any], reason: str
) -> None:
    with pytest.raises(dataset.DataError, match=reason):
        dataset.load(write({**columns, **change}), "PublicTest")


def test_a_missing_or_foreign_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(dataset.DataError):
        dataset.load(tmp_path / "none.npz", "Training")
    (tmp_path / "text.npz").write_text("no archive")
    with pytest.raises(dataset.DataError):
        dataset.load(tmp_path / "text.npz", "Training")
