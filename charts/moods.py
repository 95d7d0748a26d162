"""How a mood that somebody chose is drawn, and how a face looked beside it: never mixed up.

What was chosen is a plain colour with its number, what a machine has seen is hatched with its sign.
"""

from __future__ import annotations

from typing import Final

from charts.calendar_page import SAMPLE, corner_of, put_day
from charts.calendar_words import CalendarWords
from charts.days import MOODS, UNCLEAR
from charts.page import LEFT, RIGHT, Box
from charts.shapes import hatch, sign
from charts.sheet import Sheet
from charts.style import GAP, LOOKS, MUTED, PAPER, ink_on
from charts.tints import MOODS as COLOURS

#: How much of its place a sign or a number takes.
SIGN: Final = 0.56

#: From a sample in the scale to its name, and the size of the name, pixels.
BESIDE: Final = 10
NAME: Final = 26


def colour_of(mood: str) -> str:
    """The colour of one of `charts.days.MOODS`."""
    return COLOURS[MOODS.index(mood)]


def put_mood(sheet: Sheet, box: Box, mood: str, place: Box) -> None:
    """A cell with the colour of a mood, and its number at a place in it."""
    colour = colour_of(mood)
    put_day(sheet, box, colour)
    size = round(1.15 * SIGN * min(place.width, place.height))
    ink = ink_on(colour)
    sheet.text(place.centre, place.middle, mood, size, weight=700, colour=ink, align="center")


def put_seen(sheet: Sheet, box: Box, look: str, place: Box) -> None:
    """A hatched cell with the colour of a look and its sign; what is unclear has neither."""
    lines = hatch(round(box.width), round(box.height), round(corner_of(box)))
    if look == UNCLEAR:
        put_day(sheet, box, GAP)
        sheet.shape(lines, box, MUTED)
        return
    colour = LOOKS[look].colour
    put_day(sheet, box, colour)
    # Sharp: half a line of paper on one look would be the colour of another.
    sheet.shape(lines.point(_whole), box, PAPER)
    size = round(SIGN * min(place.width, place.height))
    ground = round(1.5 * size)
    corner = (place.centre - ground / 2, place.middle - ground / 2)
    sheet.box(Box(*corner, ground, ground), colour)
    sheet.shape(sign(LOOKS[look].marker, size), place, ink_on(colour))


def _whole(covered: int) -> int:
    return 255 * (covered > 127)  # noqa: PLR2004 - more than half


def put_scale(sheet: Sheet, words: CalendarWords, top: float) -> float:
    """The five moods with their names, in one line; where it ends."""
    names = (words.lowest, words.low, words.even, words.good, words.best)
    side = SAMPLE[1] - 6
    widths = [side + BESIDE + sheet.letters.width(name, NAME) for name in names]
    # As much air behind each: names differ in length, and even places let the longest touch.
    air = (RIGHT - LEFT - sum(widths)) / (len(names) - 1)
    left = float(LEFT)
    for mood, name, width in zip(MOODS, names, widths, strict=True):
        box = Box(left, top + 3, side, side)
        put_day(sheet, box, colour_of(mood))
        sheet.text(box.right + BESIDE, box.middle, name, NAME)
        left += width + air
    return top + SAMPLE[1]
