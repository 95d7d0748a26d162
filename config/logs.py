"""Logs: one event a line on standard error, as JSON or as text, the same for every library.

Our own lines carry `action=` and ids, never a transcript, a tag, a name, a token or a file id.
Libraries are kept from breaking that in two ways: those which write addresses or values are
silenced below a floor, and whatever still looks like a secret is blanked in the finished line.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

#: A bot's token: digits, a colon (or its URL form) and 35 characters; a few more or less are
#: blanked too. It may follow "/bot" directly, so nothing is asked of what stands before it.
_TOKEN: Final = re.compile(r"\d{5,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}")

#: The password in an address, as in postgresql://name:password@host.
_PASSWORD: Final = re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]+(?=@)")

#: The values of a statement, which SQLAlchemy adds to its errors: they are what people said.
_VALUES: Final = re.compile(r"\[parameters: .*?\](?=\n\(Background|\n\n|\Z)", re.DOTALL)

#: What a library may say at most. httpx writes the token's URL at INFO; telegram, aiosqlite and
#: SQLAlchemy write what people said at DEBUG or INFO; the others are only loud.
_FLOORS: Final[Mapping[str, int]] = {
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "telegram": logging.INFO,
    "aiosqlite": logging.INFO,
    "sqlalchemy": logging.WARNING,
    "alembic": logging.WARNING,
    "apscheduler": logging.WARNING,
    "aiohttp": logging.WARNING,
    "asyncio": logging.INFO,
    "faster_whisper": logging.WARNING,
    "matplotlib": logging.WARNING,
    "libav": logging.ERROR,
}


class _OurHandler(logging.StreamHandler[TextIO]):
    """The handler that `configure` puts in place, so that it finds its own again."""


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """Blanks secrets in the finished line: nothing can come in behind it."""

    def format(self, record: logging.LogRecord) -> str:
        return redact(super().format(record))


def configure(level: str, form: str, stream: TextIO | None = None) -> None:
    """Send every log line of this process to `stream` (standard error).

    `level` is debug, info, warning or error; `form` is json, text or auto (text on a terminal).
    Calling it again replaces the earlier choice. Worker processes call it for themselves.
    """
    out = stream or sys.stderr
    lowest = logging.getLevelNamesMapping()[level.upper()]
    handler = _OurHandler(out)
    handler.setFormatter(_formatter(as_text=form == "text" or (form == "auto" and out.isatty())))
    _replace_handler(logging.getLogger(), handler)
    logging.getLogger().setLevel(lowest)
    for name, floor in _FLOORS.items():
        logging.getLogger(name).setLevel(max(lowest, floor))
    logging.captureWarnings(capture=True)
    _configure_structlog()


def redact(text: str) -> str:
    """`text` with everything blanked that looks like a bot's token or an address's password."""
    return _PASSWORD.sub(r"\1:<password>", _TOKEN.sub("<token>", text))


def _replace_handler(root: logging.Logger, handler: logging.Handler) -> None:
    for earlier in [known for known in root.handlers if isinstance(known, _OurHandler)]:
        root.removeHandler(earlier)
    root.addHandler(handler)


def _configure_structlog() -> None:
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_common(),
            structlog.stdlib.PositionalArgumentsFormatter(),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


def _common() -> list[Processor]:
    """What happens to every event, ours and a library's, before it is written."""
    return [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=True, key="time"),
    ]


def _formatter(*, as_text: bool) -> logging.Formatter:
    write = _text if as_text else structlog.processors.JSONRenderer(ensure_ascii=False)
    return _Redacting(
        foreign_pre_chain=[*_common(), _without_leftovers],
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.processors.StackInfoRenderer(),
            structlog.processors.format_exc_info,
            _without_values,
            _in_order,
            write,
        ],
    )


def _without_leftovers(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Another handler's formatter leaves these in the record; no `extra` may be so named."""
    event.pop("message", None)
    event.pop("asctime", None)
    return event


def _without_values(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A traceback shows the statement that failed, not what it would have written."""
    if "exception" in event:
        event["exception"] = _VALUES.sub("[parameters left out]", str(event["exception"]))
    return event


def _in_order(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """When, how bad, who, what, then the ids: the same order in every line."""
    first = ("time", "level", "logger", "action", "event")
    return {key: event[key] for key in first if key in event} | dict(event)


def _text(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    """One line for a person; only a traceback, which is read line by line, follows below it."""
    below = [str(event.pop(key)) for key in ("stack", "exception") if key in event]
    opening = [str(event.pop(key, "")) for key in ("time", "level", "logger")]
    said = _one_line(event.pop("event", ""))
    details = " ".join(f"{key}={_one_line(value)}" for key, value in event.items())
    return "\n".join([" ".join(part for part in [*opening, said, details] if part), *below])


def _one_line(value: Any) -> str:
    return str(value).replace("\r", "\\r").replace("\n", "\\n")
