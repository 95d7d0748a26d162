from __future__ import annotations

import pytest

from analysis.tokens import Gap, Kind, length, read, stem


def kinds(text: str, language: str = "en") -> dict[str, Kind]:
    return {token.form: token.kind for token in read(text, language)}


def test_names_are_told_by_capitals_but_not_at_the_start_of_a_sentence() -> None:
    found = kinds("Hiking with Minji near Berlin")

    assert found["Hiking"] is Kind.TERM
    assert found["Minji"] is found["Berlin"] is Kind.NAME


def test_words_of_grammar_say_nothing_and_light_words_can_be_searched() -> None:
    found = kinds("um the dog went over there today, don't you think")

    assert found["um"] is found["the"] is found["don't"] is Kind.EMPTY
    assert found["went"] is found["think"] is Kind.LIGHT
    assert found["dog"] is Kind.TERM


def test_numbers_are_no_words_and_words_with_numbers_are() -> None:
    found = kinds("room 42 and covid19")

    assert found["42"] is Kind.EMPTY
    assert found["covid19"] is Kind.TERM


def test_an_apostrophe_belongs_to_the_word_and_an_ending_s_does_not() -> None:
    assert [t.form for t in read("Minji’s mother's ex-husband", "en")] == [
        "Minji",
        "mother",
        "ex-husband",
    ]


def test_punctuation_parts_words_that_a_space_joins() -> None:
    gaps = [token.gap for token in read("green tea, ice", "en")]

    assert gaps == [Gap.OTHER, Gap.SPACE, Gap.OTHER]


@pytest.mark.parametrize(
    ("word", "language", "expected"),
    [
        ("hiking", "en", "hike"),
        ("Kirchen", "de", "kirch"),
        ("гуляли", "ru", "гуля"),
        ("abc", "xx", "abc"),
    ],
)
def test_words_are_cut_to_their_stems(word: str, language: str, expected: str) -> None:
    assert stem(word, language) == expected


def test_an_endless_word_has_a_short_stem() -> None:
    assert len(stem("a" * 10_000, "en")) <= 64


def test_short_runs_of_characters_are_words_and_long_ones_are_pieces() -> None:
    assert kinds("朋友", "zh") == {"朋友": Kind.TERM}
    assert kinds("海鲜餐厅老板", "zh")["餐厅"] is Kind.PIECE
    assert kinds("カラオケに行きました", "ja")["カラオケ"] is Kind.TERM


def test_vowel_signs_do_not_break_a_word() -> None:
    assert [t.form for t in read("नमस्ते दुनिया", "hi")] == ["नमस्ते", "दुनिया"]


def test_length_counts_words_and_where_there_are_none_pairs_of_characters() -> None:
    assert length("one two three") == 3
    assert length("今天我和朋友去了海边") == 5
