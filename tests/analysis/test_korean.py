from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from analysis import korean
from analysis.sentences import Sentence
from analysis.tokens import Gap, Kind


def read(text: str) -> list[Sentence]:
    return korean.read(text, (0, len(text)))


def kinds(text: str) -> dict[str, Kind]:
    return {token.form: token.kind for sentence in read(text) for token in sentence.tokens}


def test_unpunctuated_speech_is_split_at_its_endings() -> None:
    found = read("오늘은 민지랑 밥을 먹었어요 진짜 맛있었어요 그리고 영화도 봤는데 재미없었어요")

    assert [s.text for s in found] == [
        "오늘은 민지랑 밥을 먹었어요",
        "진짜 맛있었어요",
        "그리고 영화도 봤는데 재미없었어요",
    ]


def test_no_sentence_begins_with_the_polite_ending_of_another() -> None:
    text = (
        "남자친구가 프러포즈를 파리에서 했대요 축가를 불러 달라고 하는데 나 노래 못하는데 어떡하지"
    )
    found = read(text)

    assert found[0].text == "남자친구가 프러포즈를 파리에서 했대요"
    assert found[1].text.startswith("축가를")


def test_one_word_behind_no_end_mark_belongs_to_what_came_before() -> None:
    assert [s.text for s in read("사랑해 엄마")] == ["사랑해 엄마"]
    assert [s.text for s in read("밥을 먹었어요. 엄마!")] == ["밥을 먹었어요.", "엄마!"]


def test_text_without_spaces_is_split_all_the_same() -> None:
    found = read("오늘은밥을먹었어요그리고영화를봤어요")

    assert [s.text for s in found] == ["오늘은밥을먹었어요", "그리고영화를봤어요"]


def test_names_nouns_deeds_and_verbs_are_told_apart() -> None:
    found = kinds("민지랑 제주도에서 자전거를 타고 운동했어요")

    assert found["민지"] is found["제주도"] is Kind.NAME
    assert found["자전거"] is Kind.NOUN
    assert found["타다"] is Kind.ACTION
    assert found["운동"] is Kind.DEED


def test_adjectives_stand_in_their_dictionary_form() -> None:
    found = kinds("날씨가 따뜻했고 민지는 행복했어요 저는 슬펐어요")

    assert found["따뜻하다"] is found["행복하다"] is found["슬프다"] is Kind.ACTION


def test_fillers_and_dependent_nouns_are_light_or_gone() -> None:
    found = kinds("음 어 그 막 진짜 약간 그런 것 때문에 할 수 있을 때 오늘 생각했어요")

    assert set(found.values()) <= {Kind.LIGHT, Kind.EMPTY}


def test_compounds_are_glued_and_particles_part_words() -> None:
    tokens = read("비행기표를 민지랑 제주도 여행에")[0].tokens

    assert [(t.form, t.gap) for t in tokens] == [
        ("비행기", Gap.OTHER),
        ("표", Gap.NOTHING),
        ("민지", Gap.OTHER),
        ("제주도", Gap.OTHER),
        ("여행", Gap.SPACE),
    ]


def test_titles_stay_with_their_word_and_plurals_fall_off() -> None:
    forms = [t.form for t in read("팀장님이랑 친구들이 왔어요")[0].tokens]

    assert forms[:3] == ["팀장", "님", "친구"]


def test_foreign_words_are_kept_and_foreign_grammar_is_not() -> None:
    found = kinds("오늘 meeting 에서 the client 가 KTX 얘기를 했어요")

    assert found["meeting"] is found["client"] is found["KTX"] is Kind.NOUN
    assert found["the"] is Kind.EMPTY


def test_long_texts_are_read_in_parts_without_losing_a_sentence() -> None:
    text = "오늘은 민지랑 밥을 먹었어요. " * 600
    found = read(text)

    assert len(found) == 600
    assert {text[s.start : s.start + 15] for s in found} == {"오늘은 민지랑 밥을 먹었어요"}


def test_kiwi_is_loaded_only_when_korean_is_read() -> None:
    code = (
        "import sys; from analysis.words import from_text; from_text('We had lunch. It was fun.');"
        "print('kiwipiepy' in sys.modules); from_text('밥을 먹었어요');"
        "print('kiwipiepy' in sys.modules)"
    )
    answer = subprocess.run(  # noqa: S603 - our own interpreter and code
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.split() == ["False", "True"]
