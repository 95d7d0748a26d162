import datetime as dt
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from charts.days import Days, Member, Members, level

HOUSE = Path(__file__).parents[2]
DAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(("count", "step"), [(-1, 0), (0, 0), (1, 1), (3, 3), (4, 4), (99, 4)])
def test_the_level_is_the_number_of_entries_up_to_four(count: int, step: int) -> None:
    assert level(count) == step


def test_days_and_members_travel_to_another_process() -> None:
    days = Days("가을", DAY, DAY, DAY, 0, ((DAY, 2),), ((DAY, "happy"),), b"\x89PNG")
    members = Members("우리", DAY, DAY, DAY, 6, (Member("민지", ((DAY, 1),)),), 3)
    assert pickle.loads(pickle.dumps((days, members))) == (days, members)  # noqa: S301 - our own bytes


def test_the_bot_may_import_days_without_any_drawing() -> None:
    program = "import sys, charts.days; print(*sys.modules)"
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    assert not {"matplotlib", "numpy", "PIL"} & set(run.stdout.split())
