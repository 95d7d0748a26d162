"""What a worker process may not do, set by itself before it touches a stranger's file.

Limits of memory and file size, no core dumps, no network, one thread for numeric libraries, and an
end together with the parent. The network is closed twice: for Python everywhere, and on Linux by a
system call filter (seccomp) for the C libraries too. Standard library only.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import multiprocessing.connection
import os
import platform
import signal
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "CT2_NUM_THREADS")
# Without it onnxruntime numbers the machine, keeps a file in the home and looks for its maker.
_NO_TELEMETRY: Final = "ORT_DISABLE_TELEMETRY"
_MEGABYTE: Final = 1 << 20

# <linux/prctl.h>, <linux/seccomp.h>, <linux/filter.h>, <linux/audit.h>
_PR_SET_PDEATHSIG: Final = 1
_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_SECCOMP_MODE_FILTER: Final = 2
_ALLOW: Final = 0x7FFF0000
_REFUSE: Final = 0x00050000 | 13  # errno EACCES
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06
_NUMBER, _ARCHITECTURE, _FIRST_ARGUMENT = 0, 4, 16
_AF_UNIX: Final = 1
_IO_URING_SETUP: Final = 425
_X32: Final = 0x40000000
#: Machine: its number in audit.h, and the number of the system call `socket`.
_MACHINES: Final = {"x86_64": (0xC000003E, 41), "aarch64": (0xC00000B7, 198)}

Instruction = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker may use: private memory and the size of one file in MB, and its niceness.

    The largest file of a job is its sound: the longest clip that a recipe may allow is 14,400 s,
    and a second more of grace, 16,000 samples a second, 4 bytes each, which is 879 MB of 2^20.
    """

    memory_mb: int
    file_mb: int = 896
    niceness: int = 5


class NetworkRefused(OSError):
    """A worker process has no network."""


def confine(bounds: Bounds, parent: int) -> None:
    """Confines this process for the rest of its life; `parent` is the pid it must end with."""
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    os.environ[_NO_TELEMETRY] = "1"
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ends at once, also inside C code
    _limit(bounds)
    _end_with(parent)
    sys.addaudithook(_refuse_network)
    _filter_system_calls()


def _limit(bounds: Bounds) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not everywhere

    for kind, wanted in (
        (resource.RLIMIT_DATA, bounds.memory_mb * _MEGABYTE),
        (resource.RLIMIT_FSIZE, bounds.file_mb * _MEGABYTE),
        (resource.RLIMIT_CORE, 0),
    ):
        most = resource.getrlimit(kind)[1]
        value = wanted if most == resource.RLIM_INFINITY else min(wanted, most)
        resource.setrlimit(kind, (value, value))
    os.nice(bounds.niceness)


def _end_with(parent: int) -> None:
    """Dies when the parent does: by the kernel's signal on Linux, else by watching its pipe."""
    if sys.platform == "linux":
        ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if sys.platform != "win32" and os.getppid() != parent:  # it died before we asked
        os._exit(1)
    started_by = multiprocessing.parent_process()
    if started_by is not None:
        threading.Thread(target=_watch, args=(started_by.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: sockets that reach over the machine are not made."""
    if event == "socket.__new__" and arguments[1] != _AF_UNIX:
        raise NetworkRefused
    if event == "socket.getaddrinfo":
        raise NetworkRefused


def _filter_system_calls() -> bool:
    """Lets the kernel refuse sockets other than local ones; False where it cannot."""
    machine = _MACHINES.get(platform.machine())
    if sys.platform != "linux" or machine is None or sys.byteorder != "little":
        return False
    program = _program(*machine)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0) == 0)


def _program(architecture: int, socket: int) -> _Program:
    """The filter: (code, jump if true, jump if false, value) per step; jumps count steps ahead."""
    steps: Sequence[Instruction] = (
        (_LOAD, 0, 0, _ARCHITECTURE),
        (_IF_EQUAL, 0, 7, architecture),
        (_LOAD, 0, 0, _NUMBER),
        (_IF_AT_LEAST, 5, 0, _X32),
        (_IF_EQUAL, 4, 0, _IO_URING_SETUP),
        (_IF_EQUAL, 0, 2, socket),
        (_LOAD, 0, 0, _FIRST_ARGUMENT),
        (_IF_EQUAL, 0, 1, _AF_UNIX),
        (_RETURN, 0, 0, _ALLOW),
        (_RETURN, 0, 0, _REFUSE),
    )
    array = (_Step * len(steps))(*(_Step(*step) for step in steps))
    return _Program(len(steps), ctypes.cast(array, ctypes.POINTER(_Step)))


class _Step(ctypes.Structure):
    """`struct sock_filter` of <linux/filter.h>."""

    _fields_ = (
        ("code", ctypes.c_uint16),
        ("if_true", ctypes.c_uint8),
        ("if_false", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


class _Program(ctypes.Structure):
    """`struct sock_fprog` of <linux/filter.h>."""

    _fields_ = (("length", ctypes.c_uint16), ("steps", ctypes.POINTER(_Step)))
