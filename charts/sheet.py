"""The sheet that a calendar is drawn on: filled from above, then printed. Pillow, not matplotlib.

A calendar is some hundred equal cells, each a mask that a colour is poured through at whole pixels,
so all have the same sharp edges; docs/decisions/0010-calendars.md has what that costs. Letters come
from `charts.lettering`, so they look as in the other pictures.
"""

from __future__ import annotations

import io

from PIL import Image, ImageOps

from charts.covers import Cover
from charts.inks import LARGEST, calendar_inks, rgb
from charts.lettering import Lettering
from charts.page import CORNER, MARGIN, WIDTH, Box
from charts.shapes import ring, rounded
from charts.style import INK, PAGE, PAPER


class Sheet:
    """A page of paper, at most so many pixels high. Positions are rounded to whole pixels."""

    def __init__(self, letters: Lettering, tallest: int) -> None:
        self.letters = letters
        self._image = Image.new("RGB", (WIDTH, tallest), PAGE)
        self._image.paste(PAPER, (MARGIN, MARGIN, WIDTH - MARGIN, tallest))
        self._cover: Cover | None = None
        self._own_colours = False

    def cover(self, cover: Cover) -> None:
        """A picture along the top of the sheet; its colours are printed beside the calendar's."""
        self._cover = cover
        self._image.paste(cover.image, (MARGIN, MARGIN))

    def picture(self, picture: Image.Image, box: Box, radius: float) -> None:
        """A picture somewhere on the sheet; the page is then printed in colours of its own."""
        mask = rounded(round(box.width), round(box.height), round(radius))
        size = (round(box.width), round(box.height))
        fitted = ImageOps.fit(picture, size, Image.Resampling.LANCZOS)
        self._image.paste(fitted, (round(box.left), round(box.top)), mask)
        self._own_colours = True

    def text(
        self, x: float, y: float, text: str, size: float, *,
        weight: int = 400, colour: str = INK, align: str = "left",
    ) -> None:  # fmt: skip
        """Letters in one line; `y` is the middle of capitals and Hangul.

        What rises or falls far out of the line, as piled up accents do, is cut off.
        """
        if not text:
            return
        mask, below = self.letters.mask(text, size, weight)
        above = mask.shape[0] - below
        first = max(above - round(size), 0)
        mask = mask[first : above + round(0.5 * size)].copy()
        part = {"left": 0.0, "center": 0.5, "right": 1.0}[align]
        left = round(x - part * mask.shape[1])
        top = round(y + 0.36 * size) - above + first
        self._pour(Image.fromarray(mask), left, top, colour)

    def box(self, box: Box, colour: str, radius: float = 0) -> None:
        """A filled rectangle with rounded corners."""
        mask = rounded(round(box.width), round(box.height), round(radius))
        self._pour(mask, round(box.left), round(box.top), colour)

    def ring(self, box: Box, colour: str, thickness: float, radius: float = 0) -> None:
        """The outline of a rectangle, inside its edge."""
        mask = ring(round(box.width), round(box.height), round(radius), round(thickness))
        self._pour(mask, round(box.left), round(box.top), colour)

    def line(
        self, one: tuple[float, float], other: tuple[float, float], colour: str, width: int
    ) -> None:
        """A level or upright line from one point to the other."""
        (left, right), (top, bottom) = sorted((one[0], other[0])), sorted((one[1], other[1]))
        shift = width // 2
        corner = (round(left) - shift, round(top) - shift)
        end = (round(right) - shift + width, round(bottom) - shift + width)
        self._image.paste(rgb(colour), (*corner, *end))

    def shape(self, mask: Image.Image, box: Box, colour: str) -> None:
        """A mask in the middle of a rectangle."""
        left, top = round(box.centre - mask.width / 2), round(box.middle - mask.height / 2)
        self._pour(mask, left, top, colour)

    def print(self, height: int) -> bytes:
        """The page as a PNG of this height in a fixed set of colours, the sheet's corners round."""
        page = Image.new("RGB", (WIDTH, height), PAGE)
        size = (WIDTH - 2 * MARGIN, height - 2 * MARGIN)
        paper = self._image.crop((MARGIN, MARGIN, WIDTH - MARGIN, height - MARGIN))
        page.paste(paper, (MARGIN, MARGIN), rounded_large(*size, CORNER))
        file = io.BytesIO()
        self._printed(page).save(file, "PNG")
        return file.getvalue()

    def _pour(self, mask: Image.Image, left: int, top: int, colour: str) -> None:
        self._image.paste(rgb(colour), (left, top), mask)

    def _printed(self, page: Image.Image) -> Image.Image:
        if self._own_colours:
            return page.quantize(LARGEST, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
        cover = self._cover
        palette = calendar_inks() if cover is None else cover.palette
        printed = page.quantize(palette=palette, dither=Image.Dither.NONE)
        if cover is not None and cover.dithered:
            fine = cover.image.quantize(palette=palette, dither=Image.Dither.FLOYDSTEINBERG)
            inside = rounded_large(*fine.size, CORNER, below=False).point(_wholly)
            printed.paste(fine, (MARGIN, MARGIN), inside)
        return printed


def _wholly(covered: int) -> int:
    """All or nothing, for what cannot be blended: 255 where a pixel is wholly covered."""
    return 255 * (covered == 255)  # noqa: PLR2004 - the whole


def rounded_large(width: int, height: int, radius: int, *, below: bool = True) -> Image.Image:
    """The mask of a large box: only its corners are drawn finely; the lower ones where wanted."""
    mask = Image.new("L", (width, height), 255)
    corners = rounded(2 * radius, 2 * radius, radius)
    for left in (0, radius):
        x = left and width - radius
        mask.paste(corners.crop((left, 0, left + radius, radius)), (x, 0))
        if below:
            piece = corners.crop((left, radius, left + radius, 2 * radius))
            mask.paste(piece, (x, height - radius))
    return mask
