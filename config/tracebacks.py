"""What may be told of an exception: where it arose, its class, and words that cannot be a person's.

A message may quote anything: a value that could not be read, the text that Telegram refused, the
address with the token in it. So only those are shown that are known to name no more than code,
tables or the machine; of all others the class and the lines of code have to do.
"""

from __future__ import annotations

import builtins
import re
import sqlite3
import traceback
from collections.abc import Iterator
from typing import Any, Final

#: Their messages are the interpreter's own, about names in the code.
_OF_CODE: Final = (AttributeError, NameError, ImportError, RecursionError, NotImplementedError)

#: The parts of this program, whose errors say their own docstring where nothing else is given.
OURS: Final = frozenset(
    {
        *("analysis", "app", "archive", "bot", "charts", "config", "diary", "languages"),
        *("playground", "scheduler", "storage", "training"),
    }
)

#: Errors of ours that name files of the program or of the operator, and nothing else.
_OF_FILES: Final = frozenset(
    {
        *("analysis.errors.ModelError", "storage.backup_manifest.NoBackup"),
        *("storage.backup_manifest.DamagedBackup", "storage.backups.NoSource"),
        *("storage.backups.BackupExists", "storage.backups.BackupUnderWay"),
    }
)

#: An error that a worker process has made of another: the class and no more.
_OF_WORKER: Final = re.compile(r"[A-Za-z_]+ in the worker")

#: Lines of code, as `traceback` writes them: the only notes of an exception that are shown.
_FRAMES: Final = re.compile(r'(?:  File "[^"\n]+", line \d+, in [\w<>.]+\n(?:    .*\n)*)+')

#: So much of a statement is shown; longer ones are lists of columns.
_STATEMENT: Final = 300

_BEFORE: Final = {
    True: "\nThe above exception was the direct cause of the following exception:\n\n",
    False: "\nDuring handling of the above exception, another exception occurred:\n\n",
}


def tell(error: BaseException) -> str:
    """A traceback with all causes and, of a group, all parts; no value, no quoted word."""
    return "".join(_lines(error, set())).rstrip("\n")


def words(error: BaseException) -> str:
    """What may be shown of an exception's message; often nothing.

    The driver of SQLite names tables and columns, those of other databases quote values: of theirs
    only the code is shown. `told` is what our own error says is fit to be told.
    """
    if isinstance(told := getattr(error, "told", None), str):
        return told
    if isinstance(error, OSError):  # not the file: its name may be somebody's
        return error.strerror or ""
    if isinstance(error, (*_OF_CODE, sqlite3.Error)):
        return str(error)
    if hasattr(error, "statement") and hasattr(error, "orig"):
        return _of_statement(error)
    return _own(error)


def _of_statement(error: Any) -> str:
    """Of SQLAlchemy's errors: what SQLite says, or the code of another database; the statement."""
    origin, statement = error.orig, " ".join(str(error.statement or "").split())[:_STATEMENT]
    code = getattr(origin, "sqlstate", None) or getattr(origin, "pgcode", None) or ""
    said = str(origin) if isinstance(origin, sqlite3.Error) else str(code)
    return f"({type(origin).__name__}) {said} [SQL: {statement}]"


def _own(error: BaseException) -> str:
    """The message of an error of ours that is its docstring's, a worker's, or about our files."""
    message, name = str(error), _name(error)
    if name.partition(".")[0] not in OURS:
        return ""
    is_docstring = message == (type(error).__doc__ or "").strip()
    is_known = is_docstring or name in _OF_FILES or _OF_WORKER.fullmatch(message)
    return message if is_known else ""


def _lines(error: BaseException, seen: set[int]) -> Iterator[str]:
    seen.add(id(error))
    before = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    if before is not None and id(before) not in seen:
        yield from _lines(before, seen)
        yield _BEFORE[error.__cause__ is not None]
    if error.__traceback__ is not None:
        yield "Traceback (most recent call last):\n"
        yield from traceback.format_tb(error.__traceback__)
    said = words(error)
    yield f"{_name(error)}: {said}\n" if said else f"{_name(error)}\n"
    yield from (note for note in getattr(error, "__notes__", ()) if _FRAMES.fullmatch(str(note)))
    if isinstance(error, BaseExceptionGroup):
        yield from _parts(error, seen)


def _parts(group: BaseExceptionGroup[BaseException], seen: set[int]) -> Iterator[str]:
    for number, part in enumerate(group.exceptions, 1):
        yield f"  part {number} of {len(group.exceptions)}:\n"
        yield from (f"  {line}\n" for line in "".join(_lines(part, seen)).splitlines())


def _name(error: BaseException) -> str:
    """A class as Python's own tracebacks name it."""
    kind = type(error)
    if kind.__module__ == builtins.__name__:
        return kind.__qualname__
    return f"{kind.__module__}.{kind.__qualname__}"
