"""The bot as a process of its own, as `python -m app run` starts it, on a stand-in for Telegram."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from app import tether
from config.about import PREFIX
from config.settings import Settings, catalogue
from playground.server import World

#: The bot is given this long to end by itself, in seconds.
FAREWELL_S = 20.0

#: How often, and how far apart (in seconds), it is looked whether a killed child is gone.
LOOKS = 100
LOOK_S = 0.02

#: What a bot that plays is told of the settings of this place: nothing of where its diary, its
#: backups or its token are, since there may be a real one beside it.
GIVEN = (
    "speech_model",
    "workers",
    "worker_memory_mb",
    "words_memory_mb",
    "job_deadline_s",
    "edit_interval_s",
    "notice_wait_s",
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a bot lives: the stand-in's address, its data, its log; `found` holds for its person.

    Of `found` it gets where the models are and what GIVEN names.
    """

    api: str
    data: Path
    log: Path
    found: Settings


def environment(outside: Mapping[str, str], place: Place, token: str) -> dict[str, str]:
    """What a bot is started with: of the settings `outside` and in `.env` none holds but GIVEN."""
    known = catalogue()
    # A blank value is the default, also where `.env` says something else.
    blank = {about.variable: "" for about in known.values()}
    given = {known[name].variable: str(getattr(place.found, name)) for name in GIVEN}
    own = {
        "TELEGRAM_API": place.api,
        "TELEGRAM_TOKEN": token,
        "DATA": str(place.data),
        "MODELS": str(place.found.models.resolve()),
        "TELEGRAM_PACE": "1000/1000/1000",  # nobody shall wait where nobody counts
        "BACKUP_KEEP": "0/0/0",  # nobody needs a backup of what is played
        "LOG_FORMAT": "text",
    }
    rest = {name: text for name, text in outside.items() if not name.startswith(PREFIX)}
    return rest | blank | given | {PREFIX + name: text for name, text in own.items()}


class Robot:
    """One bot at one place: started, stopped, killed and started again by whoever plays."""

    def __init__(self, world: World, place: Place, tasks: asyncio.TaskGroup) -> None:
        self._world = world
        self._place = place
        self._tasks = tasks
        self._process: asyncio.subprocess.Process | None = None
        self._polls = 0
        self._turn = asyncio.Lock()

    @property
    def state(self) -> str:
        """Whether it is "starting" (until it asks for updates), "running" or "stopped"."""
        if self._process is None or self._process.returncode is not None:
            return "stopped"
        return "running" if self._world.bot.updates.polls > self._polls else "starting"

    async def do(self, what: str) -> None:
        """Start, stop or kill it."""
        async with self._turn:
            if what == "start":
                await self._start()
            elif what == "stop":
                await self._stop()
            else:
                self.kill()
                await self._gone()

    def kill(self) -> None:
        """End it at once, with everything that it started."""
        process = self._process
        if process is not None and process.returncode is None:
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    async def _start(self) -> None:
        if self.state != "stopped":
            return
        self._polls = self._world.bot.updates.polls
        with self._place.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                *tether.command("-m", "app", "run"),  # no bot is left behind, even by kill -9
                env=environment(os.environ, self._place, self._world.token),
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the playground, which ends its bot
            )
        self._tasks.create_task(self._watch(self._process))
        self._world.changed()

    async def _watch(self, process: asyncio.subprocess.Process) -> None:
        """Tell who looks when it has ended; where it did so by itself, its log says why."""
        status = await process.wait()
        self._world.changed()
        if status > 0:
            log = self._place.log
            with suppress(OSError):  # the terminal may be closed
                print(f"The bot has ended by itself. {log} says: {last_line(log)}", flush=True)

    async def _stop(self) -> None:
        """Ask it to end, and insist after a while."""
        process = self._process
        if process is None or process.returncode is not None:
            return
        with suppress(ProcessLookupError):
            process.terminate()
        try:
            await asyncio.wait_for(process.wait(), FAREWELL_S)
        except TimeoutError:
            self.kill()
        await self._gone()

    async def _gone(self) -> None:
        """Wait until it is gone, and the child that a bot has at work while it begins."""
        if self._process is None:
            return
        await self._process.wait()
        for _ in range(LOOKS):
            try:
                os.killpg(self._process.pid, signal.SIGKILL)
            except ProcessLookupError:
                break
            await asyncio.sleep(LOOK_S)
        self._world.changed()


def last_line(log: Path) -> str:
    """What a log says at last; nothing where it cannot be read."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").split("\n")
    except OSError:
        return ""
    return next((line for line in reversed(lines) if line.strip()), "")


@asynccontextmanager
async def living(world: World, place: Place) -> AsyncIterator[Robot]:
    """A bot that lives while this lasts; then it is asked to end."""
    async with asyncio.TaskGroup() as tasks:
        robot = Robot(world, place, tasks)
        await robot.do("start")
        try:
            yield robot
        finally:
            await robot.do("stop")
