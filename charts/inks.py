"""The fixed set of colours that a picture is printed in.

A picture is made of a few flat colours and the blends at their edges, so it needs no more than 256:
that makes the file a third as large and spares looking for the best colours of each picture.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Final

import numpy as np
from PIL import Image

from charts.style import GAP, GAP_HATCH, INK, LOOKS, MUTED, PAGE, PAPER, RULE, ink_on
from charts.tints import GLOW, LEVELS, MOODS

Colour = tuple[int, int, int]

#: Difference, summed over the channels, up to which one ink serves for two colours. Closer ones
#: would also be mixed up, since nearest colours are looked up in steps of four.
UNSEEN: Final = 10
#: Colours that a palette can hold.
LARGEST: Final = 256
#: Which colours meet in a picture, and with how many steps between them.
BLENDS: Final = (
    (PAPER, INK, 14),
    (PAPER, MUTED, 10),
    (PAPER, PAGE, 2),
    (PAPER, GAP_HATCH, 3),
    (GAP, GAP_HATCH, 3),
    (GAP, INK, 4),
)
CALENDAR_BLENDS: Final = (
    (PAPER, INK, 10),
    (PAPER, MUTED, 6),
    (PAPER, PAGE, 2),
    (PAPER, GAP_HATCH, 2),
    (GAP, GAP_HATCH, 2),
    (GLOW, INK, 6),
)


@cache
def inks() -> Image.Image:
    """The colours of a picture of an entry, as the palette of an image."""
    return palette_of(_colours())


@cache
def calendar_inks() -> Image.Image:
    """The colours of a calendar, as the palette of an image; a cover brings its own."""
    return palette_of(_calendar_colours())


def palette_of(colours: Iterable[Colour]) -> Image.Image:
    """An image whose palette holds these colours, of those that look alike the first."""
    kept: list[Colour] = []
    for colour in colours:
        if all(_apart(colour, other) for other in kept):
            kept.append(colour)
    image = Image.new("P", (1, 1))
    image.putpalette([channel for colour in kept for channel in colour])
    return image


def palette_with(picture: Image.Image) -> Image.Image:
    """The colours of a calendar and, in the room that is left, those that a picture needs."""
    own = colours_of(calendar_inks())
    wanted = picture.quantize(LARGEST - len(own), Image.Quantize.MEDIANCUT)
    seen = np.array(colours_of(wanted))
    distances = np.abs(seen[:, None] - np.array(own)).sum(axis=-1)
    new = seen[distances.min(axis=1) > UNSEEN]
    image = Image.new("P", (1, 1))
    image.putpalette([*(c for colour in own for c in colour), *new.flatten().tolist()])
    return image


def colours_of(image: Image.Image) -> tuple[Colour, ...]:
    """The colours of an image with a palette."""
    channels = image.getpalette() or []
    return tuple(zip(channels[::3], channels[1::3], channels[2::3], strict=True))


def rgb(colour: str) -> Colour:
    """The channels of "#RRGGBB", 0 to 255."""
    return (int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16))


def _colours() -> Iterator[Colour]:
    looks = LOOKS.values()
    flat = (PAGE, PAPER, INK, MUTED, GAP, GAP_HATCH, RULE, *(look.colour for look in looks))
    yield from map(rgb, (*flat, *(look.hatch_colour for look in looks)))
    for one, other, steps in BLENDS:
        yield from _between(one, other, steps)
    for look in looks:
        yield from _between(look.colour, PAPER, 6)
        yield from _between(look.colour, INK, 5)
        yield from _between(look.colour, look.hatch_colour, 3)
        yield from _between(look.hatch_colour, PAPER, 2)


def _calendar_colours() -> Iterator[Colour]:
    """Flat colours first, then what lies between those that touch."""
    looks = [look.colour for look in LOOKS.values()]
    paper = (PAGE, PAPER, INK, MUTED, RULE, GAP, GAP_HATCH, GLOW)
    yield from map(rgb, (*paper, *LEVELS, *MOODS, *looks))
    for one, other, steps in CALENDAR_BLENDS:
        yield from _between(one, other, steps)
    for colour in (*LEVELS, *MOODS, *looks):
        yield from _between(colour, PAPER, 3)
        yield from _between(colour, ink_on(colour), 3)


def _apart(one: Colour, other: Colour) -> bool:
    """Whether the difference of two colours can be seen at all; flat colours come first."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) > UNSEEN


def _between(one: str, other: str, steps: int) -> Iterator[Colour]:
    pairs = tuple(zip(rgb(one), rgb(other), strict=True))
    for step in range(1, steps + 1):
        part = step / (steps + 1)
        red, green, blue = (round(a + (b - a) * part) for a, b in pairs)
        yield (red, green, blue)
