from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from analysis.report import LABELS
from training import dataset
from training.targets import targets

PLAIN = {"balance": 0.0, "label_balance": 0.0, "smoothing": 0.0}


def training_faces(
    columns: dict[str, Any], write: Callable[..., Path], **change: Any
) -> dataset.Faces:
    return dataset.load(write({**columns, **change}), "Training")


def test_votes_become_a_distribution_over_the_seven(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    votes = columns["ferplus_votes"].copy()
    votes[0] = (6, 0, 0, 2, 0, 0, 0, 0, 2, 0)
    found = targets(training_faces(columns, write, ferplus_votes=votes), **PLAIN)
    assert found.seen[0, LABELS.index("neutral")] == pytest.approx(0.75)
    assert found.seen[0, LABELS.index("sad")] == pytest.approx(0.25)
    assert found.seen.sum(axis=1) == pytest.approx(1.0)


def test_a_stray_vote_is_left_out_but_an_only_one_is_kept(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    votes = columns["ferplus_votes"].copy()
    votes[0] = (9, 1, 0, 0, 0, 0, 0, 0, 0, 0)
    votes[1] = (0, 1, 0, 0, 0, 0, 0, 0, 9, 0)
    found = targets(training_faces(columns, write, ferplus_votes=votes), **PLAIN)
    assert found.seen[0, LABELS.index("neutral")] == 1.0
    assert found.seen[1, LABELS.index("happy")] == 1.0
    assert found.seen_weight[1] < 0.2 * found.seen_weight[0]


def test_a_face_that_nobody_took_for_one_has_no_weight(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    votes = columns["ferplus_votes"].copy()
    votes[0] = (0, 0, 0, 0, 0, 0, 0, 0, 0, 10)
    found = targets(training_faces(columns, write, ferplus_votes=votes), **PLAIN)
    assert found.seen_weight[0] == 0.0
    assert np.isfinite(found.seen).all()


def test_rare_labels_weigh_more_when_balanced(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    labels = columns["label"].copy()
    labels[labels == 1] = 0
    labels[0] = 1
    faces = training_faces(columns, write, label=labels)
    found = targets(faces, balance=0.0, label_balance=0.5, smoothing=0.0)
    assert found.label_weight[0] > 2 * found.label_weight[7]
    assert found.label_weight.mean() == pytest.approx(1.0)


def test_a_label_that_copies_contradict_teaches_nothing(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    doubt = columns["label_ambiguous"].copy()
    doubt[3] = True
    found = targets(training_faces(columns, write, label_ambiguous=doubt), **PLAIN)
    assert found.label_weight[3] == 0.0


def test_without_votes_the_label_stands_for_what_is_seen(
    columns: dict[str, Any], write: Callable[..., Path]
) -> None:
    bare = {k: v for k, v in columns.items() if not k.startswith("ferplus")}
    faces = dataset.load(write(bare), "Training")
    assert np.array_equal(targets(faces, **PLAIN).seen.argmax(axis=1), faces.labels)
