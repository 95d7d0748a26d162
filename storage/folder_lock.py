"""One program at a time in a folder: the lock that two of them cannot both hold.

The system gives it back when a program ends, however it ends.
"""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

LOCK: Final = "lock"


class Held(Exception):
    """Another program works in this folder."""


@contextmanager
def hold(folder: Path) -> Iterator[None]:
    """Hold the folder's lock; raises Held."""
    with (folder / LOCK).open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            raise Held from None
        yield
