from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.report import Segment, Transcript
from analysis.words import MOST_CHARACTERS, _clean, from_text, words


def diaries(language: str) -> dict[str, str]:
    """Diary texts written for these tests, one a line: a name, a tab, the text."""
    lines = (Path(__file__).parent / "diaries" / f"{language}.txt").read_text(encoding="utf-8")
    return dict(line.split("\t") for line in lines.splitlines())


KOREAN = diaries("ko")
ENGLISH = diaries("en")
DIARIES = {**KOREAN, **ENGLISH}


def flat(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("text", DIARIES.values(), ids=DIARIES)
def test_key_sentences_are_taken_word_for_word_and_in_order(text: str) -> None:
    places = [text.index(key.text) for key in from_text(text).key_sentences]

    assert 1 <= len(places) <= 3
    assert places == sorted(places)


@pytest.mark.parametrize("text", DIARIES.values(), ids=DIARIES)
def test_a_diary_of_several_sentences_has_three_to_seven_tags(text: str) -> None:
    assert 3 <= len(from_text(text).tags) <= 7


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DIARIES["han_river"], {"민지", "한강", "자전거", "제주도"}),
        (DIARIES["office"], {"준호", "회사", "발표"}),
        (DIARIES["birthday"], {"엄마", "생신", "부산"}),
        (DIARIES["gym"], {"헬스장", "스쿼트"}),
        (DIARIES["mixed"], {"지영", "홍대", "meeting"}),
        (DIARIES["lazy"], {"넷플릭스", "고양이"}),
        (DIARIES["hospital"], {"할머니", "병원", "수술"}),
        (DIARIES["coding"], {"파이썬", "현우", "코딩"}),
        (DIARIES["trip"], {"서울", "대전", "성심당", "KTX", "출장"}),
        (DIARIES["subway"], {"지하철", "고장"}),
        (DIARIES["hike"], {"Minji", "hiking", "Bukhansan", "Berlin"}),
        (DIARIES["grandma"], {"grandma", "hospital", "surgery"}),
    ],
)
def test_names_places_and_subjects_become_tags(text: str, expected: set[str]) -> None:
    assert expected <= set(from_text(text).tags)


@pytest.mark.parametrize("text", KOREAN.values(), ids=KOREAN)
def test_fillers_and_empty_nouns_are_never_tags(text: str) -> None:
    empty = {"음", "어", "그", "막", "진짜", "약간", "것", "수", "때", "거", "게", "번", "개"}
    empty |= {"오늘", "내일", "어제", "하루", "생각", "시간", "순간", "하다", "있다"}

    assert not empty & set(from_text(text).tags)


def test_spoken_english_fillers_are_never_tags() -> None:
    assert not {"um", "like", "really", "mean", "today", "weeks", "March"} & {
        tag for text in ENGLISH.values() for tag in from_text(text).tags
    }


def test_what_a_person_would_pick_is_picked() -> None:
    assert "음 오늘은 민지랑 한강에서 자전거를 탔어요" in texts(DIARIES["han_river"])
    assert "끝나고 준호가 커피를 사줬는데 그게 약간 위로가 됐어요" in texts(DIARIES["office"])
    assert "오늘은 엄마 생신이라서 온 가족이 모였다." in texts(DIARIES["birthday"])
    assert "하루 종일 집에서 넷플릭스 봤어요" in texts(DIARIES["lazy"])
    assert "Minji cried a little because she's moving to Berlin in March." in texts(DIARIES["hike"])
    assert any("surgery" in text for text in texts(DIARIES["grandma"]))


def texts(diary: str) -> list[str]:
    return [key.text for key in from_text(diary).key_sentences]


@pytest.mark.parametrize(
    "text", ["면접 떨어졌어요.", "Feeling tired.", "오늘은 그냥 그랬어요", "I did it again."]
)
def test_one_short_sentence_is_its_own_key_sentence(text: str) -> None:
    assert texts(text) == [text]


def test_one_short_sentence_has_tags_as_far_as_it_has_content_words() -> None:
    assert from_text("면접 떨어졌어요.").tags == ("면접", "떨어지다")
    assert from_text("너무 슬퍼요").tags == ("슬프다",)
    assert from_text("민지랑 제주도 바다에서 수영했어요").tags[:3] == ("민지", "제주도", "바다")
    assert from_text("Feeling tired.").tags == ("tired",)


def test_three_sentences_without_a_common_word_do_not_fail() -> None:
    found = from_text("비가 왔다. 라면을 먹었다. 영화가 재미있었다.")

    assert len(found.key_sentences) == 1
    assert set(found.tags) >= {"라면", "영화"}


def test_terms_hold_every_content_word_as_lemma_and_as_written() -> None:
    korean = from_text("회사에서 힘들었는데 준호랑 영화를 봤어요, 비행기표도 샀어요").terms
    english = from_text("We were hiking in the mountains with Minji.").terms

    assert {"회사", "힘들다", "준호", "영화", "비행기", "비행기표", "사다"} <= set(korean)
    assert {"hike", "hiking", "mountain", "mountains", "minji"} <= set(english)
    assert len(set(korean)) == len(korean)


def test_the_language_is_guessed_from_script_and_small_words() -> None:
    assert from_text(DIARIES["mixed"]).language == "ko"
    assert from_text(DIARIES["hike"]).language == "en"
    assert words(None, "hola", language="es").language == "es"


def test_hashtags_come_first_and_are_not_said_twice() -> None:
    found = words(None, "민지랑 제주도 바다에서 수영했어요", ("여행", "#제주도", "여행"))

    assert found.tags[:2] == ("여행", "제주도")
    assert found.tags.count("제주도") == 1
    assert "여행" in found.terms


def test_hashtags_in_a_text_are_its_writers_own_tags() -> None:
    assert from_text("바다에서 놀았다 #제주도 #여름휴가").tags[:2] == ("제주도", "여름휴가")
    assert "Person1" not in from_text("#Person1#: Hello there.\n#Person2#: The train is late.").tags


def test_who_speaks_is_no_tag_in_a_written_conversation() -> None:
    lines = [
        "밥 먹었어?",
        "응 김치찌개 먹었어",
        "나는 우동",
        "우동 맛있겠다",
        "내일 영화 보자",
        "좋아",
    ]
    text = "\n".join(f"{'엄마' if i % 2 else '민지'}: {line}" for i, line in enumerate(lines))

    assert not {"엄마", "민지"} & set(from_text(text).tags)


# --- speech ---------------------------------------------------------------------------------------


def spoken(*segments: tuple[float, float, str], language: str = "ko") -> Transcript:
    found = tuple(Segment(*segment) for segment in segments)
    return Transcript(language, " ".join(s.text for s in found), found)


def test_a_spoken_key_sentence_has_the_second_at_which_it_begins() -> None:
    transcript = spoken(
        (2.0, 12.0, "오늘은 병원에 다녀왔어요 할머니가 수술을 받으셨는데"),
        (12.5, 15.0, "잘 끝났대요 저는 좀 울었어요"),
    )
    (key,) = words(transcript, "").key_sentences

    assert key.text == "할머니가 수술을 받으셨는데 잘 끝났대요"
    assert key.start_s == pytest.approx(2.0 + 10.0 * 14 / 28, abs=0.01)


def test_short_speech_has_one_key_sentence_and_long_speech_up_to_three() -> None:
    places = ("시장", "백화점", "편의점", "공항", "서점", "학교", "마트", "골목", "광장", "항구")
    things = ("사과", "구두", "우유", "향수", "소설", "공책", "감자", "풍선", "떡볶이", "엽서")
    sentences = [f"{p}에서 {t}도 샀어요" for p, t in zip(places, things, strict=True)]
    short = spoken(*((i * 2.0, i * 2.0 + 2, s) for i, s in enumerate(sentences)))
    long = spoken(*((i * 6.0, i * 6.0 + 6, s) for i, s in enumerate(sentences)))

    assert len(words(short, "").key_sentences) == 1
    assert len(words(long, "").key_sentences) == 3


def test_pauses_split_english_speech_without_punctuation() -> None:
    transcript = spoken(
        (0.0, 3.0, "i went to the market with my sister"),
        (4.0, 7.0, "we bought peaches and a huge melon"),
        (8.0, 9.0, "it was fun"),
        language="en",
    )
    (key,) = words(transcript, "").key_sentences

    assert (key.text, key.start_s) == ("we bought peaches and a huge melon", 4.0)


def test_a_caption_stands_beside_the_speech_and_has_no_second() -> None:
    transcript = spoken((1.0, 6.0, "오늘은 민지랑 한강에서 자전거를 탔어요"))
    heard, read = words(transcript, "바람이 불었다. 치킨을 시켜서 강가에서 먹었다.").key_sentences

    assert heard.start_s == 1.0
    assert (read.text, read.start_s) == ("치킨을 시켜서 강가에서 먹었다.", None)


def test_a_caption_in_another_language_than_the_speech_is_read_in_its_own() -> None:
    found = words(spoken((0.0, 5.0, "민지랑 한강에 갔어요")), "We were hiking in the mountains.")

    assert found.language == "ko"
    assert {"민지", "한강"} <= set(found.tags)
    assert {"hike", "mountain"} <= set(found.terms)


def test_a_corrected_transcript_keeps_its_seconds_within_the_speech() -> None:
    segments = (Segment(0.0, 10.0, "오늘은 민지를 만났다."), Segment(10.0, 20.0, "커피를 마셨다."))
    corrected = Transcript(
        "ko", "오늘은 아주 오랜만에 민지를 만났다. 커피를 두 잔이나 마셨다.", segments
    )
    (key,) = words(corrected, "").key_sentences

    assert key.text in corrected.text
    assert key.start_s is not None
    assert 0.0 <= key.start_s <= 20.0


def test_nothing_said_and_nothing_written_gives_nothing() -> None:
    found = words(None, "")

    assert (found.key_sentences, found.tags, found.terms) == ((), (), ())


# --- hostile texts --------------------------------------------------------------------------------

HOSTILE = {
    "emoji": "😀🎉❤️" * 200,
    "right to left": "مرحبا بالعالم. كيف حالك؟ \u202eשלום" * 40,
    "line breaks": "\n\r" * 50_000,
    "dots": ". " * 50_000,
    "one long word": "a" * 10_000,
    "one long Korean word": "한" * 10_000,
    "control characters": "\x00\x01\x02민지 \x7f b\n" * 500,
    "lone surrogates": "\ud800 민지랑 \udfff 갔어요",
    "letters held down": "ㅋㅋㅋㅋㅎㅎ ㅠㅠ " * 10_000,
    "100,000 characters": " ".join(f"Fox number{i} jumps over dog{i % 97}." for i in range(4_000)),
    "100,000 Korean characters": "오늘은 민지랑 한강에서 자전거를 탔어요 " * 5_000,
    "Chinese without an end": "今天我和朋友去了海边天气很好我们吃了海鲜" * 500,
    "Thai": "วันนี้ฉันไปตลาดกับเพื่อน" * 100,
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_gets_a_short_answer(text: str) -> None:
    found = from_text(text)

    assert len(found.tags) <= 7
    assert all(len(tag) <= 100 for tag in found.tags)
    assert all(0 < len(key.text) <= 400 for key in found.key_sentences)
    assert len({key.text for key in found.key_sentences}) == len(found.key_sentences)


UNSEEN = "\u200b\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"


@pytest.mark.parametrize("sign", UNSEEN)
def test_no_sign_that_turns_or_hides_text_reaches_a_card(sign: str) -> None:
    text = f"{sign}오늘은 민지랑 {sign}제주도{sign} 바다에 갔어요.{sign}"

    said = words(spoken((0.0, 4.0, text)), text)
    shown = [*(key.text for key in said.key_sentences), *said.tags, *said.terms]
    assert shown
    assert not any(sign in piece for piece in shown)


@pytest.mark.parametrize(
    ("body", "end"),
    [
        ("The dog slept. ", "."),
        ("강아지가 잤어요.\n", "."),
        ("狗睡着了。", "。"),
        ("the dog slept well today ", "slept|well|today|the|dog"),
    ],
)
def test_a_text_that_is_too_long_is_cut_behind_a_sentence_or_else_a_word(
    body: str, end: str
) -> None:
    for shift in range(len(body)):
        text = "x" * shift + " " + body * (MOST_CHARACTERS // len(body) + 2)
        kept = _clean(text).rstrip()
        assert MOST_CHARACTERS - 1_000 <= len(kept) <= MOST_CHARACTERS
        assert text.startswith(kept)
        assert kept.endswith(tuple(end.split("|")))
        assert text[len(kept)].isspace() or end == "。"


def test_a_text_without_any_end_is_cut_at_the_limit() -> None:
    assert len(_clean("가" * (MOST_CHARACTERS + 5))) == MOST_CHARACTERS


def test_a_text_of_just_the_limit_is_not_cut() -> None:
    text = "a b. " * (MOST_CHARACTERS // 5)
    assert _clean(text) == text


def test_a_hashtag_that_the_cut_would_tear_is_left_out() -> None:
    text = "x. " * ((MOST_CHARACTERS - 4) // 3) + "#grandmother"
    assert not any("grandmother".startswith(tag) for tag in from_text(text).tags)


ANY_TEXT = st.text(max_size=400)
DIARY_LIKE = st.lists(
    st.sampled_from(
        (
            *(
                "음",
                "오늘은",
                "민지랑",
                "meeting",
                "갔어요",
                "좋았어요.",
                "진짜",
                "Dr.",
                "Kim",
                "said",
            ),
            *(
                "3.5",
                "U.S.",
                "제주도\n",
                "#여행",
                "😀",
                "…",
                "#Person1#:",
                "’s",
                "今日は",
                "我们去了。",
            ),
        )
    ),
    max_size=80,
).map(" ".join)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(text=ANY_TEXT | DIARY_LIKE)
def test_no_sentence_is_ever_invented(text: str) -> None:
    cleaned = flat(
        "".join(" " if ch < " " or "\x7f" <= ch <= "\x9f" or ch in UNSEEN else ch for ch in text)
    )

    for key in from_text(text).key_sentences:
        assert key.text in cleaned


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    parts=st.lists(ANY_TEXT | DIARY_LIKE, max_size=5),
    language=st.sampled_from(["ko", "en", "ja", "zh", "ar", "xx", ""]),
)
def test_seconds_lie_within_the_speech_and_in_order(parts: list[str], language: str) -> None:
    segments = tuple(Segment(i * 5.0, i * 5.0 + 4.0, part) for i, part in enumerate(parts))
    transcript = Transcript(language, " ".join(p.strip() for p in parts), segments)
    seconds = [
        key.start_s for key in words(transcript, "").key_sentences if key.start_s is not None
    ]

    assert seconds == sorted(seconds)
    assert all(0.0 <= second <= 5.0 * len(parts) for second in seconds)
