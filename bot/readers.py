"""What reads faces and words here, and how often it is right: what /about and /privacy tell.

Plain values: they are read from the files beside the model by `app.readers`, never from the model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from bot.lettering import escape


@dataclass(frozen=True, slots=True)
class Measured:
    """How often the model called a face what most people had called it.

    `right` and `recall` are parts of 1; `recall` is keyed by label, None where no face had it.
    `error` is the expected calibration error. `split` is the part of the collection, `faces` its
    number of faces that most people agreed on.
    """

    split: str
    faces: int
    right: float
    recall: Mapping[str, float | None]
    error: float


@dataclass(frozen=True, slots=True)
class Unclear:
    """Below which top probability no expression is named, and what that left on measured faces.

    `named` is the part of faces that was named, `right` the part of those that was right.
    """

    threshold: float
    named: float
    right: float


@dataclass(frozen=True, slots=True)
class Expression:
    """The expression model as its description tells of it; without figures where it has none."""

    version: str
    measured: Measured | None = None
    unclear: Unclear | None = None


@dataclass(frozen=True, slots=True)
class Readers:
    """Everything that reads: `finder` is "yunet" or "haar", `speech` a model's name or None."""

    expression: Expression
    finder: str
    speech: str | None

    def escaped(self) -> Readers:
        """The same with names that may stand in an HTML message."""
        expression = replace(self.expression, version=escape(self.expression.version))
        speech = None if self.speech is None else escape(self.speech)
        return replace(self, expression=expression, speech=speech)


def tenths(part: float) -> int:
    """A part of 1 in whole tenths, half upwards."""
    return math.floor(10 * part + 0.5)


def hundredths(part: float) -> int:
    """A part of 1 in whole hundredths, half upwards; a hundred only for all of them."""
    rounded = math.floor(100 * part + 0.5)
    return rounded if part >= 1 else min(rounded, 99)


def from_best(recall: Mapping[str, float | None]) -> list[tuple[str, float | None]]:
    """Labels with their recall, the best first, and last those of which nothing was measured."""
    return sorted(recall.items(), key=lambda item: 1.0 if item[1] is None else -item[1])
