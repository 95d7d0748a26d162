"""A job in a process of its own, which has seen no other clip and will see none.

A worker stays, because loading its libraries takes longer than a short clip. What it has loaded is
shared with a copy of it that lives for one job: forked, confined to the files of that job, and gone
with it. So a clip that takes over its decoder finds no neighbour, neither before nor after it, and
what it answers is read as plain values of the report and of nothing else.
"""

from __future__ import annotations

import gc
import importlib
import io
import os
import pickle
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, BinaryIO, Final, NoReturn

from analysis.confinement import Reach, narrow
from analysis.errors import AnalysisError, DeadlineExceeded, WorkerDied

#: How a process ends that has no memory left.
OUT_OF_MEMORY: Final = 97
#: A picture a fifth of a second for four hours takes a tenth of it.
_LONGEST_ANSWER: Final = 64 << 20
_FIRST_DESCRIPTOR: Final = 3
#: What an answer may be made of beside numbers, texts and collections of them.
_VOCABULARY: Final = frozenset({"analysis.report", "analysis.errors"})
_BUILTINS: Final = frozenset({"frozenset", "set"})


@dataclass(frozen=True, slots=True)
class Cell:
    """`reach` names the function ("module:function") that says of a job's arguments what it opens.

    `seconds` of processor time are what the job may take.
    """

    reach: str
    seconds: float


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
    return _believed(content)


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
    """Closes all but the standard ones and this: the pool's own pipes above all."""
    os.dup2(kept, _FIRST_DESCRIPTOR)
    os.closerange(_FIRST_DESCRIPTOR + 1, os.sysconf("SC_OPEN_MAX"))
    return _FIRST_DESCRIPTOR


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


def _believed(content: bytes) -> Any:
    """The answer, if it is made of nothing but the vocabulary. Raises WorkerDied."""
    try:
        is_found, found = _Answer(io.BytesIO(content)).load()
    except Exception as error:  # whatever stands there: nobody believes it
        raise WorkerDied from error
    if not is_found:
        raise found if isinstance(found, AnalysisError) else WorkerDied
    return found


class _Answer(pickle.Unpickler):
    """Makes values of the vocabulary; calls nothing."""

    def find_class(self, module: str, name: str) -> Any:
        if module in _VOCABULARY and "." not in name:
            found = getattr(importlib.import_module(module), name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        if module == "builtins" and name in _BUILTINS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError
