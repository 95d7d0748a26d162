import math
from collections.abc import Callable

import numpy as np
import pytest

from analysis.report import LABELS
from charts.bubbles import CLEAR, SPANS, bubbles_of, draw
from charts.emotion_curve import draw as draw_curve
from charts.style import GAP, LOOKS, PAPER, index_of
from tests.charts.scenes import CURVES, a_curve, all_of, has, pixels_of, the_plot


def leading(label: str, share: float) -> Callable[[float], tuple[float, ...]]:
    """One expression with this share, the rest alike."""
    rest = (1 - share) / (len(LABELS) - 1)
    return lambda _: tuple(share if name == label else rest for name in LABELS)


def painted(png: bytes) -> int:
    """How many pixels of the plot are neither paper nor lines of the ground."""
    plot = the_plot(png)
    return int((np.abs(plot.astype(int) - plot[3, 300]).sum(axis=-1) > 60).sum())


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", CURVES)
def test_every_curve_is_drawn_without_a_word_in_the_log(
    name: str, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    png = draw(CURVES[name], language)
    assert pixels_of(png).shape[1] == 1080
    assert len(png) <= 120_000
    assert not caplog.records


def test_both_pictures_take_turns_on_one_figure() -> None:
    bands, bubbles = draw_curve(CURVES["usual"], "ko"), draw(CURVES["usual"], "ko")
    assert bands != bubbles
    assert (draw_curve(CURVES["usual"], "ko"), draw(CURVES["usual"], "ko")) == (bands, bubbles)


def test_only_clear_expressions_become_bubbles() -> None:
    at_the_border = a_curve(10, scores=leading("sad", CLEAR))
    above = a_curve(10, scores=leading("sad", CLEAR + 0.01))
    assert bubbles_of(at_the_border, "sad", 10) == ()
    assert bubbles_of(above, "sad", 10) != ()
    assert bubbles_of(above, "happy", 10) == ()


@pytest.mark.parametrize("duration_s", [8, 60, 400])
def test_at_most_one_bubble_of_each_expression_in_each_span(duration_s: float) -> None:
    bubbles = bubbles_of(a_curve(duration_s, scores=all_of("happy")), "happy", duration_s)
    assert min(SPANS, duration_s * 5) - 1 <= len(bubbles) <= SPANS


def test_a_minute_shows_one_bubble_a_second() -> None:
    seconds = [b.t_s for b in bubbles_of(a_curve(60, scores=all_of("fear")), "fear", 60)]
    assert [math.floor(t) for t in seconds] == list(range(60))


def test_thinning_takes_the_sample_in_the_middle_neither_the_strongest_nor_the_weakest() -> None:
    curve = a_curve(60, scores=lambda t: leading("happy", 0.4 + round(t * 5) % 5 / 10)(t))
    assert {round(b.share, 3) for b in bubbles_of(curve, "happy", 60)} == {0.6}


def test_thinning_invents_no_point() -> None:
    curve = a_curve(60)
    place = index_of("happy")
    given = {(t, s[place]) for t, s in zip(curve.times, curve.scores, strict=True) if s}
    assert {(b.t_s, b.share) for b in bubbles_of(curve, "happy", 60)} <= given


def test_the_area_of_a_bubble_goes_with_the_square_of_its_share() -> None:
    one = [(0, 5.0), (5.2, 10)]
    weak, strong = (
        painted(draw(a_curve(10, gaps=one, scores=leading("fear", share)), "ko"))
        - painted(draw(a_curve(10, gaps=one, scores=leading("fear", 0.1)), "ko"))
        for share in (0.45, 0.9)
    )
    assert strong / weak == pytest.approx(4, rel=0.2)


def test_bubbles_are_half_transparent() -> None:
    one = a_curve(10, gaps=[(0, 5.0), (5.2, 10)], scores=all_of("angry"))
    plot = the_plot(draw(one, "ko"))
    assert not has(plot, LOOKS["angry"].colour).any()
    assert (np.abs(plot.astype(int) - (212, 150, 158)).sum(axis=-1) < 30).sum() > 500


def test_a_gap_stays_open() -> None:
    plot = the_plot(draw(a_curve(42, gaps=[(15, 24)], scores=leading("sad", 0.6)), "ko"))
    width = plot.shape[1]
    gap = plot[:, round(16.5 / 42 * width) : round(22.3 / 42 * width)]
    assert has(gap, GAP).mean() > 0.5
    assert not has(gap[: len(gap) // 4], PAPER).any()
