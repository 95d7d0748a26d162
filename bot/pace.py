"""How fast Telegram lets a bot speak, and what it has closed for a while: rules and bookkeeping.

Telegram's numbers (https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this):
one message a second in a chat, short bursts apart; 20 a minute in a group; about 30 a second in
all. Edits count like messages, answers to presses do not count at all (tdlib/telegram-bot-api#648).
Telegram never says whether a 429 is about the chat or about the bot (tdlib/td#715): it closes the
chat here, and three chats within a second close everything.

Nothing here waits: `bot.turns` does. Times are seconds of a clock that only goes forward.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, replace
from enum import IntEnum

from bot.calls import Call, Chat, Effect

#: A window's end is passed by so much: the two clocks need not tick together.
MARGIN_S = 0.02

#: So many chats that are refused within a second: then it is not about one of them.
ALARM = 3
ALARM_S = 1.0

#: Chats that are remembered before those that have been quiet are forgotten.
MOST_CHATS = 2000


class Lane(IntEnum):
    """What a call is for; who is further up goes first, and may use more of the pace."""

    REPLY = 0
    RESULT = 1
    ROUND = 2
    PROGRESS = 3


#: How much of each limit a lane may use up: what a person waits for always finds room. In a group
#: that leaves 8 of 20 messages a minute for progress, 12 for what comes by itself.
SHARES = {Lane.REPLY: 1.0, Lane.RESULT: 0.9, Lane.ROUND: 0.6, Lane.PROGRESS: 0.4}


@dataclass(frozen=True, slots=True)
class Limits:
    """Messages: `burst` in a chat within as many seconds, `group` a minute, `whole` a second."""

    burst: int = 3
    group: int = 20
    whole: int = 30


@dataclass(frozen=True, slots=True)
class Manner:
    """How a call is made: its lane, and how long (seconds) it may wait for its turn and retries.

    `insists`: what failed is tried again while there is patience; otherwise that is the caller's.
    """

    lane: Lane = Lane.REPLY
    patience_s: float = 20.0
    insists: bool = False


#: The manner of what this task calls: the library hands on nothing of ours.
MANNER: ContextVar[Manner] = ContextVar("manner", default=Manner())  # noqa: B039 - frozen


def speak(lane: Lane, patience_s: float) -> None:
    """From now on this task, and what it begins, calls in this manner."""
    MANNER.set(Manner(lane, patience_s))


@contextmanager
def speaking(
    lane: Lane | None = None, patience_s: float | None = None, *, insists: bool | None = None
) -> Iterator[None]:
    """Calls inside are made in this manner; what is not given stays."""
    manner = MANNER.get()
    token = MANNER.set(
        replace(
            manner,
            lane=manner.lane if lane is None else lane,
            patience_s=manner.patience_s if patience_s is None else patience_s,
            insists=manner.insists if insists is None else insists,
        )
    )
    try:
        yield
    finally:
        MANNER.reset(token)


class Window:
    """At most `most` messages within `seconds`, wherever they begin.

    One that is under way counts until its answer is there, and from then on for the seconds: so it
    counts here at least as long as with Telegram, which saw it at some moment before the answer.
    """

    __slots__ = ("_done", "_under_way", "most", "seconds")

    def __init__(self, most: int, seconds: float) -> None:
        self.most = most
        self.seconds = seconds
        self._done: deque[float] = deque()
        self._under_way = 0

    def begin(self, weight: int) -> None:
        """So many messages are under way."""
        self._under_way += weight

    def end(self, weight: int, now: float, *, counts: bool) -> None:
        """They have arrived; or surely not (`counts` is false)."""
        self._under_way -= weight
        if counts:
            self._done.extend([now] * weight)

    def wait(self, now: float, weight: int, share: float = 1.0) -> float:
        """Seconds until `weight` more fit into a share of the window; infinite: until one ends.

        More than the share at once (an album) waits for an empty window.
        """
        self._forget(now)
        most = max(1, math.ceil(self.most * share))
        over = len(self._done) + self._under_way + weight - most
        if over <= 0 or not (self._done or self._under_way):
            return 0.0
        if over > len(self._done) and self._under_way:
            return math.inf
        return self._done[min(over, len(self._done)) - 1] + self.seconds + MARGIN_S - now

    def is_quiet(self, now: float) -> bool:
        """Whether nothing in it counts any more."""
        self._forget(now)
        return not (self._done or self._under_way)

    def _forget(self, now: float) -> None:
        while self._done and self._done[0] + self.seconds + MARGIN_S <= now:
            self._done.popleft()


class Pace:
    """What was said lately and where, and what is closed until when."""

    def __init__(self, limits: Limits = Limits()) -> None:
        self._limits = limits
        self._whole = Window(limits.whole, 1.0)
        self._chats: dict[Chat, tuple[Window, ...]] = {}
        self._closed: dict[object, float] = {}
        self._refused: deque[tuple[float, Chat]] = deque()
        self._most = MOST_CHATS

    def wait(self, call: Call, lane: Lane, now: float) -> float:
        """Seconds until this call may be made; 0 for now, infinite until another one ends."""
        wait = self.closed_s(call, now)
        if call.weight:
            share = SHARES[lane]
            wait = max(wait, *(w.wait(now, call.weight, share) for w in self._windows(call.chat)))
        return wait

    def closed_s(self, call: Call, now: float) -> float:
        """Seconds for which Telegram has refused this call already."""
        return max(0.0, max(self._closed.get(gate, 0.0) for gate in _gates(call)) - now)

    def is_full(self, chat: Chat, lane: Lane, now: float) -> bool:
        """Whether a message to this chat would have to wait, for reasons of the chat."""
        if max(self._closed.get(gate, 0.0) for gate in ((), chat)) > now:
            return True
        windows = self._chats.get(chat, ())
        return any(window.wait(now, 1, SHARES[lane]) > 0 for window in windows)

    def full(self, lane: Lane, now: float) -> set[int]:
        """The chats that are full."""
        known = {*self._chats, *self._closed}
        return {c for c in known if isinstance(c, int) and self.is_full(c, lane, now)}

    def begin(self, call: Call) -> None:
        """The call is being made."""
        for window in self._windows(call.chat) if call.weight else ():
            window.begin(call.weight)

    def end(self, call: Call, now: float, *, counts: bool) -> None:
        """It is over; `counts` is false where it surely never arrived."""
        for window in self._windows(call.chat) if call.weight else ():
            window.end(call.weight, now, counts=counts)
        if len(self._chats) > self._most:
            self._forget(now)

    def close(self, call: Call, seconds: float, now: float) -> None:
        """Telegram has refused the call for so long, and with it what is like it."""
        self._shut(_gates(call)[-1], now + seconds)
        if call.weight and call.chat is not None:
            self._refused.append((now, call.chat))
            while self._refused[0][0] < now - ALARM_S:
                self._refused.popleft()
            if len({chat for _, chat in self._refused}) >= ALARM:
                self._shut((), now + seconds)

    def _shut(self, gate: object, until: float) -> None:
        self._closed[gate] = max(until, self._closed.get(gate, 0.0))

    def _windows(self, chat: Chat | None) -> tuple[Window, ...]:
        if chat is None:
            return (self._whole,)
        if chat not in self._chats:
            burst = Window(self._limits.burst, float(self._limits.burst))
            minute = (Window(self._limits.group, 60.0),) if _is_group(chat) else ()
            self._chats[chat] = (self._whole, burst, *minute)
        return self._chats[chat]

    def _forget(self, now: float) -> None:
        """Leave out what counts no more."""
        self._closed = {gate: until for gate, until in self._closed.items() if until > now}
        self._chats = {
            chat: windows
            for chat, windows in self._chats.items()
            if not all(window.is_quiet(now) for window in windows[1:])
        }
        # Looking at all of them again and again would cost more than it saves.
        self._most = max(MOST_CHATS, 2 * len(self._chats))


def _is_group(chat: Chat) -> bool:
    """Groups and channels have negative numbers, or names; persons are only ever numbers."""
    return not isinstance(chat, int) or chat < 0


def _gates(call: Call) -> tuple[object, ...]:
    """What may be closed for a call; the last is what its own refusal closes.

    A question to Telegram is no message: that a chat is closed for messages says nothing about it.
    """
    own = (call.family, call.chat)
    if call.effect is Effect.READ or call.chat is None:
        return (own,)
    return ((), own, call.chat)
