"""`python -m app playground` on a terminal: the address at once, a page, and a clean end."""

from __future__ import annotations

import asyncio
import json
import os
import re
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import aiohttp
import psutil

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

    async def address(self) -> str:
        """The address once it is printed."""
        while not (found := ADDRESS.search(self.printed)):
            await self.more.wait()
            self.more.clear()
        return found[0]

    def family(self) -> list[psutil.Process]:
        """The process and everything that it started."""
        own = psutil.Process(self.process.pid)
        return [own, *own.children(recursive=True)]


@asynccontextmanager
async def terminal(folder: Path, *arguments: str) -> AsyncIterator[Terminal]:
    """Run the command in `folder` with its temporary files there; nothing of it may stay."""
    master, slave = os.openpty()
    outside = {k: v for k, v in os.environ.items() if not k.startswith("MINDGITTER_") and k != "CI"}
    (folder / "tmp").mkdir()
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
        family = seen.family()
        for _ in range(2):  # impatient
            seen.process.send_signal(signal.SIGINT)
        assert await seen.process.wait() == 0
    assert [one for one in family if one.is_running()] == []
    assert "stay in kept" in seen.printed
    assert "taken" not in seen.printed
    again = World()
    assert keeping.load(again, tmp_path / "kept" / "telegram")
    assert [m.text for m in again.people[7002].chat.messages] == ["from last time", "and now"]
