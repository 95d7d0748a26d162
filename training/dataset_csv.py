"""FER2013 as its authors gave it: `fer2013.csv`, or `icml_face_data.csv` with blanks in its header.

Columns `emotion` (0 to 6), `pixels` (48 x 48 grey levels, row by row, separated by blanks) and
`Usage` (the split), in any order.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from training.errors import DataError
from training.table import Table, disagreeing, label_index, numbered, same_pixels, split_name

#: The labels in the order of the file's numbers.
EMOTIONS: Final = ("angry", "disgust", "fear", "happy", "sad", "surprise", "neutral")
COLUMNS: Final = ("emotion", "pixels", "usage")
SIDE: Final = 48
BRIGHTEST: Final = 255


def read(path: Path) -> Table:
    """All faces of the file in its order. Raises DataError, which names the row, if one is odd."""
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return _table(csv.reader(file), path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read as CSV: download it again ({error})") from error


def _table(lines: Iterator[list[str]], path: Path) -> Table:
    places = _places(next(lines, []), path)
    images, labels, splits = [], [], []
    for number, row in enumerate((line for line in lines if line), start=1):
        try:
            emotion, pixels, usage = _fields(row, places)
            images.append(_pixels(pixels))
            labels.append(_label(emotion))
            splits.append(_split(usage))
        except DataError as error:
            raise DataError(f"{path}, row {number} under the header: {error}") from error
    indices, names = numbered(splits)
    faces = np.array(images, np.uint8).reshape(len(images), SIDE, SIDE)
    truths, groups = np.array(labels, np.int64), same_pixels(faces)
    return Table(
        images=faces,
        labels=truths,
        splits=indices,
        split_names=names,
        votes=None,
        groups=groups,
        ambiguous=disagreeing(groups, truths, indices),
    )


def _places(header: Sequence[str], path: Path) -> Mapping[str, int]:
    names = [name.strip().lower() for name in header]
    missing = [name for name in COLUMNS if name not in names]
    if missing:
        raise DataError(
            f"{path} has no column {', no column '.join(missing)} but {', '.join(names)[:200]!r}:"
            " give the whole fer2013.csv or icml_face_data.csv (emotion, pixels, Usage)"
        )
    return {name: names.index(name) for name in COLUMNS}


def _fields(row: Sequence[str], places: Mapping[str, int]) -> list[str]:
    if len(row) <= max(places.values()):
        raise DataError(f"it has {len(row)} columns: is the file cut short? Download it again")
    return [row[places[name]] for name in COLUMNS]


def _pixels(text: str) -> NDArray[np.uint8]:
    try:
        values = np.fromstring(text, np.int32, sep=" ")
    except ValueError as error:
        raise DataError("its pixels are not all whole numbers: mend or delete the row") from error
    if len(values) != SIDE * SIDE:
        raise DataError(
            f"it has {len(values)} pixels and not {SIDE * SIDE} ({SIDE} x {SIDE}):"
            " mend or delete the row"
        )
    if values.min() < 0 or values.max() > BRIGHTEST:
        raise DataError(f"a pixel is not within 0 to {BRIGHTEST}: mend or delete the row")
    return values.astype(np.uint8)


def _label(emotion: str) -> int:
    """The place in LABELS of a number of the file, or of a name that stands there instead."""
    number = emotion.strip()
    name = EMOTIONS[int(number)] if number in {str(n) for n in range(len(EMOTIONS))} else number
    place = label_index(name)
    if place is None:
        known = ", ".join(f"{number} {name}" for number, name in enumerate(EMOTIONS))
        raise DataError(f"unknown class {emotion!r}; the classes are {known}")
    return place


def _split(usage: str) -> str:
    if not usage.strip():
        raise DataError("its Usage is empty: write Training, PublicTest or PrivateTest")
    return split_name(usage)
