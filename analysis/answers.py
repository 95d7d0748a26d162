"""What a process that met a stranger's file may answer: plain values of the report, and true to it.

The file may have taken the process over, so its answer is as much a stranger's as the file is: what
is not of the vocabulary, of another shape than the vocabulary says, not finite or endless is not
believed. Standard library only.
"""

from __future__ import annotations

import dataclasses
import importlib
import io
import math
import pickle
import types
import typing
from collections.abc import Mapping
from typing import Any, Final

from analysis.errors import AnalysisError, WorkerDied

#: What an answer may be made of beside numbers, texts and collections of them.
_VOCABULARY: Final = frozenset({"analysis.report", "analysis.errors"})
_BUILTINS: Final = frozenset({"frozenset", "set"})
#: A picture a fifth of a second for four hours has ten values each.
_MOST_VALUES: Final = 2_000_000
_DEEPEST: Final = 20
_LONGEST_WORDS: Final = 10_000
_PLAIN: Final = (bool, int, float, str, bytes, type(None))
_COLLECTIONS: Final = (list, tuple, set, frozenset)


def believed(content: bytes) -> Any:
    """The answer, if it is made of nothing but the vocabulary. Raises WorkerDied, or its error."""
    try:
        is_found, found = _Answer(io.BytesIO(content)).load()
        if not is_found:
            found = _error(found)
        else:
            _Count().check(found)
    except Exception as error:  # whatever stands there: nobody believes it
        raise WorkerDied from error
    if not is_found:
        raise found
    return found


class _Answer(pickle.Unpickler):
    """Makes values of the vocabulary; calls nothing."""

    def find_class(self, module: str, name: str) -> Any:
        if module in _VOCABULARY and "." not in name:
            found = getattr(importlib.import_module(module), name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        if module == "builtins" and name in _BUILTINS:
            return super().find_class(module, name)
        raise pickle.UnpicklingError


def _error(given: Any) -> AnalysisError:
    """The same error made anew: with its words and notes, and nothing else that hung on it."""
    if not isinstance(given, AnalysisError):
        raise TypeError
    error = type(given)(*(str(word)[:_LONGEST_WORDS] for word in given.args))
    for note in getattr(given, "__notes__", ())[:1]:
        error.add_note(str(note)[:_LONGEST_WORDS])
    return error


class _Count:
    """Looks through an answer as a tree: what stands in it twice counts twice, as in JSON."""

    def __init__(self) -> None:
        self._left = _MOST_VALUES

    def check(self, value: Any, depth: int = 0) -> None:
        """Raises TypeError or ValueError at what is no value of ours."""
        self._left -= 1
        if self._left < 0 or depth > _DEEPEST:
            raise ValueError
        if isinstance(value, _PLAIN):
            _check_plain(value)
        elif isinstance(value, _COLLECTIONS):
            for part in value:
                self.check(part, depth + 1)
        elif isinstance(value, dict):
            for pair in value.items():
                self.check(pair, depth + 1)
        else:
            self._check_fields(value, depth)

    def _check_fields(self, value: Any, depth: int) -> None:
        for name, wanted in _fields(type(value)).items():
            part = getattr(value, name)
            self.check(part, depth + 1)
            if not fits(part, wanted):
                raise TypeError


def _check_plain(value: Any) -> None:
    if isinstance(value, float) and not math.isfinite(value):
        raise ValueError
    if isinstance(value, int) and abs(value) >> 64:
        raise ValueError


def _fields(kind: type) -> dict[str, Any]:
    """Names and types of a class of the report; raises TypeError for anything else."""
    names = [field.name for field in dataclasses.fields(kind)]
    hints = typing.get_type_hints(kind)
    return {name: hints[name] for name in names}


def fits(value: Any, wanted: Any) -> bool:
    """Whether a value is of a type as the report spells them; whole numbers are floats too."""
    origin, parts = typing.get_origin(wanted), typing.get_args(wanted)
    if origin in {types.UnionType, typing.Union}:
        return any(fits(value, part) for part in parts)
    if origin is tuple:
        return isinstance(value, tuple) and _fits_each(value, parts)
    if origin is Mapping:
        return isinstance(value, dict) and all(_fits_each(pair, parts) for pair in value.items())
    if wanted is float:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    return isinstance(value, wanted)


def _fits_each(values: tuple[Any, ...], wanted: tuple[Any, ...]) -> bool:
    if wanted[-1] is Ellipsis:
        return all(fits(value, wanted[0]) for value in values)
    return len(values) == len(wanted) and all(map(fits, values, wanted))
