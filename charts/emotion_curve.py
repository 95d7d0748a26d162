"""The emotion curve: seven stacked bands over the seconds of an entry."""

from __future__ import annotations

from itertools import accumulate
from typing import Final

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from charts.card import Card, card
from charts.curve import Curve
from charts.entry_picture import Plot, picture
from charts.page import Box
from charts.stretches import Stretch
from charts.style import LOOKS, PAPER, STACK, index_of, ink_on

Numbers = NDArray[np.float64]
#: The x of a stretch, and the y of each of the eight edges of its bands.
Edges = tuple[list[float], list[list[float]]]

#: A face seen for a blink is drawn at least this many pixels wide, or it could not be seen.
NARROWEST: Final = 10.0
#: Names inside bands: size of the type, and pixels between two places that are tried.
NAME: Final = 30
GRID: Final = 3
#: Pixels kept free beside, and above and below a name together: the first pair that can be had.
AIR: Final = ((60, 80), (24, 40), (0, 16))


def draw(curve: Curve, language: str) -> bytes:
    """The PNG of the curve, 1080 pixels wide, in "ko" or "en". For one thread at a time."""
    return picture(card(), Bands(), curve, language)


class Bands:
    """Stacked shares of the seven expressions, 0 to 1."""

    veiled = True
    low = 0.0
    high = 1.0
    shares: tuple[float, ...] = (0.0, 0.5, 1.0)

    def paint(self, card: Card, plot: Plot) -> frozenset[str]:
        """Bands with a thin line between them, and their names where they are wide enough."""
        edges = [_edges(stretch, plot) for stretch in plot.stretches]
        for i, label in enumerate(STACK):
            look = LOOKS[label]
            shapes = [_shape(xs, ys[i], ys[i + 1]) for xs, ys in edges]
            if shapes:
                card.bands(shapes, look.colour, look.hatch, look.hatch_colour, plot.box)
        for xs, ys in edges:
            for between in ys[1:-1]:
                card.line(xs, between, PAPER, 2.2, layer=2.5, within=plot.box)
        _name_bands(card, plot, edges)
        return frozenset()

    def swatch(self, card: Card, box: Box, label: str) -> None:
        """A piece of the band."""
        look = LOOKS[label]
        card.hatched(box, look.colour, look.hatch, look.hatch_colour, radius=10)


def _edges(stretch: Stretch, plot: Plot) -> Edges:
    """The x of a stretch, and for each of the eight edges of its bands the y, from below."""
    samples = stretch.samples
    xs = [plot.x(t) for t in (stretch.start_s, *(s.t_s for s in samples), stretch.end_s)]
    xs = _widened(xs, plot.box)
    rows = [s.scores for s in (samples[0], *samples, samples[-1]) if s.scores is not None]
    sums = [list(accumulate((row[index_of(n)] for n in STACK), initial=0.0)) for row in rows]
    heights = [[part / (total[-1] or 1.0) for part in total] for total in sums]
    return xs, [[plot.y(height[i]) for height in heights] for i in range(len(STACK) + 1)]


def _widened(xs: list[float], box: Box) -> list[float]:
    if xs[-1] - xs[0] >= NARROWEST:
        return xs
    middle = min(max((xs[0] + xs[-1]) / 2, box.left + NARROWEST / 2), box.right - NARROWEST / 2)
    return [middle - NARROWEST / 2, *([middle] * (len(xs) - 2)), middle + NARROWEST / 2]


def _shape(xs: list[float], low: list[float], high: list[float]) -> list[tuple[float, float]]:
    forth = list(zip(xs, low, strict=True))
    back = list(zip(reversed(xs), reversed(high), strict=True))
    return [*forth, *back]


def _name_bands(card: Card, plot: Plot, edges: list[Edges]) -> None:
    """Write each name once, in the roomiest place of its band, if it fits anywhere."""
    grid = np.arange(plot.box.left, plot.box.right, GRID)
    lines = _on_grid(grid, edges)
    for flag in plot.flags:
        lines[:, np.abs(grid - flag) < GRID + 4] = np.nan
    for start_s, end_s in plot.unclear:
        lines[:, (grid > plot.x(start_s) - GRID) & (grid < plot.x(end_s) + GRID)] = np.nan
    for i, label in enumerate(STACK):
        width = card.letters.width(plot.words.names[label], NAME, 700) + 28
        tries = (
            _roomiest(lines[i], lines[i + 1], (width + beside) / GRID, NAME + above)
            for beside, above in AIR
        )
        place = next((place for place in tries if place is not None), None)
        if place is not None:
            _name_band(card, plot, label, float(grid[place[0]]), place[1], width)


def _name_band(card: Card, plot: Plot, label: str, x: float, y: float, width: float) -> None:
    """The name, on a plate of plain colour where the band has a pattern."""
    look, name = LOOKS[label], plot.words.names[label]
    if look.hatch:
        card.box(Box(x - width / 2, y - 23, width, 46), look.colour, radius=12, layer=2.7)
    card.text(x, y, name, NAME, weight=700, colour=ink_on(look.colour), align="center", layer=2.8)


def _on_grid(grid: Numbers, edges: list[Edges]) -> Numbers:
    """The y of the eight edges at each x of the grid; NaN in gaps. Shape (8, columns)."""
    lines = np.full((len(STACK) + 1, grid.size), np.nan)
    for xs, ys in edges:
        inside = (grid >= xs[0]) & (grid <= xs[-1])
        for i, row in enumerate(ys):
            lines[i, inside] = np.interp(grid[inside], xs, row)
    return lines


def _roomiest(
    low: Numbers, high: Numbers, columns: float, height: float
) -> tuple[int, float] | None:
    """The column and the y around which a name of so many columns has most room.

    None where no place is high enough. Of neighbouring places with almost as much room the middle
    one, so that names keep off edges.
    """
    span = int(columns) + 2
    if span > low.size:
        return None
    floor = sliding_window_view(low, span).min(axis=1)
    ceiling = sliding_window_view(high, span).max(axis=1)
    room = np.nan_to_num(floor - ceiling, nan=-1.0)
    best = int(room.argmax())
    if room[best] < height:
        return None
    poor = np.flatnonzero(room < 0.9 * room[best])
    first = int(poor[poor < best].max(initial=-1)) + 1
    last = int(poor[poor > best].min(initial=room.size)) - 1
    best = (first + last) // 2
    return best + span // 2, float(floor[best] + ceiling[best]) / 2
