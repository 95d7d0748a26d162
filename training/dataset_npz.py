"""FER2013 in one `.npz` file.

It holds `image` uint8 [N, H, W], `label` and `split` as indices into `class_names` and
`split_names` of the same file, and, where FER+ is there, `ferplus_votes` [N, 10] in the order of
`ferplus_columns`. Names are read, orders are never assumed. `pixel_group` (equal for rows with the
same pixels) and `label_ambiguous` are optional. Splits are called as in a folder: `train` is
Training (see `training.table.SPLITS`).
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from analysis.report import LABELS
from training.errors import DataError
from training.ferplus import Votes, by_column
from training.table import Table, disagreeing, label_index, same_pixels, split_name

NEEDED: Final = ("image", "label", "split", "class_names", "split_names")
#: Columns that hold something for each picture.
ROWS: Final = ("label", "split", "ferplus_votes", "pixel_group", "label_ambiguous")


def read(path: Path) -> Table:
    """All faces of the file. Raises DataError when it is not of this form."""
    try:
        with path.open("rb") as file, np.lib.npyio.NpzFile(file, allow_pickle=False) as arrays:
            columns = {name: arrays[name] for name in arrays.files}
    except (OSError, ValueError, EOFError, zipfile.BadZipFile, zlib.error) as error:
        raise DataError(f"{path} is no .npz file of arrays: copy it again ({error})") from error
    missing = [name for name in NEEDED if name not in columns]
    if missing:
        raise DataError(f"{path} has no {', no '.join(missing)}: it needs {', '.join(NEEDED)}")
    _check(columns, path)
    return _table(columns, path)


def _check(columns: Mapping[str, NDArray[Any]], path: Path) -> None:
    """Raises DataError unless there are pictures and every column has one row for each of them."""
    images = columns["image"]
    if images.ndim != 3 or images.dtype != np.uint8 or not all(images.shape[1:]):  # noqa: PLR2004 -- rows, height, width
        raise DataError(f"{path}: image is not uint8 [N, H, W] but {images.dtype} {images.shape}")
    for name in (name for name in ROWS if name in columns):
        if columns[name].shape[:1] != images.shape[:1]:
            raise DataError(f"{path}: {name} has another number of rows than image: make it again")
        if name != "ferplus_votes" and columns[name].ndim != 1:
            raise DataError(f"{path}: {name} is not one value a picture: make it again")
        if columns[name].dtype.kind not in "biuf":
            raise DataError(f"{path}: {name} does not hold numbers: make it again")
    for name in ("class_names", "split_names", "ferplus_columns"):
        if name in columns and columns[name].ndim != 1:
            raise DataError(f"{path}: {name} is not a list of names: make it again")


def _table(columns: Mapping[str, NDArray[Any]], path: Path) -> Table:
    images = columns["image"]
    labels = _label_order(columns["class_names"], path)[_indices(columns, "label", path)]
    splits, split_names = _splits(columns, path)
    groups = columns.get("pixel_group")
    groups = same_pixels(images) if groups is None else groups.astype(np.int64)
    ambiguous = columns.get("label_ambiguous")
    return Table(
        images=images,
        labels=labels,
        splits=splits,
        split_names=split_names,
        votes=_votes(columns, path),
        groups=groups,
        ambiguous=disagreeing(groups, labels, splits)
        if ambiguous is None
        else ambiguous.astype(bool),
    )


def _indices(columns: Mapping[str, NDArray[Any]], name: str, path: Path) -> NDArray[np.int64]:
    """The column `label` or `split`, one index into its names for each picture."""
    names = columns["class_names" if name == "label" else "split_names"]
    indices = columns[name].astype(np.int64)
    if len(indices) and not (indices.min() >= 0 and indices.max() < len(names)):
        raise DataError(f"{path}: {name} points outside of its {len(names)} names: make it again")
    return indices


def _splits(
    columns: Mapping[str, NDArray[Any]], path: Path
) -> tuple[NDArray[np.int64], tuple[str, ...]]:
    """The split of each picture as an index into the names, of which no two are the same."""
    told = [split_name(str(name)) for name in columns["split_names"]]
    names = tuple(dict.fromkeys(told))
    places = np.array([names.index(name) for name in told], np.int64)
    return places[_indices(columns, "split", path)], names


def _label_order(class_names: NDArray[Any], path: Path) -> NDArray[np.int64]:
    """For each of the file's classes its index in LABELS."""
    order = [label_index(str(name)) for name in class_names]
    unknown = [str(name) for name, place in zip(class_names, order, strict=True) if place is None]
    if unknown:
        raise DataError(
            f"{path}: unknown class {', '.join(unknown)}; the seven are {', '.join(LABELS)}"
        )
    return np.array(order, np.int64)


def _votes(columns: Mapping[str, NDArray[Any]], path: Path) -> Votes | None:
    if "ferplus_votes" not in columns:
        return None
    if "ferplus_columns" not in columns:
        raise DataError(f"{path} has ferplus_votes but not their names in ferplus_columns")
    names = [str(name) for name in columns["ferplus_columns"]]
    try:
        return by_column(columns["ferplus_votes"].astype(np.float32), names)
    except DataError as error:
        raise DataError(f"{path}, ferplus_votes: {error}") from error
