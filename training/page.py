"""What `evaluate` found, as a page of text for people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from operator import ge, le, lt
from typing import Any, Final

from analysis.expressions import BATCH
from analysis.report import LABELS
from training import metrics
from training.evaluate import Compared

#: Bins of the calibration table; the calibration error itself has more.
BINS: Final = 10


#: How a figure may stand to its bound.
KEPT: Final = {"<": lt, "<=": le, ">=": ge}


@dataclass(frozen=True, slots=True)
class Goal:
    """How a figure should stand to a bound: `sign` is one of KEPT."""

    sign: str
    bound: float

    def judged(self, value: float, shown: str) -> str:
        """The bound as `shown` writes it, and whether the value keeps it."""
        kept = KEPT[self.sign](value, self.bound)
        return f"goal {self.sign} {shown}: {'reached' if kept else 'missed'}"


#: Name, key of the contract's figures, unit, goal. FER+ stands first: it is what the program shows.
SEEN: Final = (
    ("accuracy", "ferplus_accuracy", "%", Goal(">=", 0.84)),
    ("macro recall", "ferplus_macro_recall", "", Goal(">=", 0.70)),
    ("calibration error", "ferplus_ece", "", Goal("<=", 0.04)),
)
LABEL: Final = (
    ("accuracy", "accuracy", "%", Goal(">=", 0.70)),
    ("macro-F1", "macro_f1", "", Goal(">=", 0.68)),
    ("calibration error", "ece", "", None),
)
SIZE: Final = Goal("<=", 4_000_000)
SPEED: Final = Goal("<=", 2.0)

Rows = Sequence[tuple[str, str, str, Goal | None]]


def identity(found: Mapping[str, Any]) -> Iterator[str]:
    """Which model this is; `found` holds `model`, `sha256` and `bytes`."""
    yield f"{found['model']}, sha256 {found['sha256']}"
    judged = SIZE.judged(found["bytes"], f"{SIZE.bound:,}")
    yield f"{found['bytes']:,} bytes on disk ({judged})"


def figures(found: Mapping[str, Any]) -> Iterator[str]:
    """Both truths, FER+ first, and the recall of each label."""
    yield ""
    if "ferplus_accuracy" in found:
        faces = f"{found['ferplus_n']:,} faces"
        yield f"What people see: the answer that FER+'s voters gave most often, {faces}"
        yield from _table(SEEN, found)
    else:
        yield "What people see: not judged, no face has a single top vote among the seven"
    yield f"FER2013's own label, {found['n']:,} faces"
    yield from _table(LABEL, found)
    yield ""
    yield f"{'Recall':<20}{'FER+':>9}{'label':>9}"
    for label in LABELS:
        parts = (found.get("ferplus_recall", {}).get(label), found["recall"][label])
        yield f"  {label:<18}" + "".join(f"{_percent(part):>9}" for part in parts)


def confusion(head: Compared, title: str) -> Iterator[str]:
    """Counts: truth by row, answer by column."""
    yield ""
    yield f"Confusions, {title}: truth by row, answer by column"
    yield " " * 10 + "".join(f"{label:>9}" for label in LABELS)
    for label, row in zip(LABELS, metrics.confusion(head.truth, head.said), strict=True):
        yield f"  {label:<8}" + "".join(f"{count:>9}" for count in row)


def reliability(head: Compared, title: str) -> Iterator[str]:
    """Whether faces of a confidence are right as often as that."""
    yield ""
    yield f"Calibration, {title}"
    yield f"  {'top answer':<12}{'faces':>7}{'said':>9}{'right':>9}"
    for found in metrics.reliability(head.truth, head.answers, BINS):
        span = f"{found.low:.1f}-{found.high:.1f}"
        said, right = _percent(found.confidence), _percent(found.accuracy)
        yield f"  {span:<12}{found.count:>7,}{said:>9}{right:>9}"


def coverage(found: Mapping[str, Any]) -> Iterator[str]:
    """What `evaluate.coverage` found."""
    yield ""
    yield f"When a top answer under {found['least']:g} is called unclear"
    for key, title in (("ferplus", "FER+"), ("label", "label")):
        if key in found:
            named, right = (_percent(found[key][name]) for name in ("named", "accuracy"))
            yield f"  {title:<7}{named} of the faces get a name, {right} of these names are right"


def speed(ms_per_face: float) -> Iterator[str]:
    """CPU milliseconds a face."""
    yield ""
    judged = SPEED.judged(ms_per_face, f"{SPEED.bound:g}")
    yield f"{ms_per_face:.2f} ms a face in batches of {BATCH} on one thread ({judged})"


def robustness_head() -> str:
    """The titles above the lines of `robustness_row`."""
    titles = f"{'FER+':>8}{'fall':>7}{'label':>9}{'fall':>7}"
    return f"Robustness, falls in points{'':<7}{titles}   goal for FER+"


def robustness_row(row: Mapping[str, Any]) -> str:
    """One change; the mean over its draws, the largest fall of a draw behind it."""
    line = f"  {row['change']:<32}"
    for key, width in (("ferplus_accuracy", 8), ("accuracy", 9)):
        known = key in row
        fall = f"{row[f'{key}_fall']:.1f}" if known else ""
        line += f"{_percent(row[key]) if known else '-':>{width}}{fall:>7}"
    falls = row.get("ferplus_accuracy_falls", row["accuracy_falls"])
    if row["goal"] is not None:
        line += f"   {Goal('<', row['goal']).judged(_mean(falls), format(row['goal'], 'g'))}"
    if len(falls) > 1:
        line += f" (draws {min(falls):.1f} to {max(falls):.1f})"
    return line


def _table(rows: Rows, found: Mapping[str, Any]) -> Iterator[str]:
    for name, key, unit, goal in rows:
        value = found[key]
        shown = _percent(value) if unit else f"{value:.3f}"
        bound = "" if goal is None else _percent(goal.bound) if unit else f"{goal.bound:.2f}"
        judged = "" if goal is None else goal.judged(value, bound)
        yield f"  {name:<18}{shown:>9}   {judged}".rstrip()


def _percent(part: float | None) -> str:
    return "no faces" if part is None else f"{100 * part:.1f} %"


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)
