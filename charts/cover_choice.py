"""The six drawn covers side by side, with the numbers by which one is chosen."""

from __future__ import annotations

from typing import Final

from charts.covers import COVERS, SIZE, drawn
from charts.lettering import lettering
from charts.page import LEFT, MARGIN, RIGHT, Box
from charts.sheet import Sheet
from charts.style import INK, PAPER

#: Covers in a row, pixels between them, and how wide a part of a cover is shown.
ABREAST: Final = 2
AIR: Final = 28
WIDTH: Final = (RIGHT - LEFT - AIR) // ABREAST
HEIGHT: Final = WIDTH * SIZE[1] // SIZE[0] + 30
#: The disc with the number.
DISC: Final = 50
CORNER: Final = 26


def draw(chosen: int | None, language: str) -> bytes:  # noqa: ARG001 - numbers need no language, the caller passes one to every picture
    """The PNG, 1080 pixels wide, with the chosen cover outlined. For one thread at a time."""
    sheet = Sheet(lettering(), 2 * MARGIN + 60 + 3 * (HEIGHT + AIR))
    for number in range(1, len(COVERS) + 1):
        box = _place(number)
        sheet.picture(drawn(number).image, box, CORNER)
        _number(sheet, box, number, chosen=number == chosen)
    return sheet.print(round(_place(len(COVERS)).bottom + 44 + MARGIN))


def _place(number: int) -> Box:
    row, column = divmod(number - 1, ABREAST)
    left, top = LEFT + column * (WIDTH + AIR), MARGIN + 44 + row * (HEIGHT + AIR)
    return Box(left, top, WIDTH, HEIGHT)


def _number(sheet: Sheet, box: Box, number: int, *, chosen: bool) -> None:
    """The number on a disc in the lower corner; the chosen cover has an outline."""
    disc = Box(box.left + 14, box.bottom - DISC - 14, DISC, DISC)
    sheet.box(disc, INK if chosen else PAPER, DISC / 2)
    colour = PAPER if chosen else INK
    sheet.text(disc.centre, disc.middle, str(number), 34, weight=700, colour=colour, align="center")
    if chosen:
        sheet.ring(box.grown(9), INK, 6, CORNER + 9)
