"""The playground's page with the bot behind it, until Ctrl-C."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Final

from app import setup
from app.ending import SIGNALS, Ended, Ending, say
from app.keeping import Chats
from app.robot import Place, Robot
from config.settings import Settings
from playground import story
from playground.server import World, bots, keeping, running
from playground.web import household, routes
from playground.web.page import Page

#: The folder of the chats, beside the bot's own.
WORLD: Final = "telegram"
ENDING: Final = "\nEnding; the bot puts away what it is doing. Ctrl-C once more ends it at once."


def opened(folder: Path, *, kept: bool) -> World:
    """The chats that are kept in this folder, or new ones; raises SetupError."""
    # Another token each time: a bot of an earlier playground is nobody here.
    world = World(token=bots.new_token())
    try:
        if kept:
            keeping.load(world, folder / WORLD)
    except keeping.UnreadableWorld as error:
        raise setup.SetupError(
            f"{error} cannot be read. Move it away, or choose another folder with --data."
        ) from None
    household.move_in(world)
    return world


def main(
    world: World, listening: socket.socket, folder: Path, ending: Ending, *, kept: bool
) -> int:
    """Serve on a bound socket, everything in `folder`; 0 when it was ended, and all is kept.

    Raises OSError where the folder is no place for it.
    """
    found = setup.settings(log_level="error")
    chats = Chats(world, folder / WORLD) if kept else None
    failed: list[OSError] = []
    try:
        asyncio.run(_serve(world, listening, folder, partial(_place, folder, found), ending, chats))
    except* Ended:
        say("Ended.")
    except* OSError as group:
        failed = list(_leaves(group))
    finally:
        ending.ignore()
    if failed:
        raise failed[0]
    return int(chats is not None and bool(chats.trouble))


def _place(folder: Path, found: Settings, url: str) -> Place:
    """Where the bot lives."""
    return Place(url, folder / "data", folder / "bot.log", found)


def _leaves(group: ExceptionGroup[OSError]) -> Iterator[OSError]:
    """What is in a group, and in the groups that are in it."""
    for one in group.exceptions:
        if isinstance(one, ExceptionGroup):
            yield from _leaves(one)
        else:
            yield one


async def _serve(
    world: World,
    listening: socket.socket,
    folder: Path,
    place: Callable[[str], Place],
    ending: Ending,
    chats: Chats | None,
) -> None:
    over = asyncio.Event()
    async with asyncio.TaskGroup() as tasks:
        page = Page(world, folder / "uploads", tasks, load=story.load, kept=chats is not None)
        page.folder.mkdir(parents=True, exist_ok=True)
        async with running(world, add=partial(routes.add, page), listening=listening) as url:
            page.robot = robot = Robot(world, place(url), tasks)
            _hear(over, robot, ending)
            try:
                await robot.do("start")
                if chats is not None:
                    tasks.create_task(chats.keep())
                await over.wait()
            finally:
                await robot.do("stop")
                if chats is not None:
                    await chats.end()
                ending.outlive(asyncio.get_running_loop())
        raise Ended  # what goes on behind the page ends with it


def _hear(over: asyncio.Event, robot: Robot, ending: Ending) -> None:
    """End on the first signal, and at once on the second."""

    def end() -> None:
        if over.is_set():
            robot.kill()
        else:
            over.set()
            say(ENDING)

    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, end)
    if ending.wanted:
        over.set()
