import pytest

from training import page
from training.page import Goal


@pytest.mark.parametrize(
    ("sign", "value", "kept"),
    [(">=", 2.0, True), (">=", 1.9, False), ("<=", 2.0, True), ("<=", 2.1, False), ("<", 2, False)],
)
def test_a_goal_is_reached_or_missed(sign: str, value: float, *, kept: bool) -> None:
    said = Goal(sign, 2.0).judged(value, "two")
    assert said == f"goal {sign} two: {'reached' if kept else 'missed'}"


def test_a_line_of_robustness_tells_the_range_of_its_draws() -> None:
    row = {"change": "moved", "goal": 2.0, "accuracy": 0.6, "accuracy_fall": 3.0}
    row |= {"accuracy_falls": [3.0, 3.0], "ferplus_accuracy": 0.8, "ferplus_accuracy_fall": 2.0}
    line = page.robustness_row(row | {"ferplus_accuracy_falls": [1.5, 2.5]})
    shown = " ".join(line.split())
    assert shown == "moved 80.0 % 2.0 60.0 % 3.0 goal < 2: missed (draws 1.5 to 2.5)"


def test_a_line_of_robustness_without_votes_tells_the_label_alone() -> None:
    row = {"change": "moved", "goal": None, "accuracy": 0.6, "accuracy_fall": 3.0}
    line = page.robustness_row(row | {"accuracy_falls": [3.0]})
    assert " ".join(line.split()) == "moved - 60.0 % 3.0"


def test_the_goals_are_the_ones_that_were_set() -> None:
    goals = {row[1]: row[3] for row in (*page.SEEN, *page.LABEL)}
    assert goals == {
        "ferplus_accuracy": Goal(">=", 0.84),
        "ferplus_macro_recall": Goal(">=", 0.70),
        "ferplus_ece": Goal("<=", 0.04),
        "accuracy": Goal(">=", 0.70),
        "macro_f1": Goal(">=", 0.68),
        "ece": None,
    }
    assert Goal("<=", 4_000_000) == page.SIZE
    assert Goal("<=", 2.0) == page.SPEED
