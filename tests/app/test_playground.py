"""`python -m app playground` on a terminal: the address at once, a page, and a clean end."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psutil
import pytest

from app.__main__ import parser
from playground.server import World, keeping
from tests.app.commands import ROOT

#: How long anything here may take, in seconds: a busy machine needs some of it.
PATIENCE_S = 120.0

ADDRESS = re.compile(r"http://127\.0\.0\.1:\d+")


@dataclass(slots=True)
class Terminal:
    """The command on a terminal of its own, and what it printed."""

    process: asyncio.subprocess.Process
    printed: str = ""
    more: asyncio.Event = field(default_factory=asyncio.Event)

    async def shows(self, wanted: re.Pattern[str]) -> str:
        """What is wanted, once it is printed."""
        while not (found := wanted.search(self.printed)):
            await self.more.wait()
            self.more.clear()
        return found[0]

    async def address(self) -> str:
        """The address once it is printed."""
        return await self.shows(ADDRESS)

    def family(self) -> list[psutil.Process]:
        """The process and everything that it started."""
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]


@asynccontextmanager
async def terminal(folder: Path, *arguments: str) -> AsyncIterator[Terminal]:
    """Run the command in `folder` with its temporary files there; nothing of it may stay."""
    master, slave = os.openpty()
    outside = {k: v for k, v in os.environ.items() if not k.startswith("MINDGITTER_") and k != "CI"}
    (folder / "tmp").mkdir(exist_ok=True)
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "app", "playground", *arguments),
        cwd=folder,
        env={**outside, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp")},
        stdin=slave,
        stdout=slave,
        stderr=slave,
        start_new_session=True,
    )
    os.close(slave)
    seen = Terminal(process)
    loop = asyncio.get_running_loop()
    loop.add_reader(master, _read, master, seen)
    try:
        async with asyncio.timeout(PATIENCE_S):
            yield seen
    finally:
        loop.remove_reader(master)
        os.close(master)
        if process.returncode is None:
            process.kill()
            await process.wait()


async def until(true: Callable[[], bool]) -> None:
    """Wait for what other processes bring about."""
    async with asyncio.timeout(PATIENCE_S):
        while True:
            if true():
                return
            await asyncio.sleep(0.05)


def has_ended(one: psutil.Process) -> bool:
    """Whether a process is gone, or only waits to be forgotten by the system."""
    try:
        return one.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def _read(master: int, seen: Terminal) -> None:
    try:
        seen.printed += os.read(master, 4096).decode(errors="replace")
    except OSError:  # nobody writes any more
        asyncio.get_running_loop().remove_reader(master)
    seen.more.set()


async def events(session: aiohttp.ClientSession, url: str) -> AsyncIterator[tuple[str, Any]]:
    """What the page is told, until nobody asks any more."""
    async with session.get(f"{url}/api/events?as=7002", timeout=None) as response:
        name = ""
        async for line in response.content:
            word, _, rest = line.decode().rstrip("\n").partition(": ")
            if word == "event":
                name = rest
            elif word == "data":
                yield name, json.loads(rest)


async def state(told: AsyncIterator[tuple[str, Any]], wanted: str) -> list[str]:
    """The bot's states until it is the wanted one."""
    seen = []
    async for name, content in told:
        if name == "bot":
            seen.append(content["state"])
            if content["state"] == wanted:
                return seen
    raise AssertionError(seen)


async def act(session: aiohttp.ClientSession, url: str, name: str, **body: Any) -> Any:
    async with session.post(f"{url}/api/{name}?as=7002", json=body) as response:
        return await response.json()


async def test_a_first_minute_from_the_address_to_ctrl_c(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        async with terminal(tmp_path, "--port", str(taken)) as seen, aiohttp.ClientSession() as web:
            url = await seen.address()
            assert f"Port {taken} is taken" in seen.printed
            assert not url.endswith(f":{taken}")
            told = events(web, url)
            assert await state(told, "running") == ["starting", "running"]
            assert await act(web, url, "bot", do="kill") == {"state": "stopped"}
            assert (await act(web, url, "send", chat=7002, text="/start"))["message"]["id"] == 1
            assert await act(web, url, "bot", do="start") == {"state": "starting"}
            family = seen.family()
            seen.process.send_signal(signal.SIGINT)
            assert await seen.process.wait() == 0
            await told.aclose()  # type: ignore[attr-defined]
    assert [one for one in family if one.is_running()] == []
    assert list((tmp_path / "tmp").iterdir()) == []
    assert "go when it ends" in seen.printed
    assert "Traceback" not in seen.printed


async def test_with_a_folder_the_chats_of_last_time_are_there(tmp_path: Path) -> None:
    world = World()
    world.person(7002, "Emma", "en").send_text("from last time")
    keeping.save(world, tmp_path / "kept" / "telegram")
    arguments = ("--port", "0", "--data", "kept")
    async with terminal(tmp_path, *arguments) as seen, aiohttp.ClientSession() as web:
        url = await seen.address()
        async for name, content in events(web, url):
            if name == "messages":
                assert [one["text"] for one in content["messages"]] == ["from last time"]
                break
        await act(web, url, "send", chat=7002, text="and now")
        async with terminal(tmp_path, *arguments) as second:
            assert await second.process.wait() == 2
            await second.shows(re.compile("Another playground goes on in kept"))
            assert ADDRESS.search(second.printed) is None
        family = seen.family()
        seen.process.send_signal(signal.SIGINT)
        await seen.shows(re.compile("Ending;"))
        seen.process.send_signal(signal.SIGINT)  # impatient
        assert await seen.process.wait() == 0
    assert [one for one in family if one.is_running()] == []
    assert "stay in kept" in seen.printed
    assert "taken" not in seen.printed
    again = World()
    assert keeping.load(again, tmp_path / "kept" / "telegram")
    assert [m.text for m in again.people[7002].chat.messages] == ["from last time", "and now"]


async def test_what_a_killed_one_leaves_behind_is_gone_with_the_next(tmp_path: Path) -> None:
    async with terminal(tmp_path, "--port", "0") as seen, aiohttp.ClientSession() as web:
        assert await state(events(web, await seen.address()), "running")
        [left] = (tmp_path / "tmp").iterdir()
        family = seen.family()
        seen.process.kill()
        await until(lambda: all(has_ended(one) for one in family))
    assert len(family) > 1
    async with terminal(tmp_path, "--port", "0") as seen:
        await seen.address()
        assert not left.exists()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
async def test_it_ends_well_as_soon_as_it_says_how(tmp_path: Path, number: signal.Signals) -> None:
    async with terminal(tmp_path, "--port", "0") as seen:
        await seen.shows(re.compile("Ctrl-C ends it"))
        seen.process.send_signal(number)
        assert await seen.process.wait() == 0
        await seen.shows(re.compile("Ended"))
    assert "Traceback" not in seen.printed
    assert list((tmp_path / "tmp").iterdir()) == []


async def test_a_folder_that_is_no_place_for_it_gets_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "half" / "bot.log").mkdir(parents=True)
    (tmp_path / "torn" / "telegram").mkdir(parents=True)
    (tmp_path / "torn" / "telegram" / "world.json").write_text("{")
    async with (
        terminal(tmp_path, "--port", "0", "--data", "half") as half,
        terminal(tmp_path, "--port", "0", "--data", "torn") as torn,
    ):
        await half.shows(re.compile(r"half/bot\.log: Is a directory\. Check the path"))
        await torn.shows(re.compile("cannot be read. Move it away"))
        assert (await half.process.wait(), await torn.process.wait()) == (1, 2)
    assert ADDRESS.search(torn.printed) is None
    assert "Traceback" not in half.printed + torn.printed


@pytest.mark.parametrize("port", ["-1", "65536", "http"])
def test_a_port_that_is_none_is_refused(port: str) -> None:
    with pytest.raises(SystemExit, match="2"):
        parser().parse_args(["playground", f"--port={port}"])


# Without a terminal

#: The conversation with another patience (seconds), and without a clip: it does not come so far.
IMPATIENT = """
import sys
from pathlib import Path
from app import playground
from playground import conversation
conversation.PATIENCE_S = float(sys.argv[1])
playground._clip = lambda folder: folder / "clip.mp4"
sys.exit(playground.main(Path("out"), headless=True))
"""


async def headless(folder: Path, patience_s: float) -> asyncio.subprocess.Process:
    """The conversation, with its temporary files in `folder`."""
    outside = {k: v for k, v in os.environ.items() if not k.startswith("MINDGITTER_")}
    (folder / "tmp").mkdir()
    return await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", IMPATIENT, str(patience_s)),
        cwd=folder,
        env={**outside, "PYTHONPATH": str(ROOT), "TMPDIR": str(folder / "tmp")},
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )


async def test_a_bot_that_stays_silent_is_told_of(tmp_path: Path) -> None:
    process = await headless(tmp_path, 0.01)
    printed, _ = await process.communicate()
    assert printed.decode() == "The bot did not answer in time. Its log is in out/bot.log.\n"
    assert process.returncode == 1
    assert list((tmp_path / "tmp").iterdir()) == []


async def test_a_conversation_that_is_ended_leaves_nothing(tmp_path: Path) -> None:
    process = await headless(tmp_path, PATIENCE_S)
    own = psutil.Process(process.pid)
    await until(lambda: bool(own.children()))
    family = own.children(recursive=True)
    process.terminate()
    printed, _ = await process.communicate()
    assert printed.decode() == "Ended before it was over.\n"
    assert process.returncode == 1
    assert [one for one in family if one.is_running()] == []
    assert list((tmp_path / "tmp").iterdir()) == []
