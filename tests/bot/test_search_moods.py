"""A mood in a search: what it means is said, and a word is offered to be taken for one."""

import datetime as dt

import pytest

from bot import search_moods
from bot.phrases.search import words_in
from diary import search_syntax

TODAY = dt.date(2026, 11, 22)


@pytest.mark.parametrize(
    ("text", "korean", "english"),
    [
        (
            "mood:happy",
            "기분을 🙂·😄로 남긴 일기와, 기분은 남기지 않았지만 얼굴이 웃어 보인 일기예요.",
            "Entries marked 🙂 or 😄, and unmarked ones where the face was smiling.",
        ),
        ("😕", "기분을 😕로 남긴 일기예요.", "Entries marked 😕."),
        ("표정:슬픔", "얼굴이 슬퍼 보인 일기예요.", "Entries where the face looked sad."),
        ("😠", "얼굴이 화나 보인 일기예요.", "Entries where the face looked angry."),
    ],
)
def test_what_a_mood_finds_is_said(text: str, korean: str, english: str) -> None:
    query = search_syntax.read(text, TODAY)
    assert search_moods.meanings(query, words_in("ko")) == [korean]
    assert search_moods.meanings(query, words_in("en")) == [english]


def test_nothing_is_said_of_a_word_or_of_a_mood_that_is_left_out() -> None:
    assert search_moods.meanings(search_syntax.read("행복 -😢", TODAY), words_in("ko")) == []


def test_a_word_is_offered_with_its_number_and_a_face() -> None:
    query = search_syntax.read("엄마 슬펐다 happy 기분:행복", TODAY)
    assert search_moods.offered(query) == [(1, "슬프다", "😞"), (2, "happy", "🙂")]


@pytest.mark.parametrize(
    ("mark", "korean", "english"),
    [
        ("!mood:4", "기분 🙂", "mood 🙂"),
        ("!guess:happy", "얼굴: 웃는 표정", "face: smiling"),
        ("!look:neutral", "얼굴: 무표정", "face: neutral"),
    ],
)
def test_a_row_says_why_it_was_found(mark: str, korean: str, english: str) -> None:
    assert search_moods.reason(mark, words_in("ko")) == korean
    assert search_moods.reason(mark, words_in("en")) == english
