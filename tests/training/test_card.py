"""The model card's measured part says what the description says, and nothing else."""

import json
from typing import Any

import pytest

from analysis.expressions import model_path
from analysis.report import LABELS
from training import card

Description = dict[str, Any]


@pytest.fixture
def description() -> Description:
    """That of the model which is carried."""
    found = json.loads(model_path().with_suffix(".json").read_text("utf-8"))
    assert isinstance(found, dict)
    return found


@pytest.fixture
def bare(description: Description) -> Description:
    """The same without what an export may leave out."""
    training = {**description["training"]}
    training["recipe"] = {}
    return {
        key: training if key == "training" else value
        for key, value in description.items()
        if key not in {"robustness", "unclear", "distilled_from"}
    }


def cells(text: str, first: str) -> list[str]:
    """The cells behind the first one of the table row that begins so."""
    [row] = [line for line in text.splitlines() if line.startswith(f"| {first} |")]
    return [cell.strip() for cell in row.strip("|").split("|")][1:]


def test_the_card_says_what_was_measured_of_the_model_that_is_carried(
    description: Description,
) -> None:
    text = card.card_path().read_text("utf-8")
    assert card.rewritten(text, description) == text
    assert description["sha256"] in text


def test_the_card_tells_what_the_carried_version_changed(description: Description) -> None:
    _, _, changes = card.card_path().read_text("utf-8").partition("## Changes by version")
    [told] = cells(changes, f"`{description['version']}`")
    assert told


def test_the_shape_of_the_network_is_told(bare: Description) -> None:
    shape = {"stem": 8, "widths": [16, 32], "depths": [1, 2], "dropout": 0.3}
    bare["training"]["recipe"] = {"shape": shape}
    told = "stem 8, stages of 16-32 channels with 1-2 blocks"
    assert cells(card.measured(bare), "network") == [told]


def test_only_the_measured_part_is_rewritten(description: Description) -> None:
    text = f"before\n{card.START}\nold figures\n{card.END}\nafter\n"
    new = card.rewritten(text, description)
    assert new.startswith("before\n")
    assert new.endswith("\nafter\n")
    assert "old figures" not in new
    assert card.rewritten(new, description) == new


@pytest.mark.parametrize("text", ["no marks", card.START, f"{card.END} {card.START}"])
def test_a_card_without_its_marks_is_not_overwritten(text: str, description: Description) -> None:
    with pytest.raises(ValueError, match="lost the marks"):
        card.rewritten(text, description)


def test_every_figure_of_the_description_is_told(bare: Description) -> None:
    text = card.measured(bare)
    [figures] = bare["metrics"].values()
    seen = cells(text, "what people see")
    assert seen[0] == f"{bare['calibration']['seen']['temperature']:.3f}"
    assert seen[2] == f"{figures['ferplus_ece']:.3f}"
    for label in LABELS:
        parts = [f"{100 * figures[f'{head}recall'][label]:.1f} %" for head in ("ferplus_", "")]
        assert {*parts} <= {*cells(text, label)}


def test_precision_and_the_number_of_faces_stand_beside_recall_where_they_are_known(
    bare: Description,
) -> None:
    [(split, figures)] = bare["metrics"].items()
    known = {
        "ferplus_support": dict.fromkeys(LABELS, 1242),
        "ferplus_recall": dict.fromkeys(LABELS, 0.5),
        "ferplus_precision": dict.fromkeys(LABELS, 0.75) | {"fear": None},
        "recall": dict.fromkeys(LABELS, 0.25),
        "precision": dict.fromkeys(LABELS, 0.125),
    }
    text = card.measured(bare | {"metrics": {split: figures | known}})
    assert cells(text, "happy") == ["1,242", "50.0 %", "75.0 %", "25.0 %", "12.5 %"]
    assert cells(text, "fear") == ["1,242", "50.0 %", "never said", "25.0 %", "12.5 %"]
    newer = {"ferplus_support", "ferplus_precision", "precision"}
    older = {key: part for key, part in (figures | known).items() if key not in newer}
    text = card.measured(bare | {"metrics": {split: older}})
    assert cells(text, "happy") == ["50.0 %", "25.0 %"]


def test_how_the_weights_are_stored_is_told_where_the_description_says_so(
    bare: Description,
) -> None:
    bare.pop("storage", None)
    assert "stored" not in card.measured(bare)
    [told] = cells(card.measured(bare | {"storage": "int8"}), "weights are stored as")
    assert "eight bits" in told
    assert cells(card.measured(bare | {"storage": "mine"}), "weights are stored as") == ["mine"]


def test_the_card_is_silent_about_what_was_not_measured(bare: Description) -> None:
    text = card.measured(bare)
    for words in ("began with", "taught by", "counts as clear", "the same faces, but"):
        assert words not in text


def test_a_model_without_votes_has_no_figures_of_them(bare: Description) -> None:
    figures = {"accuracy": 0.5, "macro_f1": 0.4, "ece": 0.1, "n": 9, "ferplus_n": 0}
    figures["recall"] = dict.fromkeys(LABELS, 0.5) | {"fear": None}  # type: ignore[assignment]
    text = card.measured(bare | {"metrics": {"Own": figures}})
    assert "FER+" not in text
    assert cells(text, "what people see")[2] == "not measured"
    assert cells(text, "fear") == ["no faces"]


def test_the_networks_that_taught_it_are_named_without_places(bare: Description) -> None:
    recipe = {
        "start": "runs/main/last.pt",
        "teachers": ["elsewhere/of/mine/wide/last.pt"],
        "taught": 0.6,
    }
    bare["training"]["recipe"] = recipe
    text = card.measured(bare | {"distilled_from": "runs/self/last.pt"})
    assert cells(text, "began with the weights of") == ["`main`"]
    assert cells(text, "taught by") == ["`wide`, `self`: 60.0 % of its targets"]
    assert "elsewhere" not in text
    bare["training"]["recipe"] = {"start": None, "teachers": [], "taught": 0.6}
    assert "taught by" not in card.measured(bare)


def test_what_is_left_unclear_is_told(bare: Description) -> None:
    unclear = {"threshold": 0.5, "named": 0.958, "accuracy_named": 0.8712}
    assert cells(card.measured(bare | {"unclear": unclear}), "0.50") == ["95.8 %", "87.1 %"]


def test_a_poor_picture_is_told_with_the_points_that_it_costs(bare: Description) -> None:
    plain = {"ferplus_accuracy": 0.85, "ferplus_macro_recall": 0.7, "ferplus_ece": 0.01}
    blurred = {"ferplus_accuracy": 0.8, "ferplus_macro_recall": 0.6, "ferplus_ece": 0.02}
    rows = [
        {"change": "as it is", "accuracy": 0.68, "goal": None} | plain,
        {"change": "blur", "accuracy": 0.685, "goal": 3.0} | blurred,
    ]
    text = card.measured(bare | {"robustness": rows})
    assert cells(text, "as it is") == ["85.0 %", "0.700", "0.010", "68.0 %"]
    assert cells(text, "blur") == ["80.0 % (-5.0)", "0.600", "0.020", "68.5 % (+0.5)"]


def test_robustness_without_votes_has_only_the_label(bare: Description) -> None:
    rows = [{"change": "as it is", "accuracy": 0.68}, {"change": "blur", "accuracy": 0.6}]
    text = card.measured(bare | {"robustness": rows})
    assert cells(text, "blur") == ["60.0 % (-8.0)"]
