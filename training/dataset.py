"""FER2013's faces with their labels and, where there are any, FER+'s votes.

The data are the original CSV, a folder of pictures or one `.npz` file (see the `dataset_*` modules
for the form of each); the votes stand in the `.npz` or come from FER+'s own file.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from training import dataset_csv, dataset_folder, dataset_npz, ferplus
from training.errors import DataError
from training.table import Table, split_name

__all__ = [
    "DataError",
    "Faces",
    "load",
    "named",
    "of_split",
    "others",
    "read",
    "top_votes",
    "trainable",
    "training_faces",
]

#: FER+'s top vote is FER2013's label on 66 % of the faces of Training and PublicTest that have one;
#: votes put beside other faces than their own agree by chance, on 18 % (moved by 1, 70 and 5,000
#: rows). Less than this part means that they stand beside the wrong faces.
LEAST_AGREEMENT: Final = 0.4
#: The agreement of fewer faces than this says nothing.
ENOUGH_TO_TELL: Final = 100


@dataclass(frozen=True, slots=True)
class Faces:
    """The faces of one split, one row each.

    images: uint8 [N, H, W]; labels: index into LABELS [N]; votes: FER+ votes for the seven labels
    [N, 7], None where FER+ is absent; others: FER+ votes for anything else [N, 3];
    groups: equal for pixel-identical rows [N]; ambiguous: rows whose copies in this split disagree
    on the label [N].
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


def load(path: Path, split: str, *, votes: Path | None = None) -> Faces:
    """The faces of one split. Raises DataError when the data or the split are not there."""
    return of_split(read(path, votes), split)


def training_faces(
    path: Path,
    train: str = "Training",
    judge: str = "PublicTest",
    *,
    votes: Path | None = None,
) -> Faces:
    """What may be trained on: each picture once, none that also stands in any other split.

    Not in the judging one, and not in those that are kept for the last word.
    """
    return trainable(read(path, votes), train, judge)


def trainable(table: Table, train: str = "Training", judge: str = "PublicTest") -> Faces:
    """The same of a table that is already read."""
    faces, judged = of_split(table, train), of_split(table, judge)
    outside = np.ones(len(table.labels), dtype=bool)
    outside[table.rows(named(table, train))] = False
    apart = np.concatenate([table.groups[outside], judged.groups])
    fresh = ~np.isin(faces.groups, apart)
    first = np.zeros(len(faces), dtype=bool)
    first[np.unique(faces.groups, return_index=True)[1]] = True
    if not (fresh & first).any():
        raise DataError(
            f"every picture of {train} also stands in {judge}, which judges, or another split:"
            " choose another split to judge by with --split"
        )
    return faces.taken(fresh & first)


def read(path: Path, votes: Path | None = None) -> Table:
    """All faces of a CSV, a folder or an `.npz` file, with the votes of FER+'s file if it is given.

    The votes of a file take the place of those that the data hold. Raises DataError.
    """
    table = _reader(path)(path)
    return table if votes is None else _with_votes(table, votes)


def of_split(table: Table, split: str) -> Faces:
    """The faces of one split. Raises DataError when there is no such split, or nothing in it."""
    rows = table.rows(named(table, split))
    if not len(rows):
        raise DataError(f"the split {split!r} is empty; there are {table.overview()}")
    votes = None if table.votes is None else table.votes.taken(rows)
    return Faces(
        images=table.images[rows],
        labels=table.labels[rows],
        votes=None if votes is None else votes.seven,
        others=None if votes is None else votes.others,
        groups=table.groups[rows],
        ambiguous=table.ambiguous[rows],
    )


def named(table: Table, split: str) -> str:
    """The split as the table spells it. Raises DataError when there is none of that name."""
    meant = {split.strip().lower(), split_name(split).lower()}
    name = next((name for name in table.split_names if name.lower() in meant), None)
    if name is None:
        raise DataError(
            f"there is no split {split!r}, only {table.overview()}: choose with --split"
        )
    return name


def others(table: Table, train: str = "Training") -> tuple[str, ...]:
    """The splits beside this one that hold pictures; none of these is trained on."""
    own = named(table, train)
    return tuple(name for name in table.split_names if name != own and len(table.rows(name)))


def top_votes(faces: Faces) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """FER+'s single top vote as an index into LABELS [N], and which rows have one [N].

    A row has one when a single answer leads all ten and is one of the seven labels.
    """
    if faces.votes is None or faces.others is None:
        raise DataError("the data hold no FER+ votes: give FER+'s fer2013new.csv with --votes")
    return ferplus.Votes(faces.votes, faces.others).top()


def _reader(path: Path) -> Callable[[Path], Table]:
    if path.is_dir():
        return dataset_folder.read
    if not path.exists():
        raise DataError(
            f"there is no {path}: get FER2013 (training/README.md says what it may look like)"
            " and give its path with --data"
        )
    readers = {".csv": dataset_csv.read, ".npz": dataset_npz.read}
    if path.suffix.lower() not in readers:
        raise DataError(f"{path} is neither a .csv nor an .npz file nor a folder: unpack it first")
    return readers[path.suffix.lower()]


def _with_votes(table: Table, path: Path) -> Table:
    given = ferplus.read(path)
    place = _places_by_row if table.names is None else _places_by_name
    votes = given.votes.taken(place(table, given, path))
    truth, single = votes.top()
    same = truth[single] == table.labels[single]
    if len(same) >= ENOUGH_TO_TELL and same.mean() < LEAST_AGREEMENT:
        raise DataError(
            f"the votes of {path} agree with the labels on only {100 * same.mean():.0f} % of"
            " the faces, as if they were other faces' votes: the faces are not in FER2013's"
            " original order or carry other names than FER+'s; use the original CSV"
        )
    return replace(table, votes=votes)


def _places_by_row(table: Table, given: ferplus.VoteRows, path: Path) -> NDArray[np.int64]:
    """For each face the row of its votes: the same place in its own split."""
    splits = np.array([split_name(split) for split in given.splits])
    places = np.empty(len(table.labels), np.int64)
    for split in table.split_names:
        theirs, ours = np.flatnonzero(splits == split), table.rows(split)
        if len(ours) and len(theirs) != len(ours):
            raise DataError(
                f"{path} has votes for {len(theirs):,} faces of {split}, the data have"
                f" {len(ours):,} faces there: both must hold every row of the original FER2013"
            )
        places[ours] = theirs[: len(ours)]
    return places


def _places_by_name(table: Table, given: ferplus.VoteRows, path: Path) -> NDArray[np.int64]:
    """For each picture the row with its file's name."""
    rows = {name.lower(): row for row, name in enumerate(given.names) if name}
    names = table.names or ()
    missing = [name for name in names if name.lower() not in rows]
    if missing:
        raise DataError(
            f"{path} has no votes for {len(missing):,} of {len(names):,} pictures, so for"
            f" {', '.join(missing[:3])}: votes are found by FER+'s names (fer0000000.png); for"
            " pictures of other names use the original CSV, or leave --votes out"
        )
    return np.array([rows[name.lower()] for name in names], np.int64)
