"""What reads faces and words here, and how often it is right: what /about and /privacy tell.

Plain values: they are read from the files beside the model by `app.readers`, never from the model.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from bot.lettering import escape

#: Figures of an expression with fewer photos than this are told together with their number.
FEW: Final = 50


@dataclass(frozen=True, slots=True)
class Measured:
    """How often the model called a face what it had been called most often.

    `right`, `recall` and `precision` are parts of 1. By label: `recall` is the part of its faces
    that was noticed, None where no face had it; `precision` the part of its answers that was right,
    None where it never was the answer; `support` its number of faces. The last two are empty where
    the description does not hold them. `error` is the expected calibration error. `split` is the
    part of the collection, `faces` its number of faces with a single most frequent name.
    """

    split: str
    faces: int
    right: float
    recall: Mapping[str, float | None]
    error: float
    precision: Mapping[str, float | None] = field(default_factory=dict)
    support: Mapping[str, int] = field(default_factory=dict)

    def is_thin(self, label: str) -> bool:
        """Whether the figures of an expression are known to stand on few photos."""
        return label in self.support and self.support[label] < FEW


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
    """A part of 1 in whole tenths, downwards: nothing is said better than it is."""
    return _whole(10 * part)


def hundredths(part: float) -> int:
    """A part of 1 in whole hundredths, downwards."""
    return _whole(100 * part)


def _whole(number: float) -> int:
    # 100 * 0.29 is a hair less than 29.
    return math.floor(round(number, 6))


def from_best(recall: Mapping[str, float | None]) -> list[tuple[str, float | None]]:
    """Labels with their recall, the best first, and last those of which nothing was measured."""
    return sorted(recall.items(), key=lambda item: 1.0 if item[1] is None else -item[1])
