"""The card that every picture is drawn on: a page measured in pixels from its upper left corner.

matplotlib draws the letters, patterns and smooth edges; where things stand is decided here. One
figure serves all pictures of a worker process, which draws one at a time.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from functools import cache
from typing import Final

import numpy as np
from matplotlib.artist import Artist
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import PathCollection, PolyCollection
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.markers import MarkerStyle
from matplotlib.patches import Ellipse, FancyBboxPatch, PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, IdentityTransform
from PIL import Image

from charts.inks import inks
from charts.lettering import Lettering, lettering
from charts.page import CORNER, MARGIN, WIDTH, Box
from charts.style import INK, PAGE, PAPER

#: At 72 dots an inch a point is a pixel, so sizes of type and lines are pixels too.
DPI: Final = 72


class Card:
    """A page that is filled from above and then printed; `begin` takes everything off it."""

    def __init__(self, letters: Lettering) -> None:
        self.letters = letters
        self._figure = Figure(figsize=(WIDTH / DPI, WIDTH / DPI), dpi=DPI)
        self._canvas = FigureCanvasAgg(self._figure)
        self._page = Affine2D()

    def begin(self) -> None:
        """An empty page."""
        self._figure.clear()
        self._figure.set_facecolor(PAGE)

    def print(self, height: int) -> bytes:
        """The page as a PNG of this height, with the rounded sheet of paper under all it holds."""
        sheet = Box(MARGIN, MARGIN, WIDTH - 2 * MARGIN, height - 2 * MARGIN)
        self.box(sheet, PAPER, radius=CORNER, layer=-9)
        self._page.clear().scale(1, -1).translate(0, height)
        self._figure.set_size_inches(WIDTH / DPI, height / DPI)
        file = io.BytesIO()
        self._canvas.draw()  # type: ignore[no-untyped-call]
        pixels = np.asarray(self._canvas.buffer_rgba())  # type: ignore[no-untyped-call]
        image = Image.fromarray(pixels).convert("RGB")
        inked = image.quantize(palette=inks(), dither=Image.Dither.NONE)
        inked.save(file, "PNG")
        return file.getvalue()

    def text(
        self,
        x: float,
        y: float,
        text: str,
        size: float,
        *,
        weight: int = 400,
        colour: str = INK,
        align: str = "left",
        rotation: float = 0,
        layer: float = 5,
    ) -> None:
        """Letters as they are, no formulas; `y` is the middle of capitals and Hangul."""
        font = self.letters.font(size, weight)
        middle = "center" if rotation else "baseline"
        shift = 0 if rotation else 0.36 * size
        written = Text(
            x, y + shift, text, color=colour, fontproperties=font, rotation=rotation,
            ha=align, va=middle, parse_math=False, zorder=layer,
        )  # fmt: skip
        self._add(written)

    def box(
        self, box: Box, colour: str, *, radius: float = 0, layer: float = 1, edge: str | None = None
    ) -> None:
        """A filled rectangle, its corners rounded."""
        self._add(rounded(box, radius, facecolor=colour, edgecolor=edge or "none", zorder=layer))

    def hatched(
        self, box: Box, colour: str, hatch: str, ink: str, *, radius: float = 0, layer: float = 1,
        within: Box | None = None,
    ) -> None:  # fmt: skip
        """A rectangle with a pattern, cut off at the rounded edge of `within`."""
        patch = rounded(box, radius, facecolor=colour, edgecolor="none", zorder=layer)
        if hatch:
            patch.set_hatch(hatch)
        patch.set(hatchcolor=ink, hatch_linewidth=2)
        self._add(patch, within)

    def veil(self, box: Box, share: float, layer: float, within: Box) -> None:
        """Paper laid over what is there: so much of it hides, 0 to 1."""
        sheet = rounded(box, 0, facecolor=PAPER, edgecolor="none", zorder=layer, alpha=share)
        sheet.set_linewidth(0)
        self._add(sheet, within)

    def bands(
        self, shapes: Sequence[Sequence[tuple[float, float]]], colour: str, hatch: str, ink: str,
        within: Box,
    ) -> None:  # fmt: skip
        """Several polygons of one kind."""
        bands = PolyCollection(shapes, facecolors=colour, edgecolors="none", zorder=2)
        if hatch:
            bands.set_hatch(hatch)
        bands.set(hatchcolor=ink, hatch_linewidth=2)
        self._add(bands, within)

    def line(
        self, xs: Sequence[float], ys: Sequence[float], colour: str, width: float, *,
        dashes: tuple[float, ...] = (), layer: float = 3, within: Box | None = None,
    ) -> None:  # fmt: skip
        """A line through these points."""
        line = Line2D(xs, ys, color=colour, linewidth=width, zorder=layer)
        if dashes:
            line.set_dashes(dashes)
        line.set_dash_capstyle("butt")
        line.set_solid_capstyle("butt")
        self._add(line, within)

    def disc(self, x: float, y: float, width: float, colour: str, layer: float) -> None:
        """A filled circle around a point."""
        self._add(Ellipse((x, y), width, width, facecolor=colour, edgecolor="none", zorder=layer))

    def markers(
        self, points: Sequence[tuple[float, float]], sizes: Sequence[float], shape: str,
        colour: str, *, edge: str = INK, alpha: float = 1, layer: float = 4,
        within: Box | None = None,
    ) -> None:  # fmt: skip
        """Markers around these points, so many pixels across, with a thin edge.

        Those of the colour "none" are hollow, and their edge is thicker.
        """
        if not points:
            return
        marker = MarkerStyle(shape)
        path = marker.get_path().transformed(marker.get_transform())
        dots = PathCollection(
            [path], sizes=[size * size for size in sizes], offsets=points,
            offset_transform=self._page, facecolors=colour, edgecolors=edge,
            linewidths=2.5 if colour == "none" else 1.2, alpha=alpha, zorder=layer,
        )  # fmt: skip
        dots.set_transform(IdentityTransform())
        self._put(dots, within)

    def _add(self, artist: Artist, within: Box | None = None) -> None:
        artist.set_transform(self._page)
        self._put(artist, within)

    def _put(self, artist: Artist, within: Box | None) -> None:
        self._figure.add_artist(artist)
        if within is not None:
            artist.set_clip_path(_outline(within, 16), self._page)


@cache
def card() -> Card:
    """The card of this process, made once."""
    return Card(lettering())


def rounded(box: Box, radius: float, **properties: object) -> PathPatch:
    """A patch in the shape of the box."""
    return PathPatch(_outline(box, radius), linewidth=2, **properties)


def _outline(box: Box, radius: float) -> Path:
    radius = min(radius, box.width / 2, box.height / 2)
    if radius <= 0:
        corners = [(box.left, box.top), (box.right, box.top), (box.right, box.bottom)]
        return Path([*corners, (box.left, box.bottom), corners[0]], closed=True)
    style = f"round,pad=0,rounding_size={radius}"
    return FancyBboxPatch((box.left, box.top), box.width, box.height, boxstyle=style).get_path()
