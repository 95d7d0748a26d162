from itertools import pairwise

import numpy as np
import pytest

from analysis.report import LABELS
from charts.inks import LARGEST, calendar_inks, colours_of, rgb
from charts.shapes import STRENGTH
from charts.style import LOOKS, PAPER, contrast, ink_on
from charts.tints import GLOW, LEVELS, NUMBERS
from tests.charts.test_style import VISIONS, distance, seen


@pytest.mark.parametrize("vision", VISIONS)
def test_each_step_is_darker_than_the_one_before_for_every_kind_of_colour_vision(
    vision: str,
) -> None:
    lightness = [seen(colour, vision)[0] for colour in (PAPER, *LEVELS)]
    assert all(a - b > 4 for a, b in pairwise(lightness))
    assert all(a - b > 8 for a, b in pairwise(lightness[1:]))


@pytest.mark.parametrize("vision", VISIONS)
def test_neighbouring_steps_stay_apart_for_every_kind_of_colour_vision(vision: str) -> None:
    assert min(distance(a, b, vision) for a, b in pairwise(LEVELS)) >= 10.4


def test_neighbouring_steps_have_contrast() -> None:
    assert min(contrast(a, b) for a, b in pairwise(LEVELS)) >= 1.38
    assert contrast(PAPER, LEVELS[0]) >= 1.16


def test_all_steps_are_of_one_hue_that_of_the_first_calendar() -> None:
    hues = [np.degrees(np.arctan2(*seen(c, "usual")[:0:-1])) for c in ("#AAFED8", *LEVELS[1:])]
    assert max(hues) - min(hues) < 20


@pytest.mark.parametrize("colour", LEVELS)
def test_a_number_can_be_read_on_its_step(colour: str) -> None:
    assert contrast(ink_on(colour), colour) >= 4.5


def test_every_step_has_its_number() -> None:
    assert NUMBERS == ("0", "1", "2", "3", "4+")


@pytest.mark.parametrize("label", LABELS)
def test_a_sign_stands_out_from_its_ground(label: str) -> None:
    ground = LOOKS[label].colour
    pairs = zip(rgb(ink_on(ground)), rgb(ground), strict=True)
    red, green, blue = (round(STRENGTH * ink + (1 - STRENGTH) * paper) for ink, paper in pairs)
    assert contrast(f"#{red:02X}{green:02X}{blue:02X}", ground) >= 3


def test_every_flat_colour_of_a_calendar_is_printed_exactly() -> None:
    inks = colours_of(calendar_inks())
    flat = (PAPER, GLOW, *LEVELS, *(look.colour for look in LOOKS.values()))
    assert {rgb(colour) for colour in flat} <= set(inks)
    assert len(inks) <= LARGEST / 2
