"""Everything that is told of one model on one split: for programs as JSON, for people as a page."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from analysis.expressions import Expressions
from training import dataset, evaluate, page, robustness, speed


@dataclass(frozen=True, slots=True)
class Subject:
    """The model, its file, and the faces of the split that it is judged on; at least one."""

    model: Expressions
    path: Path
    faces: dataset.Faces
    split: str


def of(path: Path, faces: dataset.Faces, split: str) -> Subject:
    """The subject whose model stands in this file. Raises ModelError when it is unusable."""
    return Subject(Expressions(path), path, faces, split)


def figures(subject: Subject, *, robust: bool = False) -> dict[str, Any]:
    """The contract's figures, and which model and split they are of.

    `robust` adds the rows of `robustness`, which take ten times as long as the rest.
    """
    found = _figures(subject, evaluate.answered(subject.model, subject.faces))
    if robust:
        found["robustness"] = list(robustness.robustness(subject.model, subject.faces))
    return found


def lines(subject: Subject, *, robust: bool = True) -> Iterator[str]:
    """The page, line by line as it becomes known."""
    answers = evaluate.answered(subject.model, subject.faces)
    found = _figures(subject, answers)
    yield from page.identity(found)
    yield f"judged on {subject.split}"
    yield from page.figures(found)
    seen = evaluate.by_votes(answers, subject.faces)
    if seen is not None and len(seen.truth):
        yield from page.confusion(seen, "FER+")
        yield from page.reliability(seen, "FER+")
    yield from page.reliability(evaluate.by_label(answers, subject.faces), "label")
    yield from page.coverage(found["coverage"])
    yield from page.speed(speed.ms_per_face(subject.model, subject.faces.images))
    if robust:
        yield from ("", page.robustness_head())
        for row in robustness.robustness(subject.model, subject.faces):
            yield page.robustness_row(row)


def _figures(subject: Subject, answers: evaluate.Answers) -> dict[str, Any]:
    named = {
        "model": subject.model.version,
        "split": subject.split,
        "sha256": subject.model.description["sha256"],
        "bytes": subject.path.stat().st_size,
    }
    told = {"coverage": evaluate.coverage(answers, subject.faces)}
    return named | evaluate.figures(answers, subject.faces) | told
