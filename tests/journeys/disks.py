"""Small disks for the journeys, which can be filled, where a test may mount one."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest


@contextmanager
def small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    """A disk of this size at `folder`; skips where none can be mounted."""
    folder.mkdir(parents=True)
    mount, umount = shutil.which("mount"), shutil.which("umount")
    if mount is None or umount is None:
        pytest.skip("no mount on this machine")
    asked = [mount, "-t", "tmpfs", "-o", f"size={megabytes}m,mode=0700", "tmpfs", str(folder)]
    done = subprocess.run(  # noqa: S603 - no word of it from outside
        asked, capture_output=True, text=True, check=False
    )
    if done.returncode:
        pytest.skip(f"this machine lets no test mount a disk: {done.stderr.strip()}")
    try:
        yield folder
    finally:
        subprocess.run([umount, "--lazy", str(folder)], check=True)  # noqa: S603 - the same


class Ballast:
    """A file that leaves so much room on a disk, or none at all."""

    def __init__(self, disk: Path) -> None:
        self._path = disk / "ballast"

    def leave(self, size: int) -> None:
        """Take all but this many bytes."""
        free = shutil.disk_usage(self._path.parent).free
        with self._path.open("ab") as file:
            file.write(b"\0" * max(0, free - size))

    def leave_nothing(self) -> None:
        """Take every last byte."""
        with self._path.open("ab", buffering=0) as file:
            for piece in (1 << 16, 4096, 1):
                try:
                    while file.write(b"\0" * piece):
                        pass
                except OSError:
                    continue

    def go(self) -> None:
        """Give all of it back."""
        self._path.unlink()
