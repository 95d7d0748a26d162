"""What a process that met a stranger's file answers is believed when it is a report, else not."""

from __future__ import annotations

import pickle
from pathlib import Path
from typing import Any

import pytest

from analysis.answers import believed
from analysis.errors import TooLong, WorkerDied
from analysis.pipeline import Recipe, own
from analysis.report import Emotions, Moment, Picture

SCORES = (0.1, 0.1, 0.1, 0.1, 0.1, 0.1, 0.4)
PICTURE = Picture(
    1.0,
    0.5,
    Emotions(SCORES, "neutral", (Moment(0.0, SCORES), Moment(0.2, None)), 0.2),
    ("damaged",),
    "/job/sound.f32",
)
RECIPE = Recipe("/models")


def _forged(**fields: Any) -> Picture:
    """A picture with fields that no type checker would let in."""
    made = Picture(1.0, 0.5, Emotions())
    for name, value in fields.items():
        object.__setattr__(made, name, value)
    return made


def _endless() -> Any:
    value: Any = ["x"] * 10
    for _ in range(15):
        value = [value] * 10
    return value


def test_a_report_and_plain_values_are_believed() -> None:
    assert believed(pickle.dumps((True, PICTURE))) == PICTURE
    assert believed(pickle.dumps((True, {"a": [1, 2.5, None]}))) == {"a": [1, 2.5, None]}


@pytest.mark.parametrize(
    "answer",
    [
        Path("x"),
        float("inf"),
        1 << 70,
        _forged(duration_s=float("nan")),
        _forged(duration_s="long"),
        _forged(warnings=("damaged", 3)),
        _forged(emotions=Emotions(mean=(1.0,))),  # type: ignore[arg-type]
        _forged(emotions={"mean": None}),
        _forged(sound=("/etc/passwd",)),
        _endless(),
    ],
    ids=lambda answer: type(answer).__name__,
)
def test_no_other_class_shape_or_endless_value_is_believed(answer: Any) -> None:
    with pytest.raises(WorkerDied):
        believed(pickle.dumps((True, answer)))


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"rubbish",
        pickle.dumps(1),
        b"cos\nsystem\n(S'true'\ntR.",
        b"canalysis.report\nannotations\n.",
        b"canalysis.report\nReport\n.",
    ],
)
def test_nothing_is_called_and_rubbish_is_no_answer(content: bytes) -> None:
    with pytest.raises(WorkerDied):
        believed(content)


def test_an_error_comes_with_its_words_and_nothing_that_hangs_on_it() -> None:
    error = TooLong()
    error.code = "no_such_code"
    with pytest.raises(TooLong) as caught:
        believed(pickle.dumps((False, error)))
    assert caught.value.code == TooLong.code


def test_the_sound_that_is_heard_next_is_the_clips_own() -> None:
    assert own(PICTURE, "/job/clip", "/job", RECIPE) == PICTURE
    assert own("/job/sound.f32", "/job/clip", "/job", RECIPE) == "/job/sound.f32"
    assert own(None, "/job/clip", "/job", RECIPE) is None
    for lie in (
        _forged(sound="/neighbour/sound.f32"),
        _forged(duration_s=1e9),
        _forged(duration_s=-1.0),
        _forged(warnings=("no such code",)),
        "/neighbour/sound.f32",
        12,
    ):
        with pytest.raises(WorkerDied):
            own(lie, "/job/clip", "/job", RECIPE)
