"""Reads JSON that anybody can have written: every value is what it should be, or `Broken`."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from archive.errors import Broken

Value = TypeVar("Value")
Day = TypeVar("Day", bound=dt.date)

#: Characters of the longest text anywhere: hours of speech are a tenth of it.
LONGEST_TEXT = 1_000_000

#: How deep a document of ours goes, and more.
DEEPEST = 24

#: Years that a diary can tell of; within them no reckoning with days and zones goes astray.
FIRST_YEAR, LAST_YEAR = 1900, 2200

_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{2,4})?")
_UID = re.compile(r"[0-9a-f]{32}")
_SHA256 = re.compile(r"[0-9a-f]{64}")
_MOST = 2**53


def parsed(content: bytes) -> Mapping[str, Any]:
    """The JSON object of a file; raises Broken."""
    try:
        found = json.loads(content.decode("utf-8"), parse_constant=_refused)
    except (ValueError, RecursionError) as error:
        raise Broken("no JSON") from error
    if not isinstance(found, dict):
        raise Broken("no JSON object")
    return found


def _refused(name: str) -> float:
    raise ValueError(name)


@dataclass(frozen=True, slots=True)
class Fields:
    """One JSON object. Every method raises Broken where the field is missing or something else."""

    values: Mapping[str, Any]

    @classmethod
    def of(cls, value: Any) -> Fields:
        """The fields of a JSON object."""
        if not isinstance(value, dict):
            raise Broken("an object was expected")
        return cls(value)

    def text(self, name: str, longest: int = LONGEST_TEXT) -> str:
        """A text of at most so many characters."""
        found: str = self._get(name, str)
        if len(found) > longest or "\0" in found or not _is_unicode(found):
            raise Broken(name)
        return found

    def text_or_none(self, name: str, longest: int = LONGEST_TEXT) -> str | None:
        """A text, or null."""
        return None if self.values.get(name) is None else self.text(name, longest)

    def one_of(self, name: str, choices: frozenset[str]) -> str:
        """One of a few words."""
        found: str = self._get(name, str)
        if found not in choices:
            raise Broken(name)
        return found

    def whole(self, name: str, low: int = 0, high: int = _MOST) -> int:
        """A whole number from `low` to `high`."""
        found = self.values.get(name)
        if not isinstance(found, int) or isinstance(found, bool) or not low <= found <= high:
            raise Broken(name)
        return found

    def whole_or_none(self, name: str, low: int = 0, high: int = _MOST) -> int | None:
        """A whole number, or null."""
        return None if self.values.get(name) is None else self.whole(name, low, high)

    def seconds_or_none(self, name: str) -> float | None:
        """A number of seconds, or null."""
        found = self.values.get(name)
        if found is None:
            return None
        if not isinstance(found, int | float) or isinstance(found, bool):
            raise Broken(name)
        if not math.isfinite(found) or not 0 <= found < 1e7:  # noqa: PLR2004 - a third of a year
            raise Broken(name)
        return float(found)

    def flag(self, name: str) -> bool:
        """A truth value."""
        found: bool = self._get(name, bool)
        return found

    def language_or_none(self, name: str) -> str | None:
        """The code of a language, or null."""
        found = self.text_or_none(name, 8)
        if found is not None and not is_language(found):
            raise Broken(name)
        return found

    def uid(self, name: str) -> str:
        """The lasting name of an entry or comment: 32 hexadecimal digits."""
        found: str = self._get(name, str)
        if _UID.fullmatch(found) is None:
            raise Broken(name)
        return found

    def uid_or_none(self, name: str) -> str | None:
        """Such a name, or null."""
        return None if self.values.get(name) is None else self.uid(name)

    def sha256_or_none(self, name: str) -> str | None:
        """A SHA-256 in hexadecimal digits, or null."""
        if self.values.get(name) is None:
            return None
        found: str = self._get(name, str)
        if _SHA256.fullmatch(found) is None:
            raise Broken(name)
        return found

    def moment(self, name: str) -> dt.datetime:
        """A time with its zone, after ISO 8601; given in UTC."""
        try:
            found = dt.datetime.fromisoformat(self._get(name, str))
            if found.tzinfo is None:
                raise Broken(name)
            return _within(found.astimezone(dt.UTC), name)
        except (ValueError, OverflowError) as error:
            raise Broken(name) from error

    def moment_or_none(self, name: str) -> dt.datetime | None:
        """A time, or null."""
        return None if self.values.get(name) is None else self.moment(name)

    def day(self, name: str) -> dt.date:
        """A day, written 2026-11-20."""
        try:
            return _within(dt.date.fromisoformat(self._get(name, str)), name)
        except ValueError as error:
            raise Broken(name) from error

    def day_or_none(self, name: str) -> dt.date | None:
        """A day, or null."""
        return None if self.values.get(name) is None else self.day(name)

    def document_or_none(self, name: str) -> dict[str, Any] | None:
        """Any JSON object, or null; what is in it is for others to understand."""
        found = self.values.get(name)
        if found is None:
            return None
        if not isinstance(found, dict) or not _is_plain(found, DEEPEST):
            raise Broken(name)
        return found

    def several(self, name: str, read: Callable[[Fields], Value], most: int) -> tuple[Value, ...]:
        """A list of at most so many objects."""
        found = self._get(name, list)
        if len(found) > most:
            raise Broken(name)
        return tuple(read(Fields.of(value)) for value in found)

    def texts(self, name: str, most: int, longest: int) -> tuple[str, ...]:
        """A list of texts."""
        found = self._get(name, list)
        if len(found) > most:
            raise Broken(name)
        return tuple(Fields({name: value}).text(name, longest) for value in found)

    def _get(self, name: str, kind: type) -> Any:
        found = self.values.get(name)
        if not isinstance(found, kind):
            raise Broken(name)
        return found


def is_language(code: str) -> bool:
    """Whether it looks like the code of a language: ko, haw, pt-BR."""
    return _LANGUAGE.fullmatch(code) is not None


def _within(day: Day, name: str) -> Day:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Broken(name)
    return day


def _is_unicode(text: str) -> bool:
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _is_plain(value: Any, depth: int) -> bool:
    """Whether a document can be stored: not too deep, numbers finite, texts without NUL."""
    if depth == 0:
        return False
    if isinstance(value, dict):
        return all(_is_plain(k, depth - 1) and _is_plain(v, depth - 1) for k, v in value.items())
    if isinstance(value, list):
        return all(_is_plain(item, depth - 1) for item in value)
    if isinstance(value, str):
        return "\0" not in value and _is_unicode(value)
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or abs(value) <= _MOST


def written(at: dt.datetime | None) -> str | None:
    """A time after ISO 8601, in UTC."""
    return None if at is None else at.astimezone(dt.UTC).isoformat()
