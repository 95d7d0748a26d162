"""What a run or an evaluation leaves in its folder: numbers, texts and pictures.

metrics.json                        all figures, per label and as counts
confusion-TRUTH.png and .txt        TRUTH is `ferplus` (where there are votes) or `label`
report-TRUTH.png and .txt           precision, recall, F1 and faces of each label
learning-curves.png and .txt        where there is a history
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from training import classification, dataset, evaluate, pictures
from training.classification import Classification
from training.evaluate import Answers

TRUTHS: Final[Mapping[str, str]] = {"ferplus": "FER+'s top vote", "label": "FER2013's label"}
History = Sequence[Mapping[str, float]]


def write(
    folder: Path,
    history: History,
    answers: Answers,
    faces: dataset.Faces,
    about: Mapping[str, Any] | None = None,
) -> None:
    """Write everything into the folder, over what stood there.

    `answers` are probabilities for `faces`; `about` says what was judged and on which `split`, and
    stands first in `metrics.json`. An empty history gives no learning curves.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found = judged(answers, faces)
    _write_numbers(folder, dict(about or {}), evaluate.figures(answers, faces), found)
    for truth, classified in found.items():
        _write_truth(folder, truth, classified)
    if history:
        write_progress(folder, history, str((about or {}).get("split", "the judging split")))


def write_progress(folder: Path, history: History, split: str) -> None:
    """Write the learning curves alone: cheap enough for the end of each epoch."""
    _text(folder / "learning-curves.txt", classification.history_text(history))
    (folder / "learning-curves.png").write_bytes(pictures.learning_curves(history, split))


def judged(answers: Answers, faces: dataset.Faces) -> dict[str, Classification]:
    """Each head held against its own truth; FER+'s on the faces that have a single top vote."""
    found = {}
    if faces.votes is not None:
        truth, single = dataset.top_votes(faces)
        said = answers.seen.argmax(axis=1)
        found["ferplus"] = classification.classified(truth[single], said[single])
    said = answers.label.argmax(axis=1)
    found["label"] = classification.classified(faces.labels, said)
    return found


def _write_numbers(
    folder: Path,
    about: dict[str, Any],
    figures: Mapping[str, Any],
    found: Mapping[str, Classification],
) -> None:
    truths = {truth: classification.as_figures(one) for truth, one in found.items()}
    numbers = about | {"figures": figures, "truths": truths}
    _text(folder / "metrics.json", json.dumps(numbers, indent=1) + "\n")


def _write_truth(folder: Path, truth: str, found: Classification) -> None:
    name = TRUTHS[truth]
    _text(folder / f"report-{truth}.txt", f"{name}\n\n{classification.report_text(found)}")
    _text(folder / f"confusion-{truth}.txt", f"{name}\n\n{classification.confusion_text(found)}")
    (folder / f"report-{truth}.png").write_bytes(pictures.report(found, name))
    (folder / f"confusion-{truth}.png").write_bytes(pictures.confusion(found, name))


def _text(path: Path, text: str) -> None:
    path.write_text(text, encoding="utf-8")
