"""Searches in a diary of 5,000 entries, while the database around it grows, against a bare lookup.

    python benchmarks/search.py [--large] [--searches 300]

The floor is `terms.entries_with`: the numbers of all entries of the diary that have a word, through
the same library and the same file, nothing done with them. "Find" is the query of a page: all of
what was typed, in entries and comments, the newest ten first and how many there are in all. "Show"
is all of a search: it finds, reads the ten entries with what was said in them, and marks the
sentences. They take turns, also between the sizes, so that ratios hold on a busy machine. The words
are as common as words are (Zipf), and people search for the rarer ones.

The diary's 5,000 entries lie scattered between those of the others, of 40 each; they have 60 terms
and a report of a minute of video, those of others ten terms. --large grows to 1,000,000 entries.
"""

from __future__ import annotations

import argparse
import asyncio
import bisect
import datetime as dt
import itertools
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import sqlalchemy

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from diary import search, search_syntax  # noqa: E402 - the project is not installed
from diary.search import PAGE  # noqa: E402
from storage import diaries, migration, terms  # noqa: E402
from storage import search as rows  # noqa: E402
from storage import tables as t  # noqa: E402
from storage.database import Connection, Database  # noqa: E402

#: p95 of finding and of showing, in bare lookups; and at the end, in what it was at the beginning.
MOST, FLAT = 3.0, 1.5

#: What is measured. Bounds are held by what is worked: others' work does not count there.
WALL, WORKED = 0, 1
KINDS = ("on the wall", "of work")

#: Entries of the diary that is searched, and of each other; terms of each of theirs.
SEARCHED, OTHERS = 5_000, 40
OWN_TERMS, OTHER_TERMS = 60, 10
MINE = 1

#: Searches before those that are counted.
WARM = 20

NOON = dt.datetime(2026, 11, 20, 12, 0, tzinfo=dt.UTC)
TODAY = NOON.date()
VOCABULARY = 20_000
TAGS = 300

Rows = list[dict[str, object]]

#: Of a search: what each of `NAMES` took, on the wall and worked.
Times = list[tuple[float, float]]
NAMES = ("bare lookup", "find", "show")


def words() -> tuple[list[str], list[float]]:
    """Made-up Korean words, and their cumulated share: the n-th is an n-th as common."""
    syllables = (
        "가나다라마바사아자차카타파하거너더러머버서어저처커터퍼허고노도로모보소오조초코토포호"
    )
    found = [
        "".join(p) for p in itertools.islice(itertools.product(syllables, repeat=3), VOCABULARY)
    ]
    random.Random(1).shuffle(found)  # noqa: S311 - no secret
    return found, list(itertools.accumulate(1 / (n + 1) for n in range(VOCABULARY)))


class Town:
    """Makes entries one after another; every so many of them is of the searched diary."""

    def __init__(self) -> None:
        self.chance = random.Random(5)  # noqa: S311 - a made-up town, no secret
        self.words, self.shares = words()
        self.entries = 0
        self.own = 0

    def word(self) -> str:
        """One of the words, by how common it is."""
        at = self.chance.random() * self.shares[-1]
        return self.words[bisect.bisect_left(self.shares, at)]

    def owners(self, until: int) -> Iterator[tuple[int, int]]:
        """The number and the diary of each new entry."""
        every = max(1, (until - self.entries) // max(1, SEARCHED - self.own))
        while self.entries < until:
            self.entries += 1
            is_own = self.own < SEARCHED and self.entries % every == 0
            self.own += is_own
            yield self.entries, MINE if is_own else 2 + self.entries // OTHERS

    def terms(self, is_own: bool) -> set[str]:  # noqa: FBT001
        """What an entry is found by."""
        count = OWN_TERMS if is_own else OTHER_TERMS
        found = {self.word() for _ in range(count)}
        found |= {f"#tag{int(TAGS * self.chance.random() ** 2)}" for _ in range(3)}
        return found | {"!entry", self.chance.choice(("!look:happy", "!look:sad", "!has:video"))}

    def entry(self, number: int, diary_id: int) -> dict[str, object]:
        """A row of an entry of the last five years."""
        at = NOON - dt.timedelta(hours=6 * self.chance.randrange(8_000))
        return {
            "id": number, "diary_id": diary_id, "author_id": 1, "state": "done", "caption": "",
            "recorded_at": at, "day": at.date(), "created_at": at, "title": None,
            "uid": f"{number:032x}", "report": report(self) if diary_id == MINE else None,
        }  # fmt: skip


def report(town: Town) -> dict[str, object]:
    """A minute of video: 300 moments and 20 sentences."""
    moments = [
        {"t_s": round(n / 5, 1), "scores": [0.031, 0.011, 0.023, 0.512, 0.113, 0.051, 0.259]}
        for n in range(300)
    ]
    segments = [
        {"start_s": 3.0 * n, "end_s": 3.0 * n + 3, "text": " ".join(town.word() for _ in range(8))}
        for n in range(20)
    ]
    key = {"text": segments[0]["text"], "start_s": 0.0}
    return {
        "status": "ok", "duration_s": 60.0, "face_s": 60.0, "warnings": [], "tags": [],
        "emotions": {"mean": moments[0]["scores"], "dominant": "happy", "timeline": moments,
                     "unclear_s": 0.0},
        "transcript": {"language": "ko", "text": " ".join(str(s["text"]) for s in segments),
                       "segments": segments},
        "key_sentences": [key],
    }  # fmt: skip


def grow(path: Path, town: Town, until: int) -> None:
    """More entries, in one transaction for each ten thousand of them."""
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    new = list(town.owners(until))
    for some in _batched(new):
        with engine.begin() as connection:
            others = sorted({diary_id for _, diary_id in some})
            known = set(connection.scalars(sqlalchemy.select(t.diaries.c.id)))
            fresh = [_diary(number) for number in others if number not in known]
            if fresh:
                connection.execute(sqlalchemy.insert(t.diaries), fresh)
            made = [town.entry(*one) for one in some]
            connection.execute(sqlalchemy.insert(t.entries), made)
            connection.execute(sqlalchemy.insert(t.terms), _terms(town, made))
    engine.dispose()


def _batched(new: Sequence[tuple[int, int]]) -> Iterator[Sequence[tuple[int, int]]]:
    for start in range(0, len(new), 10_000):
        yield new[start : start + 10_000]


def _diary(number: int) -> dict[str, object]:
    return {
        "id": number, "kind": "private" if number == MINE else "group", "owner_id": 1,
        "chat_id": number, "time_zone": "UTC", "day_starts_hour": 4, "created_at": NOON,
    }  # fmt: skip


def _terms(town: Town, made: Rows) -> Rows:
    return [
        {"diary_id": one["diary_id"], "term": term, "entry_id": one["id"], "day": one["day"]}
        for one in made
        for term in town.terms(one["diary_id"] == MINE)
    ]


def begin(path: Path) -> None:
    """An empty database of the newest schema with one person."""
    engine = sqlalchemy.create_engine(f"sqlite:///{path}")
    with engine.begin() as connection:
        migration._upgrade(connection)  # noqa: SLF001 - quietly
        owner = {"id": 1, "telegram_id": 1, "language": "ko", "created_at": NOON}
        connection.execute(sqlalchemy.insert(t.persons), [owner])
    engine.dispose()


def searches(count: int) -> list[tuple[str, str]]:
    """What is typed, and the word in it that the floor looks up."""
    chance = random.Random(9)  # noqa: S311 - no secret
    known, _ = words()
    found = []
    for number in range(count):
        word = known[int(VOCABULARY * chance.random() ** 3)]
        more = ("", "", "", f" {known[chance.randrange(50)]}", " #tag1", " 2026", " has:video")
        found.append((word + more[number % len(more)], word))
    return found


def clocks() -> tuple[float, float]:
    """Milliseconds on the wall and of this process's work, its database thread's included."""
    return 1000 * time.perf_counter(), 1000 * time.process_time()


async def timed(connection: Connection, typed: str, word: str) -> list[tuple[float, float]]:
    """Milliseconds, on the wall and worked, of the lookup, of finding and of the whole search."""
    diary = await diaries.get(connection, MINE)
    query = search_syntax.read(typed, TODAY)
    wanted = search._wanted(query, [diary], {})  # noqa: SLF001 - what `search` asks for
    times = [clocks()]
    await terms.entries_with(connection, MINE, word)
    times.append(clocks())
    await rows.page(connection, wanted, PAGE)
    times.append(clocks())
    await search.search(connection, query, [diary])
    times.append(clocks())
    return [(b[0] - a[0], b[1] - a[1]) for a, b in itertools.pairwise(times)]


async def measure(paths: Sequence[Path], count: int) -> list[list[Times]]:
    """The times of every search in each of the files, in milliseconds."""
    towns = [Database(f"sqlite+aiosqlite:///{path}") for path in paths]
    found: list[list[Times]] = [[] for _ in towns]
    asked = searches(count)
    for number, (typed, word) in enumerate([*asked[:WARM], *asked]):
        for town, times in zip(towns, found, strict=True):
            async with town.reading() as connection:
                one = await timed(connection, typed, word)
            if number >= WARM:
                times.append(one)
    for town in towns:
        await town.close()
    return found


def main() -> int:
    """Print all of it; 1 where a bound does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--large", action="store_true", help="grow to 1,000,000 entries")
    parser.add_argument("--searches", type=int, default=300)
    given = parser.parse_args()
    sizes = [10_000, 100_000, *([1_000_000] if given.large else [])]
    with tempfile.TemporaryDirectory() as folder:
        paths = [Path(folder) / f"{size}.sqlite3" for size in sizes]
        make(paths, sizes)
        found = asyncio.run(measure(paths, given.searches))
    judged(WALL, sizes, found)
    return int(not judged(WORKED, sizes, found))


def make(paths: Sequence[Path], sizes: Sequence[int]) -> None:
    """One file for each size, each the one before with more entries."""
    town = Town()
    for number, (path, size) in enumerate(zip(paths, sizes, strict=True)):
        began = time.perf_counter()
        if number:
            shutil.copyfile(paths[number - 1], path)
        else:
            begin(path)
        grow(path, town, size)
        print(f"{size:,} entries made in {time.perf_counter() - began:.0f} s", flush=True)


def judged(kind: int, sizes: Sequence[int], found: Sequence[Sequence[Times]]) -> bool:
    """Print the times of one kind; whether finding and showing keep the bounds."""
    print(f"milliseconds {KINDS[kind]}, median (95th percentile):")
    ends = []
    for size, searched in zip(sizes, found, strict=True):
        told = [summary([one[n][kind] for one in searched]) for n in range(len(NAMES))]
        line = ", ".join(f"{n} {a:.2f} ({b:.2f})" for n, (a, b) in zip(NAMES, told, strict=True))
        print(f"{size:>9,} entries: {line}", flush=True)
        ends.append([end for _, end in told])
    kept = [_keeps(number, ends, sizes) for number in (1, 2)]
    return all(kept)


def _keeps(number: int, ends: Sequence[Sequence[float]], sizes: Sequence[int]) -> bool:
    """Whether finding (1) or showing (2) is quick enough and flat, by its 95th percentiles."""
    ratio = max(one[number] / one[0] for one in ends)
    growth = ends[-1][number] / ends[0][number]
    print(f"  {NAMES[number]}: p95 {ratio:.2f} bare lookups (at most {MOST}),", end=" ")
    print(f"{growth:.2f} times from {sizes[0]:,} to {sizes[-1]:,} entries (at most {FLAT})")
    return ratio <= MOST and growth <= FLAT


def summary(times: Sequence[float]) -> tuple[float, float]:
    """Median and 95th percentile."""
    return statistics.median(times), statistics.quantiles(times, n=20)[-1]


if __name__ == "__main__":
    sys.exit(main())
