"""What reads faces and words here, read off the files: no model is loaded for it."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import analysis
from analysis import speech_model, weights
from analysis.errors import ModelError
from analysis.report import LABELS
from bot.readers import Expression, Measured, Readers, Unclear
from config.settings import Settings


def model_path() -> Path:
    """The expression model that comes with the program; its description stands beside it."""
    return Path(analysis.__file__).with_name("expressions.onnx")


def expression(model: Path) -> Expression:
    """What the description beside a model says. Raises ModelError when it cannot be understood."""
    description = _description(model)
    try:
        return Expression(
            str(description["version"]),
            _measured(description.get("metrics") or {}),
            _unclear(description.get("unclear") or {}),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ModelError(f"{model.stem}.json does not describe a model: {error!r}") from error


def is_whole(model: Path) -> bool:
    """Whether the model is there and is what its description tells of."""
    try:
        check(model)
        expression(model)
    except ModelError:
        return False
    return True


def known(model: Path) -> Expression:
    """What the description says; a model that nothing is known of where it cannot be read."""
    try:
        return expression(model)
    except ModelError:
        return Expression("?", None, None)


def check(model: Path) -> None:
    """Raises ModelError when the file is not the one that its description tells of."""
    expected = _description(model).get("sha256")
    try:
        found = hashlib.sha256(model.read_bytes()).hexdigest()
    except OSError as error:
        raise ModelError(f"{model.name} cannot be read: {error.strerror}") from error
    if found != expected:
        raise ModelError(f"{model.name} is not the file that {model.stem}.json describes")


def readers(settings: Settings, reads: Expression) -> Readers:
    """What reads here at this moment: a finder or speech model may come while the bot runs."""
    hears = speech_model.available(str(settings.models), settings.speech_model)
    return Readers(
        reads,
        finder="haar" if weights.face_finder(settings.models) is None else "yunet",
        # A path of the operator's is nobody's business: its last part is the model's name.
        speech=Path(settings.speech_model).name if hears else None,
    )


def _description(model: Path) -> Mapping[str, Any]:
    path = model.with_suffix(".json")
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise ModelError(f"{path.name} cannot be read: {error.strerror}") from error
    except ValueError as error:
        raise ModelError(f"{path.name} is no JSON: {error}") from error
    if not isinstance(found, dict):
        raise ModelError(f"{path.name} does not describe a model")
    return found


def _measured(metrics: Mapping[str, Mapping[str, Any]]) -> Measured | None:
    """The figures against what people saw most often, of the first split that has them."""
    for split, figures in metrics.items():
        if "ferplus_recall" in figures:
            recall = figures["ferplus_recall"]
            return Measured(
                split=split,
                faces=int(figures["ferplus_n"]),
                right=float(figures["ferplus_accuracy"]),
                recall={label: _part(recall.get(label)) for label in LABELS},
                error=float(figures["ferplus_ece"]),
                precision=_precision(figures.get("ferplus_precision") or {}),
                support=_support(figures.get("ferplus_support") or {}),
            )
    return None


def _precision(found: Mapping[str, float | None]) -> dict[str, float | None]:
    return {label: _part(found[label]) for label in LABELS if label in found}


def _support(found: Mapping[str, int]) -> dict[str, int]:
    return {label: int(found[label]) for label in LABELS if label in found}


def _unclear(found: Mapping[str, Any]) -> Unclear | None:
    # Of no named faces there is nothing to tell: their accuracy is None.
    if found.get("accuracy_named") is None:
        return None
    return Unclear(*(float(found[key]) for key in ("threshold", "named", "accuracy_named")))


def _part(value: float | None) -> float | None:
    return None if value is None else float(value)
