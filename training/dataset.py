"""FER2013 faces with their labels and FER+ votes, read from one `.npz` file.

The file holds `image` uint8 [N, H, W], `label` and `split` as indices into `class_names` and
`split_names` of the same file, and, where FER+ is there, `ferplus_votes` [N, 10] in the order of
`ferplus_columns`. Names are read, orders are never assumed. `pixel_group` (equal for rows with the
same pixels) and `label_ambiguous` are optional.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analysis.report import LABELS

#: FER+ calls the seven expressions by nouns; the other columns are contempt, unknown and no face.
FERPLUS_NAMES: Final[Mapping[str, str]] = {
    "anger": "angry",
    "disgust": "disgust",
    "fear": "fear",
    "happiness": "happy",
    "sadness": "sad",
    "surprise": "surprise",
    "neutral": "neutral",
}
#: Spellings of FER2013's labels that are met in files of that name.
LABEL_NAMES: Final[Mapping[str, str]] = {
    **{label: label for label in LABELS},
    **FERPLUS_NAMES,
    "surprised": "surprise",
    "fearful": "fear",
    "disgusted": "disgust",
}


class DataError(Exception):
    """The file is not a FER2013 data set that can be read."""


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of one split, one row each.

    images: uint8 [N, H, W]; labels: index into LABELS [N]; votes: FER+ votes for the seven labels
    [N, 7], zeros where FER+ is absent; others: FER+ votes for anything else [N, 3 or fewer];
    groups: equal for pixel-identical rows [N]; ambiguous: rows whose copies disagree on the label.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    votes: NDArray[np.float32] | None
    others: NDArray[np.float32] | None
    groups: NDArray[np.int64]
    ambiguous: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.images)

    def taken(self, rows: NDArray[Any]) -> Faces:
        """The faces of these rows (indices or a mask)."""
        return replace(
            self,
            images=self.images[rows],
            labels=self.labels[rows],
            votes=None if self.votes is None else self.votes[rows],
            others=None if self.others is None else self.others[rows],
            groups=self.groups[rows],
            ambiguous=self.ambiguous[rows],
        )


def load(path: Path, split: str) -> Faces:
    """The faces of one split. Raises DataError when the file or the split is not there."""
    try:
        with np.load(path, allow_pickle=False) as file:
            return _faces(file, split)
    except (OSError, ValueError, KeyError) as error:
        raise DataError(f"{path}: {error}") from error


def training_faces(path: Path, train: str = "Training", judge: str = "PublicTest") -> Faces:
    """What may be trained on: each picture once, none that also stands in the judging split."""
    faces = load(path, train)
    judged = load(path, judge)
    fresh = ~np.isin(faces.groups, judged.groups)
    first = np.zeros(len(faces), dtype=bool)
    first[np.unique(faces.groups, return_index=True)[1]] = True
    return faces.taken(fresh & first)


def top_votes(faces: Faces) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """FER+'s majority as an index into LABELS [N], and which rows have one [N].

    A row has one when a single answer leads all ten and is one of the seven labels.
    """
    if faces.votes is None or faces.others is None:
        raise DataError("the file holds no FER+ votes")
    best = faces.votes.max(axis=1)
    single = (faces.votes == best[:, None]).sum(axis=1) == 1
    ahead = best > faces.others.max(axis=1, initial=0.0)
    return faces.votes.argmax(axis=1).astype(np.int64), single & ahead


def _faces(file: Mapping[str, NDArray[Any]], split: str) -> Faces:
    names = [str(name) for name in file["split_names"]]
    if split not in names:
        raise DataError(f"there is no split {split!r}, only {', '.join(names)}")
    rows = np.flatnonzero(file["split"] == names.index(split))
    votes, others = _votes(file, rows)
    images = file["image"][rows]
    if images.ndim != 3 or images.dtype != np.uint8:  # noqa: PLR2004 -- rows, height, width
        raise DataError("image is not uint8 [N, H, W]")
    return Faces(
        images=images,
        labels=_label_order(file["class_names"])[file["label"][rows]],
        votes=votes,
        others=others,
        groups=_column(file, "pixel_group", np.arange(len(file["label"])))[rows].astype(np.int64),
        ambiguous=_column(file, "label_ambiguous", np.zeros(len(file["label"]), bool))[rows],
    )


def _label_order(class_names: NDArray[Any]) -> NDArray[np.int64]:
    """For each of the file's classes its index in LABELS."""
    try:
        return np.array([LABELS.index(LABEL_NAMES[str(name).lower()]) for name in class_names])
    except KeyError as error:
        raise DataError(f"unknown class {error}") from error


def _votes(
    file: Mapping[str, NDArray[Any]], rows: NDArray[np.int64]
) -> tuple[NDArray[np.float32] | None, NDArray[np.float32] | None]:
    if "ferplus_votes" not in file:
        return None, None
    votes = file["ferplus_votes"][rows].astype(np.float32)
    columns = [FERPLUS_NAMES.get(str(name).lower(), "") for name in file["ferplus_columns"]]
    seven = [columns.index(label) for label in LABELS]
    others = [index for index, name in enumerate(columns) if not name]
    return votes[:, seven], votes[:, others]


def _column(file: Mapping[str, NDArray[Any]], name: str, default: NDArray[Any]) -> NDArray[Any]:
    return file.get(name, default)
