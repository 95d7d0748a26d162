"""What a worker process may not do, set by itself before it touches a stranger's file.

Limits of memory, file size, open files and processor time, no core dumps, no network, no other
program, one thread for numeric libraries, an end together with the parent, and files: only its
code and what its `Reach` names. Twice where it can be: for Python everywhere, and on Linux by the
kernel for the C libraries too (`system_calls`, `landlock`). Standard library only.
"""

from __future__ import annotations

import ctypes
import multiprocessing
import multiprocessing.connection
import os
import signal
import sys
import sysconfig
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from analysis import landlock, last_words, system_calls

_THREADS: Final = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "CT2_NUM_THREADS")
# Without it onnxruntime numbers the machine, keeps a file in the home and looks for its maker.
_NO_TELEMETRY: Final = "ORT_DISABLE_TELEMETRY"
_MEGABYTE: Final = 1 << 20
#: More than a disk has left that was too full for a job's next bytes.
_LITTLE: Final = 1 << 20
_PR_SET_PDEATHSIG: Final = 1  # <linux/prctl.h>
_AF_UNIX: Final = 1
#: Files open at a time: libraries and models are mapped and closed again.
_OPEN_FILES: Final = 256
#: Beyond its deadline, so that the clock on the wall is asked first.
_CPU_GRACE_S: Final = 5
_ROOT: Final = Path(__file__).parents[1]
#: Places of the system that libraries look at: themselves, fonts, zones, the kind of processor.
#: Never /usr as a whole: containers keep programs and their data in it.
_SYSTEM: Final = (
    *("/usr/lib", "/usr/lib32", "/usr/lib64", "/usr/libx32", "/usr/share"),
    *("/usr/local/lib", "/usr/local/lib64", "/usr/local/share", "/lib", "/lib64"),
    *("/etc/ld.so.cache", "/etc/localtime", "/etc/fonts"),
    *("/dev/null", "/dev/zero", "/dev/urandom", "/dev/random"),
    *("/proc/cpuinfo", "/proc/meminfo", "/proc/stat", "/sys/devices", "/sys/bus/pci", "/sys/class"),
)
_LINKS_DEEP: Final = 2
_PYTHONS: Final = ("stdlib", "platstdlib", "purelib", "platlib")
_LIBRARIES: Final = ("lib", "lib64", "share")
_PACKAGES: Final = ("site-packages", "dist-packages")


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a worker may use: private memory and the size of one file in MB, and its niceness.

    The largest file of a job is its sound: the longest clip that a recipe may allow is 14,400 s,
    and a second more of grace, 16,000 samples a second, 4 bytes each, which is 879 MB of 2^20.
    """

    memory_mb: int
    file_mb: int = 896
    niceness: int = 5


@dataclass(frozen=True, slots=True)
class Reach:
    """Files and folders that may be opened beside code and libraries; `writes` may be read too.

    `fills` are single files that `make` makes empty and that are then written: who has no more than
    these makes no other, however long it tries.
    """

    reads: tuple[str, ...] = ()
    writes: tuple[str, ...] = ()
    fills: tuple[str, ...] = ()

    def make(self) -> None:
        """Makes the files that are going to be filled; raises OSError."""
        for path in self.fills:
            Path(path).touch()

    def try_(self) -> None:
        """Writes a little where the job may write, and removes it; raises OSError."""
        folders = {str(Path(path).parent) for path in self.fills} | {*self.writes}
        for folder in folders:
            with tempfile.TemporaryFile(dir=folder) as file:
                file.write(bytes(_LITTLE))
                file.flush()  # to its end: the last bytes that fit are no error yet

    def places(self) -> tuple[tuple[int, int] | None, ...]:
        """Which folders and files these are now: rules hold for them and not for their names."""
        return tuple(_place(path) for path in (*self.reads, *self.writes))


class NetworkRefused(OSError):
    """A worker process has no network."""


def confine(
    bounds: Bounds, parent: int, reach: Reach | None = None, *, forks: bool = False
) -> None:
    """Confines this process for the rest of its life; `parent` is the pid it must end with.

    One that `forks` keeps the right to start processes like itself, which it confines further by
    `narrow`. Without a `reach` files are as open as to the parent.
    """
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    os.environ[_NO_TELEMETRY] = "1"
    last_words.install()
    signal.signal(signal.SIGTERM, signal.SIG_DFL)  # ends at once, also inside C code
    _limit(bounds)
    end_with(parent)
    sys.addaudithook(_refuse_network)
    system_calls.give_up(alone=not forks)
    if reach is not None and not forks:
        keep_to(reach, lists=(str(_ROOT),))  # modules that are imported later are looked for there


def narrow(reach: Reach, parent: int, seconds: float) -> None:
    """Confines a process that was just forked from a confined one to one job.

    It has this `reach` and so much processor time, starts no process and no thread, and ends with
    `parent`.
    """
    end_with(parent)
    _limit_time(seconds)
    # The filter comes first: it sets `no_new_privs`, which Landlock wants.
    system_calls.give_up(alone=True, threads=False)
    keep_to(reach)


def keep_to(reach: Reach, lists: tuple[str, ...] = ()) -> bool:
    """From now on opens code, libraries and what `reach` names; False where nothing enforces it.

    Of the folders in `lists` the names of what is in them may be seen.
    """
    reads = [*_code(), *_SYSTEM, *reach.reads, *_linked(reach.reads)]
    return landlock.narrow(reads, lists, (*reach.writes, *reach.fills))


def end_with(parent: int) -> None:
    """Dies when the parent does: by the kernel's signal on Linux, else by watching its pipe."""
    told = False
    if sys.platform == "linux":
        libc = ctypes.CDLL(None, use_errno=True)
        told = libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0) == 0
    if sys.platform != "win32" and os.getppid() != parent:  # it died before we asked
        os._exit(1)
    started_by = multiprocessing.parent_process()
    if not told and started_by is not None:
        threading.Thread(target=_watch, args=(started_by.sentinel,), daemon=True).start()


def _watch(sentinel: int) -> None:
    multiprocessing.connection.wait([sentinel])
    os._exit(1)


def _limit(bounds: Bounds) -> None:
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415 - not everywhere

    for kind, wanted in (
        (resource.RLIMIT_DATA, bounds.memory_mb * _MEGABYTE),
        (resource.RLIMIT_FSIZE, bounds.file_mb * _MEGABYTE),
        (resource.RLIMIT_NOFILE, _OPEN_FILES),
        (resource.RLIMIT_CORE, 0),
    ):
        _set_limit(kind, wanted)
    os.nice(bounds.niceness)


def _limit_time(seconds: float) -> None:
    """Ends the process by SIGXCPU: a job has no right to more than its deadline, even unwatched."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415 - not everywhere

        _set_limit(resource.RLIMIT_CPU, int(seconds) + _CPU_GRACE_S, more=1)


def time_s(otherwise: float) -> float:
    """Seconds of processor time that this process was given for its job, where it has a limit."""
    if sys.platform == "win32":
        return otherwise
    import resource  # noqa: PLC0415 - not everywhere

    most = resource.getrlimit(resource.RLIMIT_CPU)[0]
    return otherwise if most == resource.RLIM_INFINITY else max(1.0, most - _CPU_GRACE_S)


def _set_limit(kind: int, wanted: int, more: int = 0) -> None:
    """Sets a limit, and one that cannot be taken back a little above it."""
    import resource  # noqa: PLC0415 - not everywhere

    most = resource.getrlimit(kind)[1]
    hard = wanted + more if most == resource.RLIM_INFINITY else min(wanted + more, most)
    resource.setrlimit(kind, (min(wanted, hard), hard))


def _code() -> Iterator[str]:
    """Where Python's and our own code lies; never a folder that has more than code in it.

    The program's own folder may hold `.env` and the data, and `PYTHONPATH` names any folder.
    """
    found = sysconfig.get_paths()
    yield from (found[kind] for kind in _PYTHONS)
    for prefix in {sys.prefix, sys.base_prefix}:  # where there is a program or its data beside
        yield from (str(Path(prefix) / name) for name in _LIBRARIES)
    for path in {_ROOT, *map(Path, sys.path)}:
        if path.name in _PACKAGES or path.is_file():
            yield str(path)
        elif path.is_absolute() and path.is_dir():
            yield from (str(room) for room in path.iterdir() if (room / "__init__.py").is_file())


def _place(path: str) -> tuple[int, int] | None:
    try:
        found = Path(path).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _linked(paths: tuple[str, ...]) -> Iterator[str]:
    """What the links in these folders lead to: models are often kept elsewhere."""
    for folder in map(Path, paths):
        for depth in range(_LINKS_DEEP):
            for found in folder.glob("/".join("*" * (depth + 1))):
                if found.is_symlink():
                    yield str(found.resolve())
        if folder.is_symlink():
            yield str(folder.resolve())


def _refuse_network(event: str, arguments: tuple[Any, ...]) -> None:
    """An audit hook: sockets that reach over the machine are not made."""
    if event == "socket.__new__" and arguments[1] != _AF_UNIX:
        raise NetworkRefused
    if event == "socket.getaddrinfo":
        raise NetworkRefused
