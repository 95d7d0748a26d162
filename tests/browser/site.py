"""`python -m app playground` as a process of its own on a terminal, as a newcomer starts it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).parents[2]

#: How long anything here may take, in seconds: a busy machine needs some of it.
PATIENCE_S = 180.0

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(slots=True)
class Site:
    """The command, and what it printed so far."""

    process: subprocess.Popen[bytes]
    printed: str = ""
    _found: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        """The address, once it is printed."""
        assert self._found.wait(PATIENCE_S), self.printed
        found = ADDRESS.search(self.printed)
        assert found, self.printed
        return found[0]

    def read(self, terminal: int) -> None:
        """Take what is printed until nobody writes any more."""
        with suppress(OSError):
            while piece := os.read(terminal, 4096):
                self.printed += piece.decode(errors="replace")
                if ADDRESS.search(self.printed):
                    self._found.set()
        self._found.set()


@contextmanager
def open_site(folder: Path) -> Iterator[Site]:
    """Serve the page from `folder` until this ends with Ctrl-C, which must end it cleanly."""
    (folder / "tmp").mkdir(parents=True)
    terminal, own = os.openpty()
    site = Site(_start(folder, own))
    os.close(own)
    reader = threading.Thread(target=site.read, args=(terminal,))
    reader.start()
    try:
        yield site
        site.process.send_signal(signal.SIGINT)
        status = site.process.wait(PATIENCE_S)
    finally:
        if site.process.poll() is None:
            site.process.kill()
            site.process.wait()
        reader.join()
        os.close(terminal)
    assert status == 0, site.printed
    assert "Traceback" not in site.printed, site.printed
    assert list((folder / "tmp").iterdir()) == []


def _start(folder: Path, terminal: int) -> subprocess.Popen[bytes]:
    """The command in `folder`, with its temporary files there and none of our settings."""
    outside = {k: v for k, v in os.environ.items() if not k.startswith("MINDGITTER_") and k != "CI"}
    here = {"PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp")}
    return subprocess.Popen(
        [sys.executable, "-m", "app", "playground", "--port", "0"],
        cwd=folder,  # so that no .env of ours is read
        env=outside | here | {"MINDGITTER_EDIT_INTERVAL_S": "0.2"},
        stdin=terminal,
        stdout=terminal,
        stderr=terminal,
        start_new_session=True,
    )
