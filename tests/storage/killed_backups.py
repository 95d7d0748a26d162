"""Makes backups and kills itself in the middle of each, at one file operation after the other.

Arguments: the folder for backups, the database, the media folder. Run as a program of its own: an
audit hook cannot be taken away again.
"""

import datetime as dt
import os
import signal
import sys
from pathlib import Path

from storage import backups
from storage.backups import Source

FIRST = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
#: Each of three films goes through the same operations, so that every kind of them is met.
STEP = 3

WATCHED = frozenset(
    ("open", "os.mkdir", "os.rename", "os.link", "os.chmod", "os.remove", "shutil.copyfile",
     "shutil.rmtree", "sqlite3.connect")
)  # fmt: skip


def attempt(root: Path, source: Source, number: int) -> bool:
    """Make one that is killed at the operation of this number; whether it came to its end."""
    child = os.fork()
    if child == 0:
        count = 0

        def watch(event: str, _arguments: object) -> None:
            nonlocal count
            count += event in WATCHED
            if count > number:
                os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(watch)
        backups.make(root, source, FIRST + dt.timedelta(minutes=number))
        os._exit(0)
    return os.waitpid(child, 0)[1] == 0


def main() -> None:
    root, database, media = map(Path, sys.argv[1:])
    number = 0
    while not attempt(root, Source(database, media), STEP * number):
        number += 1
    sys.stdout.write(str(number))


if __name__ == "__main__":
    main()
