"""A wider network that starts by saying what a narrow one says.

Chen et al., "Net2Net: Accelerating Learning via Knowledge Transfer", 2016: every channel is
repeated, and what reads the copies shares the old weight among them. The shares differ at random by
amounts that cancel, so that the copies part as soon as they are trained.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import torch

#: Deviation of the shares' differences, in deviations of the weight that is shared.
APART: Final = 0.5


def widened(narrow: Mapping[str, Any], wide: Mapping[str, Any]) -> dict[str, Any]:
    """The weights of a narrow network in the shapes of a wide one with a multiple of its channels.

    Both are state dicts of the same layers. Raises ValueError where a size is no multiple.
    """
    return {name: _fitted(narrow[name], tensor.shape) for name, tensor in wide.items()}


def _fitted(tensor: Any, shape: Any) -> Any:
    if tensor.shape == shape:
        return tensor.clone()
    times = [new // old for new, old in zip(shape, tensor.shape, strict=True)]
    if any(new % old for new, old in zip(shape, tensor.shape, strict=True)):
        raise ValueError(f"a tensor of {tuple(tensor.shape)} cannot fill {tuple(shape)}")
    repeated = tensor.repeat(times)
    return repeated if tensor.ndim < 2 or times[1] == 1 else _shared(repeated, tensor, times)  # noqa: PLR2004 -- vectors read nothing


def _shared(repeated: Any, tensor: Any, times: list[int]) -> Any:
    """Each copy's share of a weight; over the copies of one input they sum to the weight."""
    copies, inputs = times[1], tensor.shape[1]
    apart = torch.randn(repeated.shape) * tensor.std() * APART / copies
    shares = apart.view(repeated.shape[0], copies, inputs, *repeated.shape[2:])
    shares = shares - shares.mean(dim=1, keepdim=True)
    return repeated / copies + shares.reshape(repeated.shape)
