"""A checkpoint as the ONNX file that the program carries, with its description beside it."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
import torch
from numpy.typing import NDArray
from torch import nn
from torch.nn.utils.fusion import fuse_conv_bn_eval

from analysis.expressions import SIDE, Expressions
from training import dataset, distillation, evaluate, fit, quantisation, robustness
from training.calibration import Calibration, calibrated
from training.network import Block, Network

#: What a point of macro recall is worth in points of accuracy, for each head.
RARITY: Final = {"seen": 0.12, "label": 0.15}
#: Faces on which the ranges for eight bits are measured; four times as many gave the same.
RANGED: Final = 512


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an exported model comes from: the files, the split that chose its calibration."""

    checkpoint: Path
    data: Path
    votes: Path | None = None
    split: str = "PublicTest"


class Calibrated(nn.Module):  # type: ignore[misc]  # torch is absent where types are checked
    """The network with calibrated probabilities as its outputs."""

    def __init__(self, network: Network, seen: Calibration, label: Calibration) -> None:
        super().__init__()
        self.network = network
        self.scales = 1.0 / seen.temperature, 1.0 / label.temperature
        self.register_buffer("seen_bias", torch.tensor(seen.bias))
        self.register_buffer("label_bias", torch.tensor(label.bias))

    def forward(self, faces: Any) -> tuple[Any, Any]:
        """Faces [N, 1, 48, 48] to two tensors of probabilities [N, 7]."""
        seen, label = self.network(faces)
        return (
            torch.softmax(seen * self.scales[0] + self.seen_bias, 1),
            torch.softmax(label * self.scales[1] + self.label_bias, 1),
        )


def export(origin: Origin, target: Path, version: str) -> dict[str, Any]:
    """Write `target` and its description; gives the description.

    Both files are made aside, judged through `analysis.expressions`, and then moved into place.
    """
    state = torch.load(origin.checkpoint, weights_only=True)
    judged = dataset.load(origin.data, origin.split, votes=origin.votes)
    network = distillation.averaged(state)
    seen, label = _calibrations(network, judged)
    exact = onnx_bytes(Calibrated(fused(network), seen, label))
    with tempfile.TemporaryDirectory(dir=target.parent) as aside:
        made = Path(aside) / target.name
        made.write_bytes(quantisation.quantised(exact, _sample(origin)))
        description = {
            "version": version,
            "sha256": hashlib.sha256(made.read_bytes()).hexdigest(),
            "bytes": made.stat().st_size,
            "storage": quantisation.STORAGE,
            "calibration": {"seen": asdict(seen), "label": asdict(label), "split": origin.split},
            "training": _summary(state),
        }
        _write(made.with_suffix(".json"), description)
        description |= _rounded(_judged(Expressions(made), judged, origin.split))
        _write(made.with_suffix(".json"), description)
        made.replace(target)
        made.with_suffix(".json").replace(target.with_suffix(".json"))
    return description


def fused(network: Network) -> Network:
    """The same network with each normalisation folded into the convolution before it."""
    network.stem = nn.Sequential(fuse_conv_bn_eval(network.stem[0], network.stem[1]), nn.ReLU())
    for block in network.stages:
        _fuse_block(block)
    return network


def onnx_bytes(module: Any) -> bytes:
    """The module as an ONNX file for any number of faces."""
    module.eval()
    program = torch.onnx.export(
        module,
        (torch.zeros(2, 1, SIDE, SIDE),),
        input_names=["faces"],
        output_names=["seen", "label"],
        dynamic_shapes={"faces": {0: torch.export.Dim("n")}},
        dynamo=True,
        verbose=False,
    )
    model = program.model_proto
    _strip(model)
    onnx.checker.check_model(model)
    return bytes(model.SerializeToString(deterministic=True))


def _sample(origin: Origin) -> NDArray[np.uint8]:
    """Faces of Training on which the ranges of the network's values are measured."""
    faces = dataset.training_faces(origin.data, judge=origin.split, votes=origin.votes).images
    rows = np.random.default_rng(0).permutation(len(faces))[:RANGED]
    return faces[np.sort(rows)]


def _judged(model: Expressions, faces: dataset.Faces, split: str) -> dict[str, Any]:
    """What the exported file does: figures, what stays unclear, what poor pictures cost."""
    answers = evaluate.answered(model, faces)
    found: dict[str, Any] = {"metrics": {split: evaluate.figures(answers, faces)}}
    named = evaluate.coverage(answers, faces)
    if "ferplus" in named:
        seen = named["ferplus"]
        found["unclear"] = {
            "threshold": named["least"],
            "named": seen["named"],
            "accuracy_named": seen["accuracy"],
        }
    return found | {"robustness": list(robustness.robustness(model, faces))}


def _calibrations(network: Network, judged: dataset.Faces) -> tuple[Calibration, Calibration]:
    seen, label = fit.logits(network, judged.images)
    truth, single = judged.labels, np.ones(len(judged), dtype=bool)
    if judged.votes is not None:
        truth, single = dataset.top_votes(judged)
    return (
        calibrated(seen[single], truth[single], RARITY["seen"]),
        calibrated(label, judged.labels, RARITY["label"]),
    )


def _fuse_block(block: Block) -> None:
    block.first = fuse_conv_bn_eval(block.first, block.norm1)
    block.second = fuse_conv_bn_eval(block.second, block.norm2)
    block.norm1 = block.norm2 = nn.Identity()
    if isinstance(block.shortcut, nn.Sequential):
        pool, convolution, norm = block.shortcut
        block.shortcut = nn.Sequential(pool, fuse_conv_bn_eval(convolution, norm))


def _strip(model: Any) -> None:
    """Take out what tells of the machine that exported: stack traces and source paths."""
    del model.metadata_props[:]
    del model.graph.metadata_props[:]
    model.doc_string = model.graph.doc_string = ""
    for part in (*model.graph.node, *model.graph.value_info, *model.graph.initializer):
        part.doc_string = ""
        del part.metadata_props[:]
    for part in (*model.graph.input, *model.graph.output):
        del part.metadata_props[:]


def _summary(state: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "weights": "moving average; Training without the pictures that stand in PublicTest",
        "epochs_done": state["epoch"],
        "core_minutes": round(sum(row["cpu_s"] for row in state["history"]) / 60.0, 1),
        "recipe": distillation.named(state["recipe"]),
        "before": distillation.ancestry(distillation.forerunners(state["recipe"])),
    }


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return round(value, 4) if isinstance(value, float) else value


def _write(path: Path, description: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")
