"""FER2013 as pictures in folders: `SPLIT/LABEL/picture`, as it is passed on most often.

What the folders of splits mean (their case does not matter):

    Training, PublicTest, PrivateTest    the official splits
    train                                Training
    test                                 PublicTest and PrivateTest where every picture in it says
                                         so in its name (`PublicTest_88305.jpg`); else `test`
    val, valid, validation               validation, which is nobody's official split
    any other name                       a split of that name

Only what the data say themselves is called by an official name: a `test` of 7,178 pictures is both
official test splits in one, and the validation pictures of some copies were drawn from all three.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from analysis.report import LABELS
from training.errors import DataError
from training.table import (
    SPLITS,
    Table,
    disagreeing,
    label_index,
    numbered,
    official,
    same_pixels,
    split_name,
)

SIDE: Final = 48
ENDINGS: Final = frozenset({".png", ".jpg", ".jpeg", ".bmp", ".pgm", ".tif", ".tiff", ".webp"})
LAYOUT: Final = (
    f"put the pictures into SPLIT/LABEL/, SPLIT being Training or train, PublicTest, PrivateTest,"
    f" test or validation and LABEL one of {', '.join(LABELS)}"
)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture's file, the label and the split that its folders name."""

    path: Path
    label: int
    split: str


def read(folder: Path) -> Table:
    """All pictures, grey, 48 x 48. Raises DataError for an unknown folder or a broken picture."""
    parts = [part for part in _folders(folder) if _is_split(part)]
    if not parts:
        raise DataError(f"{folder} holds no folders of splits{_found(folder)}: {LAYOUT}")
    found = [(part, _pictures(part)) for part in parts]
    pictures = [picture for _, inside in found for picture in inside]
    # A split whose folder is empty is known too, so that it can be called empty.
    empty = [split_name(part.name) for part, inside in found if not inside]
    indices, names = numbered([picture.split for picture in pictures] + empty)
    faces = np.empty((len(pictures), SIDE, SIDE), np.uint8)
    for row, picture in enumerate(pictures):
        faces[row] = grey(picture.path)
    labels, groups = np.array([p.label for p in pictures], np.int64), same_pixels(faces)
    splits = indices[: len(pictures)]
    return Table(
        images=faces,
        labels=labels,
        splits=splits,
        split_names=names,
        votes=None,
        groups=groups,
        ambiguous=disagreeing(groups, labels, splits),
        names=tuple(picture.path.stem for picture in pictures),
        origins=_origins(pictures),
    )


def grey(path: Path) -> NDArray[np.uint8]:
    """The picture in grey levels; the middle square of it, 48 x 48. Raises DataError."""
    try:
        found = cv2.imdecode(np.fromfile(path, np.uint8), cv2.IMREAD_GRAYSCALE)
    except (OSError, cv2.error):
        found = None
    if found is None:
        raise DataError(f"{path} cannot be read as a picture: replace or delete it")
    height, width = found.shape
    side = min(height, width)
    top, left = (height - side) // 2, (width - side) // 2
    square = found[top : top + side, left : left + side]
    way = cv2.INTER_AREA if side > SIDE else cv2.INTER_LINEAR
    return np.asarray(cv2.resize(square, (SIDE, SIDE), interpolation=way), np.uint8)


def _folders(folder: Path) -> list[Path]:
    return sorted(p for p in folder.iterdir() if p.is_dir() and not p.name.startswith("."))


def _files(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.suffix.lower() in ENDINGS and not path.name.startswith("."):
            yield path


def _is_split(folder: Path) -> bool:
    """Whether its name says so, or a folder of a label stands in it."""
    known = folder.name.lower() in SPLITS
    labels = [label_index(inner.name) for inner in _folders(folder)]
    return known or any(label is not None for label in labels)


def _pictures(folder: Path) -> list[Picture]:
    """The pictures of one folder of a split, in the order of their labels' and own names."""
    pictures = []
    for inner in _folders(folder):
        label = label_index(inner.name)
        if label is None:
            raise DataError(
                f"unknown class {inner.name!r} in {folder}: rename or remove the folder; the"
                f" seven are {', '.join(LABELS)}"
            )
        pictures += [Picture(path, label, split_name(folder.name)) for path in _files(inner)]
    return _told_apart(pictures) if folder.name.lower() == "test" else pictures


def _told_apart(pictures: Sequence[Picture]) -> list[Picture]:
    """The pictures of `test` with the official split in their names, where all of them have it."""
    splits = [official(picture.path.stem.partition("_")[0]) for picture in pictures]
    if not set(splits) <= {"PublicTest", "PrivateTest"}:
        return list(pictures)
    return [Picture(p.path, p.label, split) for p, split in zip(pictures, splits, strict=True)]


def _origins(pictures: Sequence[Picture]) -> Mapping[str, str]:
    return {picture.split: f"{picture.path.parents[1].name}/" for picture in pictures}


def _found(folder: Path) -> str:
    names = [path.name for path in _folders(folder)]
    return f", only {', '.join(names[:8])}" if names else ""
