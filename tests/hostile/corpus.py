"""Every kind of hostile file that there is here."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile import bombs, cargo, disguises, lies
from tests.hostile.kind import Kind, Larder


def corpus(larder: Larder) -> Iterator[Kind]:
    """All kinds, in an order that stays."""
    for room in (disguises, bombs, lies, cargo):
        yield from room.kinds(larder)
