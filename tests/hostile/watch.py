"""Who looks whether a clip got anywhere: traps for connections, an eye on files, a scale."""

from __future__ import annotations

import ctypes
import os
import socket
import struct
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

_IN_ACCESS, _IN_MODIFY, _IN_OPEN, _IN_DELETE = 1, 2, 0x20, 0x200
_NONBLOCK, _CLOEXEC = 0o4000, 0o2000000
_PAGE = os.sysconf("SC_PAGE_SIZE")
_EVENT = struct.Struct("iIII")


@dataclass(slots=True)
class Traps:
    """Ports of this machine that nobody may come to."""

    tcp: socket.socket
    udp: socket.socket

    def visitors(self) -> int:
        """How many have come since it was last asked."""
        return _count(self._meet) + _count(lambda: self.udp.recv(1))

    def _meet(self) -> None:
        self.tcp.accept()[0].close()


def _count(take: Callable[[], object]) -> int:
    found = 0
    while True:
        try:
            take()
        except BlockingIOError:
            return found
        found += 1


@contextmanager
def traps() -> Iterator[Traps]:
    """Listening as long as this lasts."""
    with socket.socket() as tcp, socket.socket(type=socket.SOCK_DGRAM) as udp:
        for trap in (tcp, udp):
            trap.bind(("127.0.0.1", 0))
            trap.settimeout(0)
        tcp.listen(64)
        yield Traps(tcp, udp)


class Eye:
    """Sees whoever opens, reads, changes or removes a file in some folders (inotify)."""

    def __init__(self, *folders: Path) -> None:
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._file = self._libc.inotify_init1(_NONBLOCK | _CLOEXEC)
        if self._file < 0:
            raise OSError(ctypes.get_errno(), "no inotify here")
        what = _IN_ACCESS | _IN_MODIFY | _IN_OPEN | _IN_DELETE
        for folder in folders:
            if self._libc.inotify_add_watch(self._file, os.fsencode(folder), what) < 0:
                raise OSError(ctypes.get_errno(), "not watched", str(folder))

    def seen(self) -> set[str]:
        """The names of files that were touched since it was last asked."""
        found = set()
        while True:
            try:
                events = os.read(self._file, 1 << 16)
            except BlockingIOError:
                return found
            found |= set(_names(events))

    def close(self) -> None:
        """Looks no longer."""
        os.close(self._file)


def _names(events: bytes) -> Iterator[str]:
    place = 0
    while place < len(events):
        *_, length = _EVENT.unpack_from(events, place)
        place += _EVENT.size
        yield events[place : place + length].rstrip(b"\0").decode(errors="replace")
        place += length


def can_see(folder: Path) -> bool:
    """Whether inotify works here: not everywhere in a container, and only on Linux."""
    if sys.platform != "linux":
        return False
    try:
        Eye(folder).close()
    except OSError:
        return False
    return True


@dataclass(slots=True)
class Scale:
    """Weighs all children of this process together: `worst_mb` of 2^20, every 50 ms.

    What ran below this process before stays out: bots of other tests are no work of the bench.
    """

    worst_mb: float = 0.0
    _others: frozenset[int] = field(default_factory=lambda: frozenset(below(os.getpid())))
    _over: threading.Event = field(default_factory=threading.Event)

    @contextmanager
    def weighing(self) -> Iterator[Scale]:
        """Weighs as long as this lasts."""
        thread = threading.Thread(target=self._weigh, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self._over.set()
            thread.join()

    def _weigh(self) -> None:
        while not self._over.wait(0.05):
            self.worst_mb = max(self.worst_mb, tree_mb(os.getpid(), self._others))


def below(pid: int, but: frozenset[int] = frozenset()) -> list[int]:
    """Every process below this one, but some with all of theirs.

    Asked of the kernel: to look at all there are takes long.
    """
    found: list[int] = []
    try:
        for threads in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (threads / "children").read_text().split())
    except OSError:  # it has ended, or the kernel keeps no such lists
        return found
    found = [child for child in found if child not in but]
    return found + [further for child in found for further in below(child, but)]


def tree_mb(pid: int, but: frozenset[int] = frozenset()) -> float:
    """Memory in use by all below a process, shared pages counted for each that has them."""
    total = 0
    for child in below(pid, but):
        try:
            total += int(Path(f"/proc/{child}/statm").read_text().split()[1]) * _PAGE
        except (OSError, IndexError):  # it has ended meanwhile
            continue
    return total / (1 << 20)
