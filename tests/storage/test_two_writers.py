"""Committed means kept: writers are killed in the middle of writing, again and again.

Two processes write into one file, which no bot ever does (a folder belongs to one): the worst case
of SQLite's WAL-reset bug, which journal and version must not let through. `MINDGITTER_TEST_WRITERS`
is the number of kills (`make soak`).
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

from storage.database import has_wal_reset_bug, journal_mode

KILLS = int(os.environ.get("MINDGITTER_TEST_WRITERS", "4"))
ROOT = Path(__file__).parents[2]

#: Numbers of one writer's life; more than it can write.
LIFE = 1_000_000


class Writer:
    """One process that writes, from birth to its end by kill -9."""

    def __init__(self, file: Path, name: int, life: int) -> None:
        self._out = (file.parent / f"writer-{name}-{life}").open("w+", encoding="ascii")
        first = str((name * KILLS + life + 1) * LIFE)
        url = f"sqlite+aiosqlite:///{file}"
        self._process = subprocess.Popen(  # noqa: S603 - our own module
            [sys.executable, "-m", "tests.storage.two_writers", url, str(name), first],
            cwd=ROOT,
            stdout=self._out,
        )

    def wait_for(self, count: int) -> None:
        """Until so many rows of it were acknowledged."""
        latest = time.monotonic() + 120
        while len(self.acknowledged()) < count:
            assert self._process.poll() is None, "a writer ended by itself"
            assert time.monotonic() < latest, "a writer stands still"
            time.sleep(0.01)

    def kill(self) -> list[int]:
        """What it had acknowledged."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        found = self.acknowledged()
        self._out.close()
        return found

    def acknowledged(self) -> list[int]:
        self._out.seek(0)
        return [int(line) for line in self._out if line.endswith("\n")]


def test_what_was_committed_is_there_after_every_kill(migrated_file: Path, tmp_path: Path) -> None:
    file = tmp_path / "diary.sqlite3"
    shutil.copyfile(migrated_file, file)
    seed = random.Random(7)  # noqa: S311 - moments to kill at
    acknowledged: set[int] = set()
    pair = [Writer(file, name, 0) for name in (0, 1)]
    for kill in range(1, KILLS + 1):
        victim = kill % 2
        pair[victim].wait_for(seed.randint(1, 12))
        time.sleep(seed.random() / 50)
        acknowledged |= set(pair[victim].kill())
        pair[victim] = Writer(file, victim, kill)
    for writer in pair:
        acknowledged |= set(writer.kill())
    with closing(sqlite3.connect(file)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        there = {-row[0] for row in connection.execute("SELECT old_chat_id FROM moves")}
    print(f"{KILLS} kills, {len(acknowledged)} acknowledged, 0 lost")  # noqa: T201 - for -rP
    assert acknowledged <= there
    # What was written and not yet acknowledged when the kill came may be there: one a kill.
    assert len(there - acknowledged) <= KILLS + 2
    assert len(acknowledged) >= KILLS


def test_the_faster_journal_is_used_only_where_it_damages_nothing() -> None:
    assert journal_mode() == (
        "truncate" if has_wal_reset_bug(sqlite3.sqlite_version_info) else "wal"
    )
