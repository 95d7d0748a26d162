"""Which system calls a process gives up for good (seccomp, Linux on x86-64 and 64-bit ARM).

A list of what is refused, not of what is allowed: decoders and C libraries differ in what they need
from version to version, and what hurts others is known. Numbers are those of <asm/unistd.h>, the
rest of <linux/seccomp.h>, <linux/filter.h>, <linux/audit.h>. Standard library only.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import sys
from collections.abc import Iterator
from typing import Final

_PR_SET_SECCOMP: Final = 22
_PR_SET_NO_NEW_PRIVS: Final = 38
_PR_SET_PDEATHSIG: Final = 1
_SECCOMP_MODE_FILTER: Final = 2
_SECCOMP_SET_MODE_FILTER: Final = 1
_ALL_THREADS: Final = 1
_ALLOW: Final = 0x7FFF0000
_ERROR: Final = 0x00050000
_REFUSE: Final = _ERROR | errno.EACCES
#: The C library then starts threads by `clone`, whose flags a filter can see.
_ABSENT: Final = _ERROR | errno.ENOSYS
_LOAD, _IF_EQUAL, _IF_AT_LEAST, _IF_ANY, _RETURN = 0x20, 0x15, 0x35, 0x45, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
_FIRST, _SECOND, _THIRD, _THIRD_HIGH, _FOURTH = 16, 24, 32, 36, 40
_CLONE_THREAD: Final = 0x10000
_X32: Final = 0x40000000

Instruction = tuple[int, int, int, int]

#: Machine: its number in audit.h, and the column below.
_MACHINES: Final = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}

#: What no worker needs: name, number on x86-64 and on ARM; None where it does not exist.
_NEVER: Final[tuple[tuple[str, int | None, int | None], ...]] = (
    # Other machines and programs.
    ("socket", 41, 198),
    ("io_uring_setup", 425, 425),
    ("io_uring_enter", 426, 426),
    ("io_uring_register", 427, 427),
    ("execve", 59, 221),
    ("execveat", 322, 281),
    # Other processes: their memory, their descriptors, their privacy.
    ("ptrace", 101, 117),
    ("process_vm_readv", 310, 270),
    ("process_vm_writev", 311, 271),
    ("kcmp", 312, 272),
    ("pidfd_open", 434, 434),
    ("pidfd_getfd", 438, 438),
    ("pidfd_send_signal", 424, 424),
    ("perf_event_open", 298, 241),
    ("inotify_init", 253, None),
    ("inotify_init1", 294, 26),
    ("fanotify_init", 300, 262),
    ("name_to_handle_at", 303, 264),
    ("open_by_handle_at", 304, 265),
    # The kernel's keys and its programmable parts.
    ("add_key", 248, 217),
    ("request_key", 249, 218),
    ("keyctl", 250, 219),
    ("bpf", 321, 280),
    ("userfaultfd", 323, 282),
    ("personality", 135, 92),
    # Another view of files, and rights.
    ("mount", 165, 40),
    ("umount2", 166, 39),
    ("pivot_root", 155, 41),
    ("chroot", 161, 51),
    ("unshare", 272, 97),
    ("setns", 308, 268),
    ("open_tree", 428, 428),
    ("move_mount", 429, 429),
    ("fsopen", 430, 430),
    ("fsconfig", 431, 431),
    ("fsmount", 432, 432),
    ("fspick", 433, 433),
    ("mount_setattr", 442, 442),
    ("mknod", 133, None),
    ("mknodat", 259, 33),
    # The machine.
    ("acct", 163, 89),
    ("swapon", 167, 224),
    ("swapoff", 168, 225),
    ("reboot", 169, 142),
    ("sethostname", 170, 161),
    ("setdomainname", 171, 162),
    ("iopl", 172, None),
    ("ioperm", 173, None),
    ("init_module", 175, 105),
    ("delete_module", 176, 106),
    ("finit_module", 313, 273),
    ("kexec_load", 246, 104),
    ("kexec_file_load", 320, 294),
    ("quotactl", 179, 60),
    ("quotactl_fd", 443, 443),
    ("syslog", 103, 116),
    ("settimeofday", 164, 170),
    ("adjtimex", 159, 171),
    ("clock_settime", 227, 112),
    ("clock_adjtime", 305, 266),
)

#: What those give up beside who start no process any more: owners, rights and times of files, which
#: Landlock does not rule on, their limits, memory that the limits do not count, queues and
#: precedence that others of the account share, and links, which others would follow.
_ALONE: Final[tuple[tuple[str, int | None, int | None], ...]] = (
    ("fork", 57, None),
    ("vfork", 58, None),
    ("tkill", 200, 130),
    ("rt_sigqueueinfo", 129, 138),
    ("rt_tgsigqueueinfo", 297, 240),
    ("setrlimit", 160, 164),
    ("chmod", 90, None),
    ("fchmod", 91, 52),
    ("fchmodat", 268, 53),
    ("fchmodat2", 452, 452),
    ("chown", 92, None),
    ("fchown", 93, 55),
    ("lchown", 94, None),
    ("fchownat", 260, 54),
    ("utime", 132, None),
    ("utimes", 235, None),
    ("futimesat", 261, None),
    ("utimensat", 280, 88),
    ("setxattr", 188, 5),
    ("lsetxattr", 189, 6),
    ("fsetxattr", 190, 7),
    ("removexattr", 197, 14),
    ("lremovexattr", 198, 15),
    ("fremovexattr", 199, 16),
    ("symlink", 88, None),
    ("symlinkat", 266, 36),
    ("link", 86, None),
    ("linkat", 265, 37),
    ("memfd_create", 319, 279),
    ("memfd_secret", 447, 447),
    ("shmget", 29, 194),
    ("shmat", 30, 196),
    ("shmctl", 31, 195),
    ("semget", 64, 190),
    ("semop", 65, 193),
    ("semctl", 66, 191),
    ("msgget", 68, 186),
    ("msgsnd", 69, 189),
    ("msgrcv", 70, 188),
    ("msgctl", 71, 187),
    ("mq_open", 240, 180),
    ("mq_unlink", 241, 181),
    ("setpriority", 141, 140),
    ("ioprio_set", 251, 30),
    ("sched_setparam", 142, 118),
    ("sched_setscheduler", 144, 119),
    ("sched_setattr", 314, 274),
    ("migrate_pages", 256, 238),
    ("move_pages", 279, 239),
    ("process_madvise", 440, 440),
    ("process_mrelease", 448, 448),
)
_CLONE: Final = (56, 220)
_CLONE3: Final = (435, 435)
_KILL: Final = (62, 129)
_TGKILL: Final = (234, 131)
_PRLIMIT: Final = (302, 261)
_SECCOMP: Final = (317, 277)
_MMAP: Final = (9, 222)
_FCNTL: Final = (72, 25)
_PRCTL: Final = (157, 167)
_IOCTL: Final = (16, 29)
_MAP_ANONYMOUS, _MAP_SHARED = 0x20, 0x01
#: Signals of a descriptor go to any process of the account, and can be any: even one that ends it.
_SIGNALS_OF_A_FILE: Final = (8, 10, 15)  # F_SETOWN, F_SETSIG, F_SETOWN_EX
#: FIOSETOWN and SIOCSPGRP do the same; TIOCSTI and TIOCLINUX type at the terminal.
_REFUSED_CONTROLS: Final = (0x8901, 0x8902, 0x5412, 0x541C)


def give_up(*, alone: bool, threads: bool = True) -> bool:
    """Gives up what no worker needs, in all threads; False where the kernel cannot refuse.

    One that is `alone` starts no process either, signals nobody but itself, leaves rights and times
    of files, and cannot loosen its limits. Without `threads` it starts none, for no limit counts
    those of one process.
    """
    machine = _machine()
    if machine is None:
        return False
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0:
        return False
    steps = tuple(_steps(*machine, alone=alone, threads=threads))
    array = (_Step * len(steps))(*(_Step(*step) for step in steps))
    program = ctypes.byref(_Program(len(steps), ctypes.cast(array, ctypes.POINTER(_Step))))
    number = _SECCOMP[machine[1]]
    if libc.syscall(number, _SECCOMP_SET_MODE_FILTER, _ALL_THREADS, program) == 0:
        return True
    return bool(libc.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, program, 0, 0) == 0)


def is_possible() -> bool:
    """Whether the kernel filters system calls here at all: not everywhere in a container."""
    if _machine() is None:
        return False
    # Asked for a mode without a program it finds the address bad, where it knows the mode.
    asked = ctypes.CDLL(None, use_errno=True)
    asked.prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, None, 0, 0)
    return ctypes.get_errno() == errno.EFAULT


def _machine() -> tuple[int, int] | None:
    if sys.platform != "linux" or sys.byteorder != "little":
        return None
    return _MACHINES.get(platform.machine())


def _steps(architecture: int, column: int, *, alone: bool, threads: bool) -> Iterator[Instruction]:
    """The filter: (code, jump if true, jump if false, value) per step; jumps count steps ahead."""
    yield (_LOAD, 0, 0, _ARCHITECTURE)
    yield (_IF_EQUAL, 1, 0, architecture)
    yield (_RETURN, 0, 0, _REFUSE)
    yield (_LOAD, 0, 0, _NUMBER)
    yield (_IF_AT_LEAST, 0, 1, _X32)
    yield (_RETURN, 0, 0, _REFUSE)
    for _, *numbers in (*_NEVER, *(_ALONE if alone else ())):
        number = numbers[column]
        if number is not None:
            yield from _answered(number, _REFUSE)
    if alone:
        yield from _answered(_CLONE3[column], _ABSENT)
        if not threads:
            yield from _answered(_CLONE[column], _REFUSE)
        yield from _only(_CLONE[column], (_LOAD, 0, 0, _FIRST), (_IF_ANY, 1, 0, _CLONE_THREAD))
        for number in (_KILL[column], _TGKILL[column]):
            yield from _only(number, (_LOAD, 0, 0, _FIRST), (_IF_EQUAL, 1, 0, os.getpid()))
        # Asking for a limit has no new one: a null pointer, seen in two halves.
        yield from _only(
            _PRLIMIT[column],
            (_LOAD, 0, 0, _THIRD),
            (_IF_EQUAL, 0, 2, 0),
            (_LOAD, 0, 0, _THIRD_HIGH),
            (_IF_EQUAL, 1, 0, 0),
        )
        # Memory that is shared with nobody, and yet no limit counts it.
        shared = ((_IF_ANY, 0, 2, _MAP_ANONYMOUS), (_IF_ANY, 0, 1, _MAP_SHARED))
        yield from _never(_MMAP[column], _FOURTH, *shared)
        # Outliving its parent was given up before.
        yield from _never(_PRCTL[column], _FIRST, (_IF_EQUAL, 0, 1, _PR_SET_PDEATHSIG))
        yield from _never_any(_FCNTL[column], _SECOND, _SIGNALS_OF_A_FILE)
        yield from _never_any(_IOCTL[column], _SECOND, _REFUSED_CONTROLS)
    yield (_RETURN, 0, 0, _ALLOW)


def _answered(number: int, answer: int) -> Iterator[Instruction]:
    yield (_IF_EQUAL, 0, 1, number)
    yield (_RETURN, 0, 0, answer)


def _only(number: int, *test: Instruction) -> Iterator[Instruction]:
    """The call `number` is refused but where the last step of `test` jumps one ahead."""
    yield (_IF_EQUAL, 0, len(test) + 2, number)
    yield from test
    yield (_RETURN, 0, 0, _REFUSE)
    yield (_RETURN, 0, 0, _ALLOW)


def _never(number: int, argument: int, *test: Instruction) -> Iterator[Instruction]:
    """The call `number` is refused if all of `test` holds of the argument; else it is allowed."""
    yield (_IF_EQUAL, 0, len(test) + 3, number)
    yield (_LOAD, 0, 0, argument)
    yield from test
    yield (_RETURN, 0, 0, _REFUSE)
    yield (_RETURN, 0, 0, _ALLOW)


def _never_any(number: int, argument: int, values: tuple[int, ...]) -> Iterator[Instruction]:
    """The call `number` is refused with any of these values of the argument."""
    yield (_IF_EQUAL, 0, len(values) + 3, number)
    yield (_LOAD, 0, 0, argument)
    for place, value in enumerate(values):
        yield (_IF_EQUAL, len(values) - place, 0, value)
    yield (_RETURN, 0, 0, _ALLOW)
    yield (_RETURN, 0, 0, _REFUSE)


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
