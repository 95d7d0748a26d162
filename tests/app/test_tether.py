"""A program that is tied to the process that started it."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from app import tether

FOREVER = "print('up', flush=True); import time; time.sleep(600)"
STARTS_ONE = (
    "import subprocess\n"
    "from app import tether\n"
    f"subprocess.run(tether.command('-c', {FOREVER!r}), check=False)\n"
)


def test_the_program_runs_with_its_arguments_and_gives_its_own_answer() -> None:
    asked = tether.command("-c", "import sys; print(sys.argv[1]); sys.exit(7)", "hello")
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert (done.stdout, done.returncode) == ("hello\n", 7)


def test_nothing_begins_where_the_parent_has_ended_already() -> None:
    somebody_else = str(os.getppid())
    asked = (sys.executable, "-m", "app.tether", somebody_else, "-c", "print('began')")
    done = subprocess.run(asked, capture_output=True, text=True, check=False)  # noqa: S603 - our own
    assert (done.stdout, done.returncode) == ("", tether.GONE)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux tells when a parent has ended")
def test_the_program_ends_when_its_parent_is_killed() -> None:
    asked = (sys.executable, "-c", STARTS_ONE)
    parent = subprocess.Popen(asked, stdout=subprocess.PIPE)  # noqa: S603 - our own
    with parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"up\n"
        parent.kill()
        # The pipe's other end is the program's: it is closed once that has ended too.
        assert parent.stdout.read() == b""
