"""Jobs that a decoder would do that a clip has taken over; they run in cells."""

import ctypes
import fcntl
import mmap
import os
import platform
import resource
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from analysis.confinement import Reach
from analysis.errors import Shortage


def reach(folder: str, *_: object) -> Reach:
    return Reach(writes=(folder,))


def reach_of_one_file(folder: str, *_: object) -> Reach:
    return Reach(fills=(str(Path(folder) / "one"),))


def fill(folder: str) -> dict[str, str]:
    own = Path(folder)
    return {
        "its file": _tried(lambda: (own / "one").write_bytes(b"x")),
        "another": _tried(lambda: (own / "two").write_bytes(b"x")),
        "another folder": _tried((own / "three").mkdir),
    }


def print_everywhere(_folder: str) -> str:
    for number in (1, 2):
        os.write(number, b"words")
    return "/dev/null" if os.fstat(0).st_rdev == Path("/dev/null").stat().st_rdev else "elsewhere"


def high_descriptors(_folder: str) -> list[int]:
    return [number for number in range(256, 1024) if _tried(lambda n=number: os.fstat(n)) == "done"]


def pid(_folder: str) -> int:
    return os.getpid()


def parent(_folder: str) -> int:
    return os.getppid()


def touch(folder: str, *paths: str) -> dict[str, str]:
    """What comes of opening each path, and of making a file in the own folder and beside it."""
    found = {path: _tried(lambda path=path: Path(path).open("rb").close()) for path in paths}
    own = Path(folder)
    return found | {
        "own": _tried(lambda: (own / "made").write_bytes(b"x")),
        "beside": _tried(lambda: (own.parent / "made").write_bytes(b"x")),
        "list beside": _tried(lambda: os.listdir(own.parent)),  # noqa: PTH208 - as C code would
        "move out": _tried(lambda: (own / "made").rename(own.parent / "moved")),
        "link": _tried(lambda: (own / "link").symlink_to("/etc/passwd")),
        "rights": _tried(lambda: own.chmod(0o777)),
    }


def misbehave(_folder: str, victim: int) -> dict[str, str]:
    """What comes of everything that no decoder does."""
    libc, owner = ctypes.CDLL(None, use_errno=True), ctypes.c_int(victim)

    def called(*arguments: int) -> str:
        return "done" if libc.syscall(*arguments) >= 0 else "refused"

    return {
        "socket": _tried(lambda: socket.socket(socket.AF_INET)),
        "socket in C": "done" if libc.socket(2, 1, 0) >= 0 else "refused",
        "local socket in C": "done" if libc.socket(1, 1, 0) >= 0 else "refused",
        "program": _tried(lambda: subprocess.run(["/bin/true"], check=False)),
        "fork": _tried(os.fork),
        "signal": _tried(lambda: os.kill(victim, 0)),
        "trace": "done" if libc.ptrace(16, victim, 0, 0) >= 0 else "refused",
        "memory of another": _tried(lambda: Path(f"/proc/{victim}/mem").open("rb").close()),
        "environment": _tried(lambda: Path(f"/proc/{victim}/environ").read_bytes()),
        "namespace": "done" if libc.unshare(0x10000000) >= 0 else "refused",
        "mount": "done" if libc.mount(b"x", b"/tmp", b"tmpfs", 0, None) >= 0 else "refused",
        "io_uring": called(425, 1, 0),
        "limits": _tried(lambda: resource.setrlimit(resource.RLIMIT_DATA, (1 << 40, 1 << 40))),
        "outlive": "done" if libc.prctl(1, 0, 0, 0, 0) >= 0 else "refused",
        "memory that no limit counts": _tried(lambda: mmap.mmap(-1, 4096).close()),
        "memory file": _tried(lambda: os.close(os.memfd_create("x"))),
        "shared memory": "done" if libc.shmget(0, 4096, 0o1600) >= 0 else "refused",
        "queue": "done" if libc.msgget(0, 0o1600) >= 0 else "refused",
        "precedence": _tried(lambda: os.setpriority(os.PRIO_PROCESS, victim, 19)),
        "signal by a descriptor": _tried(lambda: fcntl.fcntl(0, fcntl.F_SETOWN, victim)),
        "which signal": _tried(lambda: fcntl.fcntl(0, fcntl.F_SETSIG, signal.SIGKILL)),
        "owner of a descriptor": called(_ioctl(), 0, 0x8901, ctypes.addressof(owner)),
        "hard link": _tried(lambda: os.link(__file__, Path(_folder) / "link")),
        "thread": _tried(_run_thread),
        "own memory": _tried(lambda: mmap.mmap(-1, 4096, flags=mmap.MAP_PRIVATE).close()),
        "own descriptor": _tried(lambda: fcntl.fcntl(0, fcntl.F_GETFD)),
        "own signal": _tried(lambda: os.kill(os.getpid(), 0)),
        "own limits": _tried(lambda: resource.getrlimit(resource.RLIMIT_DATA)),
    }


def _ioctl() -> int:
    return 29 if platform.machine() == "aarch64" else 16


def _run_thread() -> None:
    thread = threading.Thread(target=int)
    try:
        thread.start()
    except RuntimeError as error:  # "can't start new thread"
        raise PermissionError from error
    thread.join()


def _tried(what: Callable[[], object]) -> str:
    try:
        what()
    except OSError:
        return "refused"
    return "done"


def descriptors(_folder: str) -> list[int]:
    """The descriptors that are open: standard ones and the answer's."""
    found = []
    for number in range(64):
        try:
            os.fstat(number)
        except OSError:
            continue
        found.append(number)
    return found


def spin(_folder: str) -> None:
    while True:
        pass


def tell_pid_and_sleep(folder: str) -> None:
    (Path(folder) / "pid").write_text(str(os.getpid()))
    time.sleep(600)


def die(_folder: str) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def devour(_folder: str) -> int:
    return len([b"x" * (64 << 20) for _ in range(64)])


class Poison:
    """Would do something in whoever reads it."""

    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("true",)


def poison(_folder: str) -> object:
    return Poison()


def flood(_folder: str) -> bytes:
    return bytes(65 << 20)


def stumble(_folder: str) -> float:
    return 1 / 0


def claim_shortage(_folder: str, name: str) -> None:
    """What a clip may say that has taken the process over."""
    raise Shortage(name)
