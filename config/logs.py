"""Logs: one event a line on standard error, as JSON or as text, the same for every library.

Our own lines carry `action=` and ids, never a transcript, a tag, a name, a token or a file id.
Libraries are kept from breaking that in four ways: those which write addresses or values are
silenced below a floor; of what the others say only the fixed words are written, with numbers filled
in and nothing else; of an exception only what `config.tracebacks` tells; and whatever still looks
like a secret is blanked in the finished line.
"""

from __future__ import annotations

import logging
import re
import sys
from collections.abc import Mapping
from typing import Any, Final, TextIO

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from config import tracebacks

#: A bot's token: digits, a colon (or its URL form) and 35 characters; a few more or less are
#: blanked too. It may follow "/bot" directly, so nothing is asked of what stands before it.
_TOKEN: Final = re.compile(r"\d{5,}(?::|%3[Aa])[A-Za-z0-9_-]{30,}")

#: The password in an address, as in postgresql://name:password@host.
_PASSWORD: Final = re.compile(r"(?<=://)([^\s:/@]*):[^\s/@]+(?=@)")

#: Telegram's id of a file: at least 40 characters, in which letters, large and small, and digits
#: follow each other. Hashes, which are written small, numbers and paths of ours look otherwise.
_FILE_ID: Final = re.compile(
    r"(?<![\w-])(?=[A-Za-z_-]*\d)(?=[a-z\d_-]*[A-Z])(?=[A-Z\d_-]*[a-z])[\w-]{40,}(?![\w-])",
    re.ASCII,
)

#: What stands in a library's sentence for a value that it has put in itself.
_QUOTED: Final = re.compile(
    r"""'[^']*'|"[^"]*"|“[^”]*”|`[^`]*`|<[^>]*>|\([^)]*\)|\[[^\]]*\]|\{[^}]*\}"""
)

#: A place in a template, as `%s`, `%(name)s` or `%.2f`.
_PLACE: Final = re.compile(r"%(?:\(\w+\))?[-#0 +]*(?:\d+|\*)?(?:\.\d+)?([a-zA-Z%])")

#: What `warnings` hands to the log: the place, the category, the words, and a line of code.
_WARNING: Final = re.compile(r"(?P<where>.*?:\d+: )(?P<category>\w+): (?P<said>[^\n]*)", re.DOTALL)

#: A library's own word that it changes; others may be about what a person said.
_ABOUT_CODE: Final = frozenset({"DeprecationWarning", "PendingDeprecationWarning", "ImportWarning"})

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
    # It warns each time that a tick takes longer than its time; `scheduler.timetable` once.
    "apscheduler.scheduler": logging.ERROR,
    "aiohttp": logging.WARNING,
    "asyncio": logging.INFO,
    "faster_whisper": logging.WARNING,
    "matplotlib": logging.WARNING,
    "libav": logging.ERROR,
}


class _OurHandler(logging.StreamHandler[TextIO]):
    """The handler that `configure` puts in place, so that it finds its own again."""


class _Redacting(structlog.stdlib.ProcessorFormatter):
    """Leaves a library's values out, and blanks secrets in the finished line."""

    def format(self, record: logging.LogRecord) -> str:
        # What comes through structlog has its logger with it, and is of this program.
        is_ours = hasattr(record, "_logger") or record.name.partition(".")[0] in tracebacks.OURS
        return redact(super().format(record if is_ours else _bare(record)))


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
    """`text` with everything blanked that looks like a token, a file id or an address's password.

    The last net: whoever wrote such a thing is to be mended.
    """
    return _FILE_ID.sub("<file>", _PASSWORD.sub(r"\1:<password>", _TOKEN.sub("<token>", text)))


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
            _with_exception,
            _in_order,
            write,
        ],
    )


def _without_leftovers(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Another handler's formatter leaves these in the record; no `extra` may be so named."""
    event.pop("message", None)
    event.pop("asctime", None)
    return event


def _bare(record: logging.LogRecord) -> logging.LogRecord:
    """A library's record with its fixed words alone: values and `extra` may be anybody's."""
    known = logging.makeLogRecord({}).__dict__.keys()
    bare = logging.makeLogRecord({k: v for k, v in record.__dict__.items() if k in known})
    bare.msg = _warned(record) if record.name == "py.warnings" else fixed_words(record)
    bare.args = ()
    return bare


def fixed_words(record: logging.LogRecord) -> str:
    """The first line of what was said, with numbers filled in and every other value left out."""
    template, arguments = str(record.msg), record.args
    if arguments:
        values = arguments if isinstance(arguments, Mapping) else iter(arguments)
        return _PLACE.sub(lambda place: _filled(place, values), template).partition("\n")[0]
    plain = _QUOTED.sub("…", template.partition("\n")[0])
    return re.sub(r"[^\x00-\x7f…]+", "…", plain)


def _filled(place: re.Match[str], values: Any) -> str:
    """A number for its place in a template; of anything else only that something stood there."""
    if place[1] == "%":
        return "%"
    if isinstance(values, Mapping):
        return "…"
    value = next(values, None)
    return str(value) if isinstance(value, (int, float)) else "…"


def _warned(record: logging.LogRecord) -> str:
    """A warning of Python: its words only where they are about code."""
    found = _WARNING.match(record.getMessage())
    if found is None:
        return "warning"
    said = f": {found['said']}" if found["category"] in _ABOUT_CODE else ""
    return f"{found['where']}{found['category']}{said}"


def _with_exception(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The traceback, told without what people said."""
    given = event.pop("exc_info", None)
    error = given[1] if isinstance(given, tuple) else given
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        event["exception"] = tracebacks.tell(error)
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
