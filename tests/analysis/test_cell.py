"""Each clip has a process of its own, which can do nothing but answer."""

from __future__ import annotations

import asyncio
import fcntl
import os
import resource
import signal
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from analysis import cell, landlock, system_calls
from analysis.confinement import Bounds, Reach
from analysis.errors import AnalysisError, DeadlineExceeded, WorkerDied
from analysis.pool import Kind, Pool

JOBS = "tests.analysis.cell_jobs:"
pytestmark = pytest.mark.skipif(not cell.is_possible(), reason="processes are not forked here")
needs_landlock = pytest.mark.skipif(landlock.version() < 1, reason="no Landlock on this machine")


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    kind = Kind(1, Bounds(memory_mb=512), cell=JOBS + "reach")
    pool = Pool({"video": kind})
    await pool.start()
    yield pool
    await pool.close()


@pytest.fixture
async def filling() -> AsyncIterator[Pool]:
    """As the real one: nothing may be made in the folder, one file may be filled."""
    pool = Pool({"video": Kind(1, Bounds(memory_mb=512), cell=JOBS + "reach_of_one_file")})
    await pool.start()
    yield pool
    await pool.close()


@pytest.fixture
def folder(tmp_path: Path) -> str:
    own = tmp_path / "own"
    own.mkdir()
    return str(own)


async def test_every_job_has_a_process_of_its_own_and_the_worker_stays(
    pool: Pool, folder: str
) -> None:
    pids = [await pool.run("video", JOBS + "pid", folder, deadline_s=60) for _ in range(2)]
    parents = [await pool.run("video", JOBS + "parent", folder, deadline_s=60) for _ in range(2)]
    assert len(set(pids)) == 2
    assert len(set(parents)) == 1
    assert not any(map(psutil.pid_exists, pids))


@needs_landlock
async def test_it_opens_its_own_folder_and_no_neighbours_and_no_secret(
    pool: Pool, folder: str, tmp_path: Path
) -> None:
    places = [tmp_path / "neighbour", tmp_path / ".env", tmp_path / "diary.sqlite3"]
    for place in places:
        place.write_text("not yours")
    others = [*map(str, places), f"/proc/{os.getpid()}/environ", "/etc/passwd", "/proc/self/maps"]
    found = await pool.run("video", JOBS + "touch", folder, *others, deadline_s=60)
    assert {found.pop(place) for place in others} == {"refused"}
    assert found == {
        "own": "done",
        "beside": "refused",
        "list beside": "refused",
        "move out": "refused",
        "link": "refused",
        "rights": "refused",
    }


async def test_without_a_cell_all_of_that_is_open(folder: str, tmp_path: Path) -> None:
    """The proof that the refusals above come from the cell and from nothing else."""
    from tests.analysis.cell_jobs import touch

    (tmp_path / "neighbour").write_text("not yours")
    found = await asyncio.to_thread(touch, folder, str(tmp_path / "neighbour"))
    assert set(found.values()) == {"done"}


@pytest.mark.skipif(not system_calls.is_possible(), reason="no system call filter here")
async def test_it_starts_nothing_reaches_nobody_and_loosens_no_limit(
    pool: Pool, folder: str
) -> None:
    found = await pool.run("video", JOBS + "misbehave", folder, os.getpid(), deadline_s=60)
    if landlock.version() < 1:
        del found["environment"], found["memory of another"]
    harmless = {"own signal", "own limits", "own memory", "own descriptor"}
    assert {name for name, answer in found.items() if answer == "done"} == harmless


@pytest.mark.parametrize("name", ["ENOSPC", "EDQUOT", "EROFS", "EMFILE", "ENFILE", "EAGAIN"])
async def test_a_shortage_that_the_worker_does_not_find_itself_is_not_believed(
    pool: Pool, folder: str, name: str
) -> None:
    """Else one clip would keep everybody's waiting."""
    with pytest.raises(WorkerDied):
        await pool.run("video", JOBS + "claim_shortage", folder, name, deadline_s=60)


def test_a_place_that_is_full_or_gone_is_found_so_by_trying(tmp_path: Path) -> None:
    fine = Reach(fills=(str(tmp_path / "sound"),))
    fine.try_()
    assert list(tmp_path.iterdir()) == []
    with pytest.raises(FileNotFoundError):
        Reach(fills=(str(tmp_path / "gone" / "sound"),)).try_()
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (4096, hard))
    before = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        with pytest.raises(OSError, match="large"):
            fine.try_()
    finally:
        signal.signal(signal.SIGXFSZ, before)
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert list(tmp_path.iterdir()) == []


async def test_nothing_of_the_workers_own_pipes_is_open_in_it(pool: Pool, folder: str) -> None:
    assert await pool.run("video", JOBS + "descriptors", folder, deadline_s=60) == [0, 1, 2, 3]


async def test_processor_time_is_bounded_even_if_nobody_looks_at_the_clock(folder: str) -> None:
    from tests.analysis.cell_jobs import reach, spin

    with pytest.raises(DeadlineExceeded):
        await asyncio.to_thread(_in_child, spin, folder, reach(folder))


def _in_child(job: object, folder: str, reach: object) -> None:
    cell.answer(job, (folder,), reach, -4.0)  # type: ignore[arg-type]


@pytest.mark.parametrize("death", ["die", "devour", "poison", "flood"])
async def test_what_ends_or_lies_in_a_cell_is_said_and_the_worker_stays(
    pool: Pool, folder: str, death: str
) -> None:
    before = await pool.run("video", JOBS + "parent", folder, deadline_s=60)
    with pytest.raises(AnalysisError) as caught:
        await pool.run("video", JOBS + death, folder, deadline_s=60)
    assert caught.value.code in {"worker_died", "analysis_failed"}
    assert await pool.run("video", JOBS + "parent", folder, deadline_s=60) == before


async def test_a_fault_of_ours_in_a_cell_is_named(pool: Pool, folder: str) -> None:
    with pytest.raises(AnalysisError, match="ZeroDivisionError in the worker"):
        await pool.run("video", JOBS + "stumble", folder, deadline_s=60)


async def test_at_its_deadline_a_cell_ends_with_its_worker(pool: Pool, folder: str) -> None:
    with pytest.raises(DeadlineExceeded):
        await pool.run("video", JOBS + "tell_pid_and_sleep", folder, deadline_s=2)
    child = int(Path(folder, "pid").read_text())  # noqa: ASYNC240 - a few bytes
    async with asyncio.timeout(60):
        while psutil.pid_exists(child):  # noqa: ASYNC110 - a process has no event
            await asyncio.sleep(0.02)


@needs_landlock
async def test_it_fills_one_file_and_makes_no_other(filling: Pool, folder: str) -> None:
    found = await filling.run("video", JOBS + "fill", folder, deadline_s=60)
    assert found == {"its file": "done", "another": "refused", "another folder": "refused"}
    assert [path.name for path in Path(folder).iterdir()] == ["one"]  # noqa: ASYNC240 - one name


async def test_what_it_prints_goes_nowhere_and_no_terminal_is_at_hand(
    pool: Pool, folder: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert await pool.run("video", JOBS + "print_everywhere", folder, deadline_s=60) == "/dev/null"
    assert capfd.readouterr() == ("", "")


async def test_descriptors_above_the_limit_of_their_number_are_closed_too(
    folder: str,
) -> None:
    from tests.analysis.cell_jobs import high_descriptors, reach

    number = fcntl.fcntl(0, fcntl.F_DUPFD_CLOEXEC, 700)
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, hard))
    try:
        found = await asyncio.to_thread(
            cell.answer, high_descriptors, (folder,), reach(folder), 60.0
        )
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
        os.close(number)
    assert found == []
