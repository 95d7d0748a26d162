"""There is a sentence for everything that can happen, and it claims no more than is known."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from analysis import errors
from analysis.quality import HINDRANCES
from analysis.report import LABELS, WARNINGS
from bot.cards import STAGES
from bot.files import TooBig
from bot.phrases import phrases_in
from bot.readers import Expression
from charts import style
from diary.entries import RETRYABLE
from languages.catalogue import LANGUAGES
from tests.bot.given import DOUBTING, MEASURED, PRECISE, READERS, UNMEASURED

HANGUL = re.compile(r"[\uac00-\ud7a3]")
ROOT = Path(__file__).parents[2]

#: Each expression, and how it may change towards the end.
TURNS = [(label, turn, 10) for label in LABELS for turn in ("brighter", "heavier")]


def error_codes(error: type[errors.AnalysisError] = errors.AnalysisError) -> Iterator[str]:
    """The code of every error of the analysis that a program knows, and that a clip can end with.

    With a lack of room none ends: the clip waits (tests/diary/test_shortages.py).
    """
    yield error.code
    for kind in error.__subclasses__():
        if kind.__module__.startswith("analysis.") and kind is not errors.Shortage:
            yield from error_codes(kind)


def written_reasons() -> set[str]:
    """Reasons that the diary writes down by itself, read off its sources."""
    found: set[str] = set()
    for name in ("attempt", "jobs", "yields"):
        source = (ROOT / "diary" / f"{name}.py").read_text(encoding="utf-8")
        found |= set(re.findall(r"(?:refused|failed)\.append\(\"(\w+)\"\)", source))
        found |= set(re.findall(r"(?:give_up|_fail_entry)\([^)\"]*\"(\w+)\"", source))
        found |= set(re.findall(r"give_up, \"(\w+)\"", source))
        found |= set(re.findall(r"(?:return|if|else|or) \"(\w+_\w+)\"", source))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_reason_that_can_be_stored_has_its_sentence(language: str) -> None:
    reasons = phrases_in(language).reasons
    assert TooBig.code in reasons
    expected = {"internal", "file_gone", "fetch_failed", "words_failed", "clip_rejected"}
    assert expected | {"clip_failed", "speech_failed", "worker_died"} <= written_reasons()
    assert {*RETRYABLE} <= {*reasons}
    assert {*error_codes()} | written_reasons() <= {*reasons}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_warning_stage_and_expression_has_its_sentence(language: str) -> None:
    phrases = phrases_in(language)
    assert {*WARNINGS} == {*phrases.warnings}
    assert {*STAGES} == {*phrases.stages}
    assert {*LABELS} == {*phrases.looked}
    assert {*HINDRANCES} == {*phrases.hindrances} == {*phrases.partly_hindered}


#: How a sentence would claim to know what somebody feels.
CLAIMS = re.compile(
    r"\b(you are|you're|you feel|you felt|you were|your mood|feeling)\b"
    r"|당신|느꼈|느끼|기분|마음이|행복하|슬펐|슬퍼|화났어요|화가 났",
    re.IGNORECASE,
)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_read_off_a_face_is_said_of_its_look_alone(language: str) -> None:
    phrases = phrases_in(language)
    turned = [phrases.looked_and_turned(*given) for given in TURNS]
    assert len({*turned}) == len(turned)
    said = [*phrases.looked.values(), *turned]
    about = [phrases.no_claim, phrases.unclear]
    about += [*phrases.hindrances.values(), *phrases.partly_hindered.values()]
    for text in [*said, *about, phrases.face_seen(1, 2)]:
        assert not CLAIMS.search(text)
    looks = re.compile({"ko": r"표정으로 보였어요$", "en": r"^Looked "}.get(language, ""))
    assert all(looks.search(text) for text in phrases.looked.values())


@pytest.mark.parametrize("size", range(1, 40))
def test_numbers_carry_particles_that_fit_every_number(size: int) -> None:
    """After "MB" and "초" the particle is always the same, whatever the number before it."""
    korean = phrases_in("ko")
    assert f"{size}MB라서" in korean.too_big(size, 20)
    assert f"마지막 {size}초 동안" in korean.looked_and_turned("happy", "brighter", size)


@pytest.mark.parametrize(
    ("seconds", "english", "korean"),
    [
        (0.0, "about 5 s", "약 5초"),
        (12.0, "about 10 s", "약 10초"),
        (54.0, "about 55 s", "약 55초"),
        (60.0, "about one minute", "약 1분"),
        (150.0, "about 2 minutes", "약 2분"),
    ],
)
def test_a_wait_is_said_as_people_say_it(seconds: float, english: str, korean: str) -> None:
    assert phrases_in("en").about_wait(seconds) == english
    assert phrases_in("ko").about_wait(seconds) == korean


def test_an_unknown_language_is_answered_in_english() -> None:
    assert phrases_in("de").greeting == phrases_in("en").greeting


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_names_each_command_once(language: str) -> None:
    named = re.findall(r"^(/\w+) –", phrases_in(language).help, re.MULTILINE)
    assert {"/calendar", "/settings"} <= {*named}
    assert len(named) == len({*named})


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_fit_into_telegrams_fields(language: str) -> None:
    phrases = phrases_in(language)
    assert len(phrases.description) <= 512
    assert len(phrases.short_description) <= 120
    answers = (phrases.not_yours, phrases.too_late, phrases.done)
    assert all(len(text) <= 200 for text in answers)


@pytest.mark.parametrize(
    ("part", "english", "korean"),
    [
        (0.04, "less than 1 in 10 (4%)", "10번 중 1번도 안 돼요 (4%)"),
        (0.29, "only 2 in 10 (29%)", "10번 중 2번뿐 (29%)"),
        (0.3, "only 3 in 10 (30%)", "10번 중 3번뿐 (30%)"),
        (0.5999, "only 5 in 10 (59%)", "10번 중 5번뿐 (59%)"),
        (0.6, "6 in 10 (60%)", "10번 중 6번 (60%)"),
        (0.8999, "8 in 10 (89%)", "10번 중 8번 (89%)"),
        (0.9, "9 in 10 (90%)", "10번 중 9번 (90%)"),
        (0.9999, "9 in 10 (99%)", "10번 중 9번 (99%)"),
        (1.0, "10 in 10 (100%)", "10번 중 10번 (100%)"),
        (None, "not measured", "재 보지 못했어요"),
    ],
)
def test_how_often_it_is_right_is_never_said_better_than_it_is(
    part: float | None, english: str, korean: str
) -> None:
    measured = replace(MEASURED, recall={"surprise": part})
    found = replace(READERS, expression=Expression("v1", measured))
    assert f"\nSurprised · {english}\n" in phrases_in("en").about(found)
    assert f"\n놀람 · {korean}\n" in phrases_in("ko").about(found)


@pytest.mark.parametrize(
    ("label", "english", "korean"),
    [
        ("happy", "9 in 10 (99%) · 91% when said", "10번 중 9번 (99%) · 말하면 91% 맞음"),
        ("surprise", "9 in 10 (95%) · 29% when said", "10번 중 9번 (95%) · 말하면 29% 맞음"),
        # From 50 photos on it is not called few.
        ("sad", "less than 1 in 10 (4%) · 100% when said", "1번도 안 돼요 (4%) · 말하면 100% 맞음"),
        (
            "disgust",
            "only 3 in 10 (31%) · never said · from only 31 photos",
            "10번 중 3번뿐 (31%) · 말한 적 없어요 · 사진 31장뿐",
        ),
        (
            "fear",
            "not measured · 0% when said · from only 49 photos",
            "재 보지 못했어요 · 말하면 0% 맞음 · 사진 49장뿐",
        ),
    ],
)
def test_about_says_how_often_it_is_right_when_it_says_so_and_on_how_few_photos(
    label: str, english: str, korean: str
) -> None:
    found = replace(READERS, expression=Expression("v4", PRECISE))
    for names, text, line in (
        (style.words_in("en").names, phrases_in("en").about(found), english),
        (style.words_in("ko").names, phrases_in("ko").about(found), korean),
    ):
        [told] = [one for one in text.splitlines() if one.startswith(f"{names[label]} · ")]
        assert told.endswith(line)


def test_about_is_silent_about_precision_that_the_description_does_not_hold() -> None:
    english, korean = phrases_in("en").about(READERS), phrases_in("ko").about(READERS)
    assert "when said" not in english
    assert "when it said so" not in english
    assert "말했을 때" not in korean
    assert "말하면" not in korean


@pytest.mark.parametrize("language", LANGUAGES)
def test_about_names_every_expression_once_and_the_surest_first(language: str) -> None:
    text = phrases_in(language).about(READERS)
    names = style.words_in(language).names
    lines = [line.partition(" · ")[0] for line in text.splitlines() if " · " in line]
    best_first = ("happy", "surprise", "neutral", "angry", "disgust", "sad", "fear")
    assert lines == [names[label] for label in best_first]


@pytest.mark.parametrize("language", LANGUAGES)
def test_about_claims_no_figure_of_a_model_that_was_not_measured(language: str) -> None:
    text = phrases_in(language).about(UNMEASURED)
    names = style.words_in(language).names
    assert all(name in text for name in names.values())
    assert re.findall(r"\d+", text) == ["2"]  # of its name, v2


def test_about_tells_what_works_beside_the_model() -> None:
    english = phrases_in("en").about
    assert "OpenCV (Haar)" in english(READERS)
    assert "speech model small" in english(READERS)
    assert "• Finding the face: YuNet\n" in english(UNMEASURED)
    assert "no model yet" in english(UNMEASURED)
    assert "less than 50% sure" in english(DOUBTING)
    # 95.8 of 100 got a name: what is left is not said smaller than it is.
    assert "5 photos in 100" in english(DOUBTING)
    assert "% sure" not in english(READERS)
