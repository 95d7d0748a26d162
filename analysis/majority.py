"""What may be claimed of a curve as a whole. Standard library only.

A moment whose strongest expression is not clear leads for none. It is usable time all the same, so
it counts against every claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import groupby
from typing import Final

from analysis.report import STEP_S, Moment

#: An expression dominates when it leads for more than this share of the usable time, and once for
#: so many seconds without a break.
MAJORITY: Final = 0.5
SUSTAINED_S: Final = 1.0
_MOMENTS: Final = round(SUSTAINED_S / STEP_S)


def dominant(curve: Sequence[Moment]) -> str | None:
    """The expression that leads in most of the usable time, and for a while without a break."""
    leaders = [moment.leader for moment in curve if moment.scores is not None]
    counts = Counter(leader for leader in leaders if leader is not None)
    if not counts:
        return None
    label, count = counts.most_common(1)[0]
    return label if count > MAJORITY * len(leaders) and _is_sustained(curve, label) else None


def unclear_share(curve: Sequence[Moment]) -> float:
    """The share of the usable time in which no expression was clear, 0 to 1."""
    usable = [moment for moment in curve if moment.scores is not None]
    return sum(moment.leader is None for moment in usable) / max(1, len(usable))


def _is_sustained(curve: Sequence[Moment], label: str) -> bool:
    """Whether the expression once leads for `SUSTAINED_S`."""
    runs = groupby(curve, lambda moment: moment.leader)
    return any(leader == label and sum(1 for _ in run) >= _MOMENTS for leader, run in runs)
