"""One training run: seeded, resumable, its weights averaged, its progress printed and kept."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from torch.nn import functional

from analysis.expressions import prepare
from training import (
    augmentation,
    checkpoints,
    dataset,
    distillation,
    evaluate,
    metrics,
    records,
    targets,
)
from training.distillation import Teachers
from training.errors import DataError
from training.network import Network, Shape
from training.widening import widened


@dataclass(frozen=True, slots=True)
class Recipe:
    """Everything that decides a run beside the data. The rate follows a cosine over `epochs`.

    `start`: a checkpoint whose averaged weights the run begins with, widened where the shape is
    wider. `teachers`: checkpoints whose answers make up the part `taught` of the targets. With
    `clear_view` they see the face before it is dimmed, blurred or hidden, so that the run learns to
    say of a poor picture what they say of a good one.
    """

    epochs: int = 60
    batch: int = 128
    rate: float = 0.1
    decay: float = 5e-4
    average: float = 0.998
    label_share: float = 0.6
    balance: float = 0.4
    label_balance: float = 0.15
    smoothing: float = 0.1
    seed: int = 20261122
    bfloat16: bool = True
    start: str | None = None
    teachers: tuple[str, ...] = ()
    taught: float = 0.5
    clear_view: bool = False
    shape: Shape = field(default_factory=Shape)
    strength: augmentation.Strength = field(default_factory=augmentation.Strength)


@dataclass(slots=True)
class Run:
    """The state that a checkpoint holds: the network, its average, the optimizer, what is done.

    split: the one that is watched; apart: all of whose pictures none is trained on; recipes: each
    with the first epoch that followed it; before: what the run came of.
    """

    network: Any
    averaged: Any
    optimizer: Any
    step: int = 0
    epoch: int = 0
    history: list[dict[str, float]] = field(default_factory=list)
    teachers: Teachers | None = None
    split: str = checkpoints.WATCHED
    apart: tuple[str, ...] = ()
    recipes: list[dict[str, Any]] = field(default_factory=list)
    before: list[dict[str, Any]] = field(default_factory=list)


def fit(
    data: Path,
    folder: Path,
    recipe: Recipe,
    *,
    resume: bool,
    changed: bool = False,
    votes: Path | None = None,
    split: str = "PublicTest",
) -> Run:
    """Train on Training, watch `split`, leave checkpoint, history and records in the folder.

    `votes` is FER+'s file where the data do not hold the votes. With `resume` a stopped run goes on
    after its last whole epoch, by the same recipe unless `changed` allows another. Raises DataError
    when the folder holds a run already, or one that cannot go on so.
    """
    checkpoint = _checkpoint(folder, resume=resume)
    table = dataset.read(data, votes)
    faces, judged = dataset.trainable(table, judge=split), dataset.of_split(table, split)
    aims = targets.targets(
        faces,
        balance=recipe.balance,
        label_balance=recipe.label_balance,
        smoothing=recipe.smoothing,
    )
    run = begin(recipe)
    run.split, run.apart = dataset.named(table, split), dataset.others(table)
    if checkpoint.exists():
        restore(run, checkpoint, recipe, changed=changed)
    print(f"{len(faces)} faces to train on, {len(judged)} to judge by", flush=True)
    while run.epoch < recipe.epochs:
        started = time.process_time(), time.time()
        loss = train_epoch(run, faces, aims, recipe)
        spent = time.process_time() - started[0], time.time() - started[1]
        run.history.append(
            {"epoch": run.epoch, "loss": loss, "cpu_s": spent[0], "wall_s": spent[1]}
            | judge(run.averaged, judged)
        )
        save(run, recipe, folder)
        records.write_progress(folder, run.history, split)
        print(_line(run.history[-1]), flush=True)
    _record(run, judged, folder, split)
    return run


def begin(recipe: Recipe) -> Run:
    """A run that has not started, its weights drawn from the recipe's seed or taken up."""
    torch.manual_seed(recipe.seed)
    network = Network(recipe.shape).to(memory_format=torch.channels_last)
    if recipe.start is not None:
        _take_up(network, Path(recipe.start))
    averaged = Network(recipe.shape).to(memory_format=torch.channels_last)
    averaged.load_state_dict(network.state_dict())
    optimizer = torch.optim.SGD(_groups(network, recipe), recipe.rate, momentum=0.9, nesterov=True)
    teachers = [Path(path) for path in recipe.teachers]
    taught = Teachers(teachers, bfloat16=recipe.bfloat16) if teachers else None
    return Run(
        network,
        averaged.eval(),
        optimizer,
        teachers=taught,
        recipes=checkpoints.followed([], asdict(recipe), 0),
        before=distillation.ancestry(distillation.forerunners(asdict(recipe))),
    )


def train_epoch(run: Run, faces: dataset.Faces, aims: targets.Targets, recipe: Recipe) -> float:
    """One pass over the faces; gives the mean loss. Repeatable: it depends on seed and epoch."""
    torch.manual_seed(recipe.seed + run.epoch)
    rng = np.random.default_rng([recipe.seed, run.epoch])
    run.network.train()
    steps = max(len(faces) // recipe.batch, 1)
    losses = []
    for rows in _batches(len(faces), recipe.batch, rng):
        _set_rate(run.optimizer, rate_at(run.step / (steps * recipe.epochs), recipe))
        views = [augmentation.views(face, rng, recipe.strength) for face in faces.images[rows]]
        losses.append(_step(run, views, aims, rows, recipe))
        run.step += 1
    run.epoch += 1
    return float(np.mean(losses))


def rate_at(progress: float, recipe: Recipe) -> float:
    """The learning rate after this part of the run: up over the first 2 %, then half a cosine."""
    if progress < 0.02:  # noqa: PLR2004 -- the warm-up named above
        return recipe.rate * max(progress / 0.02, 0.05)
    return recipe.rate * 0.5 * (1.0 + math.cos(math.pi * min(progress, 1.0)))


def judge(network: Any, faces: dataset.Faces) -> dict[str, float]:
    """Accuracies of both heads on these faces, without calibration."""
    seen, label = logits(network, faces.images)
    found = {"accuracy": float((label.argmax(1) == faces.labels).mean())}
    truth, single = _single(faces)
    if single.any():
        said = seen.argmax(1)[single]
        found["ferplus_accuracy"] = float((said == truth[single]).mean())
        found["ferplus_macro_recall"] = metrics.macro_recall(truth[single], said)
    return found


def logits(
    network: Any, images: NDArray[np.uint8]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """What both heads say of the faces, [N, 7] each, in float32."""
    network.eval()
    parts = []
    with torch.no_grad():
        for start in range(0, len(images), 256):
            batch = np.stack([prepare(face) for face in images[start : start + 256]])
            parts.append([out.numpy() for out in network(_tensor(batch))])
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def save(run: Run, recipe: Recipe, folder: Path) -> None:
    """Write checkpoint and history so that a stop at any moment leaves the last whole ones."""
    state = {
        "network": run.network.state_dict(),
        "averaged": run.averaged.state_dict(),
        "optimizer": run.optimizer.state_dict(),
        "step": run.step,
        "epoch": run.epoch,
        "history": run.history,
        "recipe": asdict(recipe),
        "recipes": run.recipes,
        "before": run.before,
        "split": run.split,
        "apart": run.apart,
    }
    torch.save(state, folder / "last.pt.part")
    (folder / "last.pt.part").replace(folder / "last.pt")
    (folder / "history.json").write_text(json.dumps(run.history, indent=1))


def restore(run: Run, checkpoint: Path, recipe: Recipe, *, changed: bool = False) -> None:
    """Take up the state of a checkpoint that `save` wrote.

    Raises DataError when it watched another split, or followed another recipe and `changed` does
    not allow that. With `changed` the run keeps both recipes, and what both came of.
    """
    state = checkpoints.load(checkpoint, checkpoints.WHOLE)
    differing = _differing(state, run, recipe, checkpoint, changed=changed)
    run.network.load_state_dict(state["network"])
    run.averaged.load_state_dict(state["averaged"])
    run.optimizer.load_state_dict(state["optimizer"])
    for group, wanted in zip(run.optimizer.param_groups, _groups(run.network, recipe), strict=True):
        group["weight_decay"] = wanted["weight_decay"]
    run.step, run.epoch, run.history = state["step"], state["epoch"], state["history"]
    run.recipes = checkpoints.recipes(state)
    if differing:
        run.recipes = checkpoints.followed(run.recipes, asdict(recipe), run.epoch)
    kept = distillation.before(state)
    run.before = kept + [row for row in run.before if row not in kept]


def _checkpoint(folder: Path, *, resume: bool) -> Path:
    """Where the run's checkpoint stands or will stand. Raises DataError before it is lost."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DataError(f"{folder} cannot be a folder: name another one with --run") from error
    checkpoint = folder / "last.pt"
    if checkpoint.exists() and not resume:
        raise DataError(
            f"{checkpoint} holds a run already: go on with it with --resume,"
            " or name another folder with --run"
        )
    if resume and not checkpoint.exists():
        print(f"there is no {checkpoint} to go on with: a new run begins", flush=True)
    return checkpoint


def _differing(
    state: dict[str, Any], run: Run, recipe: Recipe, checkpoint: Path, *, changed: bool
) -> list[str]:
    """What of the recipe is another now. Raises DataError when it may not be."""
    if checkpoints.watched(state).lower() != run.split.lower():
        raise DataError(
            f"{checkpoint} watched {checkpoints.watched(state)}, pictures of {run.split} may have"
            f" been trained on: go on with --split {checkpoints.watched(state)}"
        )
    names = checkpoints.differing(state["recipe"], asdict(recipe), asdict(Recipe()))
    if fixed := checkpoints.fixed(names):
        raise DataError(f"{checkpoint} was begun with another {', '.join(fixed)}: begin a new run")
    if names and not changed:
        raise DataError(
            f"{checkpoint} followed another recipe; these differ: {', '.join(names)}. Give the same"
            " options, or --changed to go on by the new ones (the checkpoint keeps both)"
        )
    return names


def _take_up(network: Any, checkpoint: Path) -> None:
    """The averaged weights of a checkpoint, widened. Raises DataError when they do not fit."""
    before = checkpoints.load(checkpoint)["averaged"]
    try:
        network.load_state_dict(widened(before, network.state_dict()))
    except (ValueError, KeyError, RuntimeError) as error:
        raise DataError(f"a run of this shape cannot begin with {checkpoint}: {error}") from error


def _single(faces: dataset.Faces) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """FER+'s top votes, none of them single where there are no votes."""
    if faces.votes is None:
        return faces.labels, np.zeros(len(faces), dtype=bool)
    return dataset.top_votes(faces)


def _record(run: Run, judged: dataset.Faces, folder: Path, split: str) -> None:
    """Leave what the averaged network says of the judging split, before it is calibrated."""
    said = [functional.softmax(torch.from_numpy(x), 1) for x in logits(run.averaged, judged.images)]
    answers = evaluate.Answers(said[0].numpy(), said[1].numpy())
    about = {"split": split, "epochs": run.epoch, "calibrated": False}
    records.write(folder, run.history, answers, judged, about)


def _step(
    run: Run,
    views: Sequence[tuple[augmentation.Face, augmentation.Face]],
    aims: targets.Targets,
    rows: NDArray[np.int64],
    recipe: Recipe,
) -> float:
    faces = _prepared(seen for _, seen in views)
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=recipe.bfloat16):
        seen, label = run.network(faces)
    wanted = [torch.from_numpy(aim[rows]) for aim in (aims.seen, aims.label)]
    if run.teachers is not None:
        shown = _prepared(clear for clear, _ in views) if recipe.clear_view else faces
        taught = run.teachers.answers(shown)
        wanted = [w.lerp(t, recipe.taught) for w, t in zip(wanted, taught, strict=True)]
    loss = _loss(seen, wanted[0], aims.seen_weight[rows])
    loss = loss + recipe.label_share * _loss(label, wanted[1], aims.label_weight[rows])
    run.optimizer.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(run.network.parameters(), 5.0)
    run.optimizer.step()
    _average(run, recipe.average)
    return float(loss.detach())


def _loss(said: Any, target: Any, weight: NDArray[np.float32]) -> Any:
    logs = functional.log_softmax(said.float(), dim=1)
    return (-(target * logs).sum(1) * torch.from_numpy(weight)).mean()


def _average(run: Run, keep: float) -> None:
    """Move the averaged weights, faster at the start, when they are still those of the seed."""
    keep = min(keep, (1.0 + run.step) / (10.0 + run.step))
    with torch.no_grad():
        pairs = zip(
            run.averaged.state_dict().values(), run.network.state_dict().values(), strict=True
        )
        for mean, now in pairs:
            if mean.is_floating_point():
                mean.lerp_(now, 1.0 - keep)
            else:
                mean.copy_(now)


def _groups(network: Any, recipe: Recipe) -> list[dict[str, Any]]:
    """Weights decay; biases and normalisation do not."""
    parameters = list(network.parameters())
    return [
        {"params": [p for p in parameters if p.ndim > 1], "weight_decay": recipe.decay},
        {"params": [p for p in parameters if p.ndim <= 1], "weight_decay": 0.0},
    ]


def _set_rate(optimizer: Any, rate: float) -> None:
    for group in optimizer.param_groups:
        group["lr"] = rate


def _batches(count: int, size: int, rng: np.random.Generator) -> Iterator[NDArray[np.int64]]:
    """All rows in random order in whole batches (the rest waits for another epoch)."""
    order = rng.permutation(count)
    for start in range(0, max(count - size, 0) + 1, size):
        yield order[start : start + size]


def _prepared(faces: Iterable[augmentation.Face]) -> Any:
    return _tensor(np.stack([prepare(face) for face in faces]))


def _tensor(inputs: NDArray[np.float32]) -> Any:
    return torch.from_numpy(inputs).to(memory_format=torch.channels_last)


def _line(row: dict[str, float]) -> str:
    return "  ".join(f"{k} {v:.4f}" if isinstance(v, float) else f"{k} {v}" for k, v in row.items())
