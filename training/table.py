"""All faces of a data set in its own order, as every kind of file is read into it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.report import LABELS
from training.ferplus import FERPLUS_NAMES, Votes

#: FER2013's three splits as its own file calls them.
OFFICIAL: Final = ("Training", "PublicTest", "PrivateTest")
#: What other names of splits mean; any name that is not here is a split of that name.
SPLITS: Final[Mapping[str, str]] = {
    **{name.lower(): name for name in OFFICIAL},
    "train": "Training",
    "val": "validation",
    "valid": "validation",
    "validation": "validation",
    "test": "test",
}
#: Spellings of FER2013's labels that are met in files of that name.
LABEL_NAMES: Final[Mapping[str, str]] = {
    **{label: label for label in LABELS},
    **FERPLUS_NAMES,
    "surprised": "surprise",
    "fearful": "fear",
    "disgusted": "disgust",
}


@dataclass(frozen=True, slots=True)
class Table:
    """One row for each face.

    images: uint8 [N, H, W]; labels: index into LABELS [N]; splits: index into `split_names` [N];
    votes: FER+'s, None where they are not known; groups: equal for pixel-identical rows [N];
    ambiguous: rows whose copies in their split disagree on the label [N]; names: the pictures'
    file names without folder and ending, None where the rows have none; origins: for a split the
    folder that it stands in.
    """

    images: NDArray[np.uint8]
    labels: NDArray[np.int64]
    splits: NDArray[np.int64]
    split_names: tuple[str, ...]
    votes: Votes | None
    groups: NDArray[np.int64]
    ambiguous: NDArray[np.bool_]
    names: tuple[str, ...] | None = None
    origins: Mapping[str, str] = field(default_factory=dict)

    def rows(self, split: str) -> NDArray[np.int64]:
        """Where the faces of this split stand; none for a split that is not there."""
        if split not in self.split_names:
            return np.empty(0, np.int64)
        return np.flatnonzero(self.splits == self.split_names.index(split))

    def overview(self) -> str:
        """Every split with its number of faces and, where there is one, its folder."""
        parts = []
        for split in self.split_names:
            origin = f" from {self.origins[split]}" if split in self.origins else ""
            parts.append(f"{split} ({len(self.rows(split)):,} faces{origin})")
        return ", ".join(parts) or "none"


def label_index(name: str) -> int | None:
    """The place in LABELS of a label in any of its spellings; None for any other word."""
    known = LABEL_NAMES.get(name.strip().lower())
    return None if known is None else LABELS.index(known)


def official(split: str) -> str:
    """A split's name as FER2013 spells it, where it is one of its three."""
    return next((name for name in OFFICIAL if name.lower() == split.strip().lower()), split)


def split_name(name: str) -> str:
    """The split that a folder, a row or a list of names means by this name."""
    return SPLITS.get(name.strip().lower(), name.strip())


def numbered(names: list[str]) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """For each row the index of its name, and the names in the order of their first row."""
    order = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return np.array([order[name] for name in names], np.int64), tuple(order)


def same_pixels(images: NDArray[np.uint8]) -> NDArray[np.int64]:
    """For each picture the row of the first one with exactly its pixels [N]."""
    first: dict[bytes, int] = {}
    rows = [first.setdefault(image.tobytes(), row) for row, image in enumerate(images)]
    return np.array(rows, np.int64)


def disagreeing(
    groups: NDArray[np.int64], labels: NDArray[np.int64], splits: NDArray[np.int64]
) -> NDArray[np.bool_]:
    """Rows of a picture whose copies in the same split have not all the same label [N].

    Other splits' labels have no say, so that nothing of them is known in training.
    """
    copies = groups * (splits.max(initial=0) + 1) + splits
    _, first, places = np.unique(copies, return_index=True, return_inverse=True)
    found = np.zeros(len(first), dtype=bool)
    found[places[labels != labels[first][places]]] = True
    return np.asarray(found[places], np.bool_)
