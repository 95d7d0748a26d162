"""Bots born by fork from a process that has loaded the bot's code: a start for a tenth of the time.

Loading takes two of the four seconds that a bot's first clip costs, and is the same each time. What
is born is a process of its own with its own environment, folder and log, in which `python -m app
run` begins from its first line; it can be killed like any other. A bot that is started in the usual
way stands in test_starting_and_stopping.py.
"""

from __future__ import annotations

import atexit
import functools
import gc
import json
import os
import random
import runpy
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NoReturn

REPOSITORY = Path(__file__).parents[2]

LOOK_S = 0.01


class Newborn:
    """A bot from the cradle, with what is needed here of `subprocess.Popen`."""

    def __init__(self, pid: int, endings: Path) -> None:
        """`endings` is where the cradle writes how its children have ended."""
        self.pid = pid
        self._ending = endings / str(pid)

    def poll(self) -> int | None:
        """Its exit status, negative for a signal; None while it runs."""
        try:
            return int(self._ending.read_text(encoding="ascii") or "x")
        except (FileNotFoundError, ValueError):
            return None

    def wait(self, timeout: float) -> int:
        """The same once it has ended."""
        latest = time.monotonic() + timeout
        while (status := self.poll()) is None:
            if time.monotonic() > latest:
                raise subprocess.TimeoutExpired("bot", timeout)
            time.sleep(LOOK_S)
        return status


class Cradle:
    """The process that has loaded everything, seen from the tests."""

    def __init__(self, endings: Path) -> None:
        self._endings = endings
        self._process = subprocess.Popen(  # noqa: S603 - this very file
            [sys.executable, "-m", "tests.journeys.cradle", str(endings)],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        atexit.register(self.close)

    def bear(self, environment: Mapping[str, str], folder: Path, log: Path) -> Newborn:
        """A bot in this folder."""
        asked = {"environment": dict(environment), "folder": str(folder), "log": str(log)}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(asked).encode() + b"\n")
        self._process.stdin.flush()
        return Newborn(int(self._process.stdout.readline()), self._endings)

    def close(self) -> None:
        """Nothing is born any more, and who still lives ends."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait()
        self._process.stdout.close()


@functools.cache
def cradle() -> Cradle:
    """The one of this test process, made when it is first needed; ends with it."""
    return Cradle(Path(tempfile.mkdtemp(prefix="cradle-")))


def _main(endings: Path) -> None:
    """Bear whom standard input asks for, and write down how they end; over when nobody asks."""
    import app.process  # noqa: F401 - all that a bot is made of

    gc.collect()
    gc.freeze()
    children: set[int] = set()
    with os.fdopen(os.dup(0), "rb", buffering=0) as asking:
        while True:
            if select.select([asking], [], [], LOOK_S)[0]:
                if not (asked := asking.readline()):
                    break
                children.add(pid := _born(json.loads(asked)))
                print(pid, flush=True)  # noqa: T201 - the answer
            _bury(children, endings)
    for pid in children:
        os.kill(pid, signal.SIGKILL)


def _bury(children: set[int], endings: Path) -> None:
    for pid in tuple(children):
        ended, status = os.waitpid(pid, os.WNOHANG)
        if ended:
            children.remove(pid)
            code = os.waitstatus_to_exitcode(status)
            (endings / str(pid)).write_text(str(code), encoding="ascii")


def _born(asked: dict[str, Any]) -> int:
    """The number of a child that becomes a bot."""
    if (pid := os.fork()) == 0:
        _live(asked["environment"], asked["folder"], asked["log"])
    return pid


def _live(environment: dict[str, str], folder: str, log: str) -> NoReturn:
    """What the interpreter and the shell do for `python -m app run`, in this process."""
    status = 1
    try:
        os.chdir(folder)
        os.environ.clear()
        os.environ.update(environment)
        nothing, written = os.open(os.devnull, os.O_RDONLY), os.open(log, os.O_WRONLY | os.O_APPEND)
        for number, file in enumerate((nothing, written, written)):
            os.dup2(file, number)
        os.closerange(3, max(nothing, written) + 1)
        random.seed()  # every child would be as lucky as the others
        sys.argv[1:] = ["run"]
        runpy.run_module("app", run_name="__main__", alter_sys=True)
    except SystemExit as end:
        status = end.code if isinstance(end.code, int) else 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


if __name__ == "__main__":
    _main(Path(sys.argv[1]))
