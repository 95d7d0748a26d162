"""A program that ends when the one that started it does, even by kill -9.

`python -m app.tether PARENT ARGUMENTS` becomes `python ARGUMENTS`, tied to the process PARENT. Only
Linux tells a process of its parent's end; elsewhere the program runs as it is.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from typing import Final

#: Exit status where the parent has ended before the knot was tied.
GONE: Final = 1

#: PR_SET_PDEATHSIG of prctl(2): the signal that a process gets when its parent ends. It outlasts
#: execve(2).
_SET_PARENT_DEATH_SIGNAL: Final = 1


def command(*arguments: str) -> tuple[str, ...]:
    """Python with these arguments, as a command that ends with the process that asks for it."""
    return sys.executable, "-m", "app.tether", str(os.getpid()), *arguments


def main(parent: str, *arguments: str) -> int:
    """Become Python with these arguments; GONE where the parent has ended."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, signal.SIGKILL)
    if os.getppid() == int(parent):
        os.execv(sys.executable, [sys.executable, *arguments])  # noqa: S606 - as it was started
    return GONE


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
