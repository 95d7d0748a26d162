"""What a confined process finds closed when it tries: for `doctor`, which believes nothing else."""

from __future__ import annotations

import ctypes
import errno
import os
import sys
from dataclasses import dataclass
from typing import Any

_AF_INET, _SOCK_STREAM = 2, 1


@dataclass(frozen=True, slots=True)
class Walls:
    """What is closed: files beside its own, the network, other programs; and memory bounded."""

    files: bool
    network: bool
    programs: bool
    memory: bool

    @property
    def open(self) -> tuple[str, ...]:
        """The names of those that are not there."""
        names = ("files", "network", "programs", "memory")
        return tuple(name for name in names if not getattr(self, name))


def felt(_clip: str, _folder: str, _recipe: Any) -> dict[str, bool]:
    """Tries each, as a job of the video worker; plain values, as an answer has to be."""
    return {
        "files": _is_refused(lambda: os.listdir("/")),  # noqa: PTH208 - the call that libraries make
        "network": _has_no_socket(),
        # There is no such program: where programs may be started it is looked for.
        "programs": _is_refused(lambda: os.execv("/nowhere/nothing", ["nothing"])),  # noqa: S606
        "memory": _is_bounded(),
    }


def _is_refused(what: Any) -> bool:
    try:
        what()
    except OSError as error:
        return error.errno in {errno.EACCES, errno.EPERM}
    return False


def _has_no_socket() -> bool:
    """As a C library would make one: Python's own are refused everywhere."""
    if sys.platform == "win32":
        return False
    made: int = ctypes.CDLL(None).socket(_AF_INET, _SOCK_STREAM, 0)
    if made >= 0:
        os.close(made)
    return made < 0


def _is_bounded() -> bool:
    if sys.platform == "win32":
        return False
    import resource  # noqa: PLC0415 - not everywhere

    return resource.getrlimit(resource.RLIMIT_DATA)[0] != resource.RLIM_INFINITY
