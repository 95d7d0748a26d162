"""A job in a process of its own, which has seen no other clip and will see none.

A worker stays, because loading its libraries takes longer than a short clip. What it has loaded is
shared with a copy of it that lives for one job: forked, confined to the files of that job, and gone
with it. So a clip that takes over its decoder finds no neighbour, neither before nor after it, and
what it answers is read as plain values of the report and of nothing else.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import pickle
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, NoReturn

from analysis.answers import believed
from analysis.confinement import Reach, narrow
from analysis.errors import AnalysisError, DeadlineExceeded, WorkerDied

#: How a process ends that has no memory left.
OUT_OF_MEMORY: Final = 97
#: A picture a fifth of a second for four hours takes a tenth of it.
_LONGEST_ANSWER: Final = 64 << 20
_FIRST_DESCRIPTOR: Final = 3
_STANDARD: Final = (0, 1, 2)


@dataclass(frozen=True, slots=True)
class Cell:
    """Two functions ("module:function") and the `seconds` of processor time that a job may take.

    `reach` says of its arguments what it opens. `check` is given its answer and them, and gives the
    answer or raises WorkerDied where no such job answers so.
    """

    reach: str
    seconds: float
    check: str | None = None


def is_possible() -> bool:
    """Whether processes are forked here: on macOS its libraries do not bear it."""
    return sys.platform == "linux"


def answer(job: Callable[..., Any], args: tuple[Any, ...], reach: Reach, seconds: float) -> Any:
    """What `job` gives for `args`, done in a forked process that has this `reach` alone.

    Raises WorkerDied or DeadlineExceeded when it ended without an answer, or its AnalysisError.
    """
    reads, writes = os.pipe()
    parent = os.getpid()
    gc.freeze()  # what is shared is not touched by a collection, and so not copied
    child = os.fork()
    if child == 0:
        _live(job, args, reach, parent, seconds, writes)
    os.close(writes)
    with os.fdopen(reads, "rb") as answers:
        content = answers.read(_LONGEST_ANSWER + 1)
    if len(content) > _LONGEST_ANSWER:
        os.kill(child, signal.SIGKILL)
    _check(os.waitpid(child, 0)[1])
    return believed(content)


def named(target: str) -> Any:
    """The function "module:function"."""
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def _live(
    job: Callable[..., Any],
    args: tuple[Any, ...],
    reach: Reach,
    parent: int,
    seconds: float,
    writes: int,
) -> NoReturn:
    """In the child: everything. It never returns into what it is a copy of."""
    status = 1
    try:
        kept = _only_descriptor(writes)
        narrow(reach, parent, seconds)
        with os.fdopen(kept, "wb") as answers:
            _tell(answers, job, args)
        status = 0
    except MemoryError:
        status = OUT_OF_MEMORY
    finally:
        os._exit(status)


def _only_descriptor(kept: int) -> int:
    """Closes all but this: the pool's own pipes above all, whatever their numbers.

    The standard ones lead nowhere: a terminal takes commands of whoever holds it, and what our
    program prints is believed.
    """
    nowhere = os.open(os.devnull, os.O_RDWR)
    os.dup2(kept, _FIRST_DESCRIPTOR)
    for standard in _STANDARD:
        os.dup2(nowhere, standard)
    for number in _descriptors():
        if number > _FIRST_DESCRIPTOR:
            with contextlib.suppress(OSError):  # the list's own
                os.close(number)
    return _FIRST_DESCRIPTOR


def _descriptors() -> list[int]:
    """All that are open; the limit of their number says nothing of those from before it was set."""
    try:
        return [int(name) for name in os.listdir("/proc/self/fd")]  # noqa: PTH208 - no paths wanted
    except OSError:
        return list(range(os.sysconf("SC_OPEN_MAX")))


def _tell(answers: BinaryIO, job: Callable[..., Any], args: tuple[Any, ...]) -> None:
    try:
        found = (True, job(*args))
    except AnalysisError as error:
        found = (False, error)
    answers.write(pickle.dumps(found))


def _check(status: int) -> None:
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        raise DeadlineExceeded
    if status != 0:
        raise WorkerDied
