import json

import pytest

from analysis.expressions import model_path
from training import card


def test_the_card_says_what_was_measured_of_the_model_that_is_carried() -> None:
    description = json.loads(model_path().with_suffix(".json").read_text())
    text = card.card_path().read_text()
    assert card.rewritten(text, description) == text
    assert description["sha256"] in text


def test_only_the_measured_part_is_rewritten() -> None:
    description = json.loads(model_path().with_suffix(".json").read_text())
    text = f"before\n{card.START}\nold figures\n{card.END}\nafter\n"
    new = card.rewritten(text, description)
    assert new.startswith("before\n")
    assert new.endswith("\nafter\n")
    assert "old figures" not in new
    assert card.rewritten(new, description) == new


def test_a_card_without_its_marks_is_not_overwritten() -> None:
    with pytest.raises(ValueError, match="lost the marks"):
        card.rewritten("a card without marks", {})
