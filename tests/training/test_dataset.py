import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.report import LABELS
from training import dataset
from training.table import same_pixels


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


def test_pictures_of_a_split_that_is_kept_for_the_last_word_are_not_trained_on(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    changed = dict(columns)
    changed["pixel_group"] = columns["pixel_group"].copy()
    changed["split"] = columns["split"].copy()
    kept = np.flatnonzero(columns["split"] == 1)[:5]
    changed["split"][kept] = 2
    changed["pixel_group"][:5] = changed["pixel_group"][kept]
    changed["split_names"] = np.array(["Training", "PublicTest", "PrivateTest"])
    faces = dataset.training_faces(write(changed))
    assert not set(faces.groups) & set(changed["pixel_group"][kept])
    assert len(faces) == (columns["split"] == 0).sum() - 5


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
    assert LABELS[truth[3]] == "neutral"


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
        ({"image": np.zeros((140, 0, 0), np.uint8)}, "not uint8"),
        ({"ferplus_votes": np.ones((139, 10), np.int8)}, "ferplus_votes has another number of"),
        ({"ferplus_votes": np.ones((140, 8), np.int8)}, "do not fit their 10 columns"),
        ({"ferplus_votes": np.ones(140, np.int8)}, "do not fit their 10 columns"),
        ({"ferplus_votes": np.full((140, 10), -1, np.int8)}, "ferplus_votes: a vote is not a"),
        ({"ferplus_columns": np.array(list("abcdefghij"))}, "no column for anger, disgust"),
        ({"pixel_group": np.zeros(20, np.int32)}, "pixel_group has another number of rows"),
        ({"label_ambiguous": np.zeros(0, bool)}, "label_ambiguous has another number of rows"),
        ({"label_ambiguous": np.zeros((140, 2), bool)}, "label_ambiguous is not one value"),
        ({"split": np.array(1)}, "split has another number of rows"),
        ({"label": np.array(["sad"] * 140)}, "label does not hold numbers"),
        ({"split_names": np.array("Training")}, "split_names is not a list"),
    ],
)
def test_an_odd_file_is_refused_with_its_reason(
    columns: dict[str, Any], write: Callable[..., Path], change: dict[str, Any], reason: str
) -> None:
    with pytest.raises(dataset.DataError, match=reason):
        dataset.load(write({**columns, **change}), "PublicTest")


def test_votes_without_the_names_of_their_columns_are_refused(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    bare = {name: value for name, value in columns.items() if name != "ferplus_columns"}
    with pytest.raises(dataset.DataError, match="has ferplus_votes but not their names"):
        dataset.load(write(bare), "PublicTest")


def test_a_packed_file_whose_bytes_are_spoilt_is_refused(
    columns: dict[str, Any], tmp_path: Path
) -> None:
    path = tmp_path / "packed.npz"
    np.savez_compressed(path, **columns)
    content = bytearray(path.read_bytes())
    for place in range(len(content) // 3, len(content) // 3 + 2000):
        content[place] ^= 0x5A
    path.write_bytes(content)
    with pytest.raises(dataset.DataError, match=r"is no \.npz file of arrays"):
        dataset.load(path, "Training")


def test_splits_of_any_form_are_called_as_a_folders(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    """Two names of one split are one split."""
    rows = len(columns["label"])
    changed = {"split": np.arange(rows) % 4}
    names = np.array(["train", "test", "Val", "TRAINING"])
    table = dataset.read(write({**columns, **changed, "split_names": names}))
    assert table.split_names == ("Training", "test", "validation")
    assert table.rows("Training").tolist() == [n for n in range(rows) if n % 4 in {0, 3}]
    assert len(dataset.of_split(table, "train")) == rows // 2
    assert dataset.others(table) == ("test", "validation")


def test_a_missing_or_foreign_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(dataset.DataError, match=r"there is no .*none\.npz: get FER2013"):
        dataset.load(tmp_path / "none.npz", "Training")
    for content in (b"", b"no archive", b"PK\x03\x04 cut short"):
        (tmp_path / "text.npz").write_bytes(content)
        with pytest.raises(dataset.DataError, match=r"is no \.npz file of arrays"):
            dataset.load(tmp_path / "text.npz", "Training")
    (tmp_path / "fer2013.tar.gz").write_bytes(b"")
    with pytest.raises(dataset.DataError, match=r"neither a \.csv nor an .npz file nor a folder"):
        dataset.load(tmp_path / "fer2013.tar.gz", "Training")


def test_a_file_that_lacks_a_column_says_what_it_needs(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    bare = {name: value for name, value in columns.items() if name != "split"}
    with pytest.raises(dataset.DataError, match="has no split: it needs image, label, split"):
        dataset.load(write(bare), "Training")


def test_a_split_without_faces_is_called_empty(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    names = np.array(["Training", "PublicTest", "PrivateTest"])
    with pytest.raises(
        dataset.DataError, match=r"'PrivateTest' is empty; there are Training \(112"
    ):
        dataset.load(write({**columns, "split_names": names}), "PrivateTest")


def test_what_the_file_does_not_say_of_copies_is_found_by_their_pixels(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    images = columns["image"].copy()
    judged = int(np.flatnonzero(columns["split"] == 1)[0])
    images[[1, 9, judged]] = images[0], images[2], images[3]
    told = {"image": images}
    bare = {k: v for k, v in columns.items() if k not in {"pixel_group", "label_ambiguous"}}
    faces = dataset.load(write(bare | told), "Training")
    assert columns["label"][9] == columns["label"][2]
    assert np.flatnonzero(faces.ambiguous).tolist() == [0, 1]
    assert len(dataset.training_faces(write(bare | told))) == len(faces) - 3


def test_what_is_judged_by_is_never_trained_on(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    with pytest.raises(dataset.DataError, match="choose another split to judge by with --split"):
        dataset.training_faces(write(columns), judge="Training")


SHARED = Path(__file__).parents[2] / "../shared/data/fer2013.npz"


@pytest.mark.skipif(not SHARED.exists(), reason="FER2013 itself is not at hand")
def test_copies_in_fer2013_are_found_as_its_file_tells_them() -> None:
    table = dataset.read(SHARED)
    found = same_pixels(table.images)
    pairs = set(zip(found.tolist(), table.groups.tolist(), strict=True))
    assert len(pairs) == len(set(found.tolist())) == len(set(table.groups.tolist()))
