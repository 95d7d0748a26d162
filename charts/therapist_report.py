"""The page for a therapist: one sheet of A4 as a PDF, with its letters in it."""

from __future__ import annotations

import datetime as dt
import logging
from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.backends.backend_pdf import FigureCanvasPdf
from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from charts.lettering import lettering
from charts.style import INK, LOOKS, MUTED, RULE
from charts.therapist_page import Page, PageWords, words_in
from languages import dates

#: A4 in inches, and its margins as parts of it.
WIDTH, HEIGHT = 8.27, 11.69
LEFT, RIGHT = 0.09, 0.91

#: Points of the type of running text, and lines of it on an inch.
TYPE: Final = 10.0
LINE: Final = 0.0195

#: Pixels of a line of text at 72 to the inch.
ROOM: Final = (RIGHT - LEFT) * WIDTH * 72

#: Between the days of a line that is drawn through: longer gaps stay gaps.
GAP: Final = dt.timedelta(days=7)


def draw(page: Page, language: str) -> bytes:
    """The PDF, one page, in "ko" or "en". For one thread at a time."""
    # It warns of tables that no reader of a PDF needs, for every font.
    logging.getLogger("fontTools.subset").setLevel(logging.ERROR)
    figure, words = Figure(figsize=(WIDTH, HEIGHT)), words_in(language)
    FigureCanvasPdf(figure)
    _head(figure, page, words, language)
    _curves(figure, page, words, language)
    _below(figure, page, words, language)
    made = BytesIO()
    # Letters as they are (42), so that text can be searched and copied.
    with mpl.rc_context({"pdf.fonttype": 42}):
        about = {"Creator": "mind-gitter", "CreationDate": None}
        figure.savefig(made, format="pdf", metadata=about)
    return made.getvalue()


def _write(figure: Figure, y: float, text: str, size: float = TYPE, **more: Any) -> None:
    weight = more.pop("weight", 400)
    font = lettering().font(size, weight)
    clean = lettering().clean(text)
    figure.text(LEFT, y, clean, fontproperties=font, va="top", parse_math=False, **more)


def _head(figure: Figure, page: Page, words: PageWords, language: str) -> None:
    _write(figure, 0.955, words.title, 20, weight=700, color=INK)
    _write(figure, 0.92, page.name, 12, color=INK)
    first, last = dates.day(page.first, language), dates.day(page.last, language)
    _write(figure, 0.9, words.period(first, last, page.entries), TYPE, color=MUTED)


def _curves(figure: Figure, page: Page, words: PageWords, language: str) -> None:
    axes = figure.add_axes((LEFT + 0.02, 0.605, RIGHT - LEFT - 0.09, 0.235))
    beside = axes.twinx()
    _frame(axes, page, language)
    _line(axes, [(p.day, p.mood) for p in page.points], INK, "-", "o")
    _line(beside, [(p.day, p.look) for p in page.points], LOOKS["sad"].colour, "--", "")
    beside.set_ylim(-1.1, 1.1)
    beside.set_yticks([-1, 1], [words.heavier, words.brighter])
    _letter(beside, MUTED)
    for spine in beside.spines.values():
        spine.set_visible(False)
    _legend(figure, words)
    if not any(p.mood is not None for p in page.points):
        font = lettering().font(TYPE, 400)
        axes.text(0.5, 0.5, words.nothing, transform=axes.transAxes, ha="center", font=font)
    _paragraph(figure, 0.565, words.reliability(page.model, page.right), 8.5, MUTED)


def _frame(axes: Axes, page: Page, language: str) -> None:
    axes.set_ylim(0.8, 5.2)
    axes.set_yticks([1, 2, 3, 4, 5])
    axes.set_xlim(_number(page.first) - 0.5, _number(page.last) + 0.5)
    weeks = [
        page.first + dt.timedelta(days=n) for n in range(0, (page.last - page.first).days + 1, 7)
    ]
    step = -(-len(weeks) // 6)
    shown = weeks[::step]
    axes.set_xticks([_number(day) for day in shown], [dates.short_day(d, language) for d in shown])
    axes.grid(visible=True, axis="y", color=RULE, linewidth=0.8)
    for side in ("top", "right"):
        axes.spines[side].set_visible(False)
    _letter(axes, INK)


def _letter(axes: Axes, colour: str) -> None:
    font = lettering().font(8.5, 400)
    for label in (*axes.get_xticklabels(), *axes.get_yticklabels()):
        label.set_fontproperties(font)
        label.set_color(colour)
    axes.tick_params(length=0)


def _number(day: dt.date) -> float:
    return float(day.toordinal())


def _line(
    axes: Axes, points: Sequence[tuple[dt.date, float | None]], colour: str, style: str, mark: str
) -> None:
    """Lines between days that are near each other; a day alone is a point."""
    part: list[tuple[dt.date, float]] = []
    for day, value in [(d, v) for d, v in points if v is not None]:
        if part and day - part[-1][0] > GAP:
            _part(axes, part, colour, style, mark)
            part = []
        part.append((day, value))
    if part:
        _part(axes, part, colour, style, mark)


def _part(
    axes: Axes, part: Sequence[tuple[dt.date, float]], colour: str, style: str, mark: str
) -> None:
    xs, ys = [_number(day) for day, _ in part], [value for _, value in part]
    marker = mark or ("." if len(part) == 1 else "")
    axes.plot(xs, ys, color=colour, linestyle=style, marker=marker, markersize=4, linewidth=1.6)


def _legend(figure: Figure, words: PageWords) -> None:
    mood, look = (0.871, INK, words.mood), (0.854, LOOKS["sad"].colour, words.look)
    _entry(figure, Line2D((), (), linestyle="-"), *mood)
    _entry(figure, Line2D((), (), linestyle="--"), *look)


def _entry(figure: Figure, line: Line2D, y: float, colour: str, text: str) -> None:
    line.set(xdata=(LEFT, LEFT + 0.05), ydata=(y - 0.006, y - 0.006), color=colour, linewidth=1.6)
    figure.add_artist(line)
    font = lettering().font(9, 400)
    figure.text(LEFT + 0.06, y, text, fontproperties=font, va="top", color=colour)


def _paragraph(
    figure: Figure, y: float, text: str, size: float, colour: str, most: int = 4
) -> float:
    """Lines that fit on the page's width; where the next can begin."""
    lines = lettering().wrap(text, ROOM, size, lines=most)
    for line in lines:
        _write(figure, y, line, size, color=colour)
        y -= LINE * size / TYPE
    return y


def _below(figure: Figure, page: Page, words: PageWords, language: str) -> None:
    y = 0.5
    if page.tags:
        _write(figure, y, words.topics, 12, weight=700, color=INK)
        tags = "   ".join(f"#{tag}\N{NO-BREAK SPACE}{number}" for tag, number in page.tags)
        y = _paragraph(figure, y - 0.027, tags, TYPE, INK, most=2) - 0.02
    _write(figure, y, words.said, 12, weight=700, color=INK)
    y -= 0.027
    if not page.quotes:
        _write(figure, y, words.none_chosen, color=MUTED)
    for day, text in page.quotes:
        _write(figure, y, dates.weekday_and_day(day, language), 8.5, color=MUTED)
        y = _paragraph(figure, y - 0.016, f"“{text}”", TYPE, INK, most=2) - 0.008
    _paragraph(figure, 0.055, words.footer, 8, MUTED)
    _write(figure, 0.028, dates.day(page.made, language), 8, color=MUTED)
