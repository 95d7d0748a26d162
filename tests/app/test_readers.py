"""What is read off the files beside the model, and never made up."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from analysis.errors import ModelError
from analysis.report import LABELS
from app import readers
from bot.readers import Expression, Unclear
from config import loading

FIGURES = {
    "ferplus_accuracy": 0.8,
    "ferplus_recall": {"happy": 0.9, "fear": None},
    "ferplus_ece": 0.03,
    "ferplus_n": 100,
}


def described(folder: Path, **description: Any) -> Path:
    """A model's place with a description beside it."""
    model = folder / "mine.onnx"
    model.with_suffix(".json").write_text(json.dumps(description), "utf-8")
    return model


def test_the_figures_are_those_of_the_model_that_is_carried() -> None:
    model = readers.model_path()
    readers.check(model)
    found = readers.expression(model)
    description = json.loads(model.with_suffix(".json").read_text("utf-8"))
    [(split, figures)] = description["metrics"].items()
    assert found.version == description["version"]
    assert found.measured is not None
    assert found.measured.split == split
    assert found.measured.right == figures["ferplus_accuracy"]
    assert found.measured.faces == figures["ferplus_n"]
    assert found.measured.recall == figures["ferplus_recall"]
    assert tuple(found.measured.recall) == LABELS
    assert found.measured.precision == figures.get("ferplus_precision", {})
    assert found.measured.support == figures.get("ferplus_support", {})


@pytest.mark.parametrize(
    "description",
    [
        {},
        {"metrics": {}},
        {"metrics": None},
        # Figures against one voice alone tell nothing of what most people see.
        {"metrics": {"PublicTest": {"accuracy": 0.7, "recall": {"happy": 0.9}}}},
    ],
)
def test_a_model_without_figures_has_none(tmp_path: Path, description: dict[str, Any]) -> None:
    model = described(tmp_path, version="mine", **description)
    assert readers.expression(model) == Expression("mine", None, None)


def test_a_label_that_was_not_measured_has_no_figure(tmp_path: Path) -> None:
    metrics = {"Other": {"accuracy": 0.7}, "Own": FIGURES}
    found = readers.expression(described(tmp_path, version="mine", metrics=metrics)).measured
    assert found is not None
    assert (found.split, found.faces, found.right, found.error) == ("Own", 100, 0.8, 0.03)
    assert found.recall == dict.fromkeys(LABELS) | {"happy": 0.9}


def test_precision_and_the_number_of_photos_are_read_where_they_are_told(tmp_path: Path) -> None:
    newer = {"ferplus_precision": {"happy": 0.5, "fear": None}, "ferplus_support": {"happy": 49}}
    model = described(tmp_path, version="mine", metrics={"Own": FIGURES | newer})
    found = readers.expression(model).measured
    assert found is not None
    assert found.precision == {"happy": 0.5, "fear": None}
    assert found.support == {"happy": 49}
    assert found.is_thin("happy")
    assert not found.is_thin("fear")
    older = readers.expression(described(tmp_path, version="mine", metrics={"Own": FIGURES}))
    assert older.measured is not None
    assert (older.measured.precision, older.measured.support) == ({}, {})


def test_what_is_left_unclear_is_told_where_it_was_measured(tmp_path: Path) -> None:
    unclear = {"threshold": 0.5, "named": 0.96, "accuracy_named": 0.87}
    model = described(tmp_path, version="mine", unclear=unclear)
    assert readers.expression(model).unclear == Unclear(0.5, 0.96, 0.87)
    nothing_named = {"threshold": 0.5, "named": 0.0, "accuracy_named": None}
    model = described(tmp_path, version="mine", unclear=nothing_named)
    assert readers.expression(model).unclear is None


@pytest.mark.parametrize(
    "description",
    [
        {"metrics": {}},
        {"version": "mine", "metrics": [1]},
        {"version": "mine", "metrics": {"Own": FIGURES | {"ferplus_accuracy": "much"}}},
        {"version": "mine", "metrics": {"Own": FIGURES | {"ferplus_support": {"fear": "few"}}}},
        {"version": "mine", "unclear": [0.5]},
        {"version": "mine", "unclear": {"accuracy_named": 0.9}},
    ],
)
def test_a_description_that_makes_no_sense_is_an_error_of_the_model(
    tmp_path: Path, description: dict[str, Any]
) -> None:
    with pytest.raises(ModelError, match=r"mine\.json does not describe a model"):
        readers.expression(described(tmp_path, **description))


def test_a_model_that_is_not_there_is_an_error_of_the_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="cannot be read"):
        readers.expression(tmp_path / "mine.onnx")
    with pytest.raises(ModelError, match=r"mine\.onnx cannot be read"):
        readers.check(described(tmp_path, version="mine", sha256="0"))


def test_a_finder_or_speech_model_that_comes_later_is_told(tmp_path: Path) -> None:
    here = replace(loading.load({}, None), models=tmp_path, speech_model=str(tmp_path / "own"))
    before = readers.readers(here, Expression("v1"))
    assert (before.finder, before.speech) == ("haar", None)
    for name in ("own/model.bin", "own/config.json", "own/tokenizer.json", "own/vocabulary.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(b"model")
    # The name alone: where an operator keeps their files is not for the chat.
    assert readers.readers(here, Expression("v1")).speech == "own"
