"""How long a stage may take of a clip."""

from dataclasses import replace
from pathlib import Path

import pytest

from diary.workshop import Plan
from tests.diary.given import TERMS, recording
from tests.diary.shop import CHOSEN, PICTURE, RECIPE, SPOKEN, Shop


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


async def test_a_short_clip_that_hangs_holds_a_worker_for_less_than_the_hard_limit(
    shop: Shop,
) -> None:
    shop.tools = replace(shop.tools, plan=replace(shop.tools.plan, deadline_s=900.0))
    # Of a clip of eight seconds, whose words are of any length.
    shop.workshop.deadlines = {PICTURE: 240.0, SPOKEN: 256.0, CHOSEN: 900.0}
    entry_id = await shop.accept(recording(kind="video", duration_s=8.0))
    job = await shop.attempt()
    assert job is not None
    assert shop.workshop.calls[:2] == [PICTURE, SPOKEN]
    assert (await shop.entry(entry_id)).report is not None
