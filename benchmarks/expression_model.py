"""The carried expression model beside mini_XCEPTION at the same size of input, and how good it is.

    python benchmarks/expression_model.py [--data FILE.npz] [--split PublicTest] [--rounds 30]

Both networks go through `analysis.expressions`, so with one thread, the same session options and
the same preparation, in batches of 32; they take turns. Preparation is measured as a third
contender and taken off where networks are compared. Ratios of one run compare; milliseconds of
different machines do not.

The peer is mini_XCEPTION's architecture (Arriaga, Valdenegro-Toro and Plöger, "Real-time
Convolutional Neural Networks for Emotion and Gender Classification", 2017) in float32, as it was
published, with random weights: the time does not depend on them. The carried one may have been
quantised, which would make its peer faster too. The peer's normalisations are folded into the
convolutions before them, as an export for inference does. Quality is judged as
`python -m training evaluate` judges it; the faces are not carried.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import math
import os
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
# Before anything loads onnxruntime, which else writes to the home and looks for its maker's host.
os.environ["ORT_DISABLE_TELEMETRY"] = "1"

from analysis.errors import ModelError  # noqa: E402 - found only after the path is set
from analysis.expressions import BATCH, SIDE, Expressions, model_path, prepare  # noqa: E402
from analysis.report import LABELS  # noqa: E402 - the same
from training import dataset, judgement, page, speed  # noqa: E402 - the same

#: Channels of the two first convolutions, and of the four modules.
STEM, MODULES = 8, (16, 32, 64, 128)


@dataclass
class Graph:
    """An ONNX graph that grows node by node; each method gives the name of what it computes.

    `published` counts the weights as their authors count them, with four numbers a channel for
    each normalisation.
    """

    rng: np.random.Generator
    nodes: list[Any] = field(default_factory=list)
    weights: list[Any] = field(default_factory=list)
    published: int = 0

    def node(self, kind: str, *inputs: str, **attributes: Any) -> str:
        """One operator with one output."""
        name = f"{kind.lower()}{len(self.nodes)}"
        self.nodes.append(helper.make_node(kind, inputs, [name], **attributes))
        return name

    def weight(self, *shape: int) -> str:
        """Random numbers that keep the size of what they are multiplied with."""
        values = self.rng.normal(0.0, np.sqrt(2.0 / math.prod(shape[1:])), shape)
        name = f"weight{len(self.weights)}"
        self.weights.append(numpy_helper.from_array(values.astype(np.float32), name))
        self.published += values.size
        return name

    def normalised(self, x: str, before: int, after: int, size: int, **attributes: Any) -> str:
        """A convolution and the normalisation behind it, folded into weights and a bias."""
        inputs = (x, self.weight(after, before, size, size), self.weight(after))
        self.published += 3 * after  # the bias is one of the four
        return self.node("Conv", *inputs, **attributes)

    def separable(self, x: str, before: int, after: int) -> str:
        """Each channel 3x3 by itself, then 1x1 across channels."""
        kernel = self.weight(before, 1, 3, 3)
        deep = self.node("Conv", x, kernel, group=before, pads=[1, 1, 1, 1])
        return self.normalised(deep, before, after, 1)

    def module(self, x: str, before: int, after: int) -> str:
        """Two separable convolutions and a pool beside a 1x1 shortcut of stride 2."""
        shortcut = self.normalised(x, before, after, 1, strides=[2, 2])
        x = self.node("Relu", self.separable(x, before, after))
        x = self.separable(x, after, after)
        x = self.node("MaxPool", x, kernel_shape=[3, 3], strides=[2, 2], auto_pad="SAME_UPPER")
        return self.node("Add", x, shortcut)


def mini_xception(seed: int = 1) -> tuple[bytes, int]:
    """The network as ONNX with the inputs and outputs of the carried one, and its weights' number.

    Its single answer stands in for both heads.
    """
    graph = Graph(np.random.default_rng(seed))
    x = graph.node("Relu", graph.normalised("faces", 1, STEM, 3))
    x = graph.node("Relu", graph.normalised(x, STEM, STEM, 3))
    for before, after in zip((STEM, *MODULES), MODULES, strict=False):
        x = graph.module(x, before, after)
    kernel, bias = graph.weight(len(LABELS), MODULES[-1], 3, 3), graph.weight(len(LABELS))
    x = graph.node("Conv", x, kernel, bias, pads=[1, 1, 1, 1])
    x = graph.node("Flatten", graph.node("GlobalAveragePool", x))
    graph.nodes.append(helper.make_node("Softmax", [x], ["seen"], axis=1))
    graph.nodes.append(helper.make_node("Identity", ["seen"], ["label"]))
    return _model(graph), graph.published


def _model(graph: Graph) -> bytes:
    faces = helper.make_tensor_value_info("faces", TensorProto.FLOAT, ["n", 1, SIDE, SIDE])
    answers = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", len(LABELS)])
        for name in ("seen", "label")
    ]
    made = helper.make_graph(graph.nodes, "mini_XCEPTION", [faces], answers, graph.weights)
    model = helper.make_model(made, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString())


def weights_in(content: bytes) -> int:
    """How many weights and biases an ONNX file carries, in whatever precision."""
    graph = onnx.load_from_string(content).graph
    scales = {
        name
        for node in graph.node
        if node.op_type in {"QuantizeLinear", "DequantizeLinear"}
        for name in node.input[1:]
    }
    kinds = (TensorProto.FLOAT, TensorProto.FLOAT16, TensorProto.INT8, TensorProto.INT32)
    return sum(
        math.prod(weight.dims)
        for weight in graph.initializer
        if weight.data_type in kinds and weight.name not in scales
    )


def loaded(content: bytes, folder: Path) -> Expressions:
    """A network loaded as the program loads the carried one."""
    path = folder / "mini_xception.onnx"
    path.write_bytes(content)
    described = {"version": "mini_XCEPTION", "sha256": hashlib.sha256(content).hexdigest()}
    path.with_suffix(".json").write_text(json.dumps(described), encoding="utf-8")
    return Expressions(path)


def print_speed(rounds: int) -> None:
    """Weights, bytes and time of both."""
    ours, (peer, published) = model_path().read_bytes(), mini_xception()
    faces = np.random.default_rng(2).integers(0, 256, (BATCH, SIDE, SIDE)).astype(np.uint8)
    with tempfile.TemporaryDirectory() as folder:
        models = {"carried": Expressions(model_path()), "peer": loaded(peer, Path(folder))}
    taken = speed.milliseconds(
        {
            "carried": lambda: models["carried"].answers(list(faces)),
            "peer": lambda: models["peer"].answers(list(faces)),
            "prepare": lambda: np.stack([prepare(face) for face in faces]),
        },
        rounds,
    )
    each = {name: spent / BATCH for name, spent in taken.items()}
    print(f"Batches of {BATCH} on one thread, CPU time with preparation ({each['prepare']:.3f} ms)")
    for name, title, content in (
        ("carried", models["carried"].version, ours),
        ("peer", "mini_XCEPTION", peer),
    ):
        print(
            f"  {title:<16}{each[name]:6.2f} ms a face  {weights_in(content):>9,} weights"
            f"  {len(content):>9,} bytes"
        )
    ratio = (each["carried"] - each["prepare"]) / (each["peer"] - each["prepare"])
    print(f"  the networks alone: {ratio:.1f} x mini_XCEPTION, which computes in float32")
    print(f"  mini_XCEPTION before folding, as published: {published:,} weights")
    print(f"  {page.SPEED.judged(each['carried'], f'{page.SPEED.bound:g} ms a face')}")
    print()


def print_quality(path: Path, split: str) -> None:
    """What `python -m training evaluate` prints; what is missing where there is no data."""
    if not path.exists():
        print(f"Quality not measured: {path} is absent; --data names a FER2013 file")
        return
    subject = judgement.of(model_path(), dataset.load(path, split), split)
    for line in judgement.lines(subject):
        print(line, flush=True)


def main() -> int:
    """Print both parts. Exit status: 0 done, 2 wrong usage, 3 the data or a model is unusable."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--data", type=Path, default=ROOT / "../shared/data/fer2013.npz")
    parser.add_argument("--split", default="PublicTest")
    parser.add_argument("--rounds", type=int, default=30)
    chosen = parser.parse_args()
    try:
        print_speed(chosen.rounds)
        print_quality(chosen.data, chosen.split)
    except (dataset.DataError, ModelError) as error:
        print(error, file=sys.stderr)
        return 3
    return 0


if __name__ == "__main__":
    sys.exit(main())
