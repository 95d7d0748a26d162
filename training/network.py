"""The expression network: a small residual net with two heads. torch is needed here alone.

Input [N, 1, 48, 48] from `analysis.expressions.prepare`. Output: two logit tensors [N, 7] in the
order of LABELS: what ten people see (FER+), and FER2013's own label.

Residual blocks after He et al., "Deep Residual Learning", 2015; channel attention after Hu et al.,
"Squeeze-and-Excitation Networks", 2017; pooled shortcuts (ResNet-D) after He et al., "Bag of
Tricks", 2018.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from analysis.report import LABELS


@dataclass(frozen=True, slots=True)
class Shape:
    """Channels of the stem and of each stage (each halves the size), and blocks per stage."""

    stem: int = 16
    widths: tuple[int, ...] = (48, 96, 192)
    depths: tuple[int, ...] = (1, 2, 2)
    dropout: float = 0.3


class Attention(nn.Module):  # type: ignore[misc]  # torch is absent where types are checked
    """Weighs channels by what the whole face shows."""

    def __init__(self, channels: int) -> None:
        super().__init__()
        self.squeeze = nn.Conv2d(channels, channels // 8, 1)
        self.excite = nn.Conv2d(channels // 8, channels, 1)

    def forward(self, x: Any) -> Any:
        """[N, C, H, W] to the same shape."""
        pooled = x.mean((2, 3), keepdim=True)
        return x * self.excite(torch.relu(self.squeeze(pooled))).sigmoid()


class Block(nn.Module):  # type: ignore[misc]  # the same
    """Two 3x3 convolutions around a shortcut."""

    def __init__(self, before: int, after: int, stride: int, *, attention: bool) -> None:
        super().__init__()
        self.first = nn.Conv2d(before, after, 3, stride, 1, bias=False)
        self.norm1 = nn.BatchNorm2d(after)
        self.second = nn.Conv2d(after, after, 3, 1, 1, bias=False)
        self.norm2 = nn.BatchNorm2d(after)
        self.attention = Attention(after) if attention else nn.Identity()
        self.shortcut = _shortcut(before, after, stride)

    def forward(self, x: Any) -> Any:
        """[N, before, H, W] to [N, after, H / stride, W / stride]."""
        y = torch.relu_(self.norm1(self.first(x)))
        y = self.attention(self.norm2(self.second(y)))
        return torch.relu_(y + self.shortcut(x))


class Network(nn.Module):  # type: ignore[misc]  # the same
    """Stem, residual stages, mean over the face, two linear heads."""

    def __init__(self, shape: Shape) -> None:
        super().__init__()
        self.stem = nn.Sequential(
            nn.Conv2d(1, shape.stem, 3, 1, 1, bias=False), nn.BatchNorm2d(shape.stem), nn.ReLU()
        )
        self.stages = nn.Sequential(*_blocks(shape))
        self.dropout = nn.Dropout(shape.dropout)
        self.seen = nn.Linear(shape.widths[-1], len(LABELS))
        self.label = nn.Linear(shape.widths[-1], len(LABELS))

    def forward(self, x: Any) -> tuple[Any, Any]:
        """Logits of what people see and of FER2013's label, [N, 7] each."""
        features = self.dropout(self.stages(self.stem(x)).mean((2, 3)))
        return self.seen(features), self.label(features)


def _blocks(shape: Shape) -> list[Block]:
    blocks = []
    before = shape.stem
    for stage, (width, depth) in enumerate(zip(shape.widths, shape.depths, strict=True)):
        for number in range(depth):
            stride = 2 if number == 0 else 1
            blocks.append(Block(before, width, stride, attention=stage > 0))
            before = width
    return blocks


def _shortcut(before: int, after: int, stride: int) -> Any:
    if stride == 1 and before == after:
        return nn.Identity()
    pool = nn.AvgPool2d(2) if stride > 1 else nn.Identity()
    return nn.Sequential(pool, nn.Conv2d(before, after, 1, bias=False), nn.BatchNorm2d(after))
