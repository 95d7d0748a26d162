"""The scale of moods: a name belongs to the sample before it, and touches none after it."""

import numpy as np
import pytest

from charts.calendar_page import SAMPLE
from charts.calendar_words import calendar_words_in
from charts.days import MOODS
from charts.lettering import lettering
from charts.moods import BESIDE, colour_of, put_scale
from charts.page import RIGHT
from charts.sheet import Sheet
from charts.style import PAPER
from languages.catalogue import LANGUAGES
from tests.charts.scenes import has, pixels_of

TOP, HEIGHT = 60, 160


@pytest.mark.parametrize("language", LANGUAGES)
def test_there_is_far_more_air_behind_a_name_than_before_it(language: str) -> None:
    sheet = Sheet(lettering(), HEIGHT)
    put_scale(sheet, calendar_words_in(language), TOP)
    row = pixels_of(sheet.print(HEIGHT))[TOP : TOP + SAMPLE[1]]
    filled = ~has(row, PAPER).all(axis=0)
    filled[:40] = filled[-40:] = False  # the page around the sheet
    assert not filled[RIGHT + 1 :].any()
    for mood in MOODS[1:]:
        left = int(np.flatnonzero(has(row, colour_of(mood)).any(axis=0))[0])
        assert not filled[left - 3 * BESIDE : left - 2].any()
