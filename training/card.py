"""The measured part of the model card, written from the description beside the ONNX file.

Where the description lacks a figure, the card is silent about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from analysis.report import LABELS

Row = tuple[str, ...]

START: Final = "<!-- measured: written by `python -m training export` -->"
END: Final = "<!-- end of what was measured -->"

#: The heads as the card calls them, with the prefix of their figures.
HEADS: Final = {"seen": ("what people see", "ferplus_"), "label": ("FER2013's label", "")}

#: How the weights are stored, as the card says it.
STORED: Final = {"int8": "large convolutions in whole numbers of eight bits, the rest in float32"}

#: Figures under each change of the picture: key, title, and whether its fall is told.
CHANGED: Final = (
    ("ferplus_accuracy", "FER+ accuracy", True),
    ("ferplus_macro_recall", "macro recall", False),
    ("ferplus_ece", "calibration error", False),
    ("accuracy", "label accuracy", True),
)

#: Figures of each label: key, title, and what stands where there is none.
BY_LABEL: Final = (
    ("ferplus_support", "FER+ faces", "no faces"),
    ("ferplus_recall", "FER+ recall", "no faces"),
    ("ferplus_precision", "FER+ precision", "never said"),
    ("recall", "label recall", "no faces"),
    ("precision", "label precision", "never said"),
)


def card_path() -> Path:
    """The model card in the repository."""
    return Path(__file__).parents[1] / "docs" / "expression-model.md"


def rewritten(card: str, description: Mapping[str, Any]) -> str:
    """The card with its measured part renewed. Raises ValueError without the two marks."""
    return between_marks(card, measured(description))


def between_marks(text: str, part: str) -> str:
    """A document with `part` between its marks. Raises ValueError when it has lost one."""
    head, found, rest = text.partition(START)
    _, closed, tail = rest.partition(END)
    if not (found and closed):
        raise ValueError("a document has lost the marks of its measured part")
    return f"{head}{START}\n\n{part}\n\n{END}{tail}"


def measured(description: Mapping[str, Any]) -> str:
    """Identity, calibration, figures, recall and precision by label as Markdown.

    Where it is known, also what is left unclear and what a poor picture costs.
    """
    parts = [_identity(description), _calibration(description)]
    for split, figures in description["metrics"].items():
        parts += [_figures(split, figures), _by_label(split, figures)]
    parts += _unclear(description.get("unclear")) + _robustness(description.get("robustness"))
    return "\n\n".join(parts)


def _identity(description: Mapping[str, Any]) -> str:
    training = description["training"]
    return _table(
        ("", ""),
        [
            ("version", f"`{description['version']}`"),
            ("sha256", f"`{description['sha256']}`"),
            ("size", f"{description['bytes']:,} bytes"),
            *_storage(description.get("storage")),
            *_shape(training.get("recipe", {}).get("shape")),
            ("weights", training["weights"]),
            ("training", f"{training['epochs_done']} epochs, {training['core_minutes']} core-min"),
            *_origin(description),
        ],
    )


def _storage(storage: str | None) -> Iterator[Row]:
    if storage:
        yield "weights are stored as", STORED.get(storage, storage)


def _shape(shape: Mapping[str, Any] | None) -> Iterator[Row]:
    if shape:
        widths, depths = ("-".join(map(str, shape[key])) for key in ("widths", "depths"))
        yield "network", f"stem {shape['stem']}, stages of {widths} channels with {depths} blocks"


def _origin(description: Mapping[str, Any]) -> Iterator[Row]:
    """The networks that this one began with and learned from, by the names of their runs."""
    recipe = description["training"].get("recipe", {})
    if start := recipe.get("start"):
        yield "began with the weights of", _run(start)
    teachers = [*_listed(recipe.get("teachers")), *_listed(description.get("distilled_from"))]
    if teachers:
        names = ", ".join(dict.fromkeys(map(_run, teachers)))
        part = recipe.get("taught")
        yield "taught by", names if part is None else f"{names}: {_percent(part)} of its targets"


def _listed(value: str | Sequence[str] | None) -> Sequence[str]:
    return [value] if isinstance(value, str) else value or []


def _run(checkpoint: str) -> str:
    """The folder of a run's checkpoint: its place on the machine that trained is nobody's."""
    path = Path(checkpoint)
    return f"`{path.parent.name or path.name}`"


def _calibration(description: Mapping[str, Any]) -> str:
    calibration, metrics = description["calibration"], description["metrics"]
    splits = [split for split, figures in metrics.items() if "ece" in figures]
    rows = [
        (
            title,
            f"{calibration[head]['temperature']:.3f}",
            f"{calibration[head]['lift']:.3f}",
            *(_number(metrics[split].get(f"{prefix}ece")) for split in splits),
        )
        for head, (title, prefix) in HEADS.items()
    ]
    errors = (f"calibration error on {split}" for split in splits)
    head = (f"calibrated on {calibration['split']}", "temperature", "lift of rare labels", *errors)
    return _table(head, rows)


def _figures(split: str, figures: Mapping[str, Any]) -> str:
    rows = [
        (
            "FER2013's label",
            _percent(figures["accuracy"]),
            f"macro-F1 {figures['macro_f1']:.3f}",
            f"{figures['n']:,}",
        )
    ]
    if "ferplus_accuracy" in figures:
        seen = (
            "**what people see** (FER+)",
            f"**{_percent(figures['ferplus_accuracy'])}**",
            f"macro recall {figures['ferplus_macro_recall']:.3f}",
            f"{figures['ferplus_n']:,}",
        )
        rows.insert(0, seen)
    return _table((split, "accuracy", "over labels", "faces"), rows)


def _by_label(split: str, figures: Mapping[str, Any]) -> str:
    present = [column for column in BY_LABEL if column[0] in figures]
    titles = [title for _, title, _ in present]
    rows = [
        (label, *(_share(figures[key].get(label), lacking) for key, _, lacking in present))
        for label in LABELS
    ]
    return _table((f"by label on {split}", *titles), rows)


def _share(value: float | None, lacking: str) -> str:
    """A count as it is, a part of 1 in percent."""
    return f"{value:,}" if isinstance(value, int) else _percent(value, lacking)


def _unclear(found: Mapping[str, Any] | None) -> list[str]:
    if not found:
        return []
    head = ("top probability counts as clear from", "faces named", "right among these")
    row = (
        f"{found['threshold']:.2f}",
        _percent(found["named"]),
        _percent(found["accuracy_named"]),
    )
    return [_table(head, [row])]


def _robustness(rows: Sequence[Mapping[str, Any]] | None) -> list[str]:
    """Figures under each change; in brackets the points lost against the first row."""
    if not rows:
        return []
    plain = rows[0]
    present = [column for column in CHANGED if column[0] in plain]
    lines = [
        (str(row["change"]), *(_changed(row, plain, key, falls) for key, _, falls in present))
        for row in rows
    ]
    return [_table(("the same faces, but", *(title for _, title, _ in present)), lines)]


def _changed(row: Mapping[str, Any], plain: Mapping[str, Any], key: str, falls: bool) -> str:  # noqa: FBT001 -- a column's own property
    if not falls:
        return _number(row[key])
    lost = 100 * (row[key] - plain[key])
    return _percent(row[key]) + ("" if row is plain else f" ({lost:+.1f})")


def _number(value: float | None) -> str:
    return "not measured" if value is None else f"{value:.3f}"


def _percent(part: float | None, lacking: str = "no faces") -> str:
    return lacking if part is None else f"{100 * part:.1f} %"


def _table(head: Row, rows: Iterable[Row]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)
