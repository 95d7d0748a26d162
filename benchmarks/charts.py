"""How long a picture takes: on the shared figure, on a new one each time, and by Pillow alone.

    python benchmarks/charts.py [--rounds 15]

All kinds take turns in one process, so their ratios hold on a busy machine; absolute times do not.
The floor draws the same polygons and as many words at twice the size and shrinks them, without
patterns, rounded corners, flags or any care for where words fit.

The calendars are measured against the curve of an entry of 42 s, and against the cells and names of
a year drawn by matplotlib on the card of the curve, without borders, outlines and round corners.
"""

from __future__ import annotations

import argparse
import datetime as dt
import io
import math
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from analysis.report import LABELS
from charts import bubbles, commit_calendar, emotion_curve, member_calendar, mood_calendar
from charts.calendar_words import calendar_words_in
from charts.card import Card, card
from charts.curve import Curve, Mark
from charts.day_grid import grids, labels_of
from charts.days import UNCLEAR, Days, Member, Members, level
from charts.entry_picture import picture
from charts.inks import inks
from charts.lettering import hangul_files, lettering
from charts.page import LEFT, WIDTH
from charts.style import INK, LOOKS, MUTED, PAPER, STACK, index_of, words_in
from charts.tints import LEVELS

CALENDAR = calendar_words_in("ko")
KOREAN = words_in("ko")

HEIGHT = 1110
TODAY = dt.date(2026, 11, 22)
YEAR = (dt.date(2026, 1, 1), dt.date(2026, 12, 31))


def a_curve(duration_s: float) -> Curve:
    """Five samples a second with a gap in the middle and two key sentences."""
    times = tuple(n / 5 for n in range(round(5 * duration_s)))
    hidden = (duration_s * 0.4, duration_s * 0.6)
    scores = tuple(None if hidden[0] <= t < hidden[1] else scores_at(t) for t in times)
    marks = (Mark(duration_s / 5, "오랜만에 한참을 웃었다."), Mark(duration_s / 4, "그랬다."))
    return Curve(
        duration_s, times, scores, marks, "한강에서 자전거", "2026년 11월 22일", 0.8 * duration_s,
        "happy",
    )  # fmt: skip


def scores_at(t_s: float) -> tuple[float, ...]:
    """Seven shares that wander and sum to 1."""
    weights = [math.exp(2 * math.sin(0.21 * t_s + 0.9 * i)) for i in range(len(LABELS))]
    return tuple(weight / sum(weights) for weight in weights)


def draw_anew(curve: Curve) -> bytes:
    """The curve on a figure that is made for it and thrown away."""
    return picture(Card(lettering()), emotion_curve.Bands(), curve, "ko")


def draw_by_pillow(curve: Curve) -> bytes:
    """Bands and words alone."""
    page = Image.new("RGB", (2 * WIDTH, 2 * HEIGHT), PAPER)
    pen = ImageDraw.Draw(page)
    for polygon, colour in polygons(curve):
        pen.polygon(polygon, fill=colour)
    font = ImageFont.truetype(hangul_files()[0], 60)
    words = [curve.title, curve.date_line, *KOREAN.names.values(), *(m.text for m in curve.marks)]
    for n, text in enumerate(words):
        pen.text((2 * LEFT, 1300 + 80 * n), text, fill=INK, font=font)
    file = io.BytesIO()
    small = page.reduce(2).quantize(palette=inks(), dither=Image.Dither.NONE)
    small.save(file, "PNG")
    return file.getvalue()


def polygons(curve: Curve) -> list[tuple[list[tuple[float, float]], str]]:
    """Each band of each stretch in pixels at twice the size."""
    runs: list[list[tuple[float, tuple[float, ...]]]] = [[]]
    for t_s, scores in zip(curve.times, curve.scores, strict=True):
        if scores is None:
            runs.append([])
        else:
            runs[-1].append((300 + 1700 * t_s / curve.duration_s, scores))
    made = []
    for run in filter(None, runs):
        low = [1240.0] * len(run)
        for label in STACK:
            high = [y - 880 * s[index_of(label)] for y, (_, s) in zip(low, run, strict=True)]
            xs = [x for x, _ in run]
            made.append(([*zip(xs, low, strict=True), *zip(xs[::-1], high[::-1], strict=True)],
                         LOOKS[label].colour))  # fmt: skip
            low = high
    return made


def some_days(first: dt.date, last: dt.date, cover: int | bytes | None = None) -> Days:
    """Entries on two of three days up to today, every look in turn."""
    looks = (*LABELS, UNCLEAR)
    shown = (min(last, TODAY) - first).days + 1
    days = [first + dt.timedelta(n) for n in range(shown) if n % 3]
    counts = tuple((day, 1 + n % 5) for n, day in enumerate(days))
    moods = tuple((day, looks[n % 8]) for n, day in enumerate(days))
    return Days("한 해의 기록", first, last, TODAY, 6, counts, moods, cover)


def some_members(number: int, cover: int | bytes | None = None) -> Members:
    """Five weeks of so many people."""
    first = TODAY - dt.timedelta(28)
    counts = some_days(first, TODAY).counts
    members = tuple(Member(f"친구 {n}", counts[n % 7 :]) for n in range(number))
    return Members("우리 일기", first, first + dt.timedelta(34), TODAY, 6, members, cover)


def a_photo() -> bytes:
    """A photo as large as Telegram sends them, full of colours."""
    file = io.BytesIO()
    Image.effect_mandelbrot((1280, 960), (-2, -1.4, 1, 1.4), 60).convert("RGB").save(file, "JPEG")
    return file.getvalue()


def draw_year_by_matplotlib(days: Days) -> bytes:
    """Cells and names alone."""
    page, counts = card(), dict(days.counts)
    page.begin()
    page.text(LEFT, 90, days.title, 46, weight=700)
    for grid in grids(days.first, days.last, days.week_starts, 160, 60, 46):
        points: dict[str, list[tuple[float, float]]] = {}
        for day in grid.weeks.days():
            box = grid.box(day)
            points.setdefault(LEVELS[level(counts.get(day, 0))], []).append(
                (box.centre, box.middle)
            )
        for colour, places in points.items():
            page.markers(places, [box.width] * len(places), "s", colour, edge=colour)
        for label in labels_of(grid, 70):
            page.text(label.x, grid.top - 24, CALENDAR.month(label.day), 30, weight=700)
        for row in range(0, 7, 2):
            y = grid.point(0, row + 0.5)[1]
            page.text(LEFT, y, CALENDAR.weekdays[grid.weeks.weekday(row)], 28, colour=MUTED)
    return page.print(920)


def calendars() -> dict[str, Callable[[], bytes]]:
    """Every kind of calendar."""
    half, month = (dt.date(2026, 7, 1), dt.date(2026, 11, 30)), (dt.date(2026, 11, 1), TODAY)
    draw_days, draw_members = commit_calendar.draw, member_calendar.draw
    curve, photo = a_curve(42), a_photo()
    return {
        "curve of 42 s": lambda: emotion_curve.draw(curve, "ko"),
        "year, matplotlib": lambda: draw_year_by_matplotlib(some_days(*YEAR)),
        "year": lambda: draw_days(some_days(*YEAR), "ko"),
        "five months": lambda: draw_days(some_days(*half), "ko"),
        "month": lambda: draw_days(some_days(*month), "ko"),
        "year of moods": lambda: mood_calendar.draw(some_days(*YEAR), "ko"),
        "moods": lambda: mood_calendar.draw(some_days(*half), "ko"),
        "2 members": lambda: draw_members(some_members(2), "ko"),
        "5 members, cover": lambda: draw_members(some_members(5, 2), "ko"),
        "12 members": lambda: draw_members(some_members(12), "ko"),
        "12, photo": lambda: draw_members(some_members(12, photo), "ko"),
    }


def measure(kinds: dict[str, Callable[[], bytes]], rounds: int) -> dict[str, float]:
    """Median seconds of each kind; the kinds take turns, the first round is not counted."""
    taken: dict[str, list[float]] = {name: [] for name in kinds}
    for n in range(rounds + 1):
        for name, draw in kinds.items():
            start = time.process_time()
            draw()
            if n:
                taken[name].append(time.process_time() - start)
    return {name: statistics.median(seconds) for name, seconds in taken.items()}


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=15)
    rounds = parser.parse_args().rounds
    for duration_s in (42, 600):
        curve = a_curve(duration_s)
        kinds: dict[str, Callable[[], bytes]] = {
            "Pillow floor": lambda curve=curve: draw_by_pillow(curve),
            "shared figure": lambda curve=curve: emotion_curve.draw(curve, "ko"),
            "new figure": lambda curve=curve: draw_anew(curve),
            "bubbles": lambda curve=curve: bubbles.draw(curve, "ko"),
        }
        times = measure(kinds, rounds)
        for name, seconds in times.items():
            ratio = seconds / times["Pillow floor"]
            kilobytes = len(kinds[name]()) / 1000
            print(f"{duration_s:4} s  {name:14} {ratio:5.2f} x  {seconds * 1000:5.0f} ms CPU"
                  f"  {kilobytes:4.0f} kB")  # fmt: skip
    kinds = calendars()
    times = measure(kinds, rounds)
    for name, seconds in times.items():
        ratio = seconds / times["curve of 42 s"]
        kilobytes = len(kinds[name]()) / 1000
        print(f"calendar {name:17} {ratio:5.2f} x  {seconds * 1000:5.0f} ms CPU"
              f"  {kilobytes:4.0f} kB")  # fmt: skip


if __name__ == "__main__":
    main()
