"""What both pictures of an entry share: heading, clips, flags, time axis, gaps, key and foot."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import Final, Protocol

from charts.card import Card
from charts.curve import Curve, Mark
from charts.page import LEFT, MARGIN, RIGHT, Box
from charts.stretches import Stretch, gaps_of, length_of, stretches_of, unclear_of
from charts.style import (
    GAP,
    GAP_HATCH,
    INK,
    LOOKS,
    MUTED,
    PAPER,
    RULE,
    STACK,
    PictureWords,
    words_in,
)

AXIS_LEFT: Final = 150
PLOT_HEIGHT: Final = 440
#: More sentences than these would be a list, not a picture.
MARKS: Final = 5
#: Distance of the ticks of the time axis in seconds: the first that leaves at most seven.
TICKS_S: Final = (0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 1200, 1800, 3600)
DISC: Final = 46
#: How much of what is unclear the paper hides: one of the blends that `charts.inks` knows.
VEIL: Final = 4 / 7

#: The kind of mark for what is unclear in a picture without a veil.
HOLLOW: Final = "hollow"

#: From here to there, in seconds or in pixels.
Span = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Plot:
    """The rectangle of the picture, the seconds and shares that it spans, and what stands in it.

    `unclear` are the seconds (from, to) that are shown as unclear, `flags` the x of the lines of
    key sentences.
    """

    box: Box
    length_s: float
    low: float
    high: float
    stretches: tuple[Stretch, ...]
    unclear: tuple[tuple[float, float], ...]
    words: PictureWords
    flags: tuple[float, ...]

    def x(self, t_s: float) -> float:
        """Pixels from the left for a second, never outside the rectangle."""
        return across(self.box, t_s, self.length_s)

    def y(self, share: float) -> float:
        """Pixels from the top for a share."""
        return self.box.bottom - self.box.height * (share - self.low) / (self.high - self.low)


class View(Protocol):
    """What differs between the pictures; `veiled`: whether what is unclear is shown paler."""

    veiled: bool
    low: float
    high: float
    shares: tuple[float, ...]

    def paint(self, card: Card, plot: Plot) -> frozenset[str]:
        """Draw the expressions; which kinds of marks need a sample at the foot."""

    def swatch(self, card: Card, box: Box, label: str) -> None:
        """Draw the sample of one expression for the key."""


def picture(card: Card, view: View, curve: Curve, language: str) -> bytes:
    """The PNG of a curve: its parts from above to below, each says where the next may begin."""
    words = words_in(language)
    card.begin()
    top = heading(card, view, curve, words)
    top = clips(card, curve, words, top)
    marks = tuple(sorted(curve.marks[:MARKS], key=lambda mark: mark.start_s))
    plot = _plot(view, curve, words, marks, top)
    _ground(card, plot, view)
    unnamed = {"gap"} if not _gaps(card, plot) else set()
    _joins(card, plot, curve)
    unnamed |= view.paint(card, plot)
    if not _veils(card, plot):
        unnamed.add("veil")
    flags(card, plot)
    top = times(card, plot)
    top = _key(card, view, words, top)
    top = sentences(card, marks, top)
    return card.print(_foot(card, curve, words, top, unnamed))


def across(box: Box, t_s: float, length_s: float) -> float:
    """Where a second lies in the width of a box that stands for so many; never outside."""
    return box.left + box.width * min(max(t_s / length_s, 0.0), 1.0)


def length_in_words(seconds: float, words: PictureWords) -> str:
    """Such as "0.2 s", "42 s", "9 min 40 s": tenths below ten, and never nothing for something."""
    tenths = max(round(seconds, 1), 0.1 if seconds > 0 else 0.0)
    if tenths < 10:  # noqa: PLR2004 - two digits
        return words.seconds.format(number=f"{tenths:.1f}".removesuffix(".0"))
    minutes, rest = divmod(round(seconds), 60)
    parts = [words.minutes.format(number=minutes)] if minutes else []
    parts += [words.seconds.format(number=rest)] if rest or not minutes else []
    return " ".join(parts)


def clock(seconds: float) -> str:
    """Minutes and seconds such as "0:07", "12:30"."""
    minutes, rest = divmod(math.floor(seconds + 1e-6), 60)
    return f"{minutes}:{rest:02d}"


def spread(wanted: tuple[float, ...], distance: float, low: float, high: float) -> list[float]:
    """Ascending places close to the wanted ones, this far apart, between low and high."""
    places: list[float] = []
    for place in wanted:
        places.append(max(place, places[-1] + distance if places else low))
    limit = high
    for i in reversed(range(len(places))):
        places[i] = min(places[i], limit)
        limit = places[i] - distance
    return places


def heading(card: Card, view: View, curve: Curve, words: PictureWords) -> float:
    """Title and date; on the right what the face mostly showed, when that may be said."""
    letters, top = card.letters, MARGIN + 46.0
    title, date = letters.clean(curve.title), letters.clean(curve.date_line)
    if title:
        card.text(LEFT, top + 26, letters.cut(title, RIGHT - LEFT, 48, 700), 48, weight=700)
        top += 74
    free = float(RIGHT - LEFT)
    if curve.dominant is not None:
        free -= _claim(card, view, curve.dominant, words, top + 26) + 30
    if date:
        card.text(LEFT, top + 26, letters.cut(date, free, 31), 31, colour=MUTED)
    return top + (82 if date or curve.dominant else 20 if title else 0)


def _claim(card: Card, view: View, dominant: str, words: PictureWords, y: float) -> float:
    """The pill with the dominant expression; its width."""
    text = words.mostly.format(look=words.looks[dominant])
    width = card.letters.width(text, 31, 700) + 108
    card.box(Box(RIGHT - width, y - 31, width, 62), GAP, radius=31)
    sample = Box(RIGHT - width + 20, y - 15, 48, 30)
    view.swatch(card, sample, dominant)
    card.text(RIGHT - 26, y, text, 31, weight=700, align="right")
    return width


def _plot(
    view: View, curve: Curve, words: PictureWords, marks: tuple[Mark, ...], top: float
) -> Plot:
    """The place of the plot, below the flags where there are any."""
    box = Box(AXIS_LEFT, top + (DISC + 18 if marks else 0), RIGHT - AXIS_LEFT, PLOT_HEIGHT)
    length_s = length_of(curve)
    flags = tuple(across(box, mark.start_s, length_s) for mark in marks)
    unclear = unclear_of(curve) if view.veiled else ()
    return Plot(box, length_s, view.low, view.high, stretches_of(curve), unclear, words, flags)


def clips(
    card: Card, curve: Curve, words: PictureWords | None, top: float, left_edge: float = AXIS_LEFT
) -> float:
    """For an album: a bracket over each clip with its number, while there is room to write it.

    Without `words` the number stands alone.
    """
    length_s = length_of(curve)
    edges = [0.0, *(b for b in curve.boundaries if 0 < b < length_s), length_s]
    if len(edges) < 3:  # noqa: PLR2004 - one clip
        return top
    scale = (RIGHT - left_edge) / length_s
    for number, (start, end) in enumerate(pairwise(edges), 1):
        left, right = left_edge + start * scale + 4, left_edge + end * scale - 4
        card.line((left, right), (top + 40, top + 40), GAP_HATCH, 4)
        names = [words.clip.format(number=number)] if words else []
        for text in (*names, str(number)):
            if card.letters.width(text, 27) < right - left - 6:
                card.text((left + right) / 2, top + 16, text, 27, colour=MUTED, align="center")
                break
    return top + 58


def _ground(card: Card, plot: Plot, view: View) -> None:
    """The rectangle and the shares on its left."""
    card.box(plot.box, PAPER, radius=16, edge=RULE)
    for share in view.shares:
        y = plot.y(share)
        card.line((plot.box.left, plot.box.right), (y, y), RULE, 2, layer=1.5, within=plot.box)
        card.text(plot.box.left - 14, y, f"{share:.0%}", 25, colour=MUTED, align="right")


def _gaps(card: Card, plot: Plot) -> bool:
    """Hatch where no face was seen and say so once; False when there was no room to say it."""
    gaps = [(plot.x(a), plot.x(b)) for a, b in gaps_of(plot.stretches, plot.length_s)]
    for left, right in gaps:
        box = Box(left, plot.box.top, right - left, plot.box.height)
        card.hatched(box, GAP, "/", GAP_HATCH, layer=1.6, within=plot.box)
    text = plot.words.no_face if plot.stretches else plot.words.nothing_seen
    return _named(card, plot, text, gaps, layer=1.7)


def _veils(card: Card, plot: Plot) -> bool:
    """Pale what is unclear and say so once; False when there was no room to say it."""
    spans = [(plot.x(a), plot.x(b)) for a, b in plot.unclear]
    for left, right in spans:
        box = Box(left, plot.box.top, right - left, plot.box.height)
        card.veil(box, VEIL, 2.6, plot.box)
    return _named(card, plot, plot.words.unclear, spans, layer=2.9)


def _between(span: Span, flags: tuple[float, ...]) -> list[Span]:
    """The parts of a span that lie between the lines of the flags."""
    inside = sorted(flag for flag in flags if span[0] < flag < span[1])
    return list(pairwise((span[0], *inside, span[1])))


def _named(card: Card, plot: Plot, text: str, spans: list[Span], layer: float) -> bool:
    """Write a name in the widest of the spans, along or, where it is narrow, upwards.

    False where it is too narrow even for that.
    """
    rooms = [room for span in spans for room in _between(span, plot.flags)]
    if not rooms:
        return True
    room = max(rooms, key=lambda room: room[1] - room[0])
    free = room[1] - room[0]
    length = card.letters.width(text, 28) + 36
    upwards = length > free - 8
    if upwards and free < 60:  # noqa: PLR2004 - a line of type and its plate
        return False
    width, height = (48, length) if upwards else (length, 50)
    x, y = sum(room) / 2, plot.box.middle
    card.box(Box(x - width / 2, y - height / 2, width, height), PAPER, radius=14, layer=layer)
    turn = 90 if upwards else 0
    card.text(x, y, text, 28, colour=MUTED, align="center", rotation=turn, layer=layer + 0.05)
    return True


def _joins(card: Card, plot: Plot, curve: Curve) -> None:
    for boundary in curve.boundaries:
        x = plot.x(boundary)
        card.line((x, x), (plot.box.top, plot.box.bottom), PAPER, 10, layer=3.2)
        card.line((x, x), (plot.box.top, plot.box.bottom), GAP_HATCH, 3, layer=3.3)


def flags(card: Card, plot: Plot) -> None:
    """Numbered discs above the picture, moved apart, each with a line to its true second."""
    edge = DISC / 2
    places = spread(plot.flags, DISC + 8, plot.box.left + edge, plot.box.right - edge)
    top = plot.box.top
    for number, (x, place) in enumerate(zip(plot.flags, places, strict=True), 1):
        card.line((x, x), (top, plot.box.bottom), PAPER, 7, layer=3.5)
        card.line((x, x), (top - 3, plot.box.bottom), INK, 2.5, dashes=(4, 2.4), layer=3.6)
        card.line((place, x), (top - 18 - edge, top - 2), INK, 2.5, layer=4)
        _disc(card, place, top - 18 - edge, number)


def _disc(card: Card, x: float, y: float, number: int) -> None:
    card.disc(x, y, DISC, INK, 5)
    card.text(x, y, str(number), 28, weight=700, colour=PAPER, align="center", layer=6)


def times(card: Card, plot: Plot) -> float:
    """Minutes and seconds below; tenths of a second for the shortest clips."""
    fitting = (step for step in TICKS_S if plot.length_s / step <= 6.999)  # noqa: PLR2004 - ticks
    step = next(fitting, plot.length_s)
    y = plot.box.bottom
    for n in range(math.floor(plot.length_s / step + 1e-6) + 1):
        t_s = n * step
        text = clock(t_s) if step >= 1 else plot.words.seconds.format(number=f"{t_s:.1f}")
        x, half = plot.x(t_s), card.letters.width(text, 28) / 2
        card.line((x, x), (y + 4, y + 13), MUTED, 2.5)
        card.text(min(x, RIGHT + 12 - half), y + 33, text, 28, colour=MUTED, align="center")
    return y + 72


def _key(card: Card, view: View, words: PictureWords, top: float) -> float:
    """One swatch for each expression, from left to right as they are stacked from below."""
    column = (RIGHT - LEFT) / len(STACK)
    for i, label in enumerate(STACK):
        box = Box(LEFT + i * column + 5, top, column - 10, 38)
        view.swatch(card, box, label)
        card.text(box.centre, top + 63, words.names[label], 27, align="center")
    return top + 92


def sentences(card: Card, marks: tuple[Mark, ...], top: float) -> float:
    """The words behind the flags: one line each, two when there is a single sentence."""
    if not marks:
        return top
    letters, top = card.letters, top + 20
    card.line((LEFT, RIGHT), (top, top), RULE, 2)
    top += 18
    for number, mark in enumerate(marks, 1):
        _disc(card, LEFT + DISC / 2, top + 30, number)
        time = clock(max(mark.start_s, 0.0))
        card.text(LEFT + DISC + 18, top + 30, time, 30, colour=MUTED)
        x = LEFT + DISC + 18 + max(letters.width(time, 30), 62) + 20
        text = letters.clean(mark.text)
        for line in letters.wrap(text, RIGHT - x, 33, lines=2 if len(marks) == 1 else 1):
            card.text(x, top + 30, line, 33)
            top += 48
        top += 12
    return top


def _foot(card: Card, curve: Curve, words: PictureWords, top: float, unnamed: set[str]) -> int:
    """How much was seen, and what the picture is not; the height of the page.

    `unnamed` are the kinds of spans and marks that bear no name yet and need a sample here.
    """
    card.line((LEFT, RIGHT), (top + 18, top + 18), RULE, 2)
    face = length_in_words(curve.face_s, words)
    seen = words.face_seen.format(face=face, whole=length_in_words(curve.duration_s, words))
    y = top + 58
    card.text(LEFT, y, seen, 27, weight=700)
    used = card.letters.width(seen, 27, 700) + 24
    if unnamed:
        used = RIGHT - LEFT
        _samples(card, words, y, unnamed)
    if card.letters.width(words.not_feelings, 27) <= RIGHT - LEFT - used:
        card.text(RIGHT, y, words.not_feelings, 27, colour=MUTED, align="right")
    else:
        y += 44
        card.text(LEFT, y, words.not_feelings, 27, colour=MUTED)
    return math.ceil(y + 40 + MARGIN)


def _samples(card: Card, words: PictureWords, y: float, kinds: set[str]) -> None:
    """The key of the hatch, and of what is unclear, from the right."""
    right = float(RIGHT)
    if "gap" in kinds:
        left = _sample_name(card, words.no_face, right, y)
        card.hatched(Box(left, y - 16, 60, 32), GAP, "/", GAP_HATCH, radius=8)
        right = left - 28
    if "veil" in kinds:
        box = Box(_sample_name(card, words.unclear, right, y), y - 16, 60, 32)
        for place, label in enumerate(("sad", "neutral", "happy")):
            part = Box(box.left + 20 * place, box.top, 20, 32)
            card.hatched(part, LOOKS[label].colour, "", INK, within=box)
        card.veil(box, VEIL, 2.6, box)
    if HOLLOW in kinds:
        left = _sample_name(card, words.unclear, right, y)
        points = [(left + 14, y), (left + 44, y)]
        shapes = (LOOKS[label].marker for label in ("happy", "sad"))
        for point, shape in zip(points, shapes, strict=True):
            card.markers([point], [24], shape, "none", edge=MUTED)


def _sample_name(card: Card, name: str, right: float, y: float) -> float:
    """Write the name that ends at `right`; where its sample of 60 pixels begins."""
    card.text(right, y, name, 27, colour=MUTED, align="right")
    return right - card.letters.width(name, 27) - 74
