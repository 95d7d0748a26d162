"""Trained networks that teach another: their averaged answers on the very inputs that it sees.

Hinton et al., "Distilling the Knowledge in a Neural Network", 2015; teacher and student look at the
same varied face, after Beyer et al., "Knowledge distillation: a good teacher is patient and
consistent", 2022.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch

from training import checkpoints
from training.errors import DataError
from training.network import Network, Shape


class Teachers:
    """Networks whose mean probabilities are taught. `files` are checkpoints."""

    def __init__(self, files: Sequence[Path], *, bfloat16: bool) -> None:
        self._networks = [averaged(checkpoints.load(path)) for path in files]
        self._bfloat16 = bfloat16

    def __len__(self) -> int:
        return len(self._networks)

    def answers(self, faces: Any) -> tuple[Any, Any]:
        """Probabilities of both heads, float32 [N, 7] each, for prepared faces [N, 1, 48, 48]."""
        with torch.no_grad(), torch.autocast("cpu", torch.bfloat16, enabled=self._bfloat16):
            said = [network(faces) for network in self._networks]
        seen, label = (
            torch.stack([torch.softmax(heads[which].float(), dim=1) for heads in said]).mean(0)
            for which in (0, 1)
        )
        return seen, label


def ancestry(names: Sequence[str], younger: frozenset[Path] = frozenset()) -> list[dict[str, Any]]:
    """What checkpoints came of, and what these came of: run, recipe, epochs, core minutes.

    Runs are named by their folder, or by the file where that has its own name. One that cannot be
    read any more is `missing`; one that came of itself, since its file was written over, `repeats`.
    """
    return [_told(name, younger) for name in names]


def _told(name: str, younger: frozenset[Path]) -> dict[str, Any]:
    path, run = Path(name).resolve(), {"run": run_name(name)}
    if path in younger:
        return run | {"repeats": True}
    try:
        state = checkpoints.load(path)
    except DataError:
        return run | {"missing": True}
    return run | {
        "epochs_done": state["epoch"],
        "core_minutes": core_minutes(state),
        "recipe": named(state["recipe"]),
        "before": before(state, younger | {path}),
    }


def before(
    state: Mapping[str, Any], younger: frozenset[Path] = frozenset()
) -> list[dict[str, Any]]:
    """What a run came of: as its checkpoint tells it, or, if that is older, as the files do."""
    kept = state.get("before")
    return ancestry(forerunners(state["recipe"]), younger) if kept is None else list(kept)


def core_minutes(state: Mapping[str, Any]) -> float:
    """The time on one core that a run took."""
    seconds = float(sum(row["cpu_s"] for row in state["history"]))
    return round(seconds / 60.0, 1)


def forerunners(recipe: Mapping[str, Any]) -> tuple[str, ...]:
    """The checkpoints that a run began with or was taught by."""
    start = [recipe["start"]] if recipe.get("start") else []
    return (*start, *recipe.get("teachers", ()))


def named(recipe: Mapping[str, Any]) -> dict[str, Any]:
    """A recipe in which other runs are named and no path of a machine stands."""
    start, teachers = recipe.get("start"), recipe.get("teachers", ())
    return dict(recipe) | {
        "start": None if start is None else run_name(start),
        "teachers": [run_name(path) for path in teachers],
    }


def run_name(checkpoint: str) -> str:
    """`training/runs/wide/last.pt` is the run `wide`."""
    path = Path(checkpoint)
    return path.parent.name if path.stem == "last" else path.stem


def averaged(state: Mapping[str, Any]) -> Network:
    """The network of a checkpoint with its averaged weights, ready to answer."""
    network: Network = Network(shape_of(state)).to(memory_format=torch.channels_last)
    network.load_state_dict(state["averaged"])
    network.eval()
    return network


def shape_of(state: Mapping[str, Any]) -> Shape:
    """The shape of a checkpoint's network."""
    kept: Mapping[str, Any] = state["recipe"]["shape"]
    sizes: dict[str, Any] = {k: tuple(v) if isinstance(v, list) else v for k, v in kept.items()}
    return Shape(**sizes)
