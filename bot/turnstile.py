"""How fast somebody may send: what is too much is left unread before the inbox has to hold it.

A person has a minute's worth of texts, commands, taps and searches, which fills again all the time
(`diary.limits.step`). Clips and news of who is where do not count, and always come in. When it is
used up, nothing else of theirs is read for a while: the first update that expects an answer is
kept as one of kind `TOO_FAST`, so that they are told once, and the others cost a look into memory.
By Telegram's clock, not by ours: what waited there for hours was not sent too fast. A press says no
time; it was sent about when the updates around it were.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from bot.senders import REFUSABLE
from diary.limits import Pace, Quotas, Recent, Verdict, step
from storage.inbox import Arrival

#: The kind of the one update that is answered with the reason.
TOO_FAST: Final = "too fast"

#: What of a minute's messages an update costs. People who talk to each other in a group, or react,
#: expect nothing of the bot, and a search that is typed asks at every letter.
COSTS: Final = {"text": 1.0, "search": 1.0, "press": 1.0, "edit": 1.0, "other": 1.0}
CHEAP: Final = 0.2

#: Kinds that somebody sends to the bot and expects an answer to.
ANSWERED: Final = frozenset({"text", "search", "press"})

#: Kinds that go through what somebody has written.
SEARCHES: Final = frozenset({"search", "inline"})

Key = tuple[int, str]


@dataclass(frozen=True, slots=True)
class Let:
    """What comes in. `settle` is called when it is kept: what is not kept comes again."""

    arrivals: Sequence[Arrival]
    settle: Callable[[], None]


@dataclass(slots=True)
class _Look:
    """What a look at some updates changes."""

    paces: dict[Key, Pace] = field(default_factory=dict)
    told: dict[Key, dt.datetime] = field(default_factory=dict)
    unread: int = 0
    #: By how much what was sent last is behind our clock.
    lag: dt.timedelta = dt.timedelta(0)


class Turnstile:
    """The pace of everybody who has sent something of late."""

    def __init__(self, quotas: Quotas | None = None) -> None:
        self._quotas = quotas or Quotas()
        self._paces: Recent[Key, Pace] = Recent()
        self._told: Recent[Key, dt.datetime] = Recent()
        self._lag = dt.timedelta(0)
        #: Updates that were left unread since the start.
        self.unread = 0

    def let_in(self, arrivals: Sequence[Arrival], now: dt.datetime) -> Let:
        """Those that are to be kept, in their order."""
        look = _Look(lag=self._lag)
        kept = [self._seen(arrival, now, look) for arrival in arrivals]
        come = [arrival for arrival in kept if arrival is not None]
        look.unread = len(arrivals) - len(come)
        return Let(come, lambda: self._settle(look))

    def left_s(self, sender: int, now: dt.datetime) -> float:
        """Seconds until this sender is read again; 0 for one who is read."""
        until = self.until(sender)
        return 0.0 if until is None else max(0.0, (until - (now - self._lag)).total_seconds())

    def until(self, sender: int) -> dt.datetime | None:
        """When this sender is read again; None for one who is read."""
        ends = [pace.until for key in self._keys(sender) if (pace := self._paces.get(key))]
        return max((end for end in ends if end is not None), default=None)

    @staticmethod
    def _keys(sender: int) -> Sequence[Key]:
        return ((sender, "messages"), (sender, "searches"))

    def _settle(self, look: _Look) -> None:
        for key, pace in look.paces.items():
            self._paces.put(key, pace)
        for key, until in look.told.items():
            self._told.put(key, until)
        self.unread += look.unread
        self._lag = look.lag

    def _seen(self, arrival: Arrival, now: dt.datetime, look: _Look) -> Arrival | None:
        """The update itself, or the one that is answered with why; None for one left unread."""
        at = _sent_at(arrival, now, look)
        if arrival.sender_key is None or arrival.kind not in REFUSABLE:
            return arrival
        for key, cost, a_minute in self._costs(arrival, arrival.sender_key):
            pace, verdict = step(look.paces.get(key) or self._paces.get(key), at, cost, a_minute)
            look.paces[key] = pace
            if verdict is not Verdict.READ and pace.until is not None:
                return self._refused(arrival, key, at, pace.until, look)
        return arrival

    def _costs(self, arrival: Arrival, sender: int) -> Sequence[tuple[Key, float, int]]:
        quotas, (messages, searches) = self._quotas, self._keys(sender)
        found: list[tuple[Key, float, int]] = []
        if quotas.messages_a_minute:
            cost = COSTS.get(arrival.kind, CHEAP)
            found.append((messages, cost, quotas.messages_a_minute))
        if quotas.searches_a_minute and arrival.kind in SEARCHES:
            found.append((searches, 1.0, quotas.searches_a_minute))
        return found

    def _refused(
        self, arrival: Arrival, key: Key, at: dt.datetime, until: dt.datetime, look: _Look
    ) -> Arrival | None:
        told = look.told.get(key) or self._told.get(key)
        if arrival.kind not in ANSWERED or (told is not None and at < told):
            return None
        look.told[key] = until
        return replace(arrival, kind=TOO_FAST)


def _sent_at(arrival: Arrival, now: dt.datetime, look: _Look) -> dt.datetime:
    """When it was sent, by Telegram's clock; what an edit says may be the time of its message."""
    if arrival.sent_at is None:
        return now - look.lag
    if arrival.kind != "edit":
        look.lag = now - arrival.sent_at
    return arrival.sent_at
