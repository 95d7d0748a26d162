"""Where a face was seen without a break, and where it was not.

A sample stands for the time around it, half way to its neighbours. Nothing is drawn across a gap
or across the join of two clips.
"""

from __future__ import annotations

import math
import statistics
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Final

from analysis.report import leader
from charts.curve import Curve

#: Distance of two samples where a single one leaves it unknown: the analysis takes five a second.
SAMPLE_S: Final = 0.2
#: Samples further apart than this many usual distances have a gap between them.
LOOSE: Final = 2.5
#: What is unclear for less than this many seconds is not marked.
LASTING_S: Final = 1.0
#: Times less than this apart are the same.
ROUNDING_S: Final = 1e-6
#: More columns than this cannot be told apart on a telephone; samples are averaged into them.
COLUMNS: Final = 300


@dataclass(frozen=True, slots=True)
class Sample:
    """Seven shares at one second, None where no usable face was seen."""

    t_s: float
    scores: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Stretch:
    """Samples without a break, all with scores, and the seconds from which to which they hold."""

    start_s: float
    end_s: float
    samples: tuple[Sample, ...]


def length_of(curve: Curve) -> float:
    """Seconds of the time axis: never zero, and never shorter than the samples."""
    return max(curve.duration_s, curve.times[-1] if curve.times else 0.0, 0.1)


def samples_of(curve: Curve) -> tuple[Sample, ...]:
    """The samples of the curve, at most `COLUMNS`; more are averaged in equal spans of time."""
    samples = _moments_of(curve)
    if len(samples) <= COLUMNS:
        return samples
    span = length_of(curve) / COLUMNS
    columns: dict[tuple[int, int], list[Sample]] = {}
    for sample in samples:
        clip = bisect_right(curve.boundaries, sample.t_s)
        columns.setdefault((clip, math.floor(sample.t_s / span)), []).append(sample)
    return tuple(_averaged(column) for column in columns.values())


def stretches_of(curve: Curve) -> tuple[Stretch, ...]:
    """Every unbroken stretch of usable face, in order of time."""
    return _unbroken(samples_of(curve), curve)


def unclear_of(curve: Curve) -> tuple[tuple[float, float], ...]:
    """The seconds (from, to) in which no expression was clear, where that lasted for a while.

    Between two expressions the curve is unclear for a moment: that is the change itself. Judged by
    the moments of the curve, also where the picture averages them: expressions that are clear in
    turn are not clear on the average.
    """
    stretches = _unbroken(_moments_of(curve), curve)
    spans = [span for stretch in stretches for span in _unclear_in(stretch)]
    return tuple((start, end) for start, end in spans if end - start >= LASTING_S - ROUNDING_S)


def gaps_of(stretches: tuple[Stretch, ...], length_s: float) -> tuple[tuple[float, float], ...]:
    """The seconds (from, to) that no stretch covers."""
    edges = [0.0, *(edge for s in stretches for edge in (s.start_s, s.end_s)), length_s]
    pairs = zip(edges[::2], edges[1::2], strict=True)
    return tuple((start, end) for start, end in pairs if end - start > ROUNDING_S)


def _moments_of(curve: Curve) -> tuple[Sample, ...]:
    return tuple(Sample(t, s) for t, s in zip(curve.times, curve.scores, strict=True))


def _unbroken(samples: tuple[Sample, ...], curve: Curve) -> tuple[Stretch, ...]:
    step = _usual_distance(samples)
    runs: list[list[Sample]] = []
    before: Sample | None = None
    for sample in samples:
        if sample.scores is None:
            before = None
            continue
        if before is None or _parted(before, sample, step, curve.boundaries):
            runs.append([])
        runs[-1].append(sample)
        before = sample
    return tuple(_stretch(run, step, curve) for run in runs)


def _unclear_in(stretch: Stretch) -> Iterator[tuple[float, float]]:
    """The unclear parts of a stretch, from half way before their samples to half way behind."""
    samples = stretch.samples
    middles = [(a.t_s + b.t_s) / 2 for a, b in pairwise(samples)]
    edges = [stretch.start_s, *middles, stretch.end_s]
    held = zip(edges[:-1], edges[1:], samples, strict=True)
    for is_unclear, run in groupby(held, lambda part: _is_unclear(part[2])):
        parts = list(run)
        if is_unclear:
            yield parts[0][0], parts[-1][1]


def _is_unclear(sample: Sample) -> bool:
    return sample.scores is not None and leader(sample.scores) is None


def _averaged(column: list[Sample]) -> Sample:
    """One sample for many: no face where most of them have none."""
    seen = [sample.scores for sample in column if sample.scores is not None]
    t_s = math.fsum(sample.t_s for sample in column) / len(column)
    if 2 * len(seen) < len(column):
        return Sample(t_s, None)
    return Sample(t_s, tuple(math.fsum(ps) / len(seen) for ps in zip(*seen, strict=True)))


def _usual_distance(samples: tuple[Sample, ...]) -> float:
    distances = [b.t_s - a.t_s for a, b in pairwise(samples) if b.t_s > a.t_s]
    return statistics.median(distances) if distances else SAMPLE_S


def _parted(before: Sample, after: Sample, step: float, boundaries: tuple[float, ...]) -> bool:
    crossed = any(before.t_s < boundary <= after.t_s for boundary in boundaries)
    return crossed or after.t_s - before.t_s > LOOSE * step


def _stretch(run: list[Sample], step: float, curve: Curve) -> Stretch:
    """The run with its ends: to the edge of its clip where no sample is missing before that.

    Sound often outlasts the picture by a fraction of a sample: that is no gap.
    """
    edges = (0.0, *curve.boundaries, length_of(curve))
    first, last = run[0].t_s, run[-1].t_s
    left = max((edge for edge in edges if edge <= first), default=first)
    right = min((edge for edge in edges if edge > last), default=last)
    start = left if first - left <= step else first - step / 2
    end = right if right - last <= 1.5 * step else last + step / 2
    return Stretch(start, end, tuple(run))
