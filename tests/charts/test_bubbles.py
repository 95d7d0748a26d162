import math
from collections.abc import Callable

import numpy as np
import pytest

from analysis.report import CLEAR, LABELS, leader
from charts.bubbles import SPANS, bubbles_of, draw, unclear_bubbles_of
from charts.emotion_curve import draw as draw_curve
from charts.inks import rgb
from charts.style import GAP, LOOKS, MUTED, PAPER, index_of
from tests.charts.scenes import CURVES, a_curve, all_of, has, pixels_of, the_plot


def leading(label: str, share: float) -> Callable[[float], tuple[float, ...]]:
    """One expression with this share, the rest alike."""
    rest = (1 - share) / (len(LABELS) - 1)
    return lambda _: tuple(share if name == label else rest for name in LABELS)


def bubbled(png: bytes, label: str) -> int:
    """How many pixels of the plot are a bubble of this expression: half of its colour on paper."""
    colour = (np.array(rgb(LOOKS[label].colour)) + rgb(PAPER)) / 2
    return int((np.abs(the_plot(png).astype(int) - colour).sum(axis=-1) < 24).sum())


def outlined(png: bytes) -> int:
    """How many pixels of the plot have the colour of outlines; edges of bubbles come near it."""
    return int(has(the_plot(png), MUTED).sum())


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


@pytest.mark.parametrize(("share", "named"), [(CLEAR - 0.001, False), (CLEAR, True), (0.9, True)])
def test_a_bubble_is_what_the_card_would_name(share: float, *, named: bool) -> None:
    curve = a_curve(10, scores=leading("sad", share))
    assert (leader(leading("sad", share)(0)) == "sad") == named
    assert (bubbles_of(curve, "sad", 10) != ()) == named
    assert (unclear_bubbles_of(curve, 10) == ()) == named
    assert {b.label for b in unclear_bubbles_of(curve, 10)} <= {"sad"}
    assert bubbles_of(curve, "happy", 10) == ()


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("duration_s", [1, 42, 600])
def test_what_is_unclear_is_hollow_and_explained_at_the_foot(
    duration_s: float, language: str
) -> None:
    unclear, clear = (
        draw(a_curve(duration_s, scores=leading("happy", share)), language) for share in (0.4, 0.6)
    )
    assert bubbled(clear, "happy") > 100 > bubbled(unclear, "happy")
    assert outlined(unclear) > 5 * outlined(clear)
    assert has(pixels_of(unclear)[-130:], MUTED).sum() > has(pixels_of(clear)[-130:], MUTED).sum()
    assert pixels_of(unclear).shape[0] > pixels_of(clear).shape[0]


@pytest.mark.parametrize("duration_s", [8, 60, 400])
def test_at_most_one_bubble_of_each_expression_in_each_span(duration_s: float) -> None:
    bubbles = bubbles_of(a_curve(duration_s, scores=all_of("happy")), "happy", duration_s)
    assert min(SPANS, duration_s * 5) - 1 <= len(bubbles) <= SPANS


def test_a_minute_shows_one_bubble_a_second() -> None:
    seconds = [b.t_s for b in bubbles_of(a_curve(60, scores=all_of("fear")), "fear", 60)]
    assert [math.floor(t) for t in seconds] == list(range(60))


def test_thinning_takes_the_sample_in_the_middle_neither_the_strongest_nor_the_weakest() -> None:
    curve = a_curve(60, scores=lambda t: leading("happy", 0.5 + round(t * 5) % 5 / 10)(t))
    assert {round(b.share, 3) for b in bubbles_of(curve, "happy", 60)} == {0.7}


def test_thinning_invents_no_point() -> None:
    curve = a_curve(60)
    place = index_of("happy")
    given = {(t, s[place]) for t, s in zip(curve.times, curve.scores, strict=True) if s}
    assert {(b.t_s, b.share) for b in bubbles_of(curve, "happy", 60)} <= given


def test_the_area_of_a_bubble_goes_with_the_square_of_its_share() -> None:
    """In the rows above a third, where the faint one has nothing."""
    one = [(0, 5.0), (5.2, 10)]
    faint, weak, strong = (
        the_plot(draw(a_curve(10, gaps=one, scores=leading("angry", share)), "ko"))[:310]
        for share in (0.15, 0.5, 0.9)
    )
    areas = [(plot != faint).any(axis=-1).sum() for plot in (weak, strong)]
    assert areas[1] / areas[0] == pytest.approx((0.9 / 0.5) ** 2, rel=0.15)


@pytest.mark.parametrize("label", LABELS)
def test_a_bubble_of_all_stands_wholly_inside_the_frame(label: str) -> None:
    one = [(0, 5.0), (5.2, 10)]
    strong, faint = (
        the_plot(draw(a_curve(10, gaps=one, scores=leading(label, share)), "ko"))[:310]
        for share in (1.0, 0.15)
    )
    rows = np.flatnonzero((strong != faint).any(axis=(1, 2)))
    assert rows.size > 40
    assert rows[0] > 2


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
