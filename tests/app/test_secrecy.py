"""A bot's secrets stay in its own process: not in a worker's, not in a picture of its memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from config.settings import catalogue

TOKEN = "123456789:AAFabcdefghijklmnopqrstuvwxyz012345"
REPOSITORY = Path(__file__).parents[2]
SECRETS = [about.variable for about in catalogue().values() if about.secret]

PROGRAM = """
import asyncio, ctypes, os, resource, sys
from pathlib import Path
from analysis.pool import Pool
from app import secrecy

async def main():
    pool = Pool()
    await pool.start()
    try:
        found = await pool.run("words", "os:getpid", deadline_s=60)
        print(Path(f"/proc/{found}/environ").read_bytes().count(sys.argv[1].encode()))
    finally:
        await pool.close()

if __name__ == "__main__":
    if sys.argv[2] == "keep":
        secrecy.keep()
    asyncio.run(main())
    print(resource.getrlimit(resource.RLIMIT_CORE)[1])
    print(ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
"""


def said(folder: Path, what: str) -> list[str]:
    """The lines of a program that starts a worker, with every secret in its environment."""
    path = folder / "program.py"
    path.write_text(PROGRAM, encoding="utf-8")
    # A process of its own: what it gives up of its rights it never gets back.
    done = subprocess.run(  # noqa: S603
        [sys.executable, str(path), TOKEN, what],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY), **dict.fromkeys(SECRETS, TOKEN)},
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    return done.stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_worker_has_a_secret_in_its_environment(tmp_path: Path) -> None:
    assert "MINDGITTER_TELEGRAM_TOKEN" in SECRETS
    assert said(tmp_path, "keep") == ["0", "0", "0"]


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_without_that_a_worker_would_have_all(tmp_path: Path) -> None:
    assert said(tmp_path, "tell")[0] == str(len(SECRETS))
