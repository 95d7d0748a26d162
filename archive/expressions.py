"""The expressions of an entry by the second: as a table (CSV) and as a drawing (SVG).

The drawing is for the page: its colours come from the page's style, so that it can turn dark.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from typing import Any

from analysis.report import LABELS

#: From the bottom of the drawing to its top, as on the cards.
STACK = ("happy", "surprise", "neutral", "sad", "fear", "disgust", "angry")

WIDTH, HEIGHT = 600, 120

#: Seconds that are drawn at most: longer entries get wider steps.
MOST_STEPS = 120

Shares = tuple[float, ...]


def seconds(report: Mapping[str, Any] | None) -> list[Shares | None]:
    """For each second the mean shares in the order of LABELS; None where no face was seen.

    Nothing where there is no curve. Each second takes what was measured from its start to its end.
    """
    timeline = ((report or {}).get("emotions") or {}).get("timeline") or []
    moments = [m for m in timeline if isinstance(m, dict) and "t_s" in m]
    if not moments:
        return []
    buckets: list[list[Sequence[float]]] = [[] for _ in range(int(moments[-1]["t_s"]) + 1)]
    for moment in moments:
        if moment.get("scores") is not None:
            buckets[int(moment["t_s"])].append(moment["scores"])
    return [_mean(bucket) for bucket in buckets]


def _mean(bucket: Sequence[Sequence[float]]) -> Shares | None:
    if not bucket:
        return None
    return tuple(sum(column) / len(bucket) for column in zip(*bucket, strict=True))


def table(curve: Sequence[Shares | None]) -> str:
    """The CSV: a second a row, a share (0 to 1) a column, empty where no face was seen."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\r\n")
    rows.writerow(["second", *LABELS])
    for second, shares in enumerate(curve):
        written = [""] * len(LABELS) if shares is None else [f"{share:.4f}" for share in shares]
        rows.writerow([second, *written])
    return out.getvalue()


def drawing(curve: Sequence[Shares | None], label: str) -> str:
    """An SVG of stacked bands over time; seconds without a face stay empty. `label` is escaped."""
    steps = _thinned(curve)
    if all(shares is None for shares in steps):
        return ""
    box = f'viewBox="0 0 {WIDTH} {HEIGHT}" preserveAspectRatio="none"'
    parts = [f'<svg class="curve" {box} role="img" aria-label="{label}">']
    for first, last in _stretches(steps):
        parts += _bands(steps, first, last)
    return "".join([*parts, "</svg>"])


def _thinned(curve: Sequence[Shares | None]) -> list[Shares | None]:
    width = -(-len(curve) // MOST_STEPS)
    chunks = [curve[i : i + width] for i in range(0, len(curve), width or 1)]
    return [_mean([shares for shares in chunk if shares is not None]) for chunk in chunks]


def _stretches(steps: Sequence[Shares | None]) -> list[tuple[int, int]]:
    """First and last step of each stretch in which a face was seen."""
    found: list[tuple[int, int]] = []
    for number, shares in enumerate(steps):
        if shares is None:
            continue
        if found and found[-1][1] == number - 1:
            found[-1] = (found[-1][0], number)
        else:
            found.append((number, number))
    return found


def _bands(steps: Sequence[Shares | None], first: int, last: int) -> list[str]:
    """One outline for each expression: along its top, back along its foot."""
    step = WIDTH / len(steps)
    edges = [first * step, *((n + 0.5) * step for n in range(first, last + 1)), (last + 1) * step]
    shares = [steps[n] or () for n in range(first, last + 1)]
    shares = [shares[0], *shares, shares[-1]]
    foot = [float(HEIGHT)] * len(edges)
    bands: list[str] = []
    for name in STACK:
        column = LABELS.index(name)
        top = [y - s[column] * HEIGHT for y, s in zip(foot, shares, strict=True)]
        if max(y - t for y, t in zip(foot, top, strict=True)) > 0.3:  # noqa: PLR2004 - to be seen
            along = [f"{x:.1f} {y:.1f}" for x, y in zip(edges, top, strict=True)]
            back = [f"{x:.1f} {y:.1f}" for x, y in zip(edges, foot, strict=True)][::-1]
            bands.append(f'<path class="x-{name}" d="M{"L".join([*along, *back])}Z"/>')
        foot = top
    return bands


def strongest(report: Mapping[str, Any] | None) -> str | None:
    """The expression that led, by its label, if one did."""
    found = ((report or {}).get("emotions") or {}).get("dominant")
    return found if found in LABELS else None
