"""The bubble view of the project's first chart: each clear expression a bubble over its second.

As there: only shares above 0.35, the size of a bubble by the square of its share, half transparent.
New: a shape for each expression beside its colour, real seconds, and fewer bubbles, so that they
can be told apart.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from charts.card import Box, Card, card
from charts.curve import Curve
from charts.entry_picture import Plot, picture
from charts.style import LOOKS, STACK, index_of

#: A share that is drawn is greater than this.
CLEAR: Final = 0.35
#: Pixels across of a bubble for a share of 1; its area goes with the square of the share.
DIAMETER: Final = 64.0
#: Spans of time in the picture, at most one bubble of each expression in each: one second of sixty.
SPANS: Final = 60


@dataclass(frozen=True, slots=True)
class Bubble:
    """One share of one expression at one second."""

    t_s: float
    share: float


def draw(curve: Curve, language: str) -> bytes:
    """The PNG of the bubbles, 1080 pixels wide, in "ko" or "en". For one thread at a time."""
    return picture(card(), Bubbles(curve), curve, language)


class Bubbles:
    """Seven kinds of bubbles over the seconds, from 35 % upwards."""

    veiled = False
    low = 0.29
    high = 1.07
    shares: tuple[float, ...] = (CLEAR, 0.5, 0.75, 1.0)

    def __init__(self, curve: Curve) -> None:
        self._curve = curve

    def paint(self, card: Card, plot: Plot) -> None:
        """The bubbles of one expression after the other."""
        for label in STACK:
            bubbles = bubbles_of(self._curve, label, plot.length_s)
            look = LOOKS[label]
            points = [(plot.x(bubble.t_s), plot.y(bubble.share)) for bubble in bubbles]
            sizes = [DIAMETER * bubble.share for bubble in bubbles]
            if points:
                card.markers(points, sizes, look.marker, look.colour, alpha=0.5, within=plot.box)

    def swatch(self, card: Card, box: Box, label: str) -> None:
        """One bubble."""
        look = LOOKS[label]
        card.markers([(box.centre, box.middle)], [34], look.marker, look.colour)


def bubbles_of(curve: Curve, label: str, length_s: float) -> tuple[Bubble, ...]:
    """The clear samples of an expression, thinned: of each span of time the one in the middle.

    In the middle by share, so that thinning makes no expression look stronger than it was.
    """
    span = length_s / SPANS
    place = index_of(label)
    spans: dict[int, list[Bubble]] = {}
    for t_s, scores in zip(curve.times, curve.scores, strict=True):
        if scores is not None and scores[place] > CLEAR:
            spans.setdefault(math.floor(t_s / span), []).append(Bubble(t_s, scores[place]))
    ranked = (sorted(bubbles, key=attrgetter("share", "t_s")) for bubbles in spans.values())
    return tuple(bubbles[len(bubbles) // 2] for bubbles in ranked)
