"""The bubble view of the project's first chart: each clear expression a bubble over its second.

As there: the size of a bubble by the square of its share, half transparent. New: a shape for each
expression beside its colour, real seconds, and fewer bubbles, so that they can be told apart; and
what the card would not name is no bubble: where no expression is clear, the outline of the
strongest one stands hollow and without a colour.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from analysis.report import CLEAR, LABELS
from charts.card import Card, card
from charts.curve import Curve
from charts.entry_picture import HOLLOW, Plot, picture
from charts.page import Box
from charts.style import LOOKS, MUTED, STACK

#: Pixels across of a bubble for a share of 1; its area goes with the square of the share.
DIAMETER: Final = 64.0
#: Spans of time in the picture, at most one bubble of each expression in each: one second of sixty.
SPANS: Final = 60


@dataclass(frozen=True, slots=True)
class Bubble:
    """The strongest expression at one second, and its share."""

    t_s: float
    share: float
    label: str


def draw(curve: Curve, language: str) -> bytes:
    """The PNG of the bubbles, 1080 pixels wide, in "ko" or "en". For one thread at a time."""
    return picture(card(), Bubbles(curve), curve, language)


class Bubbles:
    """Seven kinds of bubbles over the seconds; below one half they are hollow."""

    veiled = False
    low = 0.05
    # A bubble of 100 % stands wholly inside the frame.
    high = 1.12
    shares: tuple[float, ...] = (0.25, CLEAR, 0.75, 1.0)

    def __init__(self, curve: Curve) -> None:
        self._curve = curve

    def paint(self, card: Card, plot: Plot) -> frozenset[str]:
        """The bubbles of one expression after the other, over those that are hollow."""
        unclear = unclear_bubbles_of(self._curve, plot.length_s)
        for label in STACK:
            points, sizes = _placed([b for b in unclear if b.label == label], plot)
            shape = LOOKS[label].marker
            card.markers(points, sizes, shape, "none", edge=MUTED, within=plot.box)
        for label in STACK:
            points, sizes = _placed(bubbles_of(self._curve, label, plot.length_s), plot)
            look = LOOKS[label]
            card.markers(points, sizes, look.marker, look.colour, alpha=0.5, within=plot.box)
        return frozenset({HOLLOW} if unclear else ())

    def swatch(self, card: Card, box: Box, label: str) -> None:
        """One bubble."""
        look = LOOKS[label]
        card.markers([(box.centre, box.middle)], [34], look.marker, look.colour)


def bubbles_of(curve: Curve, label: str, length_s: float) -> tuple[Bubble, ...]:
    """The moments in which an expression is clear, thinned."""
    clear = [b for b in _strongest(curve) if b.share >= CLEAR and b.label == label]
    return _thinned(clear, length_s)


def unclear_bubbles_of(curve: Curve, length_s: float) -> tuple[Bubble, ...]:
    """What was strongest in the moments in which nothing is clear, thinned."""
    return _thinned([b for b in _strongest(curve) if b.share < CLEAR], length_s)


def _strongest(curve: Curve) -> Iterator[Bubble]:
    for t_s, scores in zip(curve.times, curve.scores, strict=True):
        if scores is not None:
            share = max(scores)
            yield Bubble(t_s, share, LABELS[scores.index(share)])


def _thinned(bubbles: Sequence[Bubble], length_s: float) -> tuple[Bubble, ...]:
    """Of each span of time the one in the middle.

    In the middle by share, so that thinning makes no expression look stronger than it was.
    """
    span = length_s / SPANS
    spans: dict[int, list[Bubble]] = {}
    for bubble in bubbles:
        spans.setdefault(math.floor(bubble.t_s / span), []).append(bubble)
    ranked = (sorted(held, key=attrgetter("share", "t_s")) for held in spans.values())
    return tuple(held[len(held) // 2] for held in ranked)


def _placed(bubbles: Sequence[Bubble], plot: Plot) -> tuple[list[tuple[float, float]], list[float]]:
    """Where the bubbles stand, and how wide they are, in pixels."""
    points = [(plot.x(bubble.t_s), plot.y(bubble.share)) for bubble in bubbles]
    return points, [DIAMETER * bubble.share for bubble in bubbles]
