"""How well each label is recognised: numbers, and the same as text."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from analysis.report import LABELS
from training import metrics
from training.metrics import Indices

#: Characters of the first column, and of the columns of numbers.
FIRST: Final = 12
WIDE: Final = 11


@dataclass(frozen=True, slots=True)
class Line:
    """One label. Parts of 1, None where there is nothing to divide by.

    precision: of the answers that name it, the part that is right; recall: of its faces, the part
    that is recognised; f1: their harmonic mean; support: its number of faces.
    """

    label: str
    precision: float | None
    recall: float | None
    f1: float | None
    support: int


@dataclass(frozen=True, slots=True)
class Classification:
    """Answers held against one truth. counts [7, 7]: truth by row, answer by column."""

    counts: Indices
    lines: tuple[Line, ...]

    @property
    def faces(self) -> int:
        """How many faces were judged."""
        return int(self.counts.sum())

    @property
    def accuracy(self) -> float | None:
        """The part of all faces that was recognised."""
        return _part(int(np.trace(self.counts)), self.faces)

    @property
    def macro(self) -> Line:
        """The mean over the labels that have a number, each label counting the same."""
        precision, recall, f1 = (
            _mean([getattr(line, name) for line in self.lines])
            for name in ("precision", "recall", "f1")
        )
        return Line("mean", precision, recall, f1, self.faces)


def classified(truth: Indices, said: Indices) -> Classification:
    """Answers [N] held against the truth [N], both indices into LABELS."""
    counts = metrics.confusion(truth, said)
    answered, present = counts.sum(axis=0), counts.sum(axis=1)
    lines = []
    for place, label in enumerate(LABELS):
        hits, faces, answers = (
            int(number) for number in (counts[place, place], present[place], answered[place])
        )
        lines.append(
            Line(
                label=label,
                precision=_part(hits, answers),
                recall=_part(hits, faces),
                f1=_part(2 * hits, faces + answers),
                support=faces,
            )
        )
    return Classification(counts, tuple(lines))


def as_figures(found: Classification) -> dict[str, Any]:
    """The numbers as JSON values; rows of `confusion` are truth, columns answers."""
    lines = (*found.lines, found.macro)
    return {
        "accuracy": found.accuracy,
        "faces": found.faces,
        "labels": {line.label: _numbers(line) for line in lines},
        "confusion": {"labels": list(LABELS), "counts": found.counts.tolist()},
    }


def report_text(found: Classification) -> str:
    """Precision, recall, F1 and number of faces of each label, as a table in plain text."""
    head = ("", "precision", "recall", "F1", "faces")
    rows = [_cells(line) for line in (*found.lines, found.macro)]
    return _table([head, *rows]) + f"\naccuracy {percent(found.accuracy)}\n"


def confusion_text(found: Classification) -> str:
    """Counts and, under them, their parts of the row: rows are truth, columns answers."""
    rows: list[Sequence[str]] = [("", *LABELS, "faces")]
    for label, counts in zip(LABELS, found.counts, strict=True):
        faces = int(counts.sum())
        rows.append((label, *(str(count) for count in counts), str(faces)))
        rows.append(("", *(percent(_part(int(count), faces)) for count in counts), ""))
    return _table(rows) + "\nrows: truth; columns: answers\n"


def history_text(history: Sequence[Mapping[str, float]]) -> str:
    """One line for each epoch, one column for each figure that its record has."""
    names = list(dict.fromkeys(name for row in history for name in row))
    rows = [[_figure(row.get(name)) for name in names] for row in history]
    widths = [
        max(len(name), *(len(row[place]) for row in rows)) if rows else len(name)
        for place, name in enumerate(names)
    ]
    lines = [
        "  ".join(f"{cell:>{wide}}" for cell, wide in zip(row, widths, strict=True))
        for row in [names, *rows]
    ]
    return "\n".join(lines) + "\n"


def percent(part: float | None) -> str:
    """A part of 1 as percent, "-" for none."""
    return "-" if part is None else f"{100 * part:.1f} %"


def _numbers(line: Line) -> dict[str, Any]:
    return {
        "precision": line.precision,
        "recall": line.recall,
        "f1": line.f1,
        "support": line.support,
    }


def _cells(line: Line) -> tuple[str, ...]:
    parts = (percent(part) for part in (line.precision, line.recall))
    f1 = "-" if line.f1 is None else f"{line.f1:.3f}"
    return (line.label, *parts, f1, str(line.support))


def _table(rows: Sequence[Sequence[str]]) -> str:
    return "\n".join(
        f"{row[0]:<{FIRST}}{''.join(f'{cell:>{WIDE}}' for cell in row[1:])}".rstrip()
        for row in rows
    )


def _figure(value: float | None) -> str:
    if value is None:
        return "-"
    return str(value) if isinstance(value, int) else f"{value:.4f}"


def _part(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _mean(parts: Sequence[float | None]) -> float | None:
    known = [part for part in parts if part is not None]
    return sum(known) / len(known) if known else None
