"""The picture of what was deleted: it says so, and holds nothing else."""

import pytest

from charts.deleted_entry import HEIGHT, draw
from charts.page import WIDTH
from charts.style import MUTED
from tests.charts.scenes import has, pixels_of


@pytest.mark.parametrize("language", ["ko", "en"])
def test_it_says_so_in_the_middle(language: str) -> None:
    letters = has(pixels_of(draw(None, language)), MUTED)
    assert letters.shape == (HEIGHT, WIDTH)
    assert letters.sum() > 150
    assert not letters[:, :300].any()
    assert not letters[:, -300:].any()


def test_each_language_has_its_own() -> None:
    assert draw(None, "ko") != draw(None, "en")


def test_nothing_of_the_entry_is_in_it() -> None:
    assert draw("words", "ko") == draw(None, "ko")
