"""The benchmark's peer is the network that it claims to be."""

import sys
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import shape_inference

from analysis.expressions import model_path
from analysis.report import LABELS
from benchmarks import expression_model
from training import quantisation


@pytest.fixture(scope="module")
def peer() -> tuple[bytes, int]:
    return expression_model.mini_xception()


def test_the_peer_has_as_many_weights_as_its_authors_count(peer: tuple[bytes, int]) -> None:
    """58,423 is what Keras prints for their code with seven classes and grey input."""
    assert peer[1] == 58_423


def test_folding_leaves_one_of_four_numbers_of_each_normalisation(peer: tuple[bytes, int]) -> None:
    channels = 2 * 8 + 3 * sum((16, 32, 64, 128))
    assert expression_model.weights_in(peer[0]) == 58_423 - 3 * channels


def test_each_module_halves_the_picture_and_rounds_up(peer: tuple[bytes, int]) -> None:
    graph = shape_inference.infer_shapes(onnx.load_from_string(peer[0])).graph
    shapes = {
        value.name: [side.dim_value for side in value.type.tensor_type.shape.dim][1:]
        for value in graph.value_info
    }
    sums = [shapes[node.output[0]] for node in graph.node if node.op_type == "Add"]
    assert sums == [[16, 22, 22], [32, 11, 11], [64, 6, 6], [128, 3, 3]]


def test_the_peer_answers_as_the_carried_model_does(
    peer: tuple[bytes, int], tmp_path: Path
) -> None:
    model = expression_model.loaded(peer[0], tmp_path)
    faces = np.random.default_rng(0).integers(0, 256, (5, 48, 48)).astype(np.uint8)
    seen, label = model.answers(list(faces))
    assert seen.shape == (5, len(LABELS))
    assert seen.sum(axis=1) == pytest.approx(np.ones(5))
    assert np.array_equal(seen, label)
    assert np.ptp(seen, axis=0).max() > 0


def test_the_carried_models_weights_are_counted_in_whatever_precision() -> None:
    """Two bytes each or one; names and graph take little of the file."""
    count = expression_model.weights_in(model_path().read_bytes())
    assert 0.45 < count / model_path().stat().st_size < 1.0


def test_quantisation_leaves_the_number_of_weights(peer: tuple[bytes, int]) -> None:
    faces = np.random.default_rng(0).integers(0, 256, (8, 48, 48)).astype(np.uint8)
    small = quantisation.quantised(peer[0], faces)
    assert expression_model.weights_in(small) == expression_model.weights_in(peer[0])


def test_without_faces_the_benchmark_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ["expression_model.py", "--rounds", "1", "--data", str(tmp_path / "absent.npz")]
    monkeypatch.setattr(sys, "argv", words)
    assert expression_model.main() == 0
    shown = capsys.readouterr().out
    assert "x mini_XCEPTION, which computes in float32" in shown
    assert "Quality not measured" in shown
    assert "--data names a FER2013 file" in shown


def test_data_that_cannot_be_used_end_the_benchmark_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "odd.npz").write_bytes(b"no archive")
    words = ["expression_model.py", "--rounds", "1", "--data", str(tmp_path / "odd.npz")]
    monkeypatch.setattr(sys, "argv", words)
    assert expression_model.main() == 3
    assert "is no .npz file of arrays" in capsys.readouterr().err
