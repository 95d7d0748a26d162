"""Damaged copies of good clips: bits turned, ends cut off, pieces moved, sizes that lie."""

from __future__ import annotations

import random
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from tests.hostile.kind import Larder

#: The containers that are damaged in turn.
CONTAINERS = (
    *("mp4", "front", "fragmented", "mov", "matroska", "webm", "avi", "mjpeg", "mpegts", "mpeg"),
)
_SIZES = (0, 1, 7, 8, 16, 255, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0x80000000, 0xFFFFFFFF)
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class Mutation:
    """One damaged copy; `number` and the good clip make it again."""

    number: int
    container: str
    ways: tuple[str, ...]
    content: bytes


def mutations(larder: Larder, count: int) -> Iterator[Mutation]:
    """The first `count` of a list that is always the same."""
    for number in range(count):
        yield mutation(larder, number)


def mutation(larder: Larder, number: int) -> Mutation:
    """The one of that number."""
    container = CONTAINERS[number % len(CONTAINERS)]
    chance = random.Random(number)  # noqa: S311 - the same each time, on purpose
    content = bytearray(larder.good(container))
    ways = chance.choices(sorted(_WAYS), k=chance.choice((1, 1, 2, 3)))
    for way in ways:
        content = _WAYS[way](content, chance)
    return Mutation(number, container, tuple(ways), bytes(content))


def _bits(content: bytearray, chance: random.Random) -> bytearray:
    for _ in range(chance.choice((1, 8, 64, 512))):
        if content:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    return content


def _head_bytes(content: bytearray, chance: random.Random) -> bytearray:
    """Where headers are, every bit counts."""
    for _ in range(chance.choice((1, 4, 16))):
        if content:
            content[chance.randrange(min(_HEAD, len(content)))] = chance.randrange(256)
    return content


def _cut(content: bytearray, chance: random.Random) -> bytearray:
    return content[: chance.randrange(len(content) + 1)]


def _beheaded(content: bytearray, chance: random.Random) -> bytearray:
    return content[:64] + content[64 + chance.randrange(2000) :]


def _swapped(content: bytearray, chance: random.Random) -> bytearray:
    size = chance.choice((16, 188, 1024))
    first, second = (chance.randrange(max(1, len(content) - size)) for _ in range(2))
    one, other = content[first : first + size], content[second : second + size]
    content[first : first + size], content[second : second + size] = other, one
    return content


def _doubled(content: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(len(content) or 1)
    piece = content[start : start + chance.randrange(1, 4000)]
    return content[:start] + piece * chance.choice((2, 20)) + content[start:]


def _rubbish(content: bytearray, chance: random.Random) -> bytearray:
    place = chance.randrange(len(content) + 1)
    return content[:place] + chance.randbytes(chance.choice((1, 17, 700))) + content[place:]


def _blanked(content: bytearray, chance: random.Random) -> bytearray:
    start = chance.randrange(len(content) or 1)
    length = min(chance.randrange(1, 3000), len(content) - start)
    content[start : start + length] = bytes(length)
    return content


def _sizes(content: bytearray, chance: random.Random) -> bytearray:
    """Four bytes somewhere are a number that somebody may believe."""
    for _ in range(chance.choice((1, 3))):
        place = chance.randrange(max(1, len(content) - 4))
        content[place : place + 4] = struct.pack(chance.choice((">I", "<I")), chance.choice(_SIZES))
    return content


def _boxes(content: bytearray, chance: random.Random) -> bytearray:
    """The number before or behind a name of four letters: a size, a count, a version."""
    names = [
        place
        for place in range(4, len(content) - 16)
        if content[place : place + 4].isalpha() and content[place : place + 4].islower()
    ]
    for place in chance.choices(names, k=2) if names else []:
        at = place + chance.choice((-4, 4, 8, 12))
        content[at : at + 4] = struct.pack(">I", chance.choice(_SIZES))
    return content


_WAYS: dict[str, Callable[[bytearray, random.Random], bytearray]] = {
    "beheaded": _beheaded,
    "bits": _bits,
    "blanked": _blanked,
    "boxes": _boxes,
    "cut": _cut,
    "doubled": _doubled,
    "head": _head_bytes,
    "rubbish": _rubbish,
    "sizes": _sizes,
    "swapped": _swapped,
}
