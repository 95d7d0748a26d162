"""The commands of the training room: fit, evaluate, robustness, export."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from analysis.errors import ModelError
from analysis.expressions import model_path
from training import dataset, documents, judgement, robustness

DATA: Final = Path("../shared/data/fer2013.npz")
RUN: Final = Path("training/runs/main")


def main(arguments: Sequence[str]) -> int:
    """Run one command. Exit status: 0 done, 2 wrong usage, 3 the data or the model is unusable."""
    parser = argparse.ArgumentParser(prog="python -m training", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_fit(commands)
    _add_evaluate(commands)
    _add_robustness(commands)
    _add_export(commands)
    chosen = parser.parse_args(arguments)
    try:
        return int(chosen.act(chosen))
    except (dataset.DataError, ModelError) as error:
        print(error, file=sys.stderr)
        return 3


def _add_fit(commands: Any) -> None:
    parser = commands.add_parser("fit", help="train; torch is needed")
    _add_data(parser, "split to watch; none of its pictures is trained on")
    parser.add_argument("--run", type=Path, default=RUN, help="folder for checkpoints and figures")
    parser.add_argument("--epochs", type=int, default=60)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--seed", type=int, default=20261122)
    parser.add_argument("--rate", type=float, default=0.1, help="highest learning rate")
    parser.add_argument("--label-share", type=float, default=0.6, help="weight of FER2013's label")
    parser.add_argument("--width", type=int, default=48, help="channels of the first stage")
    parser.add_argument("--start", type=Path, help="checkpoint to begin with, widened if need be")
    parser.add_argument("--teacher", type=Path, action="append", default=[], help="checkpoint")
    parser.add_argument("--taught", type=float, default=0.5, help="the teachers' part of targets")
    parser.add_argument(
        "--clear-view", action="store_true", help="show teachers the face before it is made poor"
    )
    parser.add_argument("--resume", action="store_true", help="go on where the run stopped")
    changed = "go on by another recipe; the checkpoint keeps every one with its epochs"
    parser.add_argument("--changed", action="store_true", help=changed)
    parser.set_defaults(act=_fit)


def _add_evaluate(commands: Any) -> None:
    parser = commands.add_parser("evaluate", help="judge the model that the program carries")
    _add_judged(parser)
    parser.add_argument("--out", type=Path, help="folder for metrics, tables and pictures")
    parser.add_argument("--json", action="store_true", help="one JSON object on standard output")
    parser.add_argument(
        "--robustness",
        action=argparse.BooleanOptionalAction,
        help="also on moved, blurred, pressed faces; without --json that is so unless refused",
    )
    parser.set_defaults(act=_evaluate)


def _add_robustness(commands: Any) -> None:
    parser = commands.add_parser("robustness", help="judge it on moved, blurred, pressed faces")
    _add_judged(parser)
    parser.set_defaults(act=_robustness)


def _add_data(parser: argparse.ArgumentParser, split: str) -> None:
    forms = "FER2013: its CSV, a folder of pictures, or .npz (training/README.md)"
    parser.add_argument("--data", type=Path, default=DATA, help=forms)
    parser.add_argument("--votes", type=Path, help="FER+'s fer2013new.csv")
    parser.add_argument("--split", default="PublicTest", help=split)


def _add_judged(parser: argparse.ArgumentParser) -> None:
    _add_data(parser, "split to judge on")
    parser.add_argument("--model", type=Path, default=model_path())


def _add_export(commands: Any) -> None:
    parser = commands.add_parser("export", help="make the program's ONNX file of a checkpoint")
    _add_data(parser, "split to calibrate on")
    parser.add_argument("--run", type=Path, default=RUN, help="folder with last.pt")
    parser.add_argument("--out", type=Path, default=model_path())
    mixed = "folder of a run of the same shape, to average weights with"
    parser.add_argument("--mixed-with", type=Path, action="append", default=[], help=mixed)
    parser.add_argument("--version", default="mg-expr-2")
    parser.set_defaults(act=_export)


def _fit(chosen: argparse.Namespace) -> int:
    _prepare_torch(chosen.threads)
    from training import fit  # noqa: PLC0415 -- it imports torch
    from training.network import Shape  # noqa: PLC0415 -- the same

    recipe = fit.Recipe(
        epochs=chosen.epochs,
        seed=chosen.seed,
        rate=chosen.rate,
        label_share=chosen.label_share,
        start=None if chosen.start is None else str(chosen.start),
        teachers=tuple(str(path) for path in chosen.teacher),
        taught=chosen.taught,
        clear_view=chosen.clear_view,
        shape=Shape(widths=(chosen.width, 2 * chosen.width, 4 * chosen.width)),
    )
    fit.fit(
        chosen.data,
        chosen.run,
        recipe,
        resume=chosen.resume,
        changed=chosen.changed,
        votes=chosen.votes,
        split=chosen.split,
    )
    return 0


def _prepare_torch(threads: int) -> None:
    try:
        import torch  # noqa: PLC0415 -- only fit and export need it
    except ModuleNotFoundError as error:
        raise dataset.DataError(
            "fit and export need torch: run `make setup-training`, then"
            " `.venv-training/bin/python -m training ...`"
        ) from error
    torch.set_num_threads(threads)


def _evaluate(chosen: argparse.Namespace) -> int:
    if chosen.out is not None:
        _make_folder(chosen.out)
    subject = _subject(chosen)
    if chosen.out is not None:
        _record(subject, chosen.out)
    if chosen.json:
        print(json.dumps(judgement.figures(subject, robust=bool(chosen.robustness))))
        return 0
    for line in judgement.lines(subject, robust=chosen.robustness is not False):
        print(line, flush=True)
    return 0


def _robustness(chosen: argparse.Namespace) -> int:
    subject = _subject(chosen)
    for row in robustness.robustness(subject.model, subject.faces):
        print(json.dumps(row), flush=True)
    return 0


def _subject(chosen: argparse.Namespace) -> judgement.Subject:
    table = dataset.read(chosen.data, chosen.votes)
    print(f"{chosen.data} holds {table.overview()}; judged: {chosen.split}", file=sys.stderr)
    faces = dataset.of_split(table, chosen.split)
    return judgement.of(chosen.model, faces, chosen.split)


def _make_folder(path: Path) -> None:
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise dataset.DataError(
            f"{path} cannot be a folder: name another one with --out"
        ) from error


def _record(subject: judgement.Subject, folder: Path) -> None:
    from training import evaluate, records  # noqa: PLC0415 -- only --out needs matplotlib

    answers = evaluate.answered(subject.model, subject.faces)
    about = {"model": subject.model.version, "split": subject.split}
    records.write(folder, (), answers, subject.faces, about)


def _export(chosen: argparse.Namespace) -> int:
    _prepare_torch(1)
    from training import export  # noqa: PLC0415 -- it imports torch

    others = tuple(run / "last.pt" for run in chosen.mixed_with)
    checkpoint = chosen.run / "last.pt"
    origin = export.Origin(checkpoint, chosen.data, chosen.votes, chosen.split, others)
    is_carried = chosen.out.resolve() == model_path().resolve()
    if is_carried:
        documents.check()  # before the model is replaced, so that both tell of the same one
    description = export.export(origin, chosen.out, chosen.version)
    if is_carried:
        documents.renew(description)
    print(json.dumps(description, indent=1))
    return 0
