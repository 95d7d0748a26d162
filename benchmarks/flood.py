"""A flood of 10,000 updates from one person: how long others wait for their first answer.

    python benchmarks/flood.py [--updates 10000] [--of everything|clips|groups|crowd] [--webhook]

A real bot process talks to the stand-in on the loopback interface. First sixty people ask for
something, one after another, while nothing else happens. Then somebody sends 10,000 updates as
fast as they can be made, private and over fifty groups of their own (texts, commands, taps, edits,
reactions, junk), and sixty others ask the same at the same pace: most of their questions stand
behind thousands of updates in Telegram's queue. Both are measured in one run; what is reported is
the difference, and the time of a processor that the bot has used for it.

`clips` is a flood that no limit a minute refuses, `groups` one over 200 chats, `crowd` one of fifty
people in one group. Polled, every update stands behind all that came before; a webhook is brought
those of each chat in their order, and those of forty chats at a time.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import secrets
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from benchmarks.bot import bot  # noqa: E402 - the project is not installed
from playground.server import Person, World, running  # noqa: E402

PEOPLE = 60
EVERY_S = 0.1
GROUPS = 50
PATIENCE_S = 300.0
#: So many updates are made before the stand-in may serve them: it shares its loop with this.
CHUNK = 50


@dataclass
class Asked:
    """One question of one person."""

    person: Person
    at: float
    before: int

    def waited_s(self) -> float:
        """Seconds until the first answer."""
        return self.person.chat.from_bot[self.before].versions[0].time - self.at

    def is_answered(self) -> bool:
        """Whether there is one."""
        return len(self.person.chat.from_bot) > self.before


async def ask(people: list[Person]) -> list[Asked]:
    """Everybody asks once, one after another, and gets an answer."""
    asked = []
    for person in people:
        asked.append(Asked(person, time.time(), len(person.chat.from_bot)))
        person.send_text("/privacy")
        await asyncio.sleep(EVERY_S)
    return asked


def flood(world: World, flooder: Person, number: int) -> Iterator[None]:
    """Send so many updates, of every kind."""
    start = len(world.updates)
    groups = [world.group(f"Junk {n}", [flooder], bot_is_admin=True) for n in range(GROUPS)]
    yield
    first = flooder.send_text("/help")
    liked = flooder.send_text("junk", chat=groups[0])
    hearts = itertools.cycle(("👍", None))
    kinds = itertools.cycle(range(10))
    while len(world.updates) - start < number:
        kind = next(kinds)
        if kind < 4:
            flooder.send_text(("/help", "hello", "/search x", "/calendar")[kind])
        elif kind < 6:
            flooder.call(first, ("more:1", "zzz")[kind - 4])
        elif kind == 6:
            flooder.edit_text(first, f"/help {len(world.updates)}")
        elif kind == 7:
            flooder.react(liked, next(hearts))
        else:
            group = groups[len(world.updates) % GROUPS]
            flooder.send_text(("/help", "junk")[kind - 8], chat=group)
        yield


def clips(_world: World, flooder: Person, number: int) -> Iterator[None]:
    """Clips alone, each another; they come in whatever is sent."""
    flooder.send_text("/start")
    for n in range(number):
        flooder.send_video_note(f"clip {n}".encode(), 5)
        yield


def groups(world: World, flooder: Person, number: int) -> Iterator[None]:
    """Texts, over two hundred groups of their own."""
    chats = [world.group(f"Junk {n}", [flooder], bot_is_admin=True) for n in range(200)]
    for n in range(number):
        flooder.send_text("/help", chat=chats[n % len(chats)])
        yield


def crowd(world: World, flooder: Person, number: int) -> Iterator[None]:
    """Texts of fifty people, in one group."""
    people = [flooder, *(world.person(5000 + n, f"M{n}", "en") for n in range(49))]
    chat = world.group("Junk", people, bot_is_admin=True)
    for n in range(number):
        people[n % len(people)].send_text("/help", chat=chat)
        yield


FLOODS = {"everything": flood, "clips": clips, "groups": groups, "crowd": crowd}


async def pour(world: World, flooder: Person, number: int, of: str) -> float:
    """The whole flood; seconds that it took to make."""
    began = time.perf_counter()
    for made, _ in enumerate(FLOODS[of](world, flooder, number)):
        if made % CHUNK == 0:
            await asyncio.sleep(0)
    return time.perf_counter() - began


def figures(delays: list[float]) -> str:
    """Median, 95th percentile and the longest of seconds."""
    p95 = statistics.quantiles(delays, n=20)[-1]
    return f"{statistics.median(delays):6.3f} s p50  {p95:6.3f} s p95  {max(delays):6.3f} s max"


def used_s(pid: int) -> float:
    """Seconds of a processor that a process has used, without its workers."""
    times = psutil.Process(pid).cpu_times()
    return float(times.user + times.system)


def by_webhook() -> dict[str, str]:
    """What a bot is told for a webhook of its own at a free port."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        place = f"127.0.0.1:{listening.getsockname()[1]}"
    hook = {"URL": f"http://{place}/updates", "LISTEN": place, "SECRET": secrets.token_urlsafe(24)}
    return {f"MINDGITTER_WEBHOOK_{name}": value for name, value in hook.items()}


async def measure(folder: Path, number: int, of: str, given: dict[str, str]) -> None:
    """Print every figure."""
    world = World()
    async with running(world) as url, bot(world, url, folder, **given) as process:
        people = [world.person(2000 + n, f"P{n}", "ko") for n in range(2 * PEOPLE)]
        flooder = world.person(666, "Mallory", "en")
        warm = world.person(1999, "Warm", "ko")
        warm.send_text("/privacy")
        await world.wait_for(lambda: warm.chat.from_bot, PATIENCE_S)
        calm = await ask(people[:PEOPLE])
        await world.wait_for(lambda: all(one.is_answered() for one in calm), PATIENCE_S)
        began, used = time.perf_counter(), used_s(process.pid)
        pouring = asyncio.get_running_loop().create_task(pour(world, flooder, number, of))
        await asyncio.sleep(0.2)
        wild = await ask(people[PEOPLE:])
        poured_s = await pouring
        await world.wait_for(lambda: all(one.is_answered() for one in wild), PATIENCE_S)
        await world.wait_for(lambda: not world.bot.updates.pending, PATIENCE_S)
        taken_s, used = time.perf_counter() - began, used_s(process.pid) - used
        resident = psutil.Process(process.pid).memory_info().rss
        answers = len(flooder.chat.from_bot)
    alone = [one.waited_s() for one in calm]
    beside = [one.waited_s() for one in wild]
    print(f"{number} updates made in {poured_s:.1f} s, all taken in after {taken_s:.1f} s")
    print(f"others alone         {figures(alone)}")
    print(f"others in the flood  {figures(beside)}")
    more = statistics.median(beside) - statistics.median(alone)
    ratio = statistics.median(beside) / statistics.median(alone)
    print(
        f"delay of others      {more:6.3f} s p50 ({ratio:.1f} times)"
        f"  {max(beside) - max(alone):6.3f} s max"
    )
    print(f"answers to the flooder {answers}, bot {resident / 1e6:.0f} MB")
    print(
        f"the bot's processor  {used:6.2f} s, {used / number * 1e6:.0f} µs an update of the flood"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--updates", type=int, default=10_000)
    parser.add_argument("--of", choices=[*FLOODS], default="everything")
    parser.add_argument("--webhook", action="store_true", help="instead of long polling")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        asyncio.run(
            measure(Path(name), given.updates, given.of, by_webhook() if given.webhook else {})
        )
