"""How long a stage may take of a clip."""

from pathlib import Path

import pytest

from diary.workshop import Plan
from tests.diary.given import TERMS
from tests.diary.shop import RECIPE


@pytest.mark.parametrize(
    ("clip_s", "deadline_s"),
    [(1.0, 135.0), (8.0, 240.0), (60.0, 900.0), (1e9, 900.0), (None, 900.0), (0.0, 900.0)],
)
def test_a_deadline_follows_the_length_of_a_clip_up_to_the_hard_limit(
    clip_s: float | None, deadline_s: float, tmp_path: Path
) -> None:
    plan = Plan(RECIPE, tmp_path, 1, 900.0, TERMS, lambda: True)
    assert plan.stage_s(clip_s) == deadline_s


def test_a_small_hard_limit_is_never_exceeded(tmp_path: Path) -> None:
    plan = Plan(RECIPE, tmp_path, 1, 30.0, TERMS, lambda: True)
    assert plan.stage_s(8.0) == 30.0
