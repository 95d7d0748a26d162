"""Walls are felt where they are, and only there."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import landlock, system_calls, walls
from analysis.confinement import Reach

ROOT = Path(__file__).parents[2]
FEEL = "from analysis import walls; print(walls.felt('', '', None))"


def test_this_process_has_none() -> None:
    assert walls.Walls(**walls.felt("", "", None)).open == (
        "files",
        "network",
        "programs",
        "memory",
    )


def program(*lines: str, folder: Path) -> str:
    """What such a program prints; a process of its own, because there is no way back."""
    done = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", "\n".join(lines)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@pytest.mark.skipif(not system_calls.is_possible(), reason="no system call filter here")
def test_a_filter_closes_network_and_programs_and_no_file(tmp_path: Path) -> None:
    give_up = "from analysis import system_calls; system_calls.give_up(alone=True)"
    found = walls.Walls(**eval(program(give_up, FEEL, folder=tmp_path)))  # noqa: S307 - our own
    assert found.open == ("files", "memory")


@pytest.mark.skipif(landlock.version() < 1, reason="no Landlock on this machine")
def test_landlock_closes_all_files_but_those_that_are_named(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "read").write_text("x")
    (tmp_path / "neighbour").write_text("x")
    answer = program(
        "import ctypes, os, resource, sys",
        "from pathlib import Path",
        "from analysis import landlock, walls",
        "ctypes.CDLL(None).prctl(38, 1, 0, 0, 0)",
        "print(landlock.narrow(['read', sys.prefix, 'absent'], [], ['own']))",
        "print(walls.felt('', '', None)['files'])",
        "print(Path('read').read_text(), Path('own/new').write_text('x'))",
        "for name, mode in (('neighbour', 'r'), ('read', 'w'), ('new', 'w'), ('../new', 'w')):",
        "    try: open(name, mode); print('open')",
        "    except PermissionError: print('closed')",
        folder=tmp_path,
    )
    assert answer.split() == ["True", "True", "x", "1", *["closed"] * 4]


def test_where_the_kernel_has_no_landlock_nothing_is_claimed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(landlock, "version", lambda: 0)
    assert not landlock.narrow([], [], [])
    assert not walls.felt("", "", None)["files"]


def test_on_a_machine_that_is_not_known_no_call_is_given_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(system_calls.platform, "machine", lambda: "riscv64")
    assert not system_calls.is_possible()
    assert not system_calls.give_up(alone=True)
    assert not walls.felt("", "", None)["network"]


def test_the_reach_of_folders_that_were_made_anew_is_another(tmp_path: Path) -> None:
    folder = tmp_path / "work"
    reach = Reach(reads=(str(folder),))
    absent = reach.places()
    folder.mkdir()
    first = reach.places()
    assert absent == (None,)
    assert reach.places() == first != absent


async def test_a_worker_whose_folders_were_made_anew_is_replaced(tmp_path: Path) -> None:
    from analysis.confinement import Bounds
    from analysis.pool import Kind, Pool

    folder = tmp_path / "work"
    folder.mkdir()
    kind = Kind(1, Bounds(memory_mb=512), reach=Reach(writes=(str(folder),)))
    pool = Pool({"words": kind})
    await pool.start()
    try:
        first = await pool.run("words", "os:getpid", deadline_s=60)
        assert await pool.run("words", "os:getpid", deadline_s=60) == first
        await asyncio.to_thread(folder.rename, tmp_path / "old")
        await asyncio.to_thread(folder.mkdir)
        assert await pool.run("words", "os:listdir", str(folder), deadline_s=60) == []
        assert await pool.run("words", "os:getpid", deadline_s=60) != first
    finally:
        await pool.close()
