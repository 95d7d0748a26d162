"""Jobs for the tests of the pool; they run in worker processes."""

import ctypes
import os
import resource
import signal
import socket
from pathlib import Path

from analysis.errors import TooLong


class Untravelled(Exception):
    """Its constructor cannot be called with what its pickle holds."""

    def __init__(self, one: int, two: int) -> None:
        super().__init__("something private")
        self.both = one + two


def pid() -> int:
    return os.getpid()


def same(value: int) -> int:
    return value


def reject(message: str) -> None:
    raise TooLong(message)


def stumble() -> float:
    return 1 / 0


def raise_untravelled() -> None:
    raise Untravelled(1, 2)


def hang_in_c() -> None:
    ctypes.CDLL(None).sleep(60)


def kill() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def crash() -> None:
    ctypes.string_at(0)


def devour() -> int:
    blocks = [b"x" * (64 << 20) for _ in range(64)]
    return len(blocks)


def announce_and_hang(path: str) -> None:
    Path(path).write_text(str(os.getpid()))
    ctypes.CDLL(None).sleep(60)


def state() -> dict[str, object]:
    return {
        "threads": os.environ["OMP_NUM_THREADS"],
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
        "nice": os.getpriority(os.PRIO_PROCESS, 0),
        "memory_mb": resource.getrlimit(resource.RLIMIT_DATA)[0] >> 20,
    }


def make_room(path: str, size: int) -> str:
    try:
        with Path(path).open("wb") as file:
            file.truncate(size)
    except OSError as error:
        return type(error).__name__
    return "made"


def load_expressions() -> str:
    from analysis.expressions import Expressions, model_path

    return Expressions(model_path()).version


def reach_out() -> dict[str, str]:
    try:
        socket.socket(socket.AF_INET)
        python = "made"
    except OSError as error:
        python = type(error).__name__
    made = ctypes.CDLL(None).socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    local = ctypes.CDLL(None).socket(socket.AF_UNIX, socket.SOCK_STREAM, 0)
    return {
        "python": python,
        "c": "refused" if made < 0 else "made",
        "local": "refused" if local < 0 else "made",
    }
