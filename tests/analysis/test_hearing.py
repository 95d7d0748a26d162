from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.hearing import Gates, Heard, believed, is_stock_phrase, without_loops


def heard(
    text: str, no_speech: float = 0.0, confidence: float = -0.2, level_db: float = 0.0
) -> Heard:
    return Heard(0.0, 2.0, text, no_speech, confidence, level_db)


def texts(*segments: Heard) -> list[str]:
    return [segment.text for segment in believed(segments, Gates())]


def test_a_sure_sentence_is_believed() -> None:
    assert texts(heard(" 오늘은 민지를 만났다. ")) == ["오늘은 민지를 만났다."]


def test_both_signs_of_silence_together_drop_a_sentence_and_one_alone_does_not() -> None:
    assert texts(heard("바람 소리", no_speech=0.9, confidence=-1.2)) == []
    assert texts(heard("바람 소리", no_speech=0.9, confidence=-0.3)) == ["바람 소리"]
    assert texts(heard("바람 소리", no_speech=0.1, confidence=-1.2)) == ["바람 소리"]


def test_a_guess_without_any_confidence_is_dropped() -> None:
    assert texts(heard("뭔가 들린다", confidence=-2.5)) == []


@pytest.mark.parametrize(
    "doubtful",
    [
        heard("시청해주셔서 감사합니다!", no_speech=0.4),
        heard("시청해주셔서 감사합니다!", confidence=-0.9),
        heard("시청해 주셔서 감사합니다.", level_db=-30.0),
        heard("Thank you for watching!", no_speech=0.5),
        heard("ご視聴ありがとうございました。", confidence=-0.8),
    ],
)
def test_a_known_invention_is_dropped_when_in_doubt(doubtful: Heard) -> None:
    assert texts(doubtful) == []


def test_the_same_words_said_loud_and_clear_are_kept() -> None:
    assert texts(heard("시청해주셔서 감사합니다!")) == ["시청해주셔서 감사합니다!"]
    assert texts(heard("감사합니다.")) == ["감사합니다."]


def test_a_diary_sentence_that_contains_a_stock_phrase_is_no_stock_phrase() -> None:
    assert is_stock_phrase("구독과 좋아요 부탁드립니다~")
    assert not is_stock_phrase("엄마한테 감사합니다 라고 말했어요")


def test_loops_of_words_are_cut_to_one_round() -> None:
    assert without_loops("네 네 네 네 네 네 갔어요") == "네 갔어요"
    assert without_loops("그래서 나는 " * 9 + "집에 갔다") == "그래서 나는 집에 갔다"
    assert (
        without_loops("I don't know. I don't know. I don't know. I don't know.") == "I don't know."
    )


def test_what_people_repeat_is_left_alone() -> None:
    for text in ("진짜 진짜 진짜 좋았어요", "very very good", "하하하하하하하", "no, no, no"):
        assert without_loops(text) == text


def test_the_same_sentence_for_the_third_time_is_a_loop() -> None:
    assert texts(*[heard("그랬어요.")] * 5) == ["그랬어요.", "그랬어요."]


@given(st.lists(st.sampled_from(["가", "나", "다.", "a", "…"]), max_size=40))
def test_cutting_loops_invents_no_word_and_is_done_in_one_go(words: list[str]) -> None:
    once = without_loops(" ".join(words))

    assert set(once.split()) <= set(words)
    assert bool(once) == bool(words)
