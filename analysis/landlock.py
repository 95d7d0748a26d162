"""Landlock: which files a process may still open, decided by itself and for good (Linux).

Rules hold for paths that are opened from now on, for this thread and all that comes of it; what is
open already stays open. Numbers are those of <linux/landlock.h>. Standard library only.
"""

from __future__ import annotations

import ctypes
import os
import stat
import sys
from collections.abc import Iterable
from typing import Final

# The same numbers on every machine.
_CREATE_RULESET, _ADD_RULE, _RESTRICT_SELF = 444, 445, 446
_ASK_VERSION: Final = 1
_PATH_BENEATH: Final = 1

_WRITE_FILE, _READ_FILE, _READ_DIR = 1 << 1, 1 << 2, 1 << 3
_REMOVE_DIR, _REMOVE_FILE = 1 << 4, 1 << 5
_MAKE_DIR, _MAKE_REG = 1 << 7, 1 << 8
_TRUNCATE: Final = 1 << 14
#: What is ruled on at all, by the version that brought it: everything that there is.
_FILES_BY_VERSION: Final = {1: (1 << 13) - 1, 2: 1 << 13, 3: _TRUNCATE, 5: 1 << 15}
#: Version 4: binding and connecting of TCP. Version 6: abstract sockets and signals to others.
_NETWORK: Final = {4: 3}
_SCOPES: Final = {6: 3}

_READING: Final = _READ_FILE | _READ_DIR
_WRITING: Final = (
    _READING | _WRITE_FILE | _TRUNCATE | _MAKE_REG | _MAKE_DIR | _REMOVE_FILE | _REMOVE_DIR
)
#: What may be said of a file that is no folder.
_OF_FILES: Final = _READ_FILE | _WRITE_FILE | _TRUNCATE


class _Ruleset(ctypes.Structure):
    """`struct landlock_ruleset_attr`."""

    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scopes", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    """`struct landlock_path_beneath_attr`."""

    _pack_ = 1
    _layout_ = "ms"
    _fields_ = (("allowed", ctypes.c_uint64), ("folder", ctypes.c_int32))


def version() -> int:
    """The version that the kernel speaks; 0 where it does not know Landlock or was told not to."""
    if sys.platform != "linux":
        return 0
    return max(0, int(_libc().syscall(_CREATE_RULESET, None, ctypes.c_size_t(0), _ASK_VERSION)))


def narrow(reads: Iterable[str], lists: Iterable[str], writes: Iterable[str]) -> bool:
    """From now on nothing may be opened but this; False where the kernel cannot.

    `reads` are files and folders with all in them, `lists` folders whose names alone may be seen,
    `writes` folders in which files may be made, changed and removed. What is not there is left out.
    Wants `no_new_privs`.
    """
    known = version()
    if known == 0:
        return False
    ruled = _by(known, _FILES_BY_VERSION)
    attributes = _Ruleset(ruled, _by(known, _NETWORK), _by(known, _SCOPES))
    size = ctypes.c_size_t(ctypes.sizeof(attributes))
    ruleset = _libc().syscall(_CREATE_RULESET, ctypes.byref(attributes), size, 0)
    if ruleset < 0:
        return False
    try:
        for paths, allowed in ((reads, _READING), (lists, _READ_DIR), (writes, _WRITING)):
            for path in paths:
                _allow(ruleset, path, allowed & ruled)
        return bool(_libc().syscall(_RESTRICT_SELF, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _by(known: int, bits: dict[int, int]) -> int:
    return sum(value for since, value in bits.items() if since <= known)


def _allow(ruleset: int, path: str, allowed: int) -> None:
    try:
        place = os.open(path, os.O_PATH | os.O_CLOEXEC)
    except OSError:
        return
    try:
        if not stat.S_ISDIR(os.fstat(place).st_mode):
            allowed &= _OF_FILES
        rule = _Beneath(allowed, place)
        _libc().syscall(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0)
    finally:
        os.close(place)


def _libc() -> ctypes.CDLL:
    return ctypes.CDLL(None, use_errno=True)
