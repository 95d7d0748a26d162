"""The mean of the weights of runs that began alike: nearly their mean answers, at the cost of one.

Wortsman et al., "Model soups: averaging weights of multiple fine-tuned models improves accuracy
without increasing inference time", 2022.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from training import checkpoints
from training.errors import DataError


def mixed(states: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """The last of the checkpoints with the mean of the averaged weights of all.

    Raises DataError where the networks differ in shape or did not watch the same split.
    """
    last = states[-1]
    for state in states:
        if state["recipe"]["shape"] != last["recipe"]["shape"]:
            raise DataError("networks of different shapes cannot be mixed: name runs of one shape")
        if checkpoints.watched(state) != checkpoints.watched(last):
            raise DataError("the runs did not watch the same split and cannot be mixed")
    weights = [state["averaged"] for state in states]
    return dict(last) | {"averaged": {name: _mean(weights, name) for name in last["averaged"]}}


def _mean(weights: Sequence[Mapping[str, Any]], name: str) -> Any:
    last = weights[-1][name]
    if not last.is_floating_point():
        return last
    return sum(each[name] for each in weights) / len(weights)
