"""The pictures of a run: learning curves, confusion matrices, reports. PNG, 1080 pixels wide.

Drawn large enough to be read on a phone. matplotlib's objects alone are used, not its global state.
"""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import LinearSegmentedColormap
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator, PercentFormatter

from analysis.report import LABELS
from training.classification import Classification, Line, percent

WIDTH: Final = 1080
#: At 72 dots an inch a point is a pixel, so sizes of type and lines are pixels too.
DPI: Final = 72
TITLE: Final = 40
LARGE: Final = 29
SMALL: Final = 24
LEFT: Final = 48

PAPER: Final = "#FFFDF9"
INK: Final = "#2A2833"
MUTED: Final = "#66636F"
RULE: Final = "#E4DFD6"
PALE: Final = "#C9DBE8"
#: The colours of curves; they also differ in lightness.
LINES: Final = ("#24577F", "#C4622D", "#6FA287", "#8C6BA8", "#B8A13A")
#: A cell from this part on is so dark that its letters are light.
DARK: Final = 0.5
#: The ink of a cell by its part of the row; the step in the middle lies where the letters change.
CELLS: Final = ((0.0, PAPER), (0.45, "#A9C6DB"), (0.5, "#4A7FA8"), (1.0, "#1F4F75"))

#: What is no measure of quality and so has no curve.
NO_CURVE: Final = frozenset({"epoch", "loss", "cpu_s", "wall_s"})
#: What the figures are called that are drawn first, FER+ before the label.
NAMES: Final[Mapping[str, str]] = {
    "ferplus_accuracy": "FER+, accuracy",
    "ferplus_macro_recall": "FER+, macro recall",
    "accuracy": "FER2013's label, accuracy",
}


def learning_curves(history: Sequence[Mapping[str, float]], judged: str) -> bytes:
    """Loss and figures over the epochs; `judged` names the split that the figures are of."""
    figure = _page(1380, "Learning curves", f"{len(history)} epochs; figures on {judged}")
    epochs = [row["epoch"] for row in history]
    loss = _panel(figure, top=150, height=400, title="Loss in training")
    loss.plot(epochs, [row["loss"] for row in history], color=LINES[0], **_stroke(epochs))
    names = [name for name in NAMES if name in history[-1]]
    names += [name for name in history[-1] if name not in {*NAMES, *NO_CURVE}]
    parts = _panel(figure, top=660, height=490, title=f"Right on {judged}")
    for name, colour in zip(names, LINES, strict=False):
        known = [row.get(name, np.nan) for row in history]
        label = f"{NAMES.get(name, name)}: {percent(known[-1])}"
        parts.plot(epochs, known, color=colour, label=label, **_stroke(epochs))
    parts.yaxis.set_major_formatter(PercentFormatter(1.0, decimals=0))
    parts.set_xlabel("epoch", fontsize=SMALL, color=MUTED)
    if names:
        corner = (-0.02, -0.16)
        parts.legend(
            loc="upper left", bbox_to_anchor=corner, fontsize=SMALL, frameon=False, labelcolor=INK
        )
    return _png(figure)


def confusion(found: Classification, truth: str) -> bytes:
    """The confusion matrix: each cell with its part of the row and, below, its count."""
    figure = _page(
        1180, f"What was answered, by {truth}", _summary(found, "rows: truth, columns: answers")
    )
    axes = figure.add_axes((0.155, 0.025, 0.825, 0.785))
    faces = found.counts.sum(axis=1, keepdims=True)
    parts = found.counts / np.maximum(faces, 1)
    colours = LinearSegmentedColormap.from_list("share", CELLS)
    axes.imshow(parts, cmap=colours, vmin=0.0, vmax=1.0, aspect="auto")
    for (row, column), part in np.ndenumerate(parts):
        _cell(axes, (row, column), float(part), int(found.counts[row, column]))
    _name_cells(axes, found)
    return _png(figure)


def report(found: Classification, truth: str) -> bytes:
    """Precision, recall and F1 of each label, each number before a bar of its length."""
    figure = _page(900, f"Each label, by {truth}", _summary(found, "mean: all labels alike"))
    axes = figure.add_axes((0.0, 0.0, 1.0, 1.0))
    axes.set(xlim=(0, WIDTH), ylim=(900, 0))
    axes.axis("off")
    for column, name in zip(_COLUMNS, ("precision", "recall", "F1"), strict=True):
        axes.text(column, 190, name, fontsize=SMALL, color=MUTED)
    axes.text(WIDTH - LEFT, 190, "faces", fontsize=SMALL, color=MUTED, ha="right")
    for place, line in enumerate((*found.lines, found.macro)):
        _line(axes, line, 250 + 84 * place)
    return _png(figure)


#: Where the three columns of numbers begin, in pixels, and how long a bar of 100 % is.
_COLUMNS: Final = (230, 465, 700)
_BAR: Final = 205


def _line(axes: Axes, line: Line, middle: int) -> None:
    is_mean = line.label not in LABELS
    if is_mean:
        axes.plot([LEFT, WIDTH - LEFT], [middle - 42] * 2, color=MUTED, linewidth=2)
    weight = "bold" if is_mean else "normal"
    for column, part in zip(_COLUMNS, (line.precision, line.recall, line.f1), strict=True):
        bars = ((1.0, RULE), (part or 0.0, PALE))
        for length, colour in bars:
            axes.barh(middle, length * _BAR, left=column, height=52, color=colour)
        words = f"{part:.3f}" if part is not None and column == _COLUMNS[-1] else percent(part)
        axes.text(column + 12, middle, words, **_letters(LARGE, weight))
    axes.text(LEFT, middle, line.label, **_letters(LARGE, weight))
    axes.text(WIDTH - LEFT, middle, f"{line.support:,}", ha="right", **_letters(LARGE, weight))


def _letters(size: int, weight: str) -> dict[str, Any]:
    return {"fontsize": size, "fontweight": weight, "color": INK, "va": "center_baseline"}


def _cell(axes: Axes, place: tuple[int, int], part: float, count: int) -> None:
    row, column = place
    colour = PAPER if part >= DARK else INK
    bold = "bold" if row == column else "normal"
    words = f"{100 * part:.0f} %"
    axes.text(column, row - 0.13, words, ha="center", va="center", color=colour, fontsize=LARGE)
    axes.texts[-1].set_fontweight(bold)
    axes.text(
        column, row + 0.22, f"{count:,}", ha="center", va="center", color=colour, fontsize=SMALL
    )


def _name_cells(axes: Axes, found: Classification) -> None:
    rows = [
        f"{label}\n{faces:,}" for label, faces in zip(LABELS, found.counts.sum(axis=1), strict=True)
    ]
    axes.set_yticks(range(len(LABELS)), rows, fontsize=SMALL, color=INK)
    axes.set_xticks(range(len(LABELS)), LABELS, fontsize=SMALL, color=INK)
    axes.xaxis.tick_top()
    axes.xaxis.set_label_position("top")
    axes.tick_params(length=0)
    axes.spines[:].set_visible(False)
    for edge in np.arange(len(LABELS) - 1) + 0.5:
        axes.axhline(edge, color=PAPER, linewidth=3)
        axes.axvline(edge, color=PAPER, linewidth=3)


def _summary(found: Classification, note: str) -> str:
    return f"{found.faces:,} faces, {percent(found.accuracy)} right; {note}"


def _page(height: int, title: str, below: str) -> Figure:
    figure = Figure(figsize=(WIDTH / DPI, height / DPI), dpi=DPI, facecolor=PAPER)
    left = LEFT / WIDTH
    figure.text(left, 1 - 64 / height, title, fontsize=TITLE, color=INK, fontweight="bold")
    figure.text(left, 1 - 110 / height, below, fontsize=SMALL, color=MUTED)
    return figure


def _panel(figure: Figure, top: int, height: int, title: str) -> Axes:
    """Axes under their title; `top` and `height` in pixels from the page's upper edge."""
    page = figure.get_figheight() * DPI
    width = WIDTH - 2 * LEFT - 70
    bottom = page - top - height
    axes = figure.add_axes(
        ((LEFT + 70) / WIDTH, bottom / page, width / WIDTH, (height - 40) / page), facecolor=PAPER
    )
    axes.set_title(title, loc="left", fontsize=LARGE, color=INK, pad=12)
    axes.tick_params(labelsize=SMALL, colors=MUTED, length=0)
    axes.xaxis.set_major_locator(MaxNLocator(integer=True, nbins=8))
    axes.grid(color=RULE, linewidth=2)
    axes.set_axisbelow(True)
    axes.spines[:].set_visible(False)
    return axes


def _stroke(epochs: Sequence[float]) -> dict[str, Any]:
    """A line; a point where one epoch makes none."""
    return {"linewidth": 4, "marker": "o" if len(epochs) == 1 else "", "markersize": 12}


def _png(figure: Figure) -> bytes:
    target = io.BytesIO()
    FigureCanvasAgg(figure)
    figure.savefig(target, format="png", metadata={"Software": None}, facecolor=PAPER)
    return target.getvalue()
