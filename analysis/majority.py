"""A curve as a whole: its mean, and what may be claimed of it. Standard library only.

A moment whose strongest expression is not clear leads for none. It is usable time all the same, so
it counts against every claim.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from analysis.report import LABELS, STEP_S, Moment, Scores, as_scores

#: An expression dominates when it leads for more than this share of the usable time, and once for
#: so many seconds without a break.
MAJORITY: Final = 0.5
SUSTAINED_S: Final = 1.0
_MOMENTS: Final = round(SUSTAINED_S / STEP_S)
#: The part of the usable time that the mean is taken over; `analysis.timeline` has what was tried.
_SHOWING: Final = 0.5
_NEUTRAL: Final = LABELS.index("neutral")


def dominant(curve: Sequence[Moment]) -> str | None:
    """The expression that leads in most of the usable time, and for a while without a break."""
    leaders = [moment.leader for moment in curve if moment.scores is not None]
    counts = Counter(leader for leader in leaders if leader is not None)
    if not counts:
        return None
    label, count = counts.most_common(1)[0]
    return label if count > MAJORITY * len(leaders) and _is_sustained(curve, label) else None


def mean(curve: Sequence[Moment]) -> Scores | None:
    """The mean over the half of the usable moments in which the face was least neutral.

    None without a usable moment. Most of the time most faces show little, so over all the time a
    smile of a second counts for next to nothing; yet no share can come out at more than twice its
    plain mean.
    """
    usable = [moment.scores for moment in curve if moment.scores is not None]
    if not usable:
        return None
    usable.sort(key=lambda scores: scores[_NEUTRAL])
    showing = usable[: math.ceil(_SHOWING * len(usable))]
    return as_scores(math.fsum(shares) / len(showing) for shares in zip(*showing, strict=True))


def _is_sustained(curve: Sequence[Moment], label: str) -> bool:
    """Whether the expression once leads for `SUSTAINED_S`."""
    runs = groupby(curve, lambda moment: moment.leader)
    return any(leader == label and sum(1 for _ in run) >= _MOMENTS for leader, run in runs)
