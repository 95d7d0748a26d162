"""FER+: ten people's votes on every face of FER2013, in the columns of any order.

Microsoft's `fer2013new.csv` has the header `Usage,Image name,neutral,happiness,...,unknown,NF` and
a row for each row of the original FER2013 file, in its order. `Image name` is empty where the
authors left a picture out, and the numbers in the names skip those: the number in a name is not a
row's number.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from analysis.report import LABELS
from training.errors import DataError

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
#: What else people could answer: a face that none of the seven fits, or no face.
OTHERS: Final = ("contempt", "unknown", "nf")
USAGE: Final = "usage"
NAME: Final = "image name"


@dataclass(frozen=True, slots=True)
class Votes:
    """Votes for the seven labels in the order of LABELS [N, 7], and for anything else [N, ...]."""

    seven: NDArray[np.float32]
    others: NDArray[np.float32]

    def taken(self, rows: NDArray[np.int64]) -> Votes:
        """The votes of these rows."""
        return Votes(self.seven[rows], self.others[rows])

    def top(self) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
        """The single top vote as an index into LABELS [N], and which rows have one [N].

        A row has one when a single answer leads all ten and is one of the seven labels.
        """
        best = self.seven.max(axis=1)
        single = (self.seven == best[:, None]).sum(axis=1) == 1
        ahead = best > self.others.max(axis=1, initial=0.0)
        return self.seven.argmax(axis=1).astype(np.int64), single & ahead


@dataclass(frozen=True, slots=True)
class VoteRows:
    """What a file of votes holds: for each row its split, its picture's name ("" for none)."""

    splits: tuple[str, ...]
    names: tuple[str, ...]
    votes: Votes


def by_column(counts: NDArray[np.float32], columns: Sequence[str]) -> Votes:
    """Votes [N, columns] in the order of LABELS.

    Raises DataError unless each of the ten answers has a column and every count is one: without
    the three others a face that most people could not name would count as named.
    """
    names = [name.strip().lower() for name in columns]
    missing = [name for name in (*FERPLUS_NAMES, *OTHERS) if names.count(name) != 1]
    if missing:
        raise DataError(f"the votes have no column for {', '.join(missing)}, or more than one")
    if counts.ndim != 2 or counts.shape[1] != len(names):  # noqa: PLR2004 -- rows, columns
        raise DataError(f"votes {list(counts.shape)} do not fit their {len(names)} columns")
    if not (np.isfinite(counts).all() and (counts >= 0).all()):
        raise DataError("a vote is not a count of 0 or more: get the votes again")
    places = {label: names.index(noun) for noun, label in FERPLUS_NAMES.items()}
    others = [place for place, name in enumerate(names) if name not in FERPLUS_NAMES]
    return Votes(counts[:, [places[label] for label in LABELS]], counts[:, others])


def read(path: Path) -> VoteRows:
    """The rows of a `fer2013new.csv`. Raises DataError when it is missing or not of that form."""
    if not path.is_file():
        raise DataError(
            f"there is no file {path}: give --votes the path of FER+'s fer2013new.csv,"
            " or leave --votes out"
        )
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            return _rows(csv.reader(file), path)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise DataError(f"{path} cannot be read as CSV ({error}): is it fer2013new.csv?") from error


def _rows(lines: Iterator[list[str]], path: Path) -> VoteRows:
    header = [name.strip().lower() for name in next(lines, [])]
    absent = [name for name in (USAGE, NAME) if name not in header]
    if absent:
        raise DataError(
            f"{path} has no column {' and no column '.join(absent)}:"
            " --votes takes FER+'s fer2013new.csv as Microsoft publishes it"
        )
    rows = [row for row in lines if row]
    usage, name = header.index(USAGE), header.index(NAME)
    columns = [place for place in range(len(header)) if place not in {usage, name}]
    found = [_counts(row, columns, number, path) for number, row in enumerate(rows, start=1)]
    counts = np.array(found, np.float32).reshape(len(rows), len(columns))
    try:
        votes = by_column(counts, [header[place] for place in columns])
    except DataError as error:
        raise DataError(f"{path}: {error}") from error
    return VoteRows(
        splits=tuple(_cell(row, usage) for row in rows),
        names=_names([Path(_cell(row, name)).stem for row in rows], path),
        votes=votes,
    )


def _cell(row: Sequence[str], place: int) -> str:
    """What stands in a row that is long enough for its votes, though it may be cut behind them."""
    return row[place].strip() if place < len(row) else ""


def _names(names: Sequence[str], path: Path) -> tuple[str, ...]:
    """The names of the pictures. Raises DataError when two rows have the same one."""
    counted = Counter(name.lower() for name in names if name)
    twice = [name for name, count in counted.items() if count > 1]
    if twice:
        raise DataError(
            f"{path} has more than one row for {len(twice):,} pictures, so for"
            f" {', '.join(twice[:3])}: get fer2013new.csv again"
        )
    return tuple(names)


def _counts(row: Sequence[str], columns: Sequence[int], number: int, path: Path) -> list[float]:
    try:
        return [float(row[place]) for place in columns]
    except (ValueError, IndexError) as error:
        raise DataError(
            f"{path}: row {number} does not hold {len(columns)} numbers of votes; "
            "download fer2013new.csv again"
        ) from error
