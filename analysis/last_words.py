"""What a worker process may print: classes and lines of code, never a value or a message.

A worker has what people said in its hands, and its standard error is the bot's. So exceptions that
nobody caught, Python's warnings and what libraries log are told without their words. Standard
library only.
"""

from __future__ import annotations

import logging
import sys
import threading
import traceback
import warnings
from types import TracebackType
from typing import Final, TextIO

#: The rooms whose functions run in workers: what they log is a fixed sentence.
_OURS: Final = frozenset({"analysis", "archive", "charts", "diary"})


def install() -> None:
    """Take over every place where Python or a library would print by itself."""
    sys.excepthook = _end
    threading.excepthook = _thread
    sys.unraisablehook = _unraisable
    warnings.showwarning = _warned
    handler = logging.StreamHandler()
    handler.setFormatter(_Bare())
    logging.getLogger().handlers[:] = [handler]
    logging.getLogger().setLevel(logging.WARNING)


class _Bare(logging.Formatter):
    """Level, logger and template of a line; its values stay out."""

    def format(self, record: logging.LogRecord) -> str:
        is_fixed = bool(record.args) or record.name.partition(".")[0] in _OURS
        said = str(record.msg) if is_fixed else "(without words)"
        error = record.exc_info[1] if record.exc_info else None
        frames = f"\n{told(error)}" if error is not None else ""
        return f"worker {record.levelname.lower()} {record.name} {said}{frames}"


def told(error: BaseException) -> str:
    """The lines of code that led to an exception, and its class."""
    lines = traceback.format_tb(error.__traceback__)
    return "".join([*lines, type(error).__qualname__])


def _print(what: str, error: BaseException | None) -> None:
    _write(f"{what}\n{told(error) if error else ''}")


def _end(
    _kind: type[BaseException], error: BaseException, _traceback: TracebackType | None
) -> None:
    _print("a worker fails", error)


def _thread(given: threading.ExceptHookArgs) -> None:
    _print("a worker's thread fails", given.exc_value)


def _unraisable(given: sys.UnraisableHookArgs) -> None:
    _print("a worker's exception has no taker", given.exc_value)


def _warned(
    message: Warning | str,  # noqa: ARG001 - the same as below
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,  # noqa: ARG001 - given by name
    line: str | None = None,  # noqa: ARG001 - the same
) -> None:
    _write(f"worker {filename}:{lineno}: {category.__name__}")


def _write(text: str) -> None:
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()
