"""Which entries go into which part: each stays under a size, and every part stands alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

#: Entries of one part: a page with more is slow on a phone.
MOST_ENTRIES = 400

#: What the manifest, the owner's file and the empty page take, in bytes, and some room.
FRAME = 300_000

#: The table, the drawing and the page of one entry, compressed, are smaller than this.
BESIDE = 6_000


@dataclass(frozen=True, slots=True)
class Cost:
    """An entry's size in bytes: of its JSON before it is compressed, and of each of its films."""

    text: int
    films: tuple[int, ...] = ()


def is_too_large(film: int, limit: int) -> bool:
    """Whether a film fits in no part, even alone; both in bytes."""
    return film > limit - FRAME - 2 * BESIDE


def planned(costs: Sequence[Cost], limit: int) -> list[range]:
    """The entries of each part, in order; at least one part. `limit` is in bytes.

    Text counts uncompressed, which is several times what it takes, and leaves room for what is made
    of it: page and table. A film that is too large for a part counts nothing.
    """
    parts: list[range] = []
    begin, size = 0, FRAME
    for number, cost in enumerate(costs):
        fitting = (film for film in cost.films if not is_too_large(film, limit))
        own = cost.text + BESIDE + sum(fitting)
        if number > begin and (size + own > limit or number - begin >= MOST_ENTRIES):
            parts.append(range(begin, number))
            begin, size = number, FRAME
        size += own
    return [*parts, range(begin, len(costs))]
