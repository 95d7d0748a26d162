"""The log of a bot's requests, and waiting for something to happen in a world."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from playground.server.faults import Faults

Json = dict[str, Any]
T = TypeVar("T")

LOOK_ELSEWHERE = 0.1
PATIENCE = 120.0


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
        """Begin with nobody; `changes` counts what happened."""
        self.changes = 0
        self._waiting: set[asyncio.Future[None]] = set()

    def wake(self) -> None:
        """Let everybody look again."""
        self.changes += 1
        for watcher in self._waiting:
            if not watcher.done():
                watcher.set_result(None)
        self._waiting.clear()

    async def after(self, seen: int, seconds: float) -> int:
        """Wait until there were more than `seen` changes, at most for `seconds`; how many now."""
        if self.changes <= seen:
            watcher: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            self._waiting.add(watcher)
            await asyncio.wait([watcher], timeout=seconds)
            self._waiting.discard(watcher)
        return self.changes

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


class Watched:
    """What tests and pages watch: the log of requests and what was wrong with them.

    `calls` is the log of requests, `violations` what in them was not the Bot API, `early_calls`
    what came before the retry_after of a 429 was over, `crashes` mistakes of the stand-in itself,
    `faults` what shall go wrong. `clock` gives unix seconds.
    """

    def __init__(self, clock: Callable[[], float], seed: int) -> None:
        """Begin with an empty log; `seed` is for the chance of faults."""
        self.clock = clock
        self.faults = Faults(seed, self._now)
        self.calls: list[Call] = []
        self.violations: list[str] = []
        self.crashes: list[str] = []
        self.watchers = Watchers()

    @property
    def early_calls(self) -> list[str]:
        """Methods (with their chat) that were called before the retry_after of a 429 was over."""
        return self.faults.early_calls

    def changed(self) -> None:
        """Wake everybody who waits for something."""
        self.watchers.wake()

    async def wait_for(self, predicate: Callable[[], T | None], seconds: float = PATIENCE) -> T:
        """Return the first true result of `predicate`, which is tried after each change.

        TimeoutError tells what stands in the chats.
        """
        return await self.watchers.first(predicate, seconds, self.transcript)

    def calls_of(self, method: str) -> list[Call]:
        """Return the log's calls of one method."""
        return [call for call in self.calls if call.method.lower() == method.lower()]

    def log(self, call: Call) -> None:
        """Add to the log of requests."""
        self.calls.append(call)
        self.changed()

    def transcript(self) -> str:
        """Return the log as text to read."""
        return "\n".join(f"{call.method}: {call.outcome}" for call in self.calls)

    def _now(self) -> float:
        """Return unix seconds of the clock that is set at the moment."""
        return self.clock()
