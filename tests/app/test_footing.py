"""What the bot looks at before it begins: each fault is one sentence, and status 2."""

from __future__ import annotations

import asyncio
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from tests.app.commands import ROOT, Done, app

TOKEN = "1234567890:AAaaBBbbCCccDDddEEeeFFffGGgg1122334"


async def run(folder: Path) -> Done:
    """`run` with a token that nobody knows and a line to nowhere: it never gets that far."""
    return await app(folder, "run", TELEGRAM_TOKEN=TOKEN, TELEGRAM_API="http://127.0.0.1:9")


def place(folder: Path, migrated: Path | None = None, *, lived: bool = True) -> Path:
    """A data folder; its database's file."""
    data = folder / "data"
    data.mkdir()
    if lived:
        (data / "heartbeat").write_text("2026-11-20T12:00:00+00:00")
    file = data / "diary.sqlite3"
    if migrated is not None:
        shutil.copyfile(migrated, file)
    return file


def refused(done: Done, *said: str) -> None:
    assert done.status == 2, done.errors
    assert len(done.errors.strip().splitlines()) == 1, done.errors
    for words in said:
        assert words in done.errors


async def test_a_database_that_is_gone_is_not_replaced_by_an_empty_one(tmp_path: Path) -> None:
    file = place(tmp_path)
    refused(await run(tmp_path), "is not there", "restore BACKUP", "heartbeat")
    assert not file.exists()


async def test_a_database_cut_to_nothing_is_not_taken_for_a_new_one(tmp_path: Path) -> None:
    file = place(tmp_path)
    file.touch()
    refused(await run(tmp_path), "is empty", "restore BACKUP")
    assert file.stat().st_size == 0
    found = await app(tmp_path, "doctor")
    assert "✗ database: cannot be used" in found.out
    assert "restore BACKUP" in found.out


@pytest.mark.parametrize(("start", "end"), [(0, 100), (0, 4096), (16, 40)])
async def test_a_torn_header_is_named_with_the_way_back(
    tmp_path: Path, migrated_file: Path, start: int, end: int
) -> None:
    file = place(tmp_path, migrated_file)
    content = bytearray(file.read_bytes())
    content[start:end] = os.urandom(end - start)
    file.write_bytes(content)
    refused(await run(tmp_path), "The database cannot be used", "python -m app restore")
    assert file.read_bytes() == bytes(content), "what is damaged is left as it is"


async def test_doctor_reads_every_page(tmp_path: Path, migrated_file: Path) -> None:
    file = place(tmp_path, migrated_file)
    content = bytearray(file.read_bytes())
    content[len(content) // 2 :] = bytes(len(content) - len(content) // 2)
    file.write_bytes(content)
    found = await app(tmp_path, "doctor")
    assert found.status == 1
    assert "✗ database: cannot be used" in found.out
    assert "restore --check BACKUP" in found.out


async def test_doctor_tells_of_a_database_that_another_program_holds(
    tmp_path: Path, migrated_file: Path
) -> None:
    file = place(tmp_path, migrated_file)
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        found = await app(tmp_path, "doctor")
    assert "fuser" in found.out


async def test_doctor_says_which_journal_and_why(tmp_path: Path, migrated_file: Path) -> None:
    place(tmp_path, migrated_file)
    found = await app(tmp_path, "doctor")
    [line] = [line for line in found.out.splitlines() if line.startswith("✓ database")]
    assert "every page whole" in line
    assert ("journal truncate (before 3.51.3" in line) is (sqlite3.sqlite_version_info < (3, 51, 3))


def in_its_own_mounts(script: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a shell script where it may mount, without touching anybody else's mounts."""
    environment = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "DATA": str(folder)}
    environment |= {"PYTHON": sys.executable, "MINDGITTER_TELEGRAM_TOKEN": TOKEN}
    return subprocess.run(  # noqa: S603 - a script of ours
        ["unshare", "--user", "--map-root-user", "--mount", "sh", "-ec", script],  # noqa: S607
        env=environment | {"MINDGITTER_DATA": str(folder / "data")},
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )


READ_ONLY = 'mount --bind "$DATA/data" "$DATA/data"; mount -o remount,ro,bind "$DATA/data"; '


@pytest.mark.skipif(shutil.which("unshare") is None, reason="no unshare on this machine")
@pytest.mark.parametrize("has_lived", [False, True])
async def test_a_folder_that_may_not_be_written_to_is_said_at_the_start(
    tmp_path: Path, migrated_file: Path, *, has_lived: bool
) -> None:
    place(tmp_path, migrated_file if has_lived else None, lived=has_lived)
    probe = await asyncio.to_thread(in_its_own_mounts, READ_ONLY + "true", tmp_path)
    if probe.returncode:
        pytest.skip(f"no mounts of one's own here: {probe.stderr.strip()}")
    done = await asyncio.to_thread(
        in_its_own_mounts, READ_ONLY + 'exec "$PYTHON" -m app run', tmp_path
    )
    assert done.returncode == 2, done.stderr
    [line] = done.stderr.strip().splitlines()
    assert "cannot be written to (Read-only file system)" in line
    assert "MINDGITTER_DATA" in line
