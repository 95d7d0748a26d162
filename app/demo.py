"""`python -m app playground`: the real bot against a stand-in for Telegram, all on this machine."""

from __future__ import annotations

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app import setup
from playground import conversation
from playground.server import Person, World, running

#: The bot is given this long to end by itself when the demo is over, in seconds.
FAREWELL_S = 20.0


def main(out: Path, *, headless: bool) -> int:
    """Play the conversation, print the chat, save the pictures; 0 when all of it came about."""
    found = setup.settings(log_level="error")
    if not headless:
        print("Two people talk with the bot, one in Korean, one in English: half a minute …\n")
    out.mkdir(parents=True, exist_ok=True)
    try:
        asyncio.run(_play(out, found.models.resolve()))
    except TimeoutError:
        log = out / "bot.log"
        print(f"The bot did not answer in time. Its log is in {log}.", file=sys.stderr)
        return 1
    return 0


async def _play(out: Path, models: Path) -> None:
    began = time.monotonic()
    world = World()
    with tempfile.TemporaryDirectory(prefix="mind-gitter-demo-") as folder:
        clip = await asyncio.to_thread(_clip, Path(folder))
        async with running(world) as url, _bot(url, world.token, Path(folder), models, out):
            chat: list[str] = []
            pictures = await conversation.play(world, clip, out, lambda person: _show(person, chat))
    (out / "chat.txt").write_text("\n".join(chat) + "\n", encoding="utf-8")
    print(f"\nPictures and chat are in {out}/: " + ", ".join(path.name for path in pictures))
    print(f"That took {time.monotonic() - began:.0f} s. Everything happened on this machine.")


def _clip(folder: Path) -> Path:
    from playground import clips

    return clips.brightening(folder / "clip.mp4")


def _show(person: Person, chat: list[str]) -> None:
    chat.append(f"── {person.first_name} ──")
    chat.extend(conversation.lines(person))
    print("\n".join(chat[chat.index(f"── {person.first_name} ──") :]), end="\n\n")


@asynccontextmanager
async def _bot(
    url: str, token: str, folder: Path, models: Path, out: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """The bot as its own process, as it would run for real; its log goes to the out folder."""
    environment = os.environ | {
        "MINDGITTER_TELEGRAM_API": url,
        "MINDGITTER_TELEGRAM_TOKEN": token,
        "MINDGITTER_DATA": str(folder / "data"),
        "MINDGITTER_DATABASE": "",
        "MINDGITTER_MODELS": str(models),
        "MINDGITTER_LOG_FORMAT": "text",
    }
    with (out / "bot.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app", "run", env=environment, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            await _end(process)


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), FAREWELL_S)
        except TimeoutError:
            process.kill()
            await process.wait()
