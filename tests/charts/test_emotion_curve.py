import subprocess
import sys
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from analysis.report import LABELS
from charts.curve import Mark
from charts.emotion_curve import NARROWEST, draw
from charts.entry_picture import PLOT_HEIGHT
from charts.style import GAP, GAP_HATCH, LOOKS, MUTED, STACK
from tests.charts.scenes import CURVES, TOP, Pixels, a_curve, all_of, has, pixels_of, the_plot

HOUSE = Path(__file__).parents[2]


def columns(plot: Pixels, from_s: float, to_s: float, length_s: float) -> Pixels:
    """The pixels between two seconds, without the soft edges."""
    width = plot.shape[1]
    return plot[:, round(from_s / length_s * width) + 3 : round(to_s / length_s * width) - 3]


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("name", CURVES)
def test_every_curve_is_drawn_without_a_word_in_the_log(
    name: str, language: str, caplog: pytest.LogCaptureFixture
) -> None:
    png = draw(CURVES[name], language)
    assert png.startswith(b"\x89PNG")
    assert pixels_of(png).shape[1] == 1080
    assert len(png) <= 120_000
    assert not caplog.records


def test_pictures_leave_nothing_behind_in_the_figure_they_share() -> None:
    pictures = [draw(curve, "ko") for curve in CURVES.values()]
    assert [draw(curve, "ko") for curve in reversed(CURVES.values())] == pictures[::-1]


def test_another_process_draws_the_very_same_bytes() -> None:
    program = (
        "from hashlib import sha256;"
        "from tests.charts.scenes import a_curve; from charts.emotion_curve import draw;"
        "print(sha256(draw(a_curve(20, gaps=[(5, 8)], title='같은 그림'), 'ko')).hexdigest())"
    )
    run = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", program], cwd=HOUSE, capture_output=True, text=True, check=True
    )
    here = draw(a_curve(20, gaps=[(5, 8)], title="같은 그림"), "ko")
    assert run.stdout.strip() == sha256(here).hexdigest()


def test_a_gap_is_left_open() -> None:
    plot = the_plot(draw(a_curve(42, gaps=[(15, 24)]), "ko"))
    gap = columns(plot, 15, 23.8, 42)
    assert not any(has(gap, look.colour).any() for look in LOOKS.values())
    assert has(gap, GAP).mean() > 0.5
    assert has(gap, GAP_HATCH).any()


def test_a_seen_face_is_not_hatched() -> None:
    plot = the_plot(draw(a_curve(42, gaps=[(15, 24)]), "ko"))
    assert has(columns(plot, 0, 14.8, 42), GAP).mean() < 0.01
    assert has(columns(plot, 24, 42, 42), GAP).mean() < 0.01


def test_a_gap_that_is_too_narrow_for_its_name_is_named_at_the_foot() -> None:
    wide, narrow = (draw(a_curve(42, gaps=[(15, end)]), "en") for end in (24, 16))
    assert pixels_of(narrow).shape[0] > pixels_of(wide).shape[0]
    below = slice(TOP + PLOT_HEIGHT, None)
    assert has(pixels_of(narrow)[below], GAP_HATCH).sum() > 100
    assert not has(pixels_of(wide)[below], GAP_HATCH).any()


@pytest.mark.parametrize("label", LABELS)
def test_one_expression_fills_the_picture_and_bears_its_name(label: str) -> None:
    plot = the_plot(draw(a_curve(10, scores=all_of(label)), "en"))
    shares = {name: has(plot, look.colour).mean() for name, look in LOOKS.items()}
    assert max(shares, key=shares.__getitem__) == label
    assert all(share < 0.01 for name, share in shares.items() if name != label)


def test_bands_are_as_high_as_their_shares() -> None:
    shares = {"happy": 0.5, "neutral": 0.25, "angry": 0.25}
    curve = a_curve(10, scores=lambda _: tuple(shares.get(label, 0.0) for label in LABELS))
    column = the_plot(draw(curve, "ko"))[:, 20]
    assert has(column, LOOKS["happy"].colour).sum() == pytest.approx(PLOT_HEIGHT / 2, abs=4)
    assert has(column, LOOKS["neutral"].colour).sum() == pytest.approx(PLOT_HEIGHT / 4, abs=4)
    assert has(column[: PLOT_HEIGHT // 4], LOOKS["angry"].colour).any()
    assert STACK[0] == "happy"


def test_shares_that_do_not_quite_sum_to_one_still_fill_the_height() -> None:
    curve = a_curve(10, scores=lambda _: tuple({"happy": 0.55}.get(n, 0.06) for n in LABELS))
    column = the_plot(draw(curve, "ko"))[:, 30]
    assert has(column[:12], LOOKS["angry"].colour).any()


def test_a_face_seen_for_a_blink_can_be_seen_in_the_picture() -> None:
    blink = a_curve(60, gaps=[(0, 30), (30.2, 60)], scores=all_of("happy"))
    plot = the_plot(draw(blink, "ko"))
    yellow = has(plot, LOOKS["happy"].colour).mean(axis=0) > 0.9
    assert yellow.sum() == pytest.approx(NARROWEST, abs=2)
    assert np.flatnonzero(yellow).mean() == pytest.approx(plot.shape[1] * 30 / 60, abs=3)


def vague_after(second: float) -> Callable[[float], tuple[float, ...]]:
    """A face that smiles and then shows nothing clear."""
    smile = tuple(1.0 if label == "happy" else 0.0 for label in LABELS)
    vague = tuple(0.45 if label in {"happy", "sad"} else 0.02 for label in LABELS)
    return lambda t_s: smile if t_s < second else vague


@pytest.mark.parametrize("language", ["ko", "en"])
def test_what_is_unclear_is_paler_and_bears_no_name_of_an_expression(language: str) -> None:
    plot = the_plot(draw(a_curve(40, scores=vague_after(20)), language))
    clear, vague = columns(plot, 0, 19.8, 40), columns(plot, 20, 40, 40)
    assert has(clear, LOOKS["happy"].colour).mean() > 0.9
    assert all(has(vague, look.colour).mean() < 0.01 for look in LOOKS.values())
    assert vague.mean() > 1.1 * plot_without_veil(language)[:, -200:].mean()
    assert has(vague, MUTED).any()


def plot_without_veil(language: str) -> Pixels:
    """The same shares, but one of them just clear."""
    shares = {"happy": 0.5, "sad": 0.45}
    curve = a_curve(40, scores=lambda _: tuple(shares.get(label, 0.01) for label in LABELS))
    return the_plot(draw(curve, language))


def test_an_unclear_part_that_is_too_narrow_for_its_name_is_named_at_the_foot() -> None:
    wide, narrow, both = (
        draw(a_curve(60, gaps=gaps, scores=vague_after(second)), "en")
        for gaps, second in (((), 40), ((), 58), (((10, 11),), 58))
    )
    assert pixels_of(narrow).shape[0] > pixels_of(wide).shape[0]
    foot = pixels_of(both)[-130:]
    assert has(foot, GAP_HATCH).sum() > 100
    assert (pixels_of(narrow)[-130:] != foot).any()


def test_without_a_dominant_expression_the_picture_claims_none() -> None:
    curve = a_curve(42, date_line="2026", title="x")
    claimed = a_curve(42, date_line="2026", title="x", dominant="happy")
    quiet, loud = (pixels_of(draw(c, "ko"))[: TOP + 130] for c in (curve, claimed))
    assert has(loud, LOOKS["happy"].colour).any()
    assert not has(quiet, LOOKS["happy"].colour).any()


def test_at_most_five_sentences_are_written() -> None:
    heights = [
        pixels_of(draw(a_curve(60, marks=tuple(Mark(i, "말") for i in range(n))), "ko")).shape[0]
        for n in (4, 5, 6)
    ]
    assert heights[0] < heights[1] == heights[2]


def test_formulas_are_not_set() -> None:
    literal, plain = (draw(a_curve(4, title=title), "en") for title in ("$x^2$", "x2"))
    assert pixels_of(literal)[:, :400].tolist() != pixels_of(plain)[:, :400].tolist()
    assert draw(a_curve(4, title="broken $\\frac{"), "en").startswith(b"\x89PNG")
