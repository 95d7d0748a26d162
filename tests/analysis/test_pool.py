"""The worker pool: deadlines, deaths and cancellations cost one job, never the pool."""

import asyncio
import errno
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import av
import psutil
import pytest

from analysis.confinement import Bounds
from analysis.errors import AnalysisError, DeadlineExceeded, Shortage, TooLong, WorkerDied
from analysis.pool import Kind, Pool, told, usual_kinds
from analysis.sound import RATE

ROOT = Path(__file__).parents[2]
JOBS = "tests.analysis.jobs:"


@pytest.fixture
async def pool() -> AsyncIterator[Pool]:
    pool = Pool({"video": Kind(1, Bounds(memory_mb=512)), "words": Kind(1, Bounds(memory_mb=512))})
    await pool.start()
    yield pool
    await pool.close()


async def test_a_named_function_runs_in_another_process(pool: Pool) -> None:
    assert await pool.run("video", JOBS + "pid", deadline_s=30) != os.getpid()


async def test_one_process_serves_many_jobs_of_its_kind_and_another_serves_the_other_kind(
    pool: Pool,
) -> None:
    video = {await pool.run("video", JOBS + "pid", deadline_s=30) for _ in range(3)}
    words = await pool.run("words", JOBS + "pid", deadline_s=30)
    assert len(video) == 1
    assert words not in video


async def test_the_parent_never_imports_the_target(pool: Pool) -> None:
    await pool.run("video", JOBS + "pid", deadline_s=30)
    assert "tests.analysis.jobs" not in sys.modules


async def test_a_rejection_arrives_as_itself(pool: Pool) -> None:
    with pytest.raises(TooLong, match="eleven minutes"):
        await pool.run("video", JOBS + "reject", "eleven minutes", deadline_s=30)


async def test_an_unexpected_error_arrives_without_its_message(pool: Pool) -> None:
    with pytest.raises(AnalysisError, match="ZeroDivisionError in the worker") as caught:
        await pool.run("video", JOBS + "stumble", deadline_s=30)
    assert str(caught.value) == "ZeroDivisionError in the worker"
    assert "in stumble" in caught.value.__notes__[0]


def test_what_the_decoder_says_of_a_clip_is_no_lack_of_the_machine_with_the_same_number() -> None:
    """Else that clip would wait for room for ever, and take a worker every half minute."""

    def decode() -> None:
        raise av.error.BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable", "clip")

    def fork() -> None:
        raise BlockingIOError(errno.EAGAIN, "Resource temporarily unavailable")

    with pytest.raises(AnalysisError) as of_clip:
        told(decode)
    assert not isinstance(of_clip.value, Shortage)
    with pytest.raises(Shortage):
        told(fork)


async def test_an_error_of_a_class_that_cannot_travel_does_not_break_the_pool(pool: Pool) -> None:
    with pytest.raises(AnalysisError, match="Untravelled in the worker"):
        await pool.run("video", JOBS + "raise_untravelled", deadline_s=30)
    assert await pool.run("video", JOBS + "pid", deadline_s=30)


async def test_a_job_is_killed_at_its_deadline_and_the_next_one_runs(pool: Pool) -> None:
    with pytest.raises(DeadlineExceeded):
        await pool.run("video", JOBS + "hang_in_c", deadline_s=0.3)
    assert await pool.run("video", JOBS + "pid", deadline_s=30)


@pytest.mark.parametrize("death", ["kill", "crash", "devour"])
async def test_a_job_that_kills_its_worker_is_said_so_and_the_next_one_runs(
    pool: Pool, death: str
) -> None:
    with pytest.raises(WorkerDied):
        await pool.run("video", JOBS + death, deadline_s=30)
    assert await pool.run("video", JOBS + "pid", deadline_s=30)


async def test_a_worker_killed_while_idle_is_replaced_unnoticed(pool: Pool) -> None:
    worker = await pool.run("video", JOBS + "pid", deadline_s=30)
    os.kill(worker, signal.SIGKILL)
    assert await pool.run("video", JOBS + "pid", deadline_s=30) != worker


async def test_cancelling_kills_the_job(pool: Pool, tmp_path: Path) -> None:
    started = tmp_path / "pid"
    async with asyncio.timeout(60):
        async with asyncio.TaskGroup() as group:
            job = group.create_task(
                pool.run("video", JOBS + "announce_and_hang", str(started), deadline_s=60)
            )
            while not (started.exists() and started.read_text()):  # noqa: ASYNC110 - a file
                await asyncio.sleep(0.02)
            job.cancel()
        worker = int(started.read_text())
        while psutil.pid_exists(worker):  # noqa: ASYNC110 - a process has no event
            await asyncio.sleep(0.02)
    assert await pool.run("video", JOBS + "pid", deadline_s=30) != worker


async def test_jobs_beyond_the_number_of_workers_wait_and_all_are_served(pool: Pool) -> None:
    results = await asyncio.gather(
        *(pool.run("video", JOBS + "same", i, deadline_s=30) for i in range(8))
    )
    assert results == list(range(8))


async def test_a_worker_has_one_thread_no_core_dumps_and_gives_way(pool: Pool) -> None:
    state = await pool.run("video", JOBS + "state", deadline_s=30)
    assert state == {"threads": "1", "core": 0, "nice": os.nice(0) + 5, "memory_mb": 512}


async def test_the_sound_of_the_longest_clip_that_may_be_allowed_fits_and_not_much_more(
    pool: Pool, tmp_path: Path
) -> None:
    longest = (14_400 + 1) * RATE * 4
    path = str(tmp_path / "sound.f32")
    assert await pool.run("video", JOBS + "make_room", path, longest, deadline_s=30) == "made"
    answer = await pool.run("video", JOBS + "make_room", path, longest * 2, deadline_s=30)
    assert answer == "OSError"


def left_in(folder: Path) -> list[Path]:
    return sorted(folder.rglob("*"))


async def test_a_worker_that_loads_the_expression_model_leaves_nothing_in_its_home(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.delenv("ORT_DISABLE_TELEMETRY")  # the worker itself must see to it
    pool = Pool({"video": Kind(1, Bounds(memory_mb=1024))})
    await pool.start()
    try:
        assert await pool.run("video", JOBS + "load_expressions", deadline_s=60)
    finally:
        await pool.close()
    assert left_in(tmp_path) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's filter is Linux's")
async def test_neither_python_nor_c_code_in_a_worker_can_make_a_socket(pool: Pool) -> None:
    assert await pool.run("video", JOBS + "reach_out", deadline_s=30) == {
        "python": "NetworkRefused",
        "c": "refused",
        "local": "refused",
    }


async def test_a_worker_that_does_not_stay_begins_anew_for_each_job() -> None:
    pool = Pool({"video": Kind(1, Bounds(memory_mb=512), stays=False)})
    await pool.start()
    try:
        first = await pool.run("video", JOBS + "pid", deadline_s=30)
        with pytest.raises(TooLong):
            await pool.run("video", JOBS + "reject", "no", deadline_s=30)
        assert await pool.run("video", JOBS + "pid", deadline_s=30) != first
    finally:
        await pool.close()
    assert not psutil.pid_exists(first)


async def test_close_ends_the_workers(pool: Pool) -> None:
    worker = await pool.run("video", JOBS + "pid", deadline_s=30)
    await pool.close()
    assert not psutil.pid_exists(worker)


def test_workers_die_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    started = tmp_path / "pid"
    script = (
        "import asyncio\n"
        "from analysis.pool import Pool\n"
        "async def main():\n"
        "    pool = Pool()\n"
        "    await pool.start()\n"
        f"    await pool.run('words', '{JOBS}announce_and_hang', {str(started)!r}, deadline_s=60)\n"
        "if __name__ == '__main__':\n"
        "    asyncio.run(main())\n"
    )
    file = tmp_path / "parent.py"
    file.write_text(script)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(file)]
    with subprocess.Popen(command, cwd=ROOT, env=environment) as parent:  # noqa: S603 - our own
        while not (started.exists() and started.read_text()):
            assert parent.poll() is None
        worker = psutil.Process(int(started.read_text()))
        parent.kill()
    assert not psutil.wait_procs([worker], timeout=20)[1]


def test_importing_the_pool_loads_nothing_heavy() -> None:
    code = (
        "import sys, analysis.pool, analysis.weights, analysis.pipeline; "
        "print(sorted({'numpy', 'cv2', 'av', 'onnxruntime', 'httpx'} & set(sys.modules)))"
    )
    answer = subprocess.run(  # noqa: S603 - our own
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


def test_the_usual_pool_has_light_video_workers_and_one_for_words() -> None:
    kinds = usual_kinds(video_workers=3)
    assert (kinds["video"].workers, kinds["words"].workers) == (3, 1)
    assert kinds["video"].bounds.memory_mb < kinds["words"].bounds.memory_mb
