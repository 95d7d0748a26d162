"""Jobs that a decoder would do that a clip has taken over; they run in cells."""

import ctypes
import os
import resource
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Callable
from pathlib import Path

from analysis.confinement import Reach


def reach(folder: str, *_: object) -> Reach:
    return Reach(writes=(folder,))


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
    libc = ctypes.CDLL(None, use_errno=True)

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
        "thread": _tried(_run_thread),
        "own signal": _tried(lambda: os.kill(os.getpid(), 0)),
        "own limits": _tried(lambda: resource.getrlimit(resource.RLIMIT_DATA)),
    }


def _run_thread() -> None:
    thread = threading.Thread(target=int)
    thread.start()
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
