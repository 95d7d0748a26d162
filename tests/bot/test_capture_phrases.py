"""What is said about notes in a group: it fits where it is shown, and both languages say it."""

from dataclasses import fields

import pytest

from bot.lettering import length
from bot.phrases.captures import ENGLISH, KOREAN, LANGUAGES, Captures, words_in

LONGEST_ALERT = 200

EACH = pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)


@EACH
def test_what_is_told_in_a_box_fits_into_one(words: Captures) -> None:
    for text in (words.left_alone, words.admins_only, words.now_comment, words.no_comment):
        assert 0 < length(text) <= LONGEST_ALERT


@EACH
def test_a_question_says_what_a_yes_means_and_how_long_it_waits(words: Captures) -> None:
    assert "48" in words.asks
    assert "48" in words.asks_whose


@pytest.mark.parametrize("name", [field.name for field in fields(Captures)])
def test_no_sentence_is_the_same_in_both_languages(name: str) -> None:
    assert getattr(KOREAN, name) != getattr(ENGLISH, name)


def test_a_language_that_is_not_spoken_here_reads_english() -> None:
    assert words_in("fr") is ENGLISH
