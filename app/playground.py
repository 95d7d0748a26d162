"""`python -m app playground`: the real bot against a stand-in for Telegram, all on this machine.

On a terminal it serves a page until Ctrl-C; without one it plays a conversation and ends. Only the
standard library is imported before a new playground's address is printed: a person waits for it.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import time
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from app import lodging
from app.ending import SIGNALS, Ended, Ending, say
from storage.folder_lock import Held

if TYPE_CHECKING:
    from config.settings import Settings
    from playground.server import Person, World

LOOPBACK = "127.0.0.1"
PORT = 8010
#: How many ports are tried, from the wanted one on.
PORTS = 50
LAST_PORT = 65535
FOREIGN = "{} holds a diary that no playground made. Choose another folder with --data."
TAKEN = "Another playground goes on in {}. End it, or choose another folder with --data."


def main(out: Path, *, headless: bool, port: int = PORT, data: Path | None = None) -> int:
    """The page until Ctrl-C, or the conversation; 0 when all of it came about."""
    if headless or not _is_terminal():
        return _headless(out)
    try:
        with Ending() as ending, ExitStack() as stack:
            listening = stack.enter_context(_listen(port))
            folder = stack.enter_context(lodging.lent() if data is None else lodging.kept(data))
            # What was kept is looked at first: nobody opens a page that will not come.
            world = None if data is None else _opened(folder)
            _greet(listening.getsockname()[1], port, data or folder, kept=data is not None)
            return _serve(world, listening, folder, ending)
    except lodging.Foreign:
        print(FOREIGN.format(data), file=sys.stderr)
        return 2
    except Held:
        print(TAKEN.format(data), file=sys.stderr)
        return 2
    except Ended:
        say("Ended.")
        return 0


def _is_terminal() -> bool:
    """Whether somebody sits there who can end it with Ctrl-C."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


def _listen(wanted: int) -> socket.socket:
    """A socket on the wanted port of loopback, or on the next that is free."""
    for port in range(wanted, min(wanted + PORTS, LAST_PORT + 1)):
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
            listening.listen()
        except OSError:
            listening.close()
        else:
            return listening
    raise SystemExit(f"No port from {wanted} to {port} is free. Choose one: --port")


def _greet(port: int, wanted: int, folder: Path, *, kept: bool) -> None:
    """Say where the page is, what it is, and where everything lies."""
    if wanted not in {0, port}:
        print(f"Port {wanted} is taken, so the next free one it is.")
    print(f"\n    http://{LOOPBACK}:{port}\n")
    print(
        "Open this in a browser of this machine: a local stand-in for Telegram, with the real bot"
    )
    print("behind it. No account, no token; nothing leaves this machine.")
    if kept:
        print(f"Chats and diary stay in {folder}.")
    else:
        print(f"Chats and diary lie in {folder} and go when it ends (--data FOLDER keeps them).")
    print("Ctrl-C ends it.", flush=True)


def _opened(folder: Path) -> World:
    from app import page

    return page.opened(folder, kept=True)


def _serve(world: World | None, listening: socket.socket, folder: Path, ending: Ending) -> int:
    from app import page

    kept = world is not None
    world = world or page.opened(folder, kept=False)
    return page.main(world, listening, folder, ending, kept=kept)


# Without a terminal


def _headless(out: Path) -> int:
    from app import setup

    found = setup.settings(log_level="error")
    out.mkdir(parents=True, exist_ok=True)
    failure = ""
    try:
        with Ending() as ending, lodging.lent() as folder:
            try:
                asyncio.run(_play(out, folder, found))
            finally:
                ending.ignore()
    except* TimeoutError:
        failure = f"The bot did not answer in time. Its log is in {out / 'bot.log'}."
    except* (Ended, asyncio.CancelledError):
        failure = "Ended before it was over."
    if failure:
        print(failure, file=sys.stderr)
    return int(bool(failure))


async def _play(out: Path, folder: Path, found: Settings) -> None:
    from app.robot import Place, living
    from playground import conversation
    from playground.server import World, bots, running

    _hear()
    began = time.monotonic()
    world = World(token=bots.new_token())
    clip = await asyncio.to_thread(_clip, folder)
    async with running(world) as url:
        (out / "bot.log").unlink(missing_ok=True)
        place = Place(url, folder / "data", out / "bot.log", found)
        async with living(world, place):
            chat: list[str] = []
            show = partial(_show, chat)
            pictures = await conversation.play(world, clip, out, show)
    (out / "chat.txt").write_text("\n".join(chat) + "\n", encoding="utf-8")
    print(f"\nPictures and chat are in {out}/: " + ", ".join(path.name for path in pictures))
    print(f"That took {time.monotonic() - began:.0f} s. Everything happened on this machine.")


def _hear() -> None:
    """Let a signal cancel what goes on, which then puts away everything."""
    task = asyncio.current_task()
    assert task is not None  # noqa: S101 - a coroutine that runs has a task
    for number in SIGNALS:
        asyncio.get_running_loop().add_signal_handler(number, task.cancel)


def _clip(folder: Path) -> Path:
    from playground import clips

    return clips.brightening(folder / "clip.mp4")


def _show(chat: list[str], person: Person) -> None:
    from playground import conversation

    chat.append(f"── {person.first_name} ──")
    chat.extend(conversation.lines(person))
    print("\n".join(chat[chat.index(f"── {person.first_name} ──") :]), end="\n\n")
