"""The daily round over 100,000 diaries in mixed time zones, against one bare indexed query.

    python benchmarks/daily_round.py [--diaries 100000] [--turns 7]

The floor reads the rows that are due, by the same index, through the same library, and does nothing
with them. "Claim" finds the evenings that have come and takes them and with them all their diaries
from every other process, on the disk at the end. "Rounds" then writes a line for each diary and
moves its next evening on, which touches as many places of the file as there are diaries; it is
given beside it. All take turns on the same file, so that ratios hold on a busy machine, and every
diary had two rounds before. Afterwards two processes at once claim, distribute and take to send
what is due in two more quarters: nothing may be taken twice, nothing left.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime as dt
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import sqlalchemy

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from diary import clock  # noqa: E402 - the project is not installed
from scheduler import commit_calendar  # noqa: E402
from storage import migration, rounds, shared_tables  # noqa: E402
from storage.database import Database  # noqa: E402
from storage.tables import diaries, persons  # noqa: E402

#: What the claim may cost at most, in bare queries of the same rows.
MOST = 3.0

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
ZONES = (
    "Asia/Seoul", "Asia/Tokyo", "Asia/Shanghai", "Asia/Kolkata", "Asia/Kathmandu", "Asia/Dubai",
    "Europe/Berlin", "Europe/London", "Europe/Istanbul", "Africa/Lagos", "Africa/Cairo",
    "America/New_York", "America/Chicago", "America/Denver", "America/Los_Angeles",
    "America/Sao_Paulo", "America/St_Johns", "Australia/Sydney", "Australia/Lord_Howe",
    "Pacific/Auckland", "Pacific/Chatham", "Pacific/Honolulu", "Atlantic/Azores", "UTC",
)  # fmt: skip


def diary_rows(count: int) -> list[dict[str, object]]:
    """Diaries of one owner in every zone, their evenings on the quarters from six to midnight."""
    chance = random.Random(4)  # noqa: S311 - a made-up town, no secret
    return [
        {
            "kind": "group",
            "owner_id": 1,
            "chat_id": -1000 - number,
            "time_zone": (zone := chance.choice(ZONES)),
            "day_starts_hour": 4,
            "evening_minute": (minute := 18 * 60 + 15 * chance.randrange(24)),
            "next_round_at": clock.next_at(NOON, zone, minute),
            "created_at": NOON,
        }
        for number in range(count)
    ]


def round_rows(count: int, days: int) -> list[dict[str, object]]:
    """A round of so many days ago for each diary, sent and replaced."""
    at = NOON - dt.timedelta(days=days)
    sent = {"day": at.date(), "claimed_at": at, "state": "sent", "is_replaced": True}
    return [{"diary_id": number, **sent} for number in range(1, count + 1)]


def fill(path: Path, count: int) -> None:
    """A database of the newest schema with so many diaries."""
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migration._upgrade(connection)  # noqa: SLF001 - quietly
        owner = {"id": 1, "telegram_id": 1, "language": "ko", "created_at": NOON}
        connection.execute(sqlalchemy.insert(persons), [owner])
        connection.execute(sqlalchemy.insert(diaries), diary_rows(count))
        for days in (2, 1):
            connection.execute(sqlalchemy.insert(shared_tables.rounds), round_rows(count, days))
    engine.dispose()


async def bare(database: Database, now: dt.datetime) -> int:
    """One indexed query of the rows that are due."""
    query = sqlalchemy.select(
        diaries.c.id,
        diaries.c.next_round_at,
        diaries.c.time_zone,
        diaries.c.day_starts_hour,
        diaries.c.evening_minute,
    ).where(diaries.c.next_round_at <= now)
    async with database.reading() as connection:
        return len((await connection.execute(query)).all())


async def timed(database: Database, now: dt.datetime) -> tuple[int, float, float, float]:
    """How many were due; milliseconds of the bare query, of the claim and of the rounds."""
    times = [time.perf_counter()]
    due = await bare(database, now)
    times.append(time.perf_counter())
    evenings = await commit_calendar.claim(database, now, "bench")
    times.append(time.perf_counter())
    for evening in evenings:
        await commit_calendar.distribute(database, evening, "bench", lambda: now, lambda: None)
    times.append(time.perf_counter())
    assert await bare(database, now) == 0
    floor, claim, made = (1000 * (b - a) for a, b in pairwise(times))
    return due, floor, claim, made


async def measure(path: Path, turns: int) -> float:
    """Print a line for each quarter of an hour; the ratio of the medians."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    await timed(database, NOON)  # statements are compiled once
    print("quarter     due  bare query      claim  ratio     rounds  ratio")
    floors, claims = [], []
    for number in range(1, turns + 1):
        now = NOON + dt.timedelta(minutes=15 * number)
        due, floor, claim, made = await timed(database, now)
        floors.append(floor)
        claims.append(claim)
        print(
            f"{now:%H:%M}    {due:6}  {floor:7.2f} ms  {claim:6.2f} ms  {claim / floor:5.2f}  "
            f"{made:6.2f} ms  {made / floor:5.2f}"
        )
    await database.close()
    return statistics.median(claims) / statistics.median(floors)


async def take(path: Path, first: int) -> None:
    """One of two processes: claim, distribute and take to send; print what was taken."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    for number in (first, first + 1):
        now = NOON + dt.timedelta(minutes=15 * number)
        for _ in range(3):
            await commit_calendar.tick(database, lambda now=now: now, lambda: None)  # type: ignore[misc]
            await take_some(database, now)
    await database.close()


async def take_some(database: Database, now: dt.datetime) -> None:
    """Take what waits, in any order, so that both want the same."""
    async with database.reading() as connection:
        waiting = await rounds.waiting(connection, now, (), 10_000)
    for some in batched(random.sample(waiting, len(waiting)), 20):
        async with database.writing() as connection:
            for one in some:
                if await rounds.change(connection, one.id, was="claimed", state="sending"):
                    print(one.id)
        await asyncio.sleep(0.01)  # SQLite lets whoever asks first have the next turn


def batched(them: Sequence[rounds.Round], size: int) -> list[Sequence[rounds.Round]]:
    """Some at a time."""
    return [them[n : n + size] for n in range(0, len(them), size)]


def start(command: list[str]) -> subprocess.Popen[str]:
    """A process whose words are read."""
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)  # noqa: S603 - our own


def race(path: Path, first: int) -> tuple[Counter[int], list[int]]:
    """Two processes at once: how often each round was taken, and how many each process took."""
    command = [sys.executable, __file__, "--take", str(path), str(first)]
    both = [start(command) for _ in range(2)]
    texts = [process.communicate()[0] for process in both]
    assert [process.returncode for process in both] == [0, 0]
    taken = [[int(line) for line in text.splitlines() if line.isdigit()] for text in texts]
    return Counter(number for numbers in taken for number in numbers), [len(n) for n in taken]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; 1 where the claim is too slow or anything is taken twice."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--diaries", type=int, default=100_000)
    parser.add_argument("--turns", type=int, default=9)
    parser.add_argument("--take", nargs=2)
    options = parser.parse_args(arguments)
    if options.take:
        path, first = options.take
        asyncio.run(take(Path(path), int(first)))
        return 0
    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "diary.sqlite3"
        fill(path, options.diaries)
        ratio = asyncio.run(measure(path, options.turns))
        taken, each = race(path, options.turns + 1)
    twice = sum(count > 1 for count in taken.values())
    print(f"\nfinding and claiming: {ratio:.2f} bare queries (medians; at most {MOST:.0f})")
    print(f"two processes at once: took {each[0]} and {each[1]}, twice {twice}")
    return int(ratio > MOST or twice > 0 or not all(each))


if __name__ == "__main__":
    sys.exit(main())
