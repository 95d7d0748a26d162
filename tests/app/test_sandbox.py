"""What `doctor` says of the process that decodes: what it felt, and nothing else."""

import pytest

from analysis import cell, landlock, system_calls
from analysis.pipeline import Recipe
from analysis.pool import Pool, usual_kinds
from analysis.walls import Walls
from app import sandbox


def test_where_all_is_closed_nothing_is_left_to_do() -> None:
    state, says, remedy = sandbox.told(Walls(files=True, network=True, programs=True, memory=True))
    assert (state, remedy) == ("ok", "")
    assert "no other file, network or program" in says


@pytest.mark.parametrize(
    ("missing", "able"),
    [
        ("files", "open other files of this account"),
        ("network", "open connections from C code"),
        ("programs", "start other programs"),
        ("memory", "take all memory"),
    ],
)
def test_what_stays_open_is_named_in_one_line_with_what_to_do(missing: str, able: str) -> None:
    closed = dict.fromkeys(("files", "network", "programs", "memory"), True)
    state, says, remedy = sandbox.told(Walls(**{**closed, missing: False}))
    assert state == "note"
    assert says.endswith(f"it could {able}")
    assert "Landlock" in remedy
    assert "\n" not in says


async def test_a_real_worker_feels_the_walls_that_this_system_has() -> None:
    pool = Pool(usual_kinds())
    await pool.start()
    try:
        found = await sandbox.walls(pool, Recipe("/nowhere"))
    finally:
        await pool.close()
    filters = system_calls.is_possible()
    assert found == Walls(
        files=cell.is_possible() and landlock.version() > 0,
        network=filters,
        programs=filters,
        memory=True,
    )
