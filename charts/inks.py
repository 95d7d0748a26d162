"""The fixed set of colours that a picture is printed in.

A picture is made of a few flat colours and the blends at their edges, so it needs no more than 256:
that makes the file a third as large and spares looking for the best colours of each picture.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Final

from PIL import Image

from charts.style import GAP, GAP_HATCH, INK, LOOKS, MUTED, PAGE, PAPER, RULE

Colour = tuple[int, int, int]

#: Difference, summed over the channels, up to which one ink serves for two colours. Closer ones
#: would also be mixed up, since nearest colours are looked up in steps of four.
UNSEEN: Final = 10
#: Which colours meet in a picture, and with how many steps between them.
BLENDS: Final = (
    (PAPER, INK, 14),
    (PAPER, MUTED, 10),
    (PAPER, PAGE, 2),
    (PAPER, GAP_HATCH, 3),
    (GAP, GAP_HATCH, 3),
    (GAP, INK, 4),
)


@cache
def inks() -> Image.Image:
    """The colours as the palette of an image."""
    colours: list[Colour] = []
    for colour in _colours():
        if all(_apart(colour, other) for other in colours):
            colours.append(colour)
    image = Image.new("P", (1, 1))
    image.putpalette([channel for colour in colours for channel in colour])
    return image


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


def _apart(one: Colour, other: Colour) -> bool:
    """Whether the difference of two colours can be seen at all; flat colours come first."""
    return sum(abs(a - b) for a, b in zip(one, other, strict=True)) > UNSEEN


def _between(one: str, other: str, steps: int) -> Iterator[Colour]:
    pairs = tuple(zip(rgb(one), rgb(other), strict=True))
    for step in range(1, steps + 1):
        part = step / (steps + 1)
        red, green, blue = (round(a + (b - a) * part) for a, b in pairs)
        yield (red, green, blue)
