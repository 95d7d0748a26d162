"""One line read off the expression curve by rules. It says how a face looked, nothing more."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis import majority
from analysis.report import LABELS, Emotions, Moment, Scores, unclear_share

#: Positive counts up, the four unpleasant ones down; surprise and neutral are neither.
BRIGHTNESS = {"happy": 1.0, "angry": -1.0, "disgust": -1.0, "fear": -1.0, "sad": -1.0}

#: The smallest difference of brightness between two parts of a clip that is worth a word. It is
#: far above what smoothing leaves of noise in a held expression.
NOTICEABLE = 0.25

#: A part of a clip in which less than this was clearly seen says nothing.
SHORTEST_PART_S = 2.0

#: What prevailed where no expression was clear most of the time.
UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Reading:
    """`overall` is the expression that prevailed, or UNCLEAR; `turn` is brighter, heavier or None.

    `turn_s` is the length in seconds of the last part, in which the turn was seen.
    """

    overall: str
    turn: str | None = None
    turn_s: int = 0


def read(emotions: Emotions, duration_s: float) -> Reading | None:
    """The reading of a curve; None when expressions were clear but none of them prevailed."""
    if emotions.dominant is None:
        mostly_unclear = unclear_share(emotions.timeline) > majority.MAJORITY
        return Reading(UNCLEAR) if mostly_unclear else None
    turn, turn_s = _turn(emotions.timeline, duration_s)
    return Reading(emotions.dominant, turn, turn_s)


def _turn(timeline: Sequence[Moment], duration_s: float) -> tuple[str | None, int]:
    """Compare the last part (a third, at most ten seconds) with all that came before.

    What is unclear cannot carry a comparison.
    """
    last_s = min(10.0, duration_s / 3)
    if last_s < SHORTEST_PART_S:
        return None, 0
    border = duration_s - last_s
    clear = [(m.t_s, m.scores) for m in timeline if m.scores is not None and m.leader is not None]
    before = [scores for t_s, scores in clear if t_s < border]
    after = [scores for t_s, scores in clear if t_s >= border]
    step = _step(timeline)
    if min(len(before), len(after)) * step < SHORTEST_PART_S:
        return None, 0
    difference = _brightness(after) - _brightness(before)
    if abs(difference) < NOTICEABLE:
        return None, 0
    return ("brighter" if difference > 0 else "heavier"), round(last_s)


def _step(timeline: Sequence[Moment]) -> float:
    """The distance of two samples in seconds: the median, since gaps are no samples."""
    gaps = sorted(b.t_s - a.t_s for a, b in itertools.pairwise(timeline))
    return gaps[len(gaps) // 2] if gaps else 0.0


def _brightness(scores: Sequence[Scores]) -> float:
    """The mean brightness, from -1 to 1."""
    return math.fsum(
        BRIGHTNESS.get(label, 0.0) * vector[i]
        for vector in scores
        for i, label in enumerate(LABELS)
    ) / len(scores)
