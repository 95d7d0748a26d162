"""Who may call Telegram now: in order within a chat, by urgency between chats, at Telegram's pace.

What goes to one chat in one lane goes one after another, also while the first is tried again; so do
the changes of one message. Another lane or chat never waits for that: a long upload, or a chat that
is closed, holds up its own line alone.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from typing import Any

from bot.calls import Call, Effect
from bot.counts import Counts
from bot.pace import Lane, Pace

#: What a line says that is not free in time, and nobody knows when it will be.
SOME_S = 1.0


class NotYet(Exception):
    """There was no turn for this call within its patience; `after_s` says when there may be."""

    def __init__(self, after_s: float) -> None:
        super().__init__()
        self.after_s = after_s


@dataclass(order=True, slots=True)
class _Waiter:
    lane: Lane
    number: int
    call: Call = field(compare=False)
    future: asyncio.Future[None] = field(compare=False)


@dataclass(slots=True)
class _Line:
    lock: asyncio.Lock = field(default_factory=asyncio.Lock)
    members: int = 0


class Turns:
    """Lines before Telegram's door."""

    def __init__(self, pace: Pace, counts: Counts) -> None:
        self.pace = pace
        self.counts = counts
        self._lines: dict[object, _Line] = {}
        self._waiting: list[_Waiter] = []
        self._number = 0
        self._timer: asyncio.TimerHandle | None = None

    @asynccontextmanager
    async def in_line(self, call: Call, lane: Lane, deadline: float) -> AsyncIterator[None]:
        """Stand first in the call's line; raises NotYet where that takes longer than `deadline`."""
        key = _key(call, lane)
        if key is None:
            yield
            return
        line = self._lines.setdefault(key, _Line())
        line.members += 1
        try:
            await self._first(line, call, lane, deadline)
            try:
                yield
            finally:
                line.lock.release()
        finally:
            line.members -= 1
            if not line.members:
                del self._lines[key]

    async def _first(self, line: _Line, call: Call, lane: Lane, deadline: float) -> None:
        self.counts.waiting += 1
        try:
            async with asyncio.timeout_at(deadline):
                await line.lock.acquire()
        except TimeoutError:
            raise self._not_yet(call, lane) from None
        finally:
            self.counts.waiting -= 1

    @asynccontextmanager
    async def turn(self, call: Call, lane: Lane, deadline: float) -> AsyncIterator[Outcome]:
        """Wait until the call may be made, and count it while it is; raises NotYet."""
        await self._admitted(call, lane, deadline)
        outcome = Outcome()
        try:
            yield outcome
        finally:
            self.pace.end(call, _now(), counts=outcome.counts)
            self._admit()

    async def _admitted(self, call: Call, lane: Lane, deadline: float) -> None:
        if not self._waiting and self.pace.wait(call, lane, _now()) <= 0:
            self.pace.begin(call)
            return
        is_admitted = False
        while not is_admitted:
            wait = self.pace.wait(call, lane, _now())
            if wait < math.inf and _now() + wait > deadline:
                raise self._not_yet(call, lane)
            await self._admitted_later(call, lane, deadline)
            is_admitted = self._is_still_open(call)

    def _is_still_open(self, call: Call) -> bool:
        """Whether nothing was closed between a turn's coming and its being taken, a moment later.

        Another call may have met its 429 in between; then the turn is given back.
        """
        if self.pace.closed_s(call, _now()) <= 0:
            return True
        self.pace.end(call, _now(), counts=False)
        self._admit()
        return False

    async def _admitted_later(self, call: Call, lane: Lane, deadline: float) -> None:
        future: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._number += 1
        waiter = _Waiter(lane, self._number, call, future)
        self._waiting.append(waiter)
        self.counts.waiting += 1
        self._admit()
        try:
            async with asyncio.timeout_at(deadline):
                await future
        except BaseException as error:
            self._leave(waiter)
            if isinstance(error, TimeoutError):
                raise self._not_yet(call, lane) from None
            raise
        finally:
            self.counts.waiting -= 1

    def _leave(self, waiter: _Waiter) -> None:
        """Who does not wait any more; a turn that came at the same moment is given back."""
        with suppress(ValueError):
            self._waiting.remove(waiter)
        if waiter.future.done() and not waiter.future.cancelled():
            self.pace.end(waiter.call, _now(), counts=False)
            self._admit()

    def _admit(self) -> None:
        """Let in whoever may go now, the most urgent first, and look again when the next may."""
        now, soonest, left = _now(), math.inf, []
        for waiter in sorted(self._waiting):
            wait = self.pace.wait(waiter.call, waiter.lane, now)
            if waiter.future.done():
                continue
            if wait <= 0:
                self.pace.begin(waiter.call)
                waiter.future.set_result(None)
            else:
                soonest = min(soonest, wait)
                left.append(waiter)
        self._waiting = left
        self._look_again(soonest)

    def _look_again(self, wait: float) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        if wait < math.inf:
            self._timer = asyncio.get_running_loop().call_later(wait, self._admit)

    def _not_yet(self, call: Call, lane: Lane) -> NotYet:
        self.counts.outdated += 1
        wait = self.pace.wait(call, lane, _now())
        return NotYet(wait if 0 < wait < math.inf else SOME_S)

    def wait(self, call: Call) -> float:
        """Seconds until this call may be made, if nobody else wants to."""
        return self.pace.wait(call, Lane.REPLY, _now())

    def close(self, call: Call, seconds: float) -> None:
        """Telegram has refused the call for so long."""
        self.pace.close(call, seconds, _now())

    def full(self, lane: Lane) -> set[int]:
        """The chats in which a message of this lane would have to wait now."""
        return self.pace.full(lane, _now())


@dataclass(slots=True)
class Outcome:
    """Whether a call counts with Telegram: not where it surely never arrived there."""

    counts: bool = True


def _key(call: Call, lane: Lane) -> Any:
    """What the call must not overtake: the sends of its lane, or the changes of its message."""
    if call.chat is None or call.effect is Effect.READ:
        return None
    if call.effect is Effect.SEND:
        return call.chat, lane
    return (call.chat, "message", call.message_id) if call.message_id is not None else None


def _now() -> float:
    return asyncio.get_running_loop().time()
