"""The log of a bot's requests, and waiting for something to happen in a world."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Json = dict[str, Any]
T = TypeVar("T")

LOOK_ELSEWHERE = 0.1


@dataclass(frozen=True, slots=True)
class Call:
    """One request of a bot: when (unix seconds), what, and its `outcome`.

    `outcome` is "ok", "refused", "unanswered" (done, but the answer was dropped), "dropped" (not
    done) or "broken" (a 5xx). `answer` is the JSON that was or would have been sent, None where
    there is none.
    """

    time: float
    method: str
    params: Json
    outcome: str
    status: int
    answer: Json | None


class Watchers:
    """Those who wait for something to happen."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._waiting: set[asyncio.Future[None]] = set()

    def wake(self) -> None:
        """Let everybody look again."""
        for watcher in self._waiting:
            if not watcher.done():
                watcher.set_result(None)
        self._waiting.clear()

    async def first(
        self, predicate: Callable[[], T | None], seconds: float, told: Callable[[], str]
    ) -> T:
        """Return the first true result of `predicate`, which is tried after each change.

        TimeoutError after `seconds` says what `told` returns.
        """
        try:
            async with asyncio.timeout(seconds):
                while True:
                    if result := predicate():
                        return result
                    await self._next_change()
        except TimeoutError:
            raise TimeoutError(f"not within {seconds} s; the chats:\n{told()}") from None

    async def _next_change(self) -> None:
        """Wait until something happens here, or a moment, for predicates that look elsewhere."""
        watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting.add(watcher)
        await asyncio.wait([watcher], timeout=LOOK_ELSEWHERE)
        self._waiting.discard(watcher)
