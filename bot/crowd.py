"""Whether more comes in than has been looked at: then those who have much waiting do not go on.

Everybody else may still stand outside behind them, and what is taken in costs far less than what is
handled. It lasts for moments, or for `LONGEST_S` where it never ends: nobody waits for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

#: What has not come in by then does not come at once.
MOMENT_S: Final = 1.0
LONGEST_S: Final = 10.0


@dataclass(slots=True)
class Crowd:
    """Times are seconds of any clock that only goes forward."""

    #: When it began, and when last something has come of it.
    _since: float = 0.0
    _last: float | None = None

    def note(self, now: float, *, more: bool) -> None:
        """Something has come in; `more`: and more of it may wait outside."""
        if not more:
            self._last = None
            return
        if self._last is None or now > self._last + MOMENT_S:
            self._since = now
        self._last = now

    def left_s(self, now: float) -> float:
        """Seconds that it lasts, if nothing else comes in."""
        if self._last is None:
            return 0.0
        return max(0.0, min(self._last + MOMENT_S, self._since + LONGEST_S) - now)
