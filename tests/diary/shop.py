"""A worker whose stages and files are scripted, on a real database."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from analysis.pipeline import Recipe
from analysis.report import Emotions, Picture, Report
from diary import recordings
from diary.attempt import Attempt, Plan, Tools
from diary.worker import Worker
from storage.database import Database
from storage.entries import Entry
from storage.jobs import Job
from tests.diary.given import (
    LIMITS,
    SPEECH,
    TERMS,
    WORDS,
    Clock,
    accepted,
    entry_of,
    picture,
    recording,
)

PICTURE, SPOKEN, CHOSEN = (
    "analysis.pipeline:picture",
    "analysis.speech:transcribe",
    "analysis.words:words",
)
RECIPE: Any = Recipe("models")
HEARD = "analysis.voices:heard"
SOUND = Picture(8.0, 0.0, Emotions(), sound="sound.f32")
RESULTS: dict[str, Any] = {PICTURE: picture(), HEARD: SOUND, SPOKEN: SPEECH, CHOSEN: WORDS}


def check_alone(clip: Path) -> None:
    """The clip lies alone in its folder: a playlist in disguise finds no neighbours."""
    assert clip.read_bytes() == b"clip"
    assert list(clip.parent.iterdir()) == [clip]


class Workshop:
    """Gives what each stage's script says next, then what such a stage usually gives."""

    def __init__(self) -> None:
        self.script: dict[str, list[Any]] = {PICTURE: [], HEARD: [], SPOKEN: [], CHOSEN: []}
        self.calls: list[str] = []
        self.arguments: list[tuple[Any, ...]] = []
        self.deadlines = {SPOKEN: 46.0}

    async def run(self, _kind: str, target: str, /, *args: Any, deadline_s: float) -> Any:
        assert deadline_s == self.deadlines.get(target, 30.0)
        if target in (PICTURE, HEARD):
            check_alone(Path(args[0]))
        self.calls.append(target)
        self.arguments.append(args)
        result = self.script[target].pop(0) if self.script[target] else RESULTS[target]
        if callable(result):
            result = await result()
        if isinstance(result, Exception):
            raise result
        return result


class Courier:
    """Brings a file, or fails as its script says."""

    def __init__(self) -> None:
        self.script: list[Exception | None] = []
        self.fetched: list[str] = []

    async def fetch(self, file_id: str, path: Path) -> None:
        self.fetched.append(file_id)
        failure = self.script.pop(0) if self.script else None
        if failure is not None:
            raise failure
        await asyncio.to_thread(path.write_bytes, b"clip")


class Shop:
    """A worker with everything around it, and a view of the tables."""

    def __init__(self, database: Database, folder: Path) -> None:
        self.database, self.folder = database, folder
        self.clock, self.workshop, self.courier = Clock(), Workshop(), Courier()
        self.has_speech = True
        self.changed = asyncio.Event()
        plan = Plan(RECIPE, folder, 2, 30.0, TERMS, lambda: self.has_speech)
        self.tools = Tools(
            database, self.workshop, self.courier, plan, self.clock, self.changed.set
        )
        self.worker = Worker(self.tools)

    async def accept(self, *parts: recordings.Recording) -> int:
        async with self.database.writing() as connection:
            entry_id = await accepted(connection, parts[0], self.clock())
            for part in parts[1:]:
                await recordings.accept(connection, part, LIMITS, self.clock())
        return entry_id

    async def attempt(self) -> Job | None:
        """One attempt at the next job; None when nobody may be served now."""
        job = await self.worker._claim()
        if job is not None:
            await Attempt(self.tools, job).run()
            assert not self.folder.exists() or list(self.folder.iterdir()) == []
        return job

    async def attempts(self) -> int:
        """Attempt until nothing is left to do, however long that takes; how often."""
        for count in range(50):
            self.clock.pass_s(120)
            if await self.attempt() is None:
                return count
        raise AssertionError("the queue never gets empty")

    async def entry(self, entry_id: int) -> Entry:
        async with self.database.reading() as connection:
            return await entry_of(connection, entry_id)

    async def report(self, entry_id: int) -> Report:
        report = (await self.entry(entry_id)).report
        assert report is not None
        return Report.from_json(report)

    async def until(self, so: Callable[[], Awaitable[bool]]) -> None:
        """Wait for what the running loop does."""
        async with asyncio.timeout(60):
            while not await so():
                self.changed.clear()
                if not await so():
                    await self.changed.wait()

    async def is_in(self, entry_id: int, state: str) -> bool:
        return (await self.entry(entry_id)).state == state


def album(*numbers: int) -> list[recordings.Recording]:
    return [recording(n, kind="video", media_group_id="album") for n in numbers]
