"""What is said about notes in a group: it fits where it is shown."""

import pytest

from bot.lettering import length
from bot.phrases.captures import Captures, words_in
from languages.catalogue import LANGUAGES

LONGEST_ALERT = 200

EACH = pytest.mark.parametrize("words", [*map(words_in, LANGUAGES)], ids=LANGUAGES)


@EACH
def test_what_is_told_in_a_box_fits_into_one(words: Captures) -> None:
    for text in (words.left_alone, words.admins_only, words.now_comment, words.no_comment):
        assert 0 < length(text) <= LONGEST_ALERT


@EACH
def test_a_question_says_what_a_yes_means_and_how_long_it_waits(words: Captures) -> None:
    assert "48" in words.asks
    assert "48" in words.asks_whose
