"""The real bot in a process of its own, which a test can kill, and a view into what it keeps."""

from __future__ import annotations

import asyncio
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path
from typing import Any, TypeVar

import psutil

from analysis import cell
from playground.server import World
from tests.journeys.cradle import Newborn, cradle

REPOSITORY = Path(__file__).parents[2]

#: How long anything here may take, in seconds: a busy machine needs some of it.
PATIENCE_S = 300.0

#: How often the database is looked at, in seconds.
LOOK_S = 0.02

T = TypeVar("T")
Row = dict[str, Any]


class BotProcess:
    """One bot on one data folder: started, killed and started again."""

    def __init__(self, api: str, token: str, folder: Path, **settings: str) -> None:
        self.folder = folder
        self.data = folder / "data"
        self.log = folder / "bot.log"
        self._environment = {
            name: value for name, value in os.environ.items() if not name.startswith("MINDGITTER_")
        } | {
            "PYTHONPATH": str(REPOSITORY),
            "MINDGITTER_TELEGRAM_API": api,
            "MINDGITTER_TELEGRAM_TOKEN": token,
            "MINDGITTER_DATA": str(self.data),
            "MINDGITTER_EDIT_INTERVAL_S": "0.2",
            "MINDGITTER_TELEGRAM_PACE": "1000/1000/1000",
            "MINDGITTER_LOG_FORMAT": "text",
            **{f"MINDGITTER_{name}": value for name, value in settings.items()},
        }
        self._process: subprocess.Popen[bytes] | Newborn | None = None

    @property
    def pid(self) -> int:
        """The process of the bot itself."""
        assert self._process is not None
        return self._process.pid

    def start(self) -> None:
        """Begin; what the bot writes is added to its log."""
        assert self._process is None
        self.folder.mkdir(parents=True, exist_ok=True)
        self.log.touch()
        self._process = cradle().bear(self._environment, self.folder, self.log)

    def start_anew(self, module: str = "app") -> None:
        """The same with an interpreter of its own, as a person starts it: this takes longer."""
        assert self._process is None
        self.folder.mkdir(parents=True, exist_ok=True)
        with self.log.open("ab") as log:
            self._process = subprocess.Popen(  # noqa: S603 - our own module
                [sys.executable, "-m", module, "run"],
                env=self._environment,
                cwd=self.folder,  # so that no .env of ours is read
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )

    def running(self) -> bool:
        """Whether it is there."""
        return self._process is not None and self._process.poll() is None

    async def kill(self) -> None:
        """End it as a power cut would; its workers must be gone soon after."""
        await self._end(signal.SIGKILL)

    async def stop(self, number: int = signal.SIGTERM) -> int:
        """Ask it to end; its exit status. No worker may stay behind."""
        return await self._end(number)

    async def ended(self) -> int:
        """Wait until it ends by itself; its exit status."""
        assert self._process is not None
        status = await asyncio.to_thread(self._process.wait, PATIENCE_S)
        self._process = None
        return status

    def freeze(self) -> None:
        """Let it do nothing more, but never in the middle of a write.

        A process that stands still while it holds SQLite's lock would shut out its watchers too.
        """
        with closing(sqlite3.connect(self.data / "diary.sqlite3", timeout=30)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            os.kill(self.pid, signal.SIGSTOP)
            connection.execute("ROLLBACK")

    async def _end(self, number: int) -> int:
        workers = self.children()
        with suppress(ProcessLookupError):  # it may have ended by itself, or at once
            os.kill(self.pid, number)
            os.kill(
                self.pid, signal.SIGCONT
            )  # one that a failed test left frozen hears nothing else
        status = await self.ended()
        _, left = await asyncio.to_thread(psutil.wait_procs, workers, 30)
        assert left == [], "workers outlived their bot"
        return status

    def children(self) -> list[psutil.Process]:
        """Every process that the bot has started and that still is there."""
        with suppress(psutil.NoSuchProcess):
            return psutil.Process(self.pid).children(recursive=True)
        return []

    def video_workers(self) -> list[psutil.Process]:
        """The workers that have loaded what decodes pictures; not what they fork for each clip."""
        found = [child for child in self.children() if _has_loaded(child, "cv2")]
        known = {child.pid for child in found}
        return [child for child in found if _parent(child) not in known]

    def video_workers_at_work(self) -> list[psutil.Process]:
        """Those of them that have a clip in hand: where there are cells, one is its child."""
        found = self.video_workers()
        return [one for one in found if not cell.is_possible() or _has_children(one)]

    def rows(self, query: str, *values: Any) -> list[Row]:
        """What the bot's database holds; nothing while there is no such table yet."""
        path = self.data / "diary.sqlite3"
        if not path.exists():
            return []
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True, timeout=30)) as connection:
            connection.row_factory = sqlite3.Row
            try:
                return [dict(row) for row in connection.execute(query, values)]
            except sqlite3.OperationalError as error:
                if "no such table" in str(error):
                    return []
                raise

    def value(self, query: str, *values: Any) -> Any:
        """The first column of the first row; None where there is none."""
        found = self.rows(query, *values)
        return next(iter(found[0].values())) if found else None

    def change(self, query: str, *values: Any) -> None:
        """Write into the database of a bot that is not running."""
        assert not self.running()
        with closing(sqlite3.connect(self.data / "diary.sqlite3")) as connection, connection:
            connection.execute(query, values)

    async def until(self, predicate: Callable[[], T], seconds: float = PATIENCE_S) -> T:
        """The first true result of a look into the database or at the processes."""
        latest = time.monotonic() + seconds
        while not (result := predicate()):
            if time.monotonic() > latest:
                raise TimeoutError(f"not within {seconds} s; {self.story()}")
            await asyncio.sleep(LOOK_S)
        return result

    def story(self) -> str:
        """What to read when a test fails: the end of the log, and the rows that matter."""
        parts = [self.log.read_text(encoding="utf-8", errors="replace")[-6000:]]
        for query in _TOLD:
            parts += [f"{query.split()[-1]}: {row}" for row in self.rows(query)]
        return "\n".join(parts)

    def work_left(self) -> list[str]:
        """What lies in the folder for clips in work."""
        return [str(path) for path in below(self.data / "work")]


def below(folder: Path) -> list[Path]:
    """All that lies there, but for what goes away meanwhile, at which `rglob` breaks off."""
    return [
        Path(where, name)
        for where, folders, files in os.walk(folder)
        for name in (*folders, *files)
    ]


_TOLD = (
    "SELECT id, update_id, state, outcome, attempts, raw IS NULL AS blank FROM inbox",
    "SELECT id, author_id, state, reason FROM entries",
    "SELECT id, entry_id, state, stage, attempts, interruptions FROM jobs",
    "SELECT id, entry_id, message_id, picture, wanted, shown, attempts, stopped FROM cards",
)


def _has_children(process: psutil.Process) -> bool:
    with suppress(psutil.NoSuchProcess):
        return bool(process.children())
    return False


def _parent(process: psutil.Process) -> int | None:
    try:
        return process.ppid()
    except psutil.NoSuchProcess:
        return None


def _has_loaded(process: psutil.Process, library: str) -> bool:
    try:
        return any(library in place.path for place in process.memory_maps())
    except psutil.Error:
        return False


async def told(world: World, bot: BotProcess, predicate: Callable[[], T]) -> T:
    """Wait for something in the chats; a failure tells the bot's side too."""
    try:
        return await world.wait_for(predicate, PATIENCE_S)
    except TimeoutError as error:
        error.add_note(bot.story())
        raise
