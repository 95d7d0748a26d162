"""A checkpoint as the ONNX file that the program carries, with its description beside it."""

from __future__ import annotations

import hashlib
import json
import tempfile
from collections.abc import Mapping, Sequence
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
from analysis.report import LABELS
from training import (
    checkpoints,
    dataset,
    distillation,
    evaluate,
    quantisation,
    robustness,
    soup,
)
from training.calibration import Calibration, calibrated
from training.errors import DataError
from training.network import Block, Network
from training.table import split_name

#: What a point of macro recall is worth in points of accuracy, for each head.
RARITY: Final = {"seen": 0.15, "label": 0.15}
#: A calibration that leaves the network's own probabilities.
UNCHANGED: Final = Calibration(1.0, 0.0, (0.0,) * len(LABELS))
#: Probabilities under this are taken as this where their logarithm is needed.
LEAST: Final = 1e-30
#: Faces on which the ranges for eight bits are measured; four times as many gave the same.
RANGED: Final = 512


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an exported model comes from: the files, the split that chose its calibration.

    `mixed_with`: checkpoints whose weights are averaged with those of `checkpoint`.
    """

    checkpoint: Path
    data: Path
    votes: Path | None = None
    split: str = "PublicTest"
    mixed_with: tuple[Path, ...] = ()


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

    Both files are made aside, judged through `analysis.expressions`, and then moved into place. The
    calibration is chosen by what the quantised network says, since that is what is carried: its
    convolutions do not change when it is quantised again with the calibration in its heads.
    Raises DataError when the checkpoint, the data or the place of `target` will not do.
    """
    state = _state(origin)
    table = dataset.read(origin.data, origin.votes)
    judging = dataset.named(table, origin.split)
    judged = dataset.of_split(table, judging)
    sample = _sample(dataset.trainable(table, judge=judging))
    network = fused(distillation.averaged(state))
    with _aside(target) as aside:
        made = Path(aside) / target.name
        _write_network(made, network, (UNCHANGED, UNCHANGED), sample, version)
        seen, label = _calibrations(Expressions(made), judged)
        _write_network(made, network, (seen, label), sample, version)
        description = {
            "version": version,
            "sha256": hashlib.sha256(made.read_bytes()).hexdigest(),
            "bytes": made.stat().st_size,
            "storage": quantisation.STORAGE,
            "calibration": {"seen": asdict(seen), "label": asdict(label), "split": judging},
            "training": _summary(state, origin.mixed_with),
        }
        _write(made.with_suffix(".json"), description)
        description |= _rounded(_judged(Expressions(made), judged, judging))
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


def _state(origin: Origin) -> dict[str, Any]:
    """The checkpoint, mixed. Raises DataError when it watched another split than is given."""
    state = checkpoints.load(origin.checkpoint)
    watched = checkpoints.watched(state)
    if split_name(origin.split).lower() != watched.lower():
        raise DataError(
            f"{origin.checkpoint} watched {watched}, so pictures of {origin.split} may have been"
            f" trained on and cannot calibrate it: export with --split {watched}"
        )
    return soup.mixed([*(checkpoints.load(path) for path in origin.mixed_with), state])


def _aside(target: Path) -> tempfile.TemporaryDirectory[str]:
    """A folder beside the target. Raises DataError when the target cannot be written."""
    if target.suffix != ".onnx" or target.is_dir():
        raise DataError(f"{target} is no name for a model: name a file ending in .onnx with --out")
    try:
        return tempfile.TemporaryDirectory(dir=target.parent)
    except OSError as error:
        raise DataError(
            f"nothing can be written into {target.parent}: make that folder,"
            " or name another file with --out"
        ) from error


def _write_network(
    made: Path,
    network: Network,
    calibrations: tuple[Calibration, Calibration],
    sample: NDArray[np.uint8],
    version: str,
) -> None:
    """The quantised network with these calibrations, described so far that it can be loaded."""
    exact = onnx_bytes(Calibrated(network, *calibrations))
    content = quantisation.quantised(exact, sample)
    made.write_bytes(content)
    described = {"version": version, "sha256": hashlib.sha256(content).hexdigest()}
    _write(made.with_suffix(".json"), described)


def _sample(faces: dataset.Faces) -> NDArray[np.uint8]:
    """Faces of Training on which the ranges of the network's values are measured."""
    rows = np.random.default_rng(0).permutation(len(faces))[:RANGED]
    return faces.images[np.sort(rows)]


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


def _calibrations(model: Expressions, judged: dataset.Faces) -> tuple[Calibration, Calibration]:
    """From an uncalibrated model: logarithms of its probabilities are logits but for a constant."""
    answers = evaluate.answered(model, judged)
    seen, label = (np.log(np.maximum(said, LEAST)) for said in (answers.seen, answers.label))
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


def _summary(state: Mapping[str, Any], others: Sequence[Path]) -> dict[str, Any]:
    """What a person should know of the run; every recipe where it followed more than one."""
    apart = " or ".join(checkpoints.apart(state))
    names = [distillation.run_name(str(path)) for path in others]
    mean = f"mean of this run's and of those of {', '.join(names)}; " if names else ""
    told = {
        "weights": f"moving average; {mean}Training without the pictures that stand in {apart}",
        "epochs_done": state["epoch"],
        "core_minutes": distillation.core_minutes(state),
        "recipe": distillation.named(state["recipe"]),
        "before": distillation.before(state),
    }
    if others:
        told["mixed_with"] = distillation.ancestry([str(path) for path in others])
    recipes = checkpoints.recipes(state)
    if len(recipes) > 1:
        told["recipes"] = [row | {"recipe": distillation.named(row["recipe"])} for row in recipes]
    return told


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(part) for key, part in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(part) for part in value]
    return round(value, 4) if isinstance(value, float) else value


def _write(path: Path, description: Mapping[str, Any]) -> None:
    path.write_text(json.dumps(description, indent=1) + "\n", encoding="utf-8")
