"""A word is found in every form that the rules know."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diary.search_words import LONGEST, forms, terms_of, words_of


@pytest.mark.parametrize(
    ("written", "searched"),
    [
        ("회사에서", "회사"), ("회사는", "회사"), ("회사에서도", "회사를"), ("엄마랑", "엄마"),
        ("친구들이랑", "친구"), ("먹었어", "먹다"), ("먹었어요", "먹고"), ("먹는데", "먹었어"),
        ("갔어", "가다"), ("갑니다", "갔다"), ("봤어", "보고"), ("마셨어", "마시다"),
        ("추웠어", "춥다"), ("들었어", "듣다"), ("몰랐어", "모르다"), ("예뻤어", "예쁘다"),
        ("예쁜", "예뻤어"), ("행복했다", "행복하다"), ("사랑해", "사랑하다"), ("됐어", "되다"),
        ("PT는", "pt"), ("11월에", "11월"), ("Running", "runs"), ("mother's", "mothers"),
        ("CAFÉ", "café"), ("cafe\u0301", "café"), ("日本語", "日本"),
    ],
)  # fmt: skip
def test_two_forms_of_a_word_meet(written: str, searched: str) -> None:
    assert set(forms(written)) & set(forms(searched))


@pytest.mark.parametrize(
    ("one", "other"), [("회사", "회의"), ("먹었어", "막았어"), ("엄마", "아빠"), ("walk", "talk")]
)
def test_two_words_do_not_meet(one: str, other: str) -> None:
    assert not set(forms(one)) & set(forms(other))


def test_the_terms_of_a_text_are_each_there_once() -> None:
    found = terms_of("회사 회사에서 회사는!")
    assert found.count("회사") == 1
    assert list(words_of("a-b c_d 'e'")) == ["a", "b", "c", "d", "e"]


@given(st.text(max_size=200))
def test_no_text_is_too_odd(text: str) -> None:
    for term in terms_of(text):
        assert term
        assert len(term) <= LONGEST + 2
        assert term[0] not in "#!"
