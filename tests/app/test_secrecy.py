"""A bot's secrets stay in its own process: not in a worker's, not in a picture of its memory."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.application import make_bot
from config.settings import catalogue
from tests.house import traces

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


def test_a_bot_shows_no_token_where_it_is_shown() -> None:
    bot = make_bot(TOKEN, "http://127.0.0.1:9")
    assert traces.found(f"{bot!r} {bot} {[bot]}".encode(), traces.of_token(TOKEN)) == set()


PASSWORD = "Tr0ubadour-8f3k"

#: What may be wrong -> the settings that make it so.
WRONG = {
    "nobody answers": {},
    "no driver": {"DATABASE": f"mariadb://me:{PASSWORD}@127.0.0.1:9/diary"},
    "nothing can be read": {
        "DATABASE": f"me:{PASSWORD}@127.0.0.1",
        "TELEGRAM_TOKEN": f"{TOKEN} {PASSWORD}",
        "KEY": PASSWORD,
        "TELEGRAM_API": f"https://me:{PASSWORD}@diary.example/?",
        "MAX_FILE_MB": f"postgresql://me:{PASSWORD}@127.0.0.1/diary",
        "WEBHOOK_SECRET": f"{PASSWORD} ?",
    },
}


@pytest.mark.parametrize(
    ("command", "wrong"), [*(("doctor", wrong) for wrong in WRONG), ("run", "no driver")]
)
def test_no_command_shows_a_secret_whatever_is_wrong(
    tmp_path: Path, command: str, wrong: str
) -> None:
    given = {
        "TELEGRAM_TOKEN": TOKEN,
        "TELEGRAM_API": "http://127.0.0.1:9",
        "DATA": str(tmp_path / "data"),
        "LOG_LEVEL": "debug",
        **WRONG[wrong],
    }
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "app", command],
        env={
            **{name: text for name, text in os.environ.items() if "MINDGITTER" not in name},
            "PYTHONPATH": str(REPOSITORY),
            **{f"MINDGITTER_{name}": text for name, text in given.items()},
        },
        cwd=tmp_path,
        capture_output=True,
        check=False,
        timeout=300,
    )
    said = done.stdout + done.stderr
    assert len(said) > 40
    secrets = {**traces.of_token(TOKEN), "password": PASSWORD}
    assert traces.found(said, secrets) == set()
