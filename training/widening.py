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
    """The weights of a narrow network in the shapes of one with at least as many channels.

    Both are state dicts of the same layers. Raises ValueError where a size would shrink.
    """
    return {name: _fitted(narrow[name], tensor.shape) for name, tensor in wide.items()}


def _fitted(tensor: Any, shape: Any) -> Any:
    if any(new < old for new, old in zip(shape, tensor.shape, strict=True)):
        raise ValueError(f"a tensor of {tuple(tensor.shape)} cannot fill {tuple(shape)}")
    if tensor.shape == shape:
        return tensor.clone()
    rows = tensor[torch.arange(shape[0]) % tensor.shape[0]]
    reads_copies = tensor.ndim > 1 and shape[1] > tensor.shape[1]
    return _shared(rows, shape[1]) if reads_copies else rows.clone()


def _shared(weight: Any, inputs: int) -> Any:
    """A weight [O, I, ...] over more inputs; the shares of an input's copies sum to its weight."""
    before = weight.shape[1]
    source = torch.arange(inputs) % before
    copies = torch.bincount(source, minlength=before)[source]
    copies = copies.view(1, inputs, *(1 for _ in weight.shape[2:]))
    apart = torch.randn(weight.shape[0], inputs, *weight.shape[2:]) * weight.std() * APART
    sums = torch.zeros_like(weight).index_add_(1, source, apart)
    return (weight[:, source] + apart - sums[:, source] / copies) / copies
