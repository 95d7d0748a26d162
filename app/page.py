"""The playground's page with the bot behind it, until Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import socket
from functools import partial
from pathlib import Path

from app import setup
from app.robot import Place, Robot
from playground.server import World, running
from playground.web import household, routes
from playground.web.page import Page

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
ENDING = "\nEnding; the bot puts away what it is doing. Ctrl-C once more ends it at once."


class Ended(Exception):
    """Somebody wants the playground to end."""


def main(listening: socket.socket, folder: Path, *, kept: bool) -> int:
    """Serve on a bound socket, everything in `folder`; 0 when it was ended."""
    found = setup.settings(log_level="error")
    try:
        asyncio.run(_serve(listening, folder, found.models.resolve(), kept=kept))
    except* Ended:
        print("Ended.")
    return 0


async def _serve(listening: socket.socket, folder: Path, models: Path, *, kept: bool) -> None:
    ending = asyncio.Event()
    world = World()
    household.move_in(world)
    async with asyncio.TaskGroup() as tasks:
        page = Page(world, folder / "uploads", tasks, kept=kept)
        page.folder.mkdir(parents=True, exist_ok=True)
        async with running(world, add=partial(routes.add, page), listening=listening) as url:
            place = Place(url, folder / "data", models, folder / "bot.log")
            page.robot = robot = Robot(world, place, tasks)
            _hear(ending, robot)
            await robot.do("start")
            await ending.wait()
            await robot.do("stop")
        raise Ended  # what goes on behind the page ends with it


def _hear(ending: asyncio.Event, robot: Robot) -> None:
    """End on the first signal, and at once on the second."""

    def end() -> None:
        if ending.is_set():
            robot.kill()
        else:
            print(ENDING, flush=True)
            ending.set()

    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, end)
