import numpy as np

from analysis.expressions import Expressions, model_path
from training import speed


def test_contenders_take_turns_and_the_first_round_is_not_counted() -> None:
    calls: list[str] = []
    found = speed.milliseconds(
        {"one": lambda: calls.append("one"), "two": lambda: calls.append("two")}, rounds=3
    )
    assert calls == ["one", "two"] * 4
    assert list(found) == ["one", "two"]
    assert all(taken >= 0.0 for taken in found.values())


def test_few_faces_are_repeated_to_fill_a_batch() -> None:
    images = np.zeros((3, 48, 48), np.uint8)
    assert speed.ms_per_face(Expressions(model_path()), images, rounds=1) > 0.0
