"""How long things take beside each other. CPU time, since other work on the machine is not ours."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

from analysis.expressions import BATCH, Expressions


def milliseconds(
    contenders: Mapping[str, Callable[[], object]], rounds: int = 30
) -> dict[str, float]:
    """Median CPU milliseconds of one call of each, over all threads of this process.

    They take turns, so that what disturbs one disturbs all; the first round is not counted.
    """
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    for number in range(rounds + 1):
        for name, act in contenders.items():
            began = time.process_time()
            act()
            if number:
                taken[name].append(1000.0 * (time.process_time() - began))
    return {name: statistics.median(times) for name, times in taken.items()}


def ms_per_face(model: Expressions, images: NDArray[np.uint8], rounds: int = 30) -> float:
    """CPU milliseconds a face in one batch of BATCH, preparation included.

    images: uint8 [N, H, W], at least one; they are repeated when they are too few for a batch.
    """
    batch = list(np.resize(images, (BATCH, *images.shape[1:])))
    return milliseconds({"model": lambda: model.answers(batch)}, rounds)["model"] / BATCH
