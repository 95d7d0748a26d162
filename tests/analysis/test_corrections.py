"""Words are replaced as words: with their endings, and never inside another word."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from analysis.corrections import all_replaced, normal, replaced

CASES = [
    ("회사에서 만났어요", "회사", "가게", "가게에서 만났어요"),
    ("회사원이 회사를 나왔다", "회사", "가게", "회사원이 가게를 나왔다"),
    ("집이 좋다. 집을 샀다. 집으로 간다.", "집", "가게", "가게가 좋다. 가게를 샀다. 가게로 간다."),
    ("가게가 가게로 가게는 가게와", "가게", "집", "집이 집으로 집은 집과"),
    ("서울로 갔다", "서울", "부산", "부산으로 갔다"),
    ("집이에요. 집이었어요.", "집", "가게", "가게예요. 가게였어요."),
    ("친구예요, 친구들이랑", "친구", "동생", "동생이에요, 동생들이랑"),
    ("민지랑 민지한테서도", "민지", "민정", "민정이랑 민정한테서도"),
    ("사과 사이 사라 배고", "사", "오", "사과 사이 사라 배고"),
    ("the cat, a catalogue. CAT!", "cat", "dog", "the dog, a catalogue. dog!"),
    ("Kubernetes에서 일했다", "kubernetes", "쿠버네티스", "쿠버네티스에서 일했다"),
    ("우리  시청\n앞에서", "우리 시청", "울산 시청", "울산 시청\n앞에서"),
    ("私は会社に行く", "会社", "店", "私は店に行く"),
    ("값이 10원, 100원", "10원", "백원", "값이 백원, 100원"),
    ("C++ 말고 C+", "C++", "Rust", "Rust 말고 C+"),
    ("아무 말", "없는 말", "있는 말", "아무 말"),
    ("무엇이든", "", "x", "무엇이든"),
    ("음 그러니까 음", "음", "", " 그러니까 "),
]


@pytest.mark.parametrize(("text", "heard", "meant", "expected"), CASES)
def test_a_word_is_replaced_with_what_hangs_on_it(
    text: str, heard: str, meant: str, expected: str
) -> None:
    assert replaced(text, heard, meant) == expected


def test_hangul_that_was_taken_apart_is_the_same_word() -> None:
    apart = unicodedata.normalize("NFD", "회사에서")
    assert replaced(apart, "회사", "가게") == "가게에서"
    assert replaced("회사에서", unicodedata.normalize("NFD", "회사"), "가게") == "가게에서"


def test_several_corrections_follow_each_other() -> None:
    assert all_replaced("민지가 왔다", [("민지", "민정"), ("왔다", "갔다")]) == "민정이 갔다"


LATIN = st.text("abcdefg", min_size=1, max_size=6)
HANGUL = st.text("가나다라마바사강산물", min_size=2, max_size=4)


@given(st.lists(LATIN, max_size=12), LATIN, LATIN)
def test_in_english_every_such_word_changes_and_no_other(
    words: list[str], heard: str, meant: str
) -> None:
    found = replaced(" ".join(words), heard, meant).split()
    assert found == [meant if word == heard else word for word in words]


@given(st.lists(st.one_of(HANGUL, LATIN), max_size=12), HANGUL, HANGUL)
def test_a_word_that_does_not_begin_with_it_is_never_touched(
    words: list[str], heard: str, meant: str
) -> None:
    found = replaced(" ".join(words), heard, meant).split(" ")
    for before, after in zip(" ".join(words).split(" "), found, strict=True):
        if not before.startswith(heard):
            assert after == before
        elif after != before:
            assert after.startswith(meant)


@given(HANGUL, HANGUL, st.sampled_from(["에서", "까지", "도", "한테", "처럼", "의", "에서는"]))
def test_endings_of_one_form_stay(heard: str, meant: str, ending: str) -> None:
    assume(heard != meant)
    assert replaced(heard + ending, heard, meant) == meant + ending


@given(st.text(max_size=200), st.text(max_size=10), st.text(max_size=10))
def test_no_text_upsets_it_and_a_word_that_is_not_there_changes_nothing(
    text: str, heard: str, meant: str
) -> None:
    found = replaced(text, heard, meant)
    if normal(heard).casefold() not in normal(text).casefold():
        assert found in (text, unicodedata.normalize("NFC", text))
