"""A network's large convolutions in whole numbers of eight bits: a smaller file and less time.

Static quantisation as onnxruntime does it, written as quantise-dequantise pairs around operators.
Values become uint8, weights int8 with a scale of their own for each channel. The first convolution
stays as it is, since it sees the picture itself, and so does all that follows a mean over the face:
there is little to save in either, and precision to lose.

Weights take seven of the eight bits. Processors without VNNI instructions add pairs of products in
16 bits, which eight full bits would overflow; with seven the answers are the same everywhere.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnxruntime.quantization import (
    CalibrationDataReader,
    QuantFormat,
    QuantType,
    quant_pre_process,
    quantize_static,
)

from analysis.expressions import BATCH, prepare

#: How a description calls a file whose large convolutions are quantised.
STORAGE: Final = "int8"
#: What is quantised; other operators between them work on their values as they are.
OPERATORS: Final = ("Conv", "Add", "AveragePool", "Mul")
#: Operators that leave one number a channel.
MEANS: Final = ("ReduceMean", "GlobalAveragePool")


class Pictures(CalibrationDataReader):  # type: ignore[misc]  # onnxruntime has no types
    """Prepared faces, batch by batch, on which the range of every value is measured."""

    def __init__(self, images: NDArray[np.uint8]) -> None:
        self._batches = _batches(images)

    def get_next(self) -> Mapping[str, Any] | None:
        """The next batch; None at the end."""
        return next(self._batches, None)


def quantised(content: bytes, images: NDArray[np.uint8]) -> bytes:
    """The ONNX file with its large convolutions quantised; inputs and outputs stay.

    images: uint8 [N, H, W], faces to measure ranges on, some hundred that training has seen.
    """
    model = named(content)
    with tempfile.TemporaryDirectory() as folder:
        before, after = Path(folder) / "before.onnx", Path(folder) / "after.onnx"
        quant_pre_process(model, before, skip_optimization=True, skip_symbolic_shape=True)
        quantize_static(
            before,
            after,
            Pictures(images),
            quant_format=QuantFormat.QDQ,
            op_types_to_quantize=list(OPERATORS),
            nodes_to_exclude=spared(model),
            per_channel=True,
            reduce_range=True,
            activation_type=QuantType.QUInt8,
            weight_type=QuantType.QInt8,
        )
        return after.read_bytes()


def named(content: bytes) -> Any:
    """The model with a name for each of its nodes."""
    model = onnx.load_from_string(content)
    for number, node in enumerate(model.graph.node):
        node.name = node.name or f"node{number}"
    return model


def spared(model: Any) -> list[str]:
    """The names of the nodes that stay as they are."""
    weights = {weight.name for weight in model.graph.initializer}
    faces = {value.name for value in model.graph.input}
    pooled: set[str] = set()
    names = []
    for node in model.graph.node:
        values = {name for name in node.input if name} - weights
        if node.op_type in MEANS or (values and values <= pooled):
            pooled |= set(node.output)
            names.append(node.name)
        elif values & faces:
            names.append(node.name)
    return names


def _batches(images: NDArray[np.uint8]) -> Iterator[Mapping[str, Any]]:
    for start in range(0, len(images), BATCH):
        yield {"faces": np.stack([prepare(face) for face in images[start : start + BATCH]])}
