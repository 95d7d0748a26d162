"""What sealing costs: searches with and without it, taking turns, and seals beside bare AES-GCM.

    python benchmarks/sealing.py [--entries 2000] [--searches 200]

The diary is that of `benchmarks/search.py`: all entries in one, each with 60 terms and the report
of a minute of video. It is copied, the copy is sealed as `python -m app rekey` does it, and each
search runs in both. Ratios are of what is worked; the wall is told beside it. Bounds are those of
a person who waits: showing ten hits of a sealed diary takes at most twice as long.
"""

from __future__ import annotations

import argparse
import asyncio
import io
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: E402 - as in search.py

from benchmarks import search as searching  # noqa: E402
from storage.database import Database  # noqa: E402
from storage.media import MediaFolder  # noqa: E402
from storage.sealed_files import PIECE, open_file, seal_file  # noqa: E402
from storage.sealing import Key, Seals, fresh  # noqa: E402
from storage.sealing_change import Change  # noqa: E402

#: p95 of showing in a sealed diary, in that of a plain one.
MOST = 2.0

#: Bytes of a text and of a film; how often each is sealed.
TEXT, FILM = 10_000, 32 << 20
TURNS = 2_000


async def seal(path: Path, key: Key) -> None:
    """Seal a database as `rekey` does it."""
    database = Database(f"sqlite+aiosqlite:///{path}")
    media = MediaFolder(path.parent / "media")
    await Change(database, media, [key], lambda _table: None).make(key.name)
    await database.close()


async def measure(paths: list[Path], key: Key, count: int) -> list[list[searching.Times]]:
    """The times of every search in the plain and in the sealed diary, which take turns."""
    towns = [Database(f"sqlite+aiosqlite:///{path}") for path in paths]
    towns[1].use(Seals([key]))
    found: list[list[searching.Times]] = [[], []]
    asked = searching.searches(count)
    for number, (typed, word) in enumerate([*asked[: searching.WARM], *asked]):
        for town, times in zip(towns, found, strict=True):
            async with town.reading() as connection:
                one = await searching.timed(connection, typed, word)
            if number >= searching.WARM:
                times.append(one)
    for town in towns:
        await town.close()
    return found


def judged(found: list[list[searching.Times]]) -> bool:
    """Print the times of searches; whether showing keeps its bound."""
    ratio = 0.0
    for kind in (searching.WALL, searching.WORKED):
        print(f"milliseconds {searching.KINDS[kind]}, median (95th percentile), plain -> sealed:")
        for number, name in enumerate(searching.NAMES):
            (a, b), (c, d) = [searching.summary([t[number][kind] for t in one]) for one in found]
            ratio = d / b
            print(f"  {name}: {a:.2f} ({b:.2f}) -> {c:.2f} ({d:.2f}), p95 {ratio:.2f} times")
    print(f"show, worked: p95 {ratio:.2f} times (at most {MOST})")
    return ratio <= MOST


def took(do: Callable[[], object], turns: int) -> float:
    """Seconds of this process's work for one turn."""
    began = time.process_time()
    for _ in range(turns):
        do()
    return (time.process_time() - began) / turns


def seals_beside_bare(folder: Path) -> None:
    """Print how fast texts and films are sealed, and how fast the library alone would be."""
    seals, bare = Seals([fresh("one")]), AESGCM(os.urandom(32))
    text, raw = "가" * (TEXT // 3), os.urandom(TEXT)
    alone = took(lambda: bare.encrypt(os.urandom(12), raw, b"a.b"), TURNS)
    ours = took(lambda: seals.seal(text, "a.b"), TURNS)
    sealed = seals.seal(text, "a.b")
    back = took(lambda: seals.open(sealed, "a.b"), TURNS)
    print(f"a text of {TEXT // 1000} kB, microseconds: bare AES-GCM {alone * 1e6:.1f}, ", end="")
    print(f"seal {ours * 1e6:.1f}, open {back * 1e6:.1f}")
    word = took(lambda: seals.open_word(seals.seal_word("회사", "a.b"), "a.b"), TURNS)
    print(f"a word, sealed and opened: {word * 1e6:.1f} microseconds")
    film = os.urandom(FILM)
    pieces = [film[n : n + PIECE] for n in range(0, FILM, PIECE)]
    alone = took(lambda: [bare.encrypt(os.urandom(12), each, b"") for each in pieces], 1)
    path = folder / "film"
    with path.open("wb") as target:
        ours = took(lambda: seal_file(lambda: io.BytesIO(film), target, seals), 1)
    with open_file(path, seals) as source:
        back = took(source.read, 1)
    told = ", ".join(
        f"{name} {FILM / s / 1e6:.0f}"
        for name, s in (("bare AES-GCM", alone), ("seal", ours), ("open", back))
    )
    print(f"a film of {FILM >> 20} MiB, MB a second: {told}")


def main() -> int:
    """Print all of it; 1 where the bound does not hold."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=2_000)
    parser.add_argument("--searches", type=int, default=200)
    given = parser.parse_args()
    key = fresh("one")
    with tempfile.TemporaryDirectory() as folder:
        seals_beside_bare(Path(folder))
        plain, sealed = Path(folder) / "plain.sqlite3", Path(folder) / "sealed.sqlite3"
        searching.make([plain], [given.entries])
        shutil.copyfile(plain, sealed)
        began = time.process_time(), time.perf_counter()
        asyncio.run(seal(sealed, key))
        worked, wall = time.process_time() - began[0], time.perf_counter() - began[1]
        sizes = [path.stat().st_size / 1e6 for path in (plain, sealed)]
        print(f"rekey: {wall:.0f} s on the wall, {worked:.0f} s of work;", end=" ")
        print(f"{sizes[0]:.0f} MB became {sizes[1]:.0f} MB")
        return int(not judged(asyncio.run(measure([plain, sealed], key, given.searches))))


if __name__ == "__main__":
    sys.exit(main())
