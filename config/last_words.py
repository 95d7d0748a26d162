"""What a process says of an exception that nobody caught: a log line, not Python's own traceback.

Python's hooks, and asyncio's, would print the message and values, which may be what a person said.
"""

from __future__ import annotations

import logging
import sys
import threading
from types import TracebackType
from typing import TYPE_CHECKING, Any

from config import logs

if TYPE_CHECKING:  # of a loop only the name is needed, and to load asyncio takes its time
    import asyncio

log = logging.getLogger(__name__)


def install() -> None:
    """Take over every place where Python tells of an exception by itself.

    What comes before the settings are read is logged too, as they would have it by default.
    """
    logs.configure("info", "auto")
    sys.excepthook = _end
    threading.excepthook = _thread
    sys.unraisablehook = _unraisable


def heed(loop: asyncio.AbstractEventLoop) -> None:
    """The same for a loop: of tasks that nobody waited for, and of callbacks."""
    loop.set_exception_handler(_task)


def _end(kind: type[BaseException], error: BaseException, _traceback: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    log.critical("the program fails", extra={"action": "end"}, exc_info=error)


def _thread(given: threading.ExceptHookArgs) -> None:
    if given.exc_value is not None and not isinstance(given.exc_value, SystemExit):
        log.error("a thread fails", extra={"action": "thread"}, exc_info=given.exc_value)


def _unraisable(given: sys.UnraisableHookArgs) -> None:
    log.error("an exception has no taker", extra={"action": "clean"}, exc_info=given.exc_value)


def _task(_loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
    """`context` also holds tasks and callbacks with their arguments: they are left out."""
    log.error("a task fails", extra={"action": "task"}, exc_info=context.get("exception"))
