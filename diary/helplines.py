"""Numbers to call in bad times, by country: from a reviewed file, each with where it was read.

`diary/helplines.json` holds facts alone. Who changes it names a source and the day of looking; a
test keeps it whole. Numbers change: docs/care.md says how the file is looked through.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from languages import world

FILE = Path(__file__).parent / "helplines.json"


@dataclass(frozen=True, slots=True)
class Helpline:
    """One number. `hours` is "24/7" or empty where that is not known, `note` a key for a sentence.

    `name` is what it calls itself; `english` and `korean` help who reads no other language.
    """

    name: str
    english: str
    korean: str
    number: str
    hours: str
    languages: tuple[str, ...]
    note: str
    source: str
    checked: str

    def called(self, language: str) -> str:
        """Its name for a reader of this language, with its own where they differ."""
        known = {"en": self.english, "ko": self.korean or self.english}.get(language, self.english)
        if language in self.languages or known == self.name:
            return self.name
        return f"{known} ({self.name})"


@dataclass(frozen=True, slots=True)
class Country:
    """`emergency` are the numbers for immediate danger; `code` is empty for anywhere else.

    `services` says whose each of them is, where they are different ones: police, ambulance.
    """

    code: str
    emergency: tuple[str, ...]
    services: tuple[str, ...]
    lines: Sequence[Helpline]


@cache
def _content() -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def codes() -> Sequence[str]:
    """The countries of which numbers are known (ISO 3166, two letters)."""
    return tuple(_content()["countries"])


def directory() -> str:
    """Where numbers of the rest of the world are found, as text."""
    return str(_content()["anywhere"]["directory"])


def of(code: str) -> Country:
    """The numbers of a country; of one that is not known, the number of most networks."""
    found = _content()["countries"].get(code)
    if found is None:
        return Country("", tuple(_content()["anywhere"]["emergency"]), (), ())
    lines = [Helpline(**{**one, "languages": tuple(one["languages"])}) for one in found["lines"]]
    services = tuple(found.get("services", ()))
    return Country(code, tuple(found["emergency"]), services, lines)


def country_of(chosen: str | None, time_zone: str | None) -> str:
    """The country that was chosen, else that of the time zone; empty where neither says one."""
    if chosen is not None:
        return chosen
    return world.country_of(time_zone or "")
