"""The picture that takes the place of another one: it says its line, whole, and nothing else."""

import pytest

from bot.phrases import removals as phrases
from charts.deleted_entry import HEIGHT
from charts.page import MARGIN, WIDTH
from charts.removed_message import MOST_LINES, ROOM, draw
from charts.style import MUTED
from tests.charts.scenes import has, pixels_of

LINES = [(code, line) for code in ("ko", "en") for line in phrases.words_in(code).lines.values()]


@pytest.mark.parametrize(("language", "line"), LINES)
def test_each_line_stands_whole_in_the_middle(language: str, line: str) -> None:
    letters = has(pixels_of(draw(line, language)), MUTED)
    assert letters.shape == (HEIGHT, WIDTH)
    assert letters.sum() > 150
    edge = (WIDTH - ROOM) // 2
    assert not letters[:, MARGIN:edge].any()
    assert not letters[:, -edge:-MARGIN].any()
    columns = letters.any(axis=0).nonzero()[0]
    assert abs(int(columns[0]) - (WIDTH - 1 - int(columns[-1]))) < 12


def test_no_two_lines_look_the_same() -> None:
    assert len({draw(line, language) for language, line in LINES}) == len(LINES)


def test_a_line_that_is_far_too_long_stays_on_its_sheet() -> None:
    letters = has(pixels_of(draw("아주 긴 말 " * 100, "ko")), MUTED)
    rows = letters.any(axis=1).nonzero()[0]
    assert HEIGHT / 2 - 60 * MOST_LINES < rows[0] < rows[-1] < HEIGHT / 2 + 60 * MOST_LINES
