"""How a playground ends: Ctrl-C, a signal, or a terminal that is closed."""

from __future__ import annotations

import asyncio
import signal
from contextlib import suppress
from types import FrameType
from typing import Any, Final, Self

SIGNALS: Final = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Ended(BaseException):
    """Somebody wants the playground to end; no Exception, so that nothing goes on after it."""


class Ending:
    """While this context lasts the first signal raises Ended, and no other one disturbs the rest.

    An event loop has handlers of its own; before it closes, `outlive` takes over from them. Once
    ended the process ignores signals: what is left of it takes no time.
    """

    def __init__(self) -> None:
        """Begin without a wish; `wanted` tells it also where the exception was lost on its way."""
        self.wanted = False
        self.over = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        self._before = {number: signal.signal(number, self._end) for number in SIGNALS}
        return self

    def __exit__(self, *_error: object) -> None:
        if not self.over:
            for number, before in self._before.items():
                signal.signal(number, before)

    def ignore(self) -> None:
        """Let what is left to put away be put away, to the end of the process."""
        self.over = True
        for number in SIGNALS:
            signal.signal(number, signal.SIG_IGN)

    def outlive(self, loop: asyncio.AbstractEventLoop) -> None:
        """`ignore`, in place of the loop's handlers: without them it would let a signal kill."""
        waiting = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        try:
            for number in SIGNALS:
                loop.remove_signal_handler(number)
            self.ignore()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, waiting)

    def _end(self, _number: int, _frame: FrameType | None) -> None:
        self.wanted = True
        self.ignore()
        raise Ended


def say(sentence: str) -> None:
    """Print it, unless the terminal is closed already."""
    with suppress(OSError):
        print(sentence, flush=True)
