"""The picture of an entry that is a voice: when somebody spoke, and where the key sentences stand.

It says when, and nothing of how: a voice is not read for what somebody felt.
"""

from __future__ import annotations

import math
from typing import Final

from charts.card import Card, card
from charts.curve import Curve
from charts.entry_picture import (
    DISC,
    MARKS,
    Plot,
    across,
    clips,
    flags,
    length_in_words,
    sentences,
    times,
)
from charts.page import LEFT, MARGIN, RIGHT, Box
from charts.stretches import length_of
from charts.style import GAP, INK, MUTED, RULE, words_in
from languages.catalogue import Line, Words

#: Pixels of the track and of the bars in it.
TRACK: Final = 132
BAR: Final = 76
#: A word said in passing is drawn at least this wide, or it could not be seen.
NARROWEST: Final = 8.0


class Timeline(Words):
    """Lengths come as words of their language."""

    nothing_said = Line("nobody spoke")

    def spoken(self, spoken: str, whole: str) -> str:
        """How much of the time somebody spoke."""
        return self.say("speaking {spoken} of {whole}", spoken=spoken, whole=whole)


def draw(curve: Curve, language: str) -> bytes:
    """The PNG of the time line, 1080 pixels wide. For one thread at a time."""
    page, words = card(), Timeline.of(language.partition("-")[0])
    page.begin()
    top = clips(page, curve, None, _heading(page, curve), LEFT)
    marks = tuple(sorted(curve.marks[:MARKS], key=lambda mark: mark.start_s))
    length_s = length_of(curve)
    box = Box(LEFT, top + (DISC + 18 if marks else 0), RIGHT - LEFT, TRACK)
    lines = tuple(across(box, mark.start_s, length_s) for mark in marks)
    plot = Plot(box, length_s, 0.0, 1.0, (), (), words_in(language), lines)
    _track(page, plot, curve, words)
    flags(page, plot)
    top = sentences(page, marks, times(page, plot))
    return page.print(_foot(page, curve, words, plot, top))


def spoken_s(curve: Curve) -> float:
    """How long somebody spoke."""
    return math.fsum(end_s - start_s for start_s, end_s in curve.voiced)


def _heading(page: Card, curve: Curve) -> float:
    letters, top = page.letters, MARGIN + 46.0
    title, date = letters.clean(curve.title), letters.clean(curve.date_line)
    if title:
        page.text(LEFT, top + 26, letters.cut(title, RIGHT - LEFT, 48, 700), 48, weight=700)
        top += 74
    if date:
        page.text(LEFT, top + 26, letters.cut(date, RIGHT - LEFT, 31), 31, colour=MUTED)
        top += 82
    return top


def _track(page: Card, plot: Plot, curve: Curve, words: Timeline) -> None:
    """A line for the whole length, and on it a bar wherever somebody spoke."""
    box = plot.box
    page.box(box, GAP, radius=22)
    if not curve.voiced:
        page.text(box.centre, box.middle, words.nothing_said, 30, colour=MUTED, align="center")
        return
    page.line((box.left + 22, box.right - 22), (box.middle, box.middle), RULE, 6, layer=1.5)
    for start_s, end_s in curve.voiced:
        page.box(_bar(plot, start_s, end_s), MUTED, radius=14, layer=2)
    for boundary in curve.boundaries:
        x = plot.x(boundary)
        page.line((x, x), (box.top, box.bottom), INK, 3, dashes=(2, 2), layer=3.3)


def _bar(plot: Plot, start_s: float, end_s: float) -> Box:
    left, right = plot.x(start_s), plot.x(end_s)
    missing = max(0.0, NARROWEST - (right - left)) / 2
    left = min(max(left - missing, plot.box.left), plot.box.right - NARROWEST)
    return Box(left, plot.box.middle - BAR / 2, max(right + missing - left, NARROWEST), BAR)


def _foot(page: Card, curve: Curve, words: Timeline, plot: Plot, top: float) -> int:
    """How much of the time somebody spoke, with a sample of the bars; the height of the page."""
    page.line((LEFT, RIGHT), (top + 18, top + 18), RULE, 2)
    y = top + 58
    page.box(Box(LEFT, y - 15, 48, 30), MUTED, radius=10)
    spoken, whole = (length_in_words(s, plot.words) for s in (spoken_s(curve), curve.duration_s))
    page.text(LEFT + 66, y, words.spoken(spoken, whole), 27, weight=700)
    return math.ceil(y + 40 + MARGIN)
