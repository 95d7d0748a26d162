"""What became of the calls to Telegram: numbers alone, nothing of what was said or to whom."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

#: Waits of so many last messages are remembered.
REMEMBERED = 2000


@dataclass(slots=True)
class Counts:
    """Since the process began. `sent` counts messages and edits that Telegram took.

    `retried` calls were made again, `refused` met a 429, `given_up` a 403, `unanswered` nobody
    knows the outcome of, `outdated` waited longer than their caller wanted to; `waiting` wait now.
    """

    sent: int = 0
    retried: int = 0
    refused: int = 0
    given_up: int = 0
    unanswered: int = 0
    outdated: int = 0
    waiting: int = 0
    #: Seconds from the wish to the first call, of the last messages.
    waits: deque[float] = field(default_factory=lambda: deque(maxlen=REMEMBERED))

    def wait_s(self, share: float) -> float:
        """The wait that this share of the last messages did not exceed, in seconds; 0 for none.

        0.5 gives the median, 0.95 the 95th percentile (nearest rank).
        """
        if not self.waits:
            return 0.0
        ordered = sorted(self.waits)
        return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
