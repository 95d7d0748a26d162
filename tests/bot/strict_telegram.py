"""A Telegram that counts, below HTTP, on a clock that jumps: minutes of sending take moments.

It keeps Telegram's limits to the message, closes a chat for as long as a 429 says, fails as often
as asked, and remembers every message with its time. What it answers has the Bot API's shape.
"""

from __future__ import annotations

import asyncio
import json
import math
import random
import selectors
from collections import defaultdict, deque
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx
from telegram import Bot
from telegram.error import NetworkError, TimedOut
from telegram.request import RequestData

from bot import calls
from bot.calls import Call, Effect
from bot.line import Line
from bot.pace import Limits, Pace

T = TypeVar("T")

#: A status and the JSON that comes with it.
Reply = tuple[int, dict[str, Any]]

TOKEN = "1:abcdef"


class JumpingLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next thing to do, where nothing else is to be done."""

    def __init__(self) -> None:
        super().__init__(_Impatient(self))
        self.jumped = 0.0

    def time(self) -> float:
        return self.jumped


class _Impatient(selectors.DefaultSelector):
    def __init__(self, loop: JumpingLoop) -> None:
        super().__init__()
        self._loop = loop

    def select(self, timeout: float | None = None) -> list[Any]:
        ready = super().select(0)
        if not ready and timeout:
            self._loop.jumped += timeout
        return ready


def jump(story: Callable[[], Awaitable[T]]) -> T:
    """Run a story to its end on such a clock."""

    async def whole() -> T:
        return await story()

    with asyncio.Runner(loop_factory=JumpingLoop) as runner:
        return runner.run(whole())


@dataclass(frozen=True, slots=True)
class Arrival:
    """A message or an edit that Telegram has taken, and whether the bot was told."""

    time: float
    chat: int
    text: str
    effect: Effect
    is_told: bool


@dataclass
class Faults:
    """How often a call fails in each way, from 0 to 1."""

    too_many: float = 0.0
    trouble: float = 0.0
    drop_before: float = 0.0
    drop_after: float = 0.0
    refused_connection: float = 0.0


@dataclass
class Telegram:
    """`latency_s` is how long a call takes; `seed` is for the faults."""

    limits: Limits = field(default_factory=Limits)
    faults: Faults = field(default_factory=Faults)
    seed: int = 0
    latency_s: Callable[[Call], float] = lambda call: 0.03  # noqa: ARG005
    retry_after: Callable[[], int] = lambda: 3
    arrivals: list[Arrival] = field(default_factory=list)
    calls: list[tuple[float, Call]] = field(default_factory=list)
    early: list[Call] = field(default_factory=list)
    over_limit: list[Call] = field(default_factory=list)
    blocked: set[int] = field(default_factory=set)
    moved: dict[int, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)  # noqa: S311 - no secret
        self._windows: dict[object, deque[float]] = defaultdict(deque)
        self._closed: dict[int, float] = {}
        self._told: dict[int, float] = {}
        self._number = 0

    def bot(self) -> Bot:
        """A bot whose calls end here; what it does before that is the real thing."""
        line = _Wire(self, pace=Pace(self.limits), connection_pool_size=1)
        return Bot(TOKEN, base_url="http://127.0.0.1:9/bot", request=line)

    async def answer(self, call: Call, data: RequestData | None) -> tuple[int, bytes]:
        """What Telegram says to a call; raises what the library's connection raises."""
        sent = asyncio.get_running_loop().time()
        self.calls.append((sent, call))
        known_until = self._told.get(call.chat, 0.0) if isinstance(call.chat, int) else 0.0
        if self._happens(self.faults.refused_connection):
            raise NetworkError("no way there") from httpx.ConnectError("refused")
        latency = self.latency_s(call)
        # Somewhere on the way it is at Telegram: no caller can know where.
        there = latency * self._dice.random()
        await asyncio.sleep(there)
        there_at = asyncio.get_running_loop().time()
        reply = self._judged(call, data, known_until)
        await asyncio.sleep(latency - there)
        if reply is None:
            raise TimedOut from httpx.ReadTimeout("no answer")
        if reply[0] == 429 and isinstance(call.chat, int):
            until = there_at + float(reply[1]["parameters"]["retry_after"])
            self._told[call.chat] = max(until, self._told.get(call.chat, 0.0))
        return reply[0], json.dumps(reply[1]).encode()

    def _judged(self, call: Call, data: RequestData | None, known_until: float) -> Reply | None:
        """What Telegram answers; None where no answer comes."""
        if self._happens(self.faults.drop_before):
            return None
        if self._happens(self.faults.trouble):
            return 502, {"ok": False, "description": "Bad Gateway"}
        told = not self._happens(self.faults.drop_after)
        reply = self._done(call, data, known_until, is_told=told)
        return reply if told else None

    def _done(
        self, call: Call, data: RequestData | None, known_until: float, *, is_told: bool
    ) -> Reply:
        now = asyncio.get_running_loop().time()
        chat = call.chat if isinstance(call.chat, int) else 0
        if now < self._closed.get(chat, 0.0) and call.effect is not Effect.READ:
            if now < known_until:
                self.early.append(call)
            return _too_many(math.ceil(self._closed[chat] - now))
        if call.weight and (left := self._over(chat, now)):
            self.over_limit.append(call)
            self._closed[chat] = now + left
            return _too_many(left)
        if self._happens(self.faults.too_many):
            left = self.retry_after()
            self._closed[chat] = now + (left if is_told else 0)
            return _too_many(left)
        return self._taken(call, data, now, chat, is_told=is_told)

    def _taken(
        self, call: Call, data: RequestData | None, now: float, chat: int, *, is_told: bool
    ) -> Reply:
        if chat in self.blocked:
            return _refused(403, "Forbidden: bot was blocked by the user")
        if chat in self.moved:
            more = {"parameters": {"migrate_to_chat_id": self.moved[chat]}}
            return _refused(400, "Bad Request: group chat was upgraded", **more)
        for name, _, _ in self._limits_of(chat) if call.weight else ():
            self._windows[name].append(now)
        text = str(data.parameters.get("text", "")) if data else ""
        if call.weight:
            self.arrivals.append(Arrival(now, chat, text, call.effect, is_told))
        self._number += 1
        message = {"message_id": self._number, "date": 0, "chat": {"id": chat, "type": "private"}}
        return 200, {"ok": True, "result": message if call.weight else True}

    def _over(self, chat: int, now: float) -> int:
        """Whole seconds until one more fits into the limits; 0: now."""
        for name, most, seconds in self._limits_of(chat):
            window = self._windows[name]
            while window and window[0] <= now - seconds:
                window.popleft()
            if len(window) >= most:
                return int(window[0] + seconds - now) + 1
        return 0

    def _limits_of(self, chat: int) -> list[tuple[object, int, float]]:
        burst = self.limits.burst
        found: list[tuple[object, int, float]] = [
            ("all", self.limits.whole, 1.0),
            ((chat, "burst"), burst, float(burst)),
        ]
        if chat < 0:
            found.append(((chat, "minute"), self.limits.group, 60.0))
        return found

    def _happens(self, chance: float) -> bool:
        return self._dice.random() < chance


class _Wire(Line):
    """The line, with this Telegram at its other end."""

    def __init__(self, telegram: Telegram, **named: Any) -> None:
        super().__init__(**named)
        self._telegram = telegram

    async def ask(
        self, url: str, method: str, request_data: RequestData | None, *_more: Any, **_named: Any
    ) -> tuple[int, bytes]:
        parameters = request_data.parameters if request_data else {}
        call = calls.read(url, parameters, is_download=method == "GET")
        return await self._telegram.answer(call, request_data)


def _too_many(seconds: int) -> Reply:
    more = {"parameters": {"retry_after": seconds}}
    return _refused(429, f"Too Many Requests: retry after {seconds}", **more)


def _refused(status: int, description: str, **more: Any) -> Reply:
    return status, {"ok": False, "error_code": status, "description": description, **more}
