"""`python -m app playground`: the real bot against a stand-in for Telegram, all on this machine.

On a terminal it serves a page until Ctrl-C; without one it plays a conversation and ends. Only the
standard library is imported before the address is printed: a person waits for that line.
"""

from __future__ import annotations

import asyncio
import os
import socket
import sys
import tempfile
import time
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playground.server import Person

LOOPBACK = "127.0.0.1"
PORT = 8010
#: How many ports are tried, from the wanted one on.
PORTS = 50
PREFIX = "mind-gitter-playground-"


def main(out: Path, *, headless: bool, port: int = PORT, data: Path | None = None) -> int:
    """The page until Ctrl-C, or the conversation; 0 when all of it came about."""
    if headless or not _is_terminal():
        return _headless(out)
    with ExitStack() as stack:
        listening = stack.enter_context(_listen(port))
        folder = data or Path(stack.enter_context(tempfile.TemporaryDirectory(prefix=PREFIX)))
        _greet(listening.getsockname()[1], port, folder, kept=data is not None)
        folder.mkdir(parents=True, exist_ok=True)
        return _serve(listening, folder.resolve(), kept=data is not None)


def _is_terminal() -> bool:
    """Whether somebody sits there who can end it with Ctrl-C."""
    return sys.stdin.isatty() and sys.stdout.isatty() and not os.environ.get("CI")


def _listen(wanted: int) -> socket.socket:
    """A socket on the wanted port of loopback, or on the next that is free."""
    for port in range(wanted, wanted + PORTS):
        listening = socket.socket()
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listening.bind((LOOPBACK, port))
            listening.listen()
        except OSError:
            listening.close()
        else:
            return listening
    raise SystemExit(f"No port from {wanted} to {wanted + PORTS - 1} is free. Choose one: --port")


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


def _serve(listening: socket.socket, folder: Path, *, kept: bool) -> int:
    from app import page

    return page.main(listening, folder, kept=kept)


# Without a terminal


def _headless(out: Path) -> int:
    from app import setup

    found = setup.settings(log_level="error")
    out.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(_play(out, found.models.resolve()))
    except TimeoutError:
        log = out / "bot.log"
        print(f"The bot did not answer in time. Its log is in {log}.", file=sys.stderr)
        return 1
    return 0


async def _play(out: Path, models: Path) -> None:
    from app.robot import Place, living
    from playground import conversation
    from playground.server import World, running

    began = time.monotonic()
    world = World()
    with tempfile.TemporaryDirectory(prefix=PREFIX) as folder:
        clip = await asyncio.to_thread(_clip, Path(folder))
        async with running(world) as url:
            (out / "bot.log").unlink(missing_ok=True)
            place = Place(url, Path(folder) / "data", models, out / "bot.log")
            async with living(world, place):
                chat: list[str] = []
                pictures = await conversation.play(
                    world, clip, out, lambda person: _show(person, chat)
                )
    (out / "chat.txt").write_text("\n".join(chat) + "\n", encoding="utf-8")
    print(f"\nPictures and chat are in {out}/: " + ", ".join(path.name for path in pictures))
    print(f"That took {time.monotonic() - began:.0f} s. Everything happened on this machine.")


def _clip(folder: Path) -> Path:
    from playground import clips

    return clips.brightening(folder / "clip.mp4")


def _show(person: Person, chat: list[str]) -> None:
    from playground import conversation

    chat.append(f"── {person.first_name} ──")
    chat.extend(conversation.lines(person))
    print("\n".join(chat[chat.index(f"── {person.first_name} ──") :]), end="\n\n")
