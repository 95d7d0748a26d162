"""Of an exception is told where it arose and its class, and no word that could be a person's."""

import importlib
import sqlite3

import pytest
import sqlalchemy
import sqlalchemy.exc
from telegram.error import BadRequest

from analysis.errors import AnalysisError, DeadlineExceeded, ModelError
from bot.errors import Refused
from config import tracebacks

SECRET = "첫눈 a private word"


def caught(error: BaseException) -> BaseException:
    """The error as it is after it was raised."""
    try:
        raise error  # noqa: TRY301 - to be caught is what it is for
    except BaseException as found:  # noqa: BLE001 - groups and the like too
        return found


@pytest.mark.parametrize(
    "error",
    [
        ValueError(f"{SECRET} is no number"),
        KeyError(SECRET),
        RuntimeError(SECRET),
        TypeError(f"{SECRET} cannot be added"),
        UnicodeEncodeError("ascii", SECRET, 0, 2, SECRET),
        BadRequest(f'Can\'t parse entities: unsupported start tag "{SECRET}" at byte offset 3'),
        Refused(f'Can\'t parse entities: unsupported start tag "{SECRET}" at byte offset 3'),
        FileNotFoundError(2, "No such file or directory", SECRET),
        AnalysisError(SECRET),
        ExceptionGroup(SECRET, [ValueError(SECRET), ExceptionGroup(SECRET, [KeyError(SECRET)])]),
        SyntaxError(SECRET, (SECRET, 1, 1, SECRET)),
        SystemExit(SECRET),
    ],
    ids=lambda error: type(error).__name__,
)
def test_no_message_is_told_that_could_quote_somebody(error: BaseException) -> None:
    told = tracebacks.tell(caught(error))
    assert SECRET not in told
    assert "첫눈" not in told
    assert type(error).__name__ in told
    assert "in caught" in told


def test_causes_contexts_and_parts_are_told_with_their_places() -> None:
    def fails() -> None:
        part = caught(OSError(28, "No space left on device"))
        raise BaseExceptionGroup(SECRET, [part]) from caught(KeyError(SECRET))

    with pytest.raises(BaseExceptionGroup) as found:
        fails()
    told = tracebacks.tell(found.value)
    assert "KeyError\n\nThe above exception was the direct cause" in told
    assert "part 1 of 1" in told
    assert "OSError: No space left on device" in told
    assert "in fails" in told
    assert SECRET not in told


def test_an_exception_that_is_its_own_cause_is_told_once() -> None:
    one, other = ValueError(), KeyError()
    one.__context__, other.__context__ = other, one
    assert tracebacks.tell(one).count("ValueError") == 1


@pytest.mark.parametrize(
    ("error", "shown"),
    [
        (AttributeError("'NoneType' object has no attribute 'x'"), "no attribute 'x'"),
        (DeadlineExceeded(), (DeadlineExceeded.__doc__ or "").strip()),
        (AnalysisError("KeyError in the worker"), "KeyError in the worker"),
        (ModelError("the speech model is damaged"), "the speech model is damaged"),
        (sqlite3.OperationalError("database is locked"), "database is locked"),
    ],
)
def test_what_names_code_tables_or_files_of_ours_is_told(error: Exception, shown: str) -> None:
    assert shown in tracebacks.tell(caught(error))


def test_every_error_about_our_files_is_one_of_ours() -> None:
    for name in tracebacks._OF_FILES:
        module, _, kind = name.rpartition(".")
        assert issubclass(getattr(importlib.import_module(module), kind), Exception)


def test_of_another_database_only_the_code_and_the_statement_are_told() -> None:
    class UniqueViolation(Exception):
        sqlstate = "23505"

    error = sqlalchemy.exc.IntegrityError(
        "INSERT INTO persons\n (name) VALUES ($1)",
        {"name": SECRET},
        UniqueViolation(f"DETAIL: Key (name)=({SECRET}) already exists."),
    )
    told = tracebacks.tell(caught(error))
    assert "(UniqueViolation) 23505 [SQL: INSERT INTO persons (name) VALUES ($1)]" in told
    assert SECRET not in told


def test_the_frames_that_a_worker_sends_along_are_told_and_other_notes_are_not() -> None:
    error = AnalysisError("KeyError in the worker")
    error.add_note('  File "/x/analysis/words.py", line 3, in read\n    return words[key]\n')
    error.add_note(SECRET)
    told = tracebacks.tell(caught(error))
    assert "line 3, in read" in told
    assert SECRET not in told
