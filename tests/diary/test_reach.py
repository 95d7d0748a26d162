"""Whatever people do, each of them reaches what a simple model says, and nothing else.

Random people, chats and diaries do random things by the rules of the house. After each step every
way to read is compared with the model. `MINDGITTER_TEST_STORIES` makes it longer (`make soak`).
"""

import os
from pathlib import Path

import pytest

from tests.diary.life import live

#: Stories: some 6,000 comparisons each; a soak asks for more.
STORIES = int(os.environ.get("MINDGITTER_TEST_STORIES", "2"))

#: Comparisons that must have been made.
LEAST, LEAST_OF_A_SOAK = 10_000, 100_000
IS_SOAK = "MINDGITTER_TEST_STORIES" in os.environ


@pytest.mark.slow
def test_everybody_reaches_what_is_theirs_and_nothing_else(migrated_file: Path) -> None:
    done = sum(live(migrated_file, seed) for seed in range(STORIES))
    print(f"{done} comparisons in {STORIES} stories")  # noqa: T201 - the soak's number
    assert done >= (LEAST_OF_A_SOAK if IS_SOAK else LEAST), done
