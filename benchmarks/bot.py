"""The bot as a process: time to its first poll, time to the first acknowledgement, memory.

    python benchmarks/bot.py

A real bot process talks to the stand-in on the loopback interface. Thirty people send a clip at the
same moment; while those wait in the queue, more people send theirs one after another. Floors of the
same run: a bare interpreter's start and memory.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from playground import clips  # noqa: E402 - the project is not installed
from playground.server import Message, Person, World, running  # noqa: E402

CROWD = 30
LATER = 20
MEGABYTE = 1_000_000
PATIENCE_S = 300.0


@dataclass
class Peaks:
    """The largest resident set of the bot and of each kind of worker seen so far, in bytes."""

    bot: int = 0
    workers: dict[str, int] = field(default_factory=dict)


#: A library that only workers of one kind load.
LIBRARIES = {"video": "/cv2/", "charts": "/matplotlib/", "words": "/ctranslate2/"}


def kind_of(process: psutil.Process) -> str | None:
    """Which kind of worker this is, by what it has loaded; None before it has loaded anything."""
    paths = [entry.path for entry in process.memory_maps()]
    loaded = (k for k, part in LIBRARIES.items() if any(part in path for path in paths))
    return next(loaded, None)


@asynccontextmanager
async def bot(
    world: World, url: str, folder: Path, **more: str
) -> AsyncIterator[asyncio.subprocess.Process]:
    """A bot process on an empty data folder; `more` are variables of its environment."""
    environment = os.environ | {
        "MINDGITTER_TELEGRAM_API": url,
        "MINDGITTER_TELEGRAM_TOKEN": world.token,
        "MINDGITTER_DATA": str(folder),
        "MINDGITTER_DATABASE": "",
        "MINDGITTER_MODELS": str(folder / "models"),
        **more,
    }
    with (folder / "bot.log").open("wb") as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-m", "app", "run", cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            yield process
        finally:
            process.terminate()
            await process.wait()


async def watch(pid: int, peaks: Peaks) -> None:
    """Sample resident sets until cancelled."""
    process = psutil.Process(pid)
    kinds: dict[int, str | None] = {}
    while True:
        with suppress(psutil.NoSuchProcess):  # a worker may end between the listing and the look
            peaks.bot = max(peaks.bot, process.memory_info().rss)
            for child in process.children(recursive=True):
                kind = kinds[child.pid] = kinds.get(child.pid) or kind_of(child)
                if kind is not None:
                    peaks.workers[kind] = max(peaks.workers.get(kind, 0), child.memory_info().rss)
        await asyncio.sleep(0.1)


def interpreter() -> tuple[float, int]:
    """Seconds until a bare interpreter has started, and its resident set in bytes."""
    began = time.perf_counter()
    with subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as bare:
        assert bare.stdout is not None
        bare.stdout.readline()
        seconds = time.perf_counter() - began
        resident = psutil.Process(bare.pid).memory_info().rss
        bare.kill()
    return seconds, resident


async def measure(folder: Path) -> None:
    """Print every figure."""
    clip = clips.talking_face(folder / "clip.mp4", seconds=6.0)
    content = await asyncio.to_thread(clip.read_bytes)
    floor_s, floor_bytes = interpreter()
    world = World()
    async with running(world) as url:
        began = time.perf_counter()
        async with bot(world, url, folder) as process:
            await world.wait_for(lambda: world.bot.updates.polls > 0, PATIENCE_S)
            first_poll_s = time.perf_counter() - began
            people = await consenting(world)
            peaks = Peaks()
            idle = psutil.Process(process.pid).memory_info().rss
            watching = asyncio.get_running_loop().create_task(watch(process.pid, peaks))
            crowd, later = await acknowledgements(world, people, content)
            watching.cancel()
    starts = first_poll_s / floor_s
    print(f"time to first poll         {first_poll_s:5.2f} s   {starts:5.0f} bare starts")
    print(f"first answer, {CROWD} at once   {figures(crowd)}")
    print(f"first answer, {CROWD} queued    {figures(later)}")
    sizes = {"bot, idle": idle, "bot": peaks.bot}
    sizes |= {f"{kind} worker": size for kind, size in peaks.workers.items()}
    for name, size in sizes.items():
        ratio = size / floor_bytes
        print(f"{name:25}  {size / MEGABYTE:5.0f} MB  {ratio:5.1f} bare interpreters")


def figures(delays: list[float]) -> str:
    """Median and 95th percentile of seconds."""
    p95 = statistics.quantiles(delays, n=20)[-1]
    return f"{statistics.median(delays):5.2f} s   median, {p95:.2f} s p95"


async def consenting(world: World) -> list[Person]:
    """People who have agreed already."""
    people = [world.person(1000 + n, f"P{n}", "ko") for n in range(CROWD + LATER)]
    for person in people:
        person.send_text("/start")
    for person in people:
        ask = await world.wait_for(lambda p=person: [m for m in p.chat.from_bot if m.buttons], 60)
        await person.press(ask[0], ask[0].buttons[0].text)
    return people


async def acknowledgements(
    world: World, people: list[Person], content: bytes
) -> tuple[list[float], list[float]]:
    """Seconds from each clip to its first answer, of the crowd and of those who come later.

    Returns when every clip has its picture.
    """
    sent = [send(person, content) for person in people[:CROWD]]
    await world.wait_for(lambda: all(answer(p) for p in people[:CROWD]), PATIENCE_S)
    for person in people[CROWD:]:
        sent.append(send(person, content))
        await world.wait_for(lambda p=person: answer(p), PATIENCE_S)
    delays = [answer(p).versions[0].time - at for p, at in zip(people, sent, strict=True)]
    await world.wait_for(lambda: all(answer(p).photo for p in people), PATIENCE_S)
    return delays[:CROWD], delays[CROWD:]


def send(person: Person, content: bytes) -> float:
    """Send the clip; when that was. Equal files are equal in one diary alone, so all may."""
    person.send_video_note(content, duration=6)
    return time.time()


def answer(person: Person) -> Message | None:
    """The card, from its first line on: the one message after the consent."""
    return next((m for m in person.chat.from_bot[1:]), None)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(measure(Path(name)))
