"""A made network with all that the carried one has: stem, block, attention, mean, two heads."""

import hashlib
import json
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper

from analysis.expressions import SIDE, Expressions
from training import quantisation

FACES = np.random.default_rng(3).integers(0, 256, (64, SIDE, SIDE)).astype(np.uint8)


def made(*, named: bool = True) -> bytes:
    rng = np.random.default_rng(1)
    shapes = {
        "stem": (8, 1, 3, 3),
        "first": (16, 8, 3, 3),
        "squeeze": (4, 16, 1, 1),
        "excite": (16, 4, 1, 1),
        "seen_weight": (16, 7),
        "label_weight": (16, 7),
    }
    weights = []
    for name, shape in shapes.items():
        values = rng.normal(0.0, (2.0 / np.prod(shape[1:])) ** 0.5, shape).astype(np.float32)
        weights.append(numpy_helper.from_array(values, name))
    steps = [
        ("Conv", ["faces", "stem"], "a", {"pads": [1] * 4}),
        ("Relu", ["a"], "b", {}),
        ("Conv", ["b", "first"], "c", {"pads": [1] * 4, "strides": [2, 2]}),
        ("GlobalAveragePool", ["c"], "d", {}),
        ("Conv", ["d", "squeeze"], "e", {}),
        ("Relu", ["e"], "f", {}),
        ("Conv", ["f", "excite"], "g", {}),
        ("Sigmoid", ["g"], "h", {}),
        ("Mul", ["c", "h"], "i", {}),
        ("GlobalAveragePool", ["i"], "j", {}),
        ("Flatten", ["j"], "k", {}),
        ("Gemm", ["k", "seen_weight"], "l", {}),
        ("Softmax", ["l"], "seen", {}),
        ("Gemm", ["k", "label_weight"], "m", {}),
        ("Softmax", ["m"], "label", {}),
    ]
    nodes = [
        helper.make_node(kind, inputs, [output], name=output if named else "", **more)
        for kind, inputs, output, more in steps
    ]
    ends = [
        helper.make_tensor_value_info(name, TensorProto.FLOAT, ["n", *shape])
        for name, shape in (("faces", (1, SIDE, SIDE)), ("seen", (7,)), ("label", (7,)))
    ]
    graph = helper.make_graph(nodes, "made", ends[:1], ends[1:], weights)
    model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 18)], ir_version=9)
    return bytes(model.SerializeToString())


def loaded(content: bytes, path: Path) -> Expressions:
    path.write_bytes(content)
    described = {"version": "made", "sha256": hashlib.sha256(content).hexdigest()}
    path.with_suffix(".json").write_text(json.dumps(described), "utf-8")
    return Expressions(path)


def weight_kinds(content: bytes) -> dict[str, int]:
    """What kind of number each convolution's and head's weight is stored as."""
    graph = onnx.load_from_string(content).graph
    kinds = {weight.name: weight.data_type for weight in graph.initializer}
    sources = {node.output[0]: node.input[0] for node in graph.node}
    return {
        node.name: kinds.get(node.input[1], kinds.get(sources.get(node.input[1], ""), 0))
        for node in graph.node
        if node.op_type in {"Conv", "Gemm"}
    }


def test_a_quantised_network_answers_nearly_as_before(tmp_path: Path) -> None:
    before = loaded(made(), tmp_path / "before.onnx")
    after = loaded(quantisation.quantised(made(), FACES), tmp_path / "after.onnx")
    for old, new in zip(before.answers(list(FACES)), after.answers(list(FACES)), strict=True):
        assert 0.0 < np.abs(old - new).max() < 0.03
        assert new.sum(axis=1) == pytest.approx(np.ones(len(FACES)), abs=1e-5)


def test_only_convolutions_between_the_picture_and_its_mean_are_quantised() -> None:
    kinds = weight_kinds(quantisation.quantised(made(), FACES))
    assert kinds.pop("c") == TensorProto.INT8
    assert set(kinds) == {"a", "e", "g", "l", "m"}
    assert set(kinds.values()) == {TensorProto.FLOAT}


def test_weights_take_seven_of_their_eight_bits() -> None:
    """Eight would overflow where a processor adds pairs of products in 16 bits."""
    graph = onnx.load_from_string(quantisation.quantised(made(), FACES)).graph
    weights = [
        numpy_helper.to_array(weight)
        for weight in graph.initializer
        if weight.data_type == TensorProto.INT8 and len(weight.dims) == 4
    ]
    assert [weight.shape for weight in weights] == [(16, 8, 3, 3)]
    assert 60 <= np.abs(weights[0].astype(int)).max() <= 64


def test_nodes_without_names_are_quantised_too() -> None:
    kinds = list(weight_kinds(quantisation.quantised(made(named=False), FACES)).values())
    assert kinds.count(TensorProto.INT8) == 1
    assert kinds.count(TensorProto.FLOAT) == 5


def test_the_same_faces_give_the_same_file_which_tells_nothing_of_the_machine() -> None:
    first, second = (quantisation.quantised(made(), FACES) for _ in range(2))
    assert first == second
    assert b".py" not in first
    assert b"before.onnx" not in first


def test_each_channel_has_a_scale_of_its_own() -> None:
    graph = onnx.load_from_string(quantisation.quantised(made(), FACES)).graph
    kept = {weight.name: numpy_helper.to_array(weight) for weight in graph.initializer}
    [name] = [n for n, value in kept.items() if value.dtype == np.int8 and value.ndim == 4]
    [reader] = [node for node in graph.node if name in node.input]
    scales = kept[reader.input[1]]
    assert scales.shape == (16,)
    assert len(np.unique(scales)) == 16
