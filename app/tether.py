"""`python -m app.tether COMMAND`: a command that ends with whoever holds its standard input.

The playground starts its bot so. Killed, it can end nobody; but then the system closes the pipe.
"""

from __future__ import annotations

import os
import signal
import sys
import threading

from app import __main__ as commands


def main() -> int:
    """Run a command, until it ends or nobody holds it; its exit status."""
    threading.Thread(target=_end_with_holder, name="tether", daemon=True).start()
    return commands.main(sys.argv[1:])


def _end_with_holder() -> None:
    """Wait until the pipe is closed, then end the whole group, which is the command's own."""
    while os.read(sys.stdin.fileno(), 1):
        pass
    os.killpg(0, signal.SIGKILL)


if __name__ == "__main__":
    sys.exit(main())
