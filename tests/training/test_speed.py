from collections.abc import Sequence
from typing import Any

import numpy as np
import pytest

from analysis.expressions import BATCH, Expressions, model_path
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


class Clock:
    """A clock that only moves when somebody works."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 0.0
        monkeypatch.setattr(speed.time, "process_time", lambda: self.now)


def test_the_slow_first_round_has_no_part_in_the_median(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, spans = Clock(monkeypatch), iter([50.0, 0.002, 0.004])

    def act() -> None:
        clock.now += next(spans)

    assert speed.milliseconds({"one": act}, rounds=2) == {"one": pytest.approx(3.0)}


def test_the_time_of_a_batch_is_shared_by_its_faces(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = Clock(monkeypatch)

    class Model:
        def answers(self, faces: Sequence[Any]) -> None:
            clock.now += 0.002 * len(faces)

    found = speed.ms_per_face(Model(), np.zeros((3, 48, 48), np.uint8), rounds=1)  # type: ignore[arg-type]
    assert found == pytest.approx(2.0)
    assert clock.now == pytest.approx(2 * BATCH * 0.002)
