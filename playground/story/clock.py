"""The clock of the world while the story is told: it goes where the story is, never backwards."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from playground.server import Person, World


class Clock:
    """Unix seconds. It begins at `begin` and goes on by itself, as `real` does."""

    def __init__(self, real: Callable[[], float], begin: float) -> None:
        """`real` is the clock that is right."""
        self._real = real
        self._ahead = begin - real()

    def __call__(self) -> float:
        """The time of the story; it is never later than what is right."""
        return min(self._real(), self._real() + self._ahead)

    def go(self, at: float) -> None:
        """Go on to a time; one that is over leaves the clock as it is."""
        self._ahead = max(self._ahead, at - self._real())


@contextmanager
def told(world: World, people: Sequence[Person], begin: float) -> Iterator[Clock]:
    """Let the world's clock be the story's as long as this lasts.

    Chats are read from top to bottom: it begins after the last message to any of these people.
    """
    real = world.clock
    chats = [chat for chat in world.chats.values() if any(p.id in chat.members for p in people)]
    dates = [chat.messages[-1].date for chat in chats if chat.messages]
    clock = Clock(real, max([begin, *dates]))
    world.clock = clock
    try:
        yield clock
    finally:
        world.clock = real
