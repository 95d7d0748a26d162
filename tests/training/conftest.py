"""A small data set in the format of FER2013, drawn by rule, so that a network can learn it."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from analysis.report import LABELS

FERPLUS = ("neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear")
FERPLUS_LABELS = ("neutral", "happy", "surprise", "sad", "angry", "disgust", "fear")

Columns = Mapping[str, NDArray[Any]]


def made_faces(per_label: int, seed: int) -> tuple[NDArray[np.uint8], NDArray[np.int64]]:
    """Noisy stripes: three widths lying, the same three standing, and none for the last label."""
    rng = np.random.default_rng(seed)
    labels = np.tile(np.arange(len(LABELS)), per_label)
    images = rng.integers(60, 120, (len(labels), 48, 48))
    for row, label in enumerate(labels):
        width = (2, 4, 8)[label % 3]
        stripes = 100 * ((np.arange(48) // width) % 2)
        if label < len(LABELS) - 1:
            images[row] += stripes[:, None] if label < len(LABELS) // 2 else stripes
    return images.astype(np.uint8), labels


def made_votes(labels: NDArray[np.int64]) -> NDArray[np.int8]:
    """Eight votes for the label, two for unknown, in FER+'s own order of columns."""
    votes = np.zeros((len(labels), 10), np.int8)
    places = [FERPLUS_LABELS.index(label) for label in LABELS]
    votes[np.arange(len(labels)), np.array(places)[labels]] = 8
    votes[:, 8] = 2
    return votes


def made_columns(train: int = 16, judge: int = 4) -> dict[str, NDArray[Any]]:
    """`train` and `judge` faces for each label in the two official splits."""
    first, first_labels = made_faces(train, seed=1)
    second, second_labels = made_faces(judge, seed=2)
    labels = np.concatenate([first_labels, second_labels])
    return {
        "image": np.concatenate([first, second]),
        "label": labels.astype(np.uint8),
        "split": np.repeat([0, 1], [len(first), len(second)]).astype(np.uint8),
        "class_names": np.array(LABELS),
        "split_names": np.array(["Training", "PublicTest"]),
        "ferplus_votes": made_votes(labels),
        "ferplus_columns": np.array([*FERPLUS, "contempt", "unknown", "NF"]),
        "pixel_group": np.arange(len(labels), dtype=np.int32),
        "label_ambiguous": np.zeros(len(labels), bool),
    }


def reordered(columns: Columns, seed: int) -> dict[str, NDArray[Any]]:
    """The same faces where classes, splits and FER+ columns are listed in another order."""
    rng = np.random.default_rng(seed)
    changed = dict(columns)
    for names, indices in (("class_names", "label"), ("split_names", "split")):
        order = rng.permutation(len(columns[names]))
        changed[names] = columns[names][order]
        changed[indices] = np.argsort(order)[columns[indices]].astype(np.uint8)
    order = rng.permutation(len(columns["ferplus_columns"]))
    changed["ferplus_columns"] = columns["ferplus_columns"][order]
    changed["ferplus_votes"] = columns["ferplus_votes"][:, order]
    return changed


@pytest.fixture
def columns() -> dict[str, NDArray[Any]]:
    return made_columns()


@pytest.fixture
def reorder() -> Callable[[Columns, int], dict[str, NDArray[Any]]]:
    return reordered


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Columns], Path]:
    def written(columns: Columns) -> Path:
        path = tmp_path / f"faces{len(list(tmp_path.iterdir()))}.npz"
        np.savez(path, **columns)
        return path

    return written
