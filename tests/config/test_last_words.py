"""An exception that nobody catches is told in the log, without what people said."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

SECRET = "첫눈처럼 a private word"
REPOSITORY = Path(__file__).parents[2]

#: How the program fails -> what the log calls it.
WAYS = {
    "raise ValueError(SECRET)": "the program fails",
    "raise ExceptionGroup(SECRET, [KeyError(SECRET)])": "the program fails",
    "threading.Thread(target=fail, args=(SECRET,)).start()": "a thread fails",
    "Falling(); gc.collect()": "an exception has no taker",
    "asyncio.run(forgotten())": "a task fails",
    "asyncio.run(called())": "a task fails",
}

PROGRAM = """
import asyncio, gc, sys, threading
from {room} import last_words

SECRET = sys.argv[1]

def fail(word):
    raise ValueError(word)

class Falling:
    def __del__(self):
        fail(SECRET)

async def falls():
    fail(SECRET)

async def forgotten():
    last_words.heed(asyncio.get_running_loop())
    task = asyncio.get_running_loop().create_task(falls())
    await asyncio.sleep(0)
    del task
    await asyncio.sleep(0)
    gc.collect()

async def called():
    last_words.heed(asyncio.get_running_loop())
    asyncio.get_running_loop().call_soon(fail, SECRET)
    await asyncio.sleep(0.01)

last_words.install()
{way}
"""


def said(program: str) -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-X", "utf8", "-c", program, SECRET],
        env={**os.environ, "PYTHONPATH": str(REPOSITORY)},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    return done.stdout + done.stderr


@pytest.mark.parametrize("way", WAYS)
def test_the_bots_last_words_quote_nobody(way: str) -> None:
    text = said(PROGRAM.format(room="config", way=way))
    assert WAYS[way] in text
    assert "Error" in text
    assert "첫눈" not in text
    assert "private" not in text


@pytest.mark.parametrize(
    ("way", "told"),
    [
        ("raise ValueError(SECRET)", "a worker fails"),
        ("threading.Thread(target=fail, args=(SECRET,)).start()", "a worker's thread fails"),
        ("Falling(); gc.collect()", "a worker's exception has no taker"),
        ("import warnings; warnings.warn(SECRET, UserWarning)", "UserWarning"),
        ("import logging; logging.getLogger('x').warning(SECRET)", "x (without words)"),
        ("import logging; logging.getLogger('x').error('not %s', SECRET)", "error x not %s"),
        (
            "import logging\ntry: fail(SECRET)\nexcept ValueError: logging.exception('%s', SECRET)",
            "in fail",
        ),
    ],
)
def test_a_workers_last_words_quote_nobody(way: str, told: str) -> None:
    text = said(PROGRAM.format(room="analysis", way=way))
    assert told in text
    assert "첫눈" not in text
    assert "private" not in text


def test_python_itself_would_quote() -> None:
    assert SECRET in said("import sys\nraise ValueError(sys.argv[1])")
