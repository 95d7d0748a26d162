from __future__ import annotations

import pytest

from analysis import sentences
from analysis.tags import MOST, share, tags


def found(text: str, language: str = "ko") -> tuple[str, ...]:
    return tags(sentences.read(text, language), language)


def test_what_is_said_often_and_in_many_sentences_comes_first() -> None:
    text = "고양이가 아파요. 병원에 갔어요. 고양이 약을 받았어요. 고양이는 지금 자요."

    assert found(text)[0] == "고양이"


def test_nouns_written_together_are_one_tag() -> None:
    assert "비행기표" in found("비행기표를 샀어요")
    assert "팀장님" in found("팀장님이 칭찬했어요")


def test_nouns_side_by_side_are_a_phrase_only_when_said_twice() -> None:
    once = "코딩 테스트를 봤어요."

    assert {"코딩", "테스트"} <= set(found(once))
    assert "코딩 테스트" in found(once + " 내일도 코딩 테스트가 있어요.")


def test_a_phrase_takes_the_place_of_its_parts() -> None:
    chosen = found("My driving test was hard. The driving test took an hour.", "en")

    assert "driving test" in chosen
    assert not {"driving", "test"} & set(chosen)


def test_words_with_punctuation_or_particles_between_are_no_phrase() -> None:
    english = found("We had tea, cake. We had tea, cake.", "en")
    korean = found("민지랑 한강에 갔어요. 민지랑 한강에서 놀았어요.")

    assert not any(" " in tag for tag in (*english, *korean))


def test_a_name_of_several_words_is_one_tag() -> None:
    assert "Hong Kong" in found("We flew to Hong Kong with aunt Mary.", "en")


def test_names_come_before_other_words_said_as_often() -> None:
    assert found("커피를 준호랑 마셨어요")[0] == "준호"


def test_weak_words_wait_for_better_ones() -> None:
    chosen = found("저녁에 사람이 많은 홍대에서 파스타를 먹었어요")

    assert chosen.index("파스타") < chosen.index("저녁")


def test_verbs_only_fill_up_to_the_fewest() -> None:
    assert found("너무 슬퍼요") == ("슬프다",)
    assert "먹다" not in found("민지랑 홍대에서 파스타를 먹었어요")


def test_case_is_that_of_the_text_but_for_the_start_of_a_sentence() -> None:
    chosen = found("Grandma was at NASA in Berlin. Bread is her thing.", "en")

    assert {"grandma", "NASA", "Berlin", "bread"} <= set(chosen)


@pytest.mark.parametrize("text", ["", "음 어 그", "3시 15분", "!!!"])
def test_nothing_to_say_has_no_tags(text: str) -> None:
    assert found(text) == ()


def test_there_are_never_more_than_seven() -> None:
    fruits = ("사과", "포도", "수박", "참외", "자두", "복숭아", "딸기", "바나나", "망고", "키위")
    others = ("냄비", "접시", "우산", "장갑", "양말", "구두", "가방", "시계", "공책", "연필")

    assert len(found(" ".join(f"{thing}도 샀어요." for thing in (*fruits, *others)))) == MOST


def test_characters_that_always_come_together_are_one_word() -> None:
    assert "博物馆" in found("我们去了上海博物馆玩。博物馆里人非常多。", "zh")


def test_a_name_with_and_without_its_calling_ending_is_one_tag() -> None:
    chosen = found("강아지 콩이가 아팠어요. 콩이야 고마워, 사랑해.")

    assert "콩이" in chosen
    assert "콩" not in chosen


def test_a_held_key_is_no_tag() -> None:
    assert found("a" * 500 + " dog", "en") == ("dog",)


def test_a_sentence_holds_its_share_of_the_tags_and_first_ones_weigh_more() -> None:
    first, second = sentences.read("민지를 만났어요. 한강에 갔어요.", "ko")

    assert share(first, ("민지", "한강")) == pytest.approx(2 / 3)
    assert share(second, ("민지", "한강")) == pytest.approx(1 / 3)
    assert share(first, ()) == 0.0
