"""Checkpoints: what `fit` leaves behind, and what must be so before another step builds on it."""

from __future__ import annotations

import pickle
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

import torch

from training.errors import DataError

#: What every checkpoint holds that is exported, begun with or learned from.
NEEDED: Final = ("averaged", "recipe", "epoch", "history")
#: What a run needs beside to go on.
WHOLE: Final = (*NEEDED, "network", "optimizer", "step")
#: The split that was watched by runs whose checkpoints do not name it.
WATCHED: Final = "PublicTest"
#: Parts of a recipe that cannot change within a run: its weights and steps hang on them.
FIXED: Final = ("shape", "start", "batch")
#: Parts of a recipe that are paths.
PATHS: Final = ("start", "teachers")

Recipe = Mapping[str, Any]


def load(path: Path, needed: Sequence[str] = NEEDED) -> dict[str, Any]:
    """The state in a checkpoint. Raises DataError when it is absent, damaged or something else."""
    if not path.is_file():
        raise DataError(
            f"there is no checkpoint {path}: `python -m training fit --run FOLDER` makes one"
        )
    try:
        state = torch.load(path, weights_only=True)
    except (OSError, EOFError, RuntimeError, ValueError, KeyError, pickle.UnpicklingError) as error:
        raise DataError(f"{path} cannot be read as a checkpoint: train again") from error
    missing = [name for name in needed if not isinstance(state, dict) or name not in state]
    if missing:
        raise DataError(f"{path} is no checkpoint of `fit`: it has no {', no '.join(missing)}")
    return dict(state)


def watched(state: Mapping[str, Any]) -> str:
    """The split that a run was judged on, none of whose pictures it was trained on."""
    return str(state.get("split", WATCHED))


def apart(state: Mapping[str, Any]) -> tuple[str, ...]:
    """The splits of whose pictures a run saw none."""
    return tuple(state.get("apart", ())) or (watched(state),)


def recipes(state: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Every recipe of a run with the first epoch (from 1) that followed it, in their order."""
    return [dict(row) for row in state.get("recipes", [_since(1, state["recipe"])])]


def followed(told: Sequence[Mapping[str, Any]], recipe: Recipe, epoch: int) -> list[dict[str, Any]]:
    """The same with another recipe after so many whole epochs; what no epoch followed is left."""
    return [dict(row) for row in told if row["from_epoch"] <= epoch] + [_since(epoch + 1, recipe)]


def differing(before: Recipe, now: Recipe, usual: Recipe) -> list[str]:
    """The parts in which two recipes differ, as `strength.blur`; paths are compared as places.

    `usual` stands in for what an older recipe does not name.
    """
    old, new = _flat(usual) | _flat(before), _flat(now)
    return sorted(name for name in old.keys() | new.keys() if old.get(name) != new.get(name))


def fixed(names: Sequence[str]) -> list[str]:
    """Those of the parts that a run cannot change."""
    return [name for name in names if name.partition(".")[0] in FIXED]


def _since(epoch: int, recipe: Recipe) -> dict[str, Any]:
    return {"from_epoch": epoch, "recipe": dict(recipe)}


def _flat(recipe: Recipe) -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for name, value in recipe.items():
        if isinstance(value, Mapping):
            flat |= {f"{name}.{inner}": part for inner, part in _flat(value).items()}
        elif name in PATHS:
            paths = [value] if isinstance(value, str) else value or ()
            flat[name] = tuple(str(Path(path).resolve()) for path in paths)
        else:
            flat[name] = tuple(value) if isinstance(value, list) else value
    return flat
