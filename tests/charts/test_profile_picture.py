"""The strip of thirty days: every mood and every look has its place, whatever is known."""

import dataclasses
import datetime as dt

import pytest

from analysis.report import LABELS
from charts.days import MOODS, UNCLEAR, Days
from charts.moods import colour_of
from charts.profile_picture import draw
from charts.style import LOOKS
from charts.tints import GLOW
from tests.charts.autumns import HOSTILE
from tests.charts.scenes import has, pixels_of

LAST = dt.date(2026, 11, 22)
FIRST = LAST - dt.timedelta(days=29)


def days(*moods: str, title: str = "지우 · 30일") -> Days:
    """These moods on the last days, one each."""
    when = [LAST - dt.timedelta(days=n) for n in range(len(moods))]
    counts = tuple((day, 1) for day in when)
    return Days(title, FIRST, LAST, LAST, 0, counts, tuple(zip(when, moods, strict=True)))


@pytest.mark.parametrize("language", ["ko", "en"])
def test_every_mood_and_every_look_is_drawn(language: str) -> None:
    pixels = pixels_of(draw(days(*MOODS, *LABELS, UNCLEAR), language))
    assert pixels.shape[1] == 1080
    assert all(has(pixels, colour_of(mood)).sum() > 1500 for mood in MOODS)
    assert all(has(pixels, LOOKS[label].colour).sum() > 500 for label in LABELS)


def test_a_better_mood_stands_higher() -> None:
    heights = []
    for mood in MOODS:
        column = has(pixels_of(draw(days(mood), "ko")), colour_of(mood))[:440, 975:1015]
        heights.append(int(column.any(axis=1).sum()))
    assert heights == sorted(set(heights))


def test_without_anything_it_invites() -> None:
    empty = dataclasses.replace(days(), moods=None, counts=())
    assert has(pixels_of(draw(empty, "ko")), GLOW).sum() > 5000


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_name_breaks_the_picture(text: str) -> None:
    assert pixels_of(draw(days("3", title=text), "en")).shape[1] == 1080
