"""The pace that Telegram keeps: who sends faster gets 429 with the seconds to wait.

Numbers: https://core.telegram.org/bots/faq#my-bot-is-hitting-limits-how-do-i-avoid-this. Telegram
lets short bursts pass in a chat without saying how long; here that is `burst` messages.
"""

import json
import math
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from playground.server.parameters import Parameters

Json = dict[str, Any]

FIRST_WORDS = ("send", "copy", "forward", "edit")
# None of these makes or changes a message that somebody sees.
UNCOUNTED = frozenset(
    {"sendchataction", "editchatinvitelink", "editforumtopic", "editgeneralforumtopic"}
)
MINUTE = 60.0


@dataclass(slots=True)
class _Window:
    """The times (unix seconds) of what happened within the last `seconds`, at most `most`."""

    most: int
    seconds: float
    times: deque[float] = field(default_factory=deque)

    def wait(self, now: float, weight: int) -> float:
        """Return the seconds until `weight` more may happen, 0 for now.

        More than the limit at once, as an album may be, waits for an empty window.
        """
        while self.times and self.times[0] <= now - self.seconds:
            self.times.popleft()
        over = len(self.times) + weight - self.most
        if over <= 0 or not self.times:
            return 0.0
        return self.times[min(over, len(self.times)) - 1] + self.seconds - now


@dataclass(slots=True)
class Floods:
    """What was sent lately: at most `overall` a second, `group` a minute in a group.

    In each chat `burst` messages within as many seconds.
    """

    overall: int = 30
    group: int = 20
    burst: int = 3
    _windows: dict[str, _Window] = field(default_factory=dict)
    _closed: dict[str, float] = field(default_factory=dict)

    def wait(self, method: str, parameters: Parameters, now: float, early: list[str]) -> int:
        """Return the whole seconds that this call has to wait, 0 where it may be done and counts.

        Who does not wait as long as was told is noted in `early`, as method and chat.
        """
        chat = parameters.text("chat_id")
        if not _counts(method) or not chat:
            return 0
        if now < self._closed.get(chat, 0.0):
            early.append(f"{method.lower()} {chat}")
            return math.ceil(self._closed[chat] - now)
        return self._take(chat, _weight(method, parameters), now)

    def _take(self, chat: str, weight: int, now: float) -> int:
        """Count `weight` messages, or close the chat for as long as they have to wait."""
        windows = self._of(chat)
        left = math.ceil(max(window.wait(now, weight) for window in windows))
        if left:
            self._closed[chat] = now + left
            return left
        for window in windows:
            window.times.extend([now] * weight)
        return 0

    def _of(self, chat: str) -> list[_Window]:
        """Return the windows that hold for a chat."""
        found = [
            self._windows.setdefault("", _Window(self.overall, 1.0)),
            self._windows.setdefault(chat, _Window(self.burst, float(self.burst))),
        ]
        if chat.startswith(("-", "@")):
            group = _Window(self.group, MINUTE)
            found.append(self._windows.setdefault(f"{chat} a minute", group))
        return found


def _counts(method: str) -> bool:
    """Say whether a method makes or changes messages that people see."""
    name = method.lower()
    return name.startswith(FIRST_WORDS) and name not in UNCOUNTED


def _weight(method: str, parameters: Parameters) -> int:
    """Return the number of messages that a call makes."""
    several = {"sendmediagroup": "media", "copymessages": "message_ids"}
    several["forwardmessages"] = "message_ids"
    name = several.get(method.lower())
    value = parameters.values.get(name, "") if name else ""
    try:
        items = json.loads(value) if isinstance(value, str) and value else value
    except ValueError:
        return 1
    return max(1, len(items)) if isinstance(items, list) else 1
