"""The picture of a voice says when somebody spoke, and nothing of how."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from charts import speech_timeline
from charts.curve import Curve, Mark
from charts.page import LEFT, MARGIN, RIGHT, WIDTH
from charts.style import MUTED

TEXT = "할머니께 전화를 드렸다"


def voice(*voiced: tuple[float, float], duration_s: float = 60.0, marks: int = 0) -> Curve:
    said = tuple(Mark(float(n), f"{TEXT} {n}") for n in range(marks))
    return Curve(duration_s, (), (), said, "제목", "11월 22일", 0.0, None, (), voiced)


def drawn(curve: Curve, language: str = "ko") -> Image.Image:
    return Image.open(io.BytesIO(speech_timeline.draw(curve, language))).convert("RGB")


def bar_columns(curve: Curve) -> set[int]:
    """The columns in which a bar stands: below the heading, beside the line for the length."""
    picture, ink = np.asarray(drawn(curve), int), np.array([*bytes.fromhex(MUTED[1:])])
    y = round(MARGIN + 46 + 74 + 82 + speech_timeline.TRACK / 2 + 20)
    near = np.abs(picture[y] - ink).sum(axis=1) < 20
    return {x for x in range(LEFT, RIGHT) if near[x]}


def test_a_bar_stands_where_somebody_spoke() -> None:
    width = RIGHT - LEFT
    columns = bar_columns(voice((0.0, 30.0)))
    assert min(columns) <= LEFT + 4
    assert max(columns) == pytest.approx(LEFT + width / 2, abs=4)
    columns = bar_columns(voice((15.0, 20.0), (40.0, 60.0)))
    assert min(columns) == pytest.approx(LEFT + width / 4, abs=4)
    assert not columns & set(range(LEFT + width // 2, LEFT + width // 2 + 20))


def test_a_word_said_in_passing_can_be_seen() -> None:
    assert len(bar_columns(voice((30.0, 30.01), duration_s=600.0))) >= 4


@pytest.mark.parametrize("language", ["ko", "en", "ko-KR", "fr"])
def test_every_language_has_a_picture_of_the_width_of_all_others(language: str) -> None:
    assert drawn(voice((1.0, 9.0), marks=2), language).width == WIDTH


def test_languages_differ_and_sentences_need_room() -> None:
    assert speech_timeline.draw(voice((1.0, 9.0)), "ko") != speech_timeline.draw(
        voice((1.0, 9.0)), "en"
    )
    heights = [drawn(voice((1.0, 9.0), marks=count)).height for count in (0, 1, 3)]
    assert heights == sorted(set(heights))


def test_how_long_somebody_spoke_is_the_sum_of_the_stretches() -> None:
    assert speech_timeline.spoken_s(voice((1.0, 9.5), (10.0, 12.0))) == 10.5
    assert speech_timeline.spoken_s(voice()) == 0


STRETCH = st.tuples(st.floats(0, 700), st.floats(0, 700)).map(lambda pair: tuple(sorted(pair)))


@settings(max_examples=25, deadline=None)
@given(st.lists(STRETCH, max_size=20), st.floats(0, 600))
def test_no_stretches_upset_it(voiced: list[tuple[float, float]], duration_s: float) -> None:
    assert drawn(voice(*voiced, duration_s=duration_s, marks=3)).width == WIDTH
