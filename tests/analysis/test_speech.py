"""Everything here runs for real, with sockets closed: voice detection, decoding, time stamps."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import speech
from analysis.errors import ModelError
from analysis.report import Speech
from analysis.speech import RATE, Stretch
from tests.analysis.scripted_whisper import Script, silence, voice, write

SAID = Script([(0.0, "오늘은 민지를 만났다", 1.5), (1.5, "커피를 마셨다", 3.0)])


@dataclass(frozen=True, slots=True)
class Recipe:
    models: str
    speech_model: str = "small"
    speech_language: str | None = None
    glossary: tuple[tuple[str, str], ...] = ()


@pytest.fixture
def hear(tmp_path: Path) -> Callable[..., Speech]:
    """Writes the sound to a file and transcribes it, with a model that says the script if given."""

    def run(
        sound: np.ndarray,
        script: Script | None = None,
        language: str | None = None,
        glossary: tuple[tuple[str, str], ...] = (),
    ) -> Speech:
        if script is not None:
            write(tmp_path / "models" / "small", script)
        sound.astype("<f4").tofile(tmp_path / "sound.f32")
        recipe = Recipe(str(tmp_path / "models"), speech_language=language, glossary=glossary)
        return speech.transcribe(str(tmp_path / "sound.f32"), recipe)

    return run


def talk() -> np.ndarray:
    """Two seconds of silence, four of voice, three of silence."""
    return np.concatenate([silence(2), voice(4), silence(3)])


def test_what_is_said_is_written_down_with_its_seconds(hear: Callable[..., Speech]) -> None:
    found = hear(talk(), SAID)

    assert found.transcript is not None
    assert found.transcript.language == "ko"
    assert found.transcript.text == "오늘은 민지를 만났다 커피를 마셨다"
    assert [s.text for s in found.transcript.segments] == ["오늘은 민지를 만났다", "커피를 마셨다"]
    first, second = found.transcript.segments
    assert first.start_s == pytest.approx(2.0, abs=0.3)
    assert second.start_s == pytest.approx(first.start_s + 1.5, abs=0.05)
    assert (found.warnings, found.model) == ((), "small")


def test_seconds_are_those_of_the_clip_also_after_a_pause(hear: Callable[..., Speech]) -> None:
    sound = np.concatenate([voice(2), silence(10), voice(2, seed=1)])
    script = Script([(0.0, "앞에서", 1.0), (3.0, "뒤에서", 4.0)])
    found = hear(sound, script)

    assert found.transcript is not None
    before, after = found.transcript.segments
    assert before.end_s < 2.5
    assert 11.5 < after.start_s < after.end_s <= 14.0


def test_the_asked_language_is_used_and_an_unknown_one_is_detected(
    hear: Callable[..., Speech], tmp_path: Path
) -> None:
    asked = hear(talk(), SAID, language="de")
    unknown = speech.transcribe(
        str(tmp_path / "sound.f32"), Recipe(str(tmp_path / "models"), speech_language="xx")
    )

    assert asked.transcript is not None
    assert asked.transcript.language == "de"
    assert unknown.transcript is not None
    assert unknown.transcript.language == "ko"


SECONDS = 4
CLOCK = np.arange(SECONDS * RATE) / RATE
NOT_SPEECH = {
    "digital silence": silence(SECONDS),
    "hiss": np.random.default_rng(1).normal(0, 1e-4, SECONDS * RATE),
    "noise": np.random.default_rng(2).normal(0, 0.1, SECONDS * RATE),
    "loud noise": np.random.default_rng(3).normal(0, 0.5, SECONDS * RATE),
    "a tone": 0.5 * np.sin(2 * np.pi * 440 * CLOCK),
    "a hum": 0.3 * np.sin(2 * np.pi * 120 * CLOCK),
    "a siren": 0.4 * np.sin(2 * np.pi * (100 * CLOCK + 300 * CLOCK**2)),
    "clicks": np.where(np.arange(SECONDS * RATE) % 4000 == 0, 0.8, 0.0),
    "nothing": np.zeros(0),
    "not a number": np.full(SECONDS * RATE, np.nan),
    "infinite": np.full(SECONDS * RATE, np.inf),
}


@pytest.mark.parametrize("sound", NOT_SPEECH.values(), ids=NOT_SPEECH)
def test_where_nobody_speaks_the_recogniser_is_not_asked(
    hear: Callable[..., Speech], sound: np.ndarray
) -> None:
    assert hear(sound, SAID) == Speech(None, ("no_speech",))


def test_silence_is_said_even_without_a_model(hear: Callable[..., Speech]) -> None:
    assert hear(silence(3)) == Speech(None, ("no_speech",))


def test_a_voice_without_a_model_says_that_the_model_is_missing(
    hear: Callable[..., Speech],
) -> None:
    found = hear(talk())

    assert (found.transcript, found.warnings) == (None, ("speech_model_missing",))


def test_when_somebody_speaks_is_known_without_a_model_and_with_one(
    hear: Callable[..., Speech],
) -> None:
    sound = np.concatenate([silence(2), voice(3), silence(4), voice(3), silence(1)])
    without, with_model = hear(sound), hear(sound, SAID)

    assert without.voiced == with_model.voiced
    (first, last), (again, end) = without.voiced
    assert (first, last) == pytest.approx((2.0, 5.0), abs=0.5)
    assert (again, end) == pytest.approx((9.0, 12.0), abs=0.5)


def test_words_of_the_glossary_are_written_as_they_are_meant(hear: Callable[..., Speech]) -> None:
    glossary = (("민지", "민정"), ("커피", "코코아"))
    script = replace(SAID, shown=3)  # two words and what announces them
    found = hear(talk(), script, glossary=glossary)

    assert found.transcript is not None
    assert found.transcript.text == "오늘은 민정을 만났다 코코아를 마셨다"
    assert [s.text for s in found.transcript.segments] == [
        "오늘은 민정을 만났다",
        "코코아를 마셨다",
    ]


def test_the_recogniser_is_shown_each_meant_word_once() -> None:
    assert speech.hotwords(()) is None
    assert speech.hotwords((("a", "Emma"), ("b", "Jiwoo Kim"), ("c", "Emma"))) == "Emma Jiwoo Kim"


def test_a_model_without_its_tokenizer_counts_as_missing(
    hear: Callable[..., Speech], tmp_path: Path
) -> None:
    write(tmp_path / "models" / "small", SAID)
    (tmp_path / "models" / "small" / "tokenizer.json").unlink()

    assert hear(talk()).warnings == ("speech_model_missing",)


def test_a_clip_without_sound_needs_no_model() -> None:
    assert speech.transcribe(None, Recipe("/nowhere")) == Speech(None, ())


def test_an_invented_ending_is_dropped(hear: Callable[..., Speech]) -> None:
    found = hear(talk(), Script([(0.0, "시청해주셔서 감사합니다", 2.0)], doubt=0.5))

    assert found == Speech(None, ("no_speech",), "small")


def test_a_loop_is_cut(hear: Callable[..., Speech]) -> None:
    found = hear(talk(), Script([(0.0, "그래서 " * 5 + "잤다", 2.0)]))

    assert found.transcript is not None
    assert found.transcript.text == "그래서 잤다"


@pytest.mark.parametrize("damage", [b"", b"\0" * 64, b"not a model at all"])
def test_a_damaged_model_is_a_model_error(
    hear: Callable[..., Speech], tmp_path: Path, damage: bytes
) -> None:
    folder = write(tmp_path / "models" / "small", SAID)
    whole = (folder / "model.bin").read_bytes()
    (folder / "model.bin").write_bytes(damage or whole[: len(whole) // 2])

    with pytest.raises(ModelError):
        hear(talk())


def test_a_damaged_tokenizer_is_a_model_error(hear: Callable[..., Speech], tmp_path: Path) -> None:
    folder = write(tmp_path / "models" / "small", SAID)
    (folder / "tokenizer.json").write_text("{}")

    with pytest.raises(ModelError):
        hear(talk())


def test_the_model_is_loaded_once(hear: Callable[..., Speech], tmp_path: Path) -> None:
    hear(talk(), SAID)
    folder = str(tmp_path / "models" / "small")

    assert speech._model(folder) is speech._model(folder)


def test_the_sound_file_is_left_as_it_is(hear: Callable[..., Speech], tmp_path: Path) -> None:
    hear(talk(), SAID)

    assert np.array_equal(np.fromfile(tmp_path / "sound.f32", "<f4"), talk())


def test_a_file_cut_within_a_sample_is_read_to_the_last_whole_one(tmp_path: Path) -> None:
    file = tmp_path / "sound.f32"
    file.write_bytes(talk().astype("<f4").tobytes()[:-2])

    assert speech._samples(file).size == talk().size - 1
    assert os.path.getsize(file) % 4 == 2  # noqa: PTH202 - the size as the system has it


# --- seconds of joined stretches ------------------------------------------------------------------

TWO = (Stretch(RATE, 3 * RATE), Stretch(10 * RATE, 14 * RATE))


@pytest.mark.parametrize(
    ("joined_s", "start_s", "end_s"),
    [(0.0, 1.0, 1.0), (1.5, 2.5, 2.5), (2.0, 10.0, 3.0), (3.0, 11.0, 11.0), (9.0, 14.0, 14.0)],
)
def test_on_a_seam_a_start_goes_behind_and_an_end_stays_before(
    joined_s: float, start_s: float, end_s: float
) -> None:
    assert speech.original_s(joined_s, TWO) == start_s
    assert speech.original_s(joined_s, TWO, is_end=True) == end_s


@given(st.lists(st.floats(0, 40), min_size=2, max_size=10))
def test_seconds_stay_in_order_and_within_the_stretches(times: list[float]) -> None:
    found = [speech.original_s(t, TWO) for t in sorted(times)]

    assert found == sorted(found)
    assert all(1.0 <= t <= 3.0 or 10.0 <= t <= 14.0 for t in found)


def test_loudness_is_in_decibels_of_full_scale() -> None:
    assert speech.level_db(np.ones(100, np.float32)) == pytest.approx(0.0)
    assert speech.level_db(np.full(100, 0.1, np.float32)) == pytest.approx(-20.0, abs=1e-4)
    assert speech.level_db(silence(1)) == pytest.approx(-120.0)
