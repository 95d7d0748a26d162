"""The playground's page with the bot behind it, until Ctrl-C."""

from __future__ import annotations

import asyncio
import signal
import socket
import time
from functools import partial
from pathlib import Path

from app import setup
from app.robot import Place, Robot
from playground import story
from playground.server import World, keeping, running
from playground.web import household, routes
from playground.web.page import Page

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
#: What is kept is written so often at most, in seconds, and never more than a part of the time.
KEEP_S = 1.0
KEEP_SHARE = 20
LONG_S = 3600.0
#: The folder of the chats, beside the bot's own.
WORLD = "telegram"
ENDING = "\nEnding; the bot puts away what it is doing. Ctrl-C once more ends it at once."


class Ended(Exception):
    """Somebody wants the playground to end."""


def main(listening: socket.socket, folder: Path, *, kept: bool) -> int:
    """Serve on a bound socket, everything in `folder`; 0 when it was ended."""
    found = setup.settings(log_level="error")
    world = World()
    if kept:
        _remember(world, folder)
    household.move_in(world)
    try:
        asyncio.run(_serve(world, listening, folder, found.models.resolve(), kept=kept))
    except* Ended:
        print("Ended.")
    return 0


def _remember(world: World, folder: Path) -> None:
    """Let the chats of an earlier time be there again."""
    try:
        keeping.load(world, folder / WORLD)
    except keeping.UnreadableWorld as error:
        raise setup.SetupError(
            f"{error} cannot be read. Move it away, or choose another folder with --data."
        ) from None


async def _serve(
    world: World, listening: socket.socket, folder: Path, models: Path, *, kept: bool
) -> None:
    ending = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        page = Page(world, folder / "uploads", tasks, load=story.load, kept=kept)
        page.folder.mkdir(parents=True, exist_ok=True)
        async with running(world, add=partial(routes.add, page), listening=listening) as url:
            place = Place(url, folder / "data", models, folder / "bot.log")
            page.robot = robot = Robot(world, place, tasks)
            _hear(ending, robot)
            await robot.do("start")
            if kept:
                tasks.create_task(_keep(world, folder / WORLD))
            await ending.wait()
            await robot.do("stop")
        if kept:
            keeping.save(world, folder / WORLD)
        raise Ended  # what goes on behind the page ends with it


async def _keep(world: World, folder: Path) -> None:
    """Write what changed, soon after it did."""
    while True:
        seen, began = world.watchers.changes, time.monotonic()
        keeping.save(world, folder)
        took = time.monotonic() - began
        await asyncio.sleep(max(KEEP_S, KEEP_SHARE * took))
        await world.watchers.after(seen, LONG_S)


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
