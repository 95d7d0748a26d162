"""The measured part of the model card, written from the description beside the ONNX file.

So the card cannot say other numbers than the model that is carried.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from analysis.report import LABELS

START: Final = "<!-- measured: written by `python -m training export` -->"
END: Final = "<!-- end of what was measured -->"


def card_path() -> Path:
    """The model card in the repository."""
    return Path(__file__).parents[1] / "docs" / "expression-model.md"


def rewritten(card: str, description: Mapping[str, Any]) -> str:
    """The card with its measured part renewed. Raises ValueError without the two marks."""
    head, found, rest = card.partition(START)
    _, closed, tail = rest.partition(END)
    if not (found and closed):
        raise ValueError("the model card has lost the marks of its measured part")
    return f"{head}{START}\n\n{measured(description)}\n\n{END}{tail}"


def measured(description: Mapping[str, Any]) -> str:
    """Identity, figures and recall per label as Markdown."""
    parts = [_identity(description)]
    for split, figures in description["metrics"].items():
        parts += [_figures(split, figures), _recall(split, figures)]
    return "\n\n".join(parts)


def _identity(description: Mapping[str, Any]) -> str:
    training, calibration = description["training"], description["calibration"]
    seen, label = calibration["seen"], calibration["label"]
    return _table(
        ("", ""),
        [
            ("version", f"`{description['version']}`"),
            ("sha256", f"`{description['sha256']}`"),
            ("size", f"{description['bytes']:,} bytes"),
            ("weights", training["weights"]),
            ("training", f"{training['epochs_done']} epochs, {training['core_minutes']} core-min"),
            ("temperature", f"{seen['temperature']:.3f} seen, {label['temperature']:.3f} label"),
            ("lift of rare labels", f"{seen['lift']:.3f} seen, {label['lift']:.3f} label"),
            ("calibrated on", calibration["split"]),
        ],
    )


def _figures(split: str, figures: Mapping[str, Any]) -> str:
    rows = [
        (
            "FER2013's label",
            _percent(figures["accuracy"]),
            f"macro-F1 {figures['macro_f1']:.3f}",
            f"{figures['ece']:.3f}",
            f"{figures['n']:,}",
        )
    ]
    if "ferplus_accuracy" in figures:
        seen = (
            "**what people see** (FER+)",
            f"**{_percent(figures['ferplus_accuracy'])}**",
            f"macro recall {figures['ferplus_macro_recall']:.3f}",
            f"{figures['ferplus_ece']:.3f}",
            f"{figures['ferplus_n']:,}",
        )
        rows.insert(0, seen)
    return _table((split, "accuracy", "over labels", "calibration error", "faces"), rows)


def _recall(split: str, figures: Mapping[str, Any]) -> str:
    columns = [("FER+ majority", "ferplus_recall"), ("FER2013's label", "recall")]
    present = [(title, figures[key]) for title, key in columns if key in figures]
    rows = [(label, *(_percent(by[label]) for _, by in present)) for label in LABELS]
    return _table((f"recall on {split}", *(title for title, _ in present)), rows)


def _percent(part: float | None) -> str:
    return "no faces" if part is None else f"{100 * part:.1f} %"


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
