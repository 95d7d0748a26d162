from itertools import combinations, pairwise

import numpy as np
import pytest
from numpy.typing import NDArray
from skimage.color import deltaE_ciede2000, rgb2lab

from analysis.report import LABELS
from charts.inks import inks, rgb
from charts.style import (
    GAP,
    LOOKS,
    MUTED,
    PAGE,
    PAPER,
    STACK,
    contrast,
    index_of,
    ink_on,
    words_in,
)
from languages.catalogue import LANGUAGES

#: Severity 1.0 of Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation
#: of Color Vision Deficiency" (2009), for linear red, green and blue.
VISIONS = {
    "usual": np.eye(3),
    "protanopia": np.array(
        [
            [0.152286, 1.052583, -0.204868],
            [0.114503, 0.786281, 0.099216],
            [-0.003882, -0.048116, 1.051998],
        ]
    ),
    "deuteranopia": np.array(
        [
            [0.367322, 0.860646, -0.227968],
            [0.280085, 0.672501, 0.047413],
            [-0.011820, 0.042940, 0.968881],
        ]
    ),
    "tritanopia": np.array(
        [
            [1.255528, -0.076749, -0.178779],
            [-0.078411, 0.930809, 0.147602],
            [0.004733, 0.691367, 0.303900],
        ]
    ),
}


def seen(colour: str, vision: str) -> NDArray[np.float64]:
    """CIE Lab of a colour as an eye sees it."""
    encoded = np.array(rgb(colour)) / 255
    linear = np.where(encoded <= 0.04045, encoded / 12.92, ((encoded + 0.055) / 1.055) ** 2.4)
    linear = np.clip(VISIONS[vision] @ linear, 0, 1)
    simulated = np.where(linear <= 0.0031308, 12.92 * linear, 1.055 * linear ** (1 / 2.4) - 0.055)
    return rgb2lab(simulated.reshape(1, 1, 3)).reshape(3)


def distance(one: str, other: str, vision: str) -> float:
    return float(deltaE_ciede2000(seen(one, vision), seen(other, vision)))


@pytest.mark.parametrize("vision", VISIONS)
def test_every_two_expressions_stay_apart_for_every_kind_of_colour_vision(vision: str) -> None:
    distances = {
        pair: distance(LOOKS[pair[0]].colour, LOOKS[pair[1]].colour, vision)
        for pair in combinations(LABELS, 2)
    }
    closest = min(distances, key=distances.__getitem__)
    assert distances[closest] >= 18.5, (closest, distances[closest])


def test_the_colours_of_the_first_chart_would_not_pass() -> None:
    fear, angry = "#663F59", "#A93F55"
    assert distance(fear, angry, "protanopia") < 12


@pytest.mark.parametrize("label", LABELS)
def test_a_name_can_be_read_on_its_band(label: str) -> None:
    colour = LOOKS[label].colour
    assert contrast(ink_on(colour), colour) >= 4.5


@pytest.mark.parametrize("ground", [PAPER, GAP])
def test_quiet_text_can_be_read_on_paper_and_on_plates(ground: str) -> None:
    assert contrast(MUTED, ground) >= 4.5


def test_contrast_is_that_of_the_web_guidelines() -> None:
    assert contrast("#FFFFFF", "#000000") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.01)


def test_the_stack_holds_each_expression_once() -> None:
    assert sorted(STACK) == sorted(LABELS)
    assert [index_of(label) for label in LABELS] == list(range(7))


def test_neighbours_in_the_stack_differ_in_pattern_too() -> None:
    patterns = [LOOKS[label].hatch for label in STACK]
    assert all(one != other for one, other in pairwise(patterns))


def test_every_expression_has_its_own_marker() -> None:
    assert len({look.marker for look in LOOKS.values()}) == len(LABELS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_expression_has_its_own_name_in_every_language(language: str) -> None:
    words = words_in(language)
    assert set(words.names) == set(words.looks) == set(LABELS)
    assert len(set(words.names.values())) == len(set(words.looks.values())) == len(LABELS)


@pytest.mark.parametrize(
    ("code", "name"),
    [("ko", "웃음"), ("ko-KR", "웃음"), ("KO", "웃음"), ("en-GB", "Smiling"), ("fr", "Smiling")],
)
def test_an_unknown_language_gets_english(code: str, name: str) -> None:
    assert words_in(code).names["happy"] == name


def test_every_flat_colour_is_printed_exactly() -> None:
    palette = inks().getpalette()
    colours = set(zip(palette[::3], palette[1::3], palette[2::3], strict=True))
    flat = [PAGE, PAPER, GAP, *(look.colour for look in LOOKS.values())]
    assert {rgb(colour) for colour in flat} <= colours
    assert len(colours) <= 256
