"""The sound of spoken comments, without a look at the picture."""

from pathlib import Path

import numpy as np
import pytest

from analysis import containers, media, voices
from analysis.errors import NotAVideo, Rejected, TooLong
from analysis.pipeline import Recipe
from playground import clips
from playground.clips import Encoding

OPUS = Encoding(video=None, audio="libopus", container="ogg")
SMALL = Encoding(fps=10)


@pytest.fixture
def recipe(tmp_path: Path) -> Recipe:
    return Recipe(models=str(tmp_path))


def samples(path: str | None) -> np.ndarray:
    assert path is not None
    return np.fromfile(path, "<f4")


def test_a_voice_message_becomes_the_file_that_the_recogniser_takes(
    tmp_path: Path, recipe: Recipe
) -> None:
    voice = clips.sound_only(tmp_path / "voice.ogg", seconds=3, encoding=OPUS)
    heard = samples(voices.sound(str(voice), str(tmp_path), recipe))
    assert heard.size == pytest.approx(3 * 16_000, rel=0.05)
    assert np.abs(heard).max() > 0.01


def test_of_a_round_video_the_sound_alone_is_decoded(
    tmp_path: Path, recipe: Recipe, monkeypatch: pytest.MonkeyPatch
) -> None:
    clip = clips.talking_face(tmp_path / "note.mp4", seconds=2, size=96, encoding=SMALL)

    def look(*_: object) -> None:
        raise AssertionError("a picture was looked at")

    monkeypatch.setattr(media._Shrinker, "__call__", look)
    heard = samples(voices.sound(str(clip), str(tmp_path), recipe))
    assert heard.size == pytest.approx(2 * 16_000, rel=0.05)


def test_a_round_video_sounds_the_same_heard_alone_as_watched(
    tmp_path: Path, recipe: Recipe
) -> None:
    clip = clips.talking_face(tmp_path / "note.mp4", seconds=2, size=96, encoding=SMALL)
    alone = samples(voices.sound(str(clip), str(tmp_path), recipe))
    watched = tmp_path / "watched.f32"
    with media.opened(clip, media.Limits()) as source:
        assert len(list(source.samples(5.0, watched))) > 5
    assert np.array_equal(alone, np.fromfile(watched, "<f4"))


def test_a_clip_without_sound_is_refused(tmp_path: Path, recipe: Recipe) -> None:
    mute = Encoding(fps=10, audio=None)
    clip = clips.talking_face(tmp_path / "mute.mp4", seconds=1, size=96, encoding=mute)
    with pytest.raises(Rejected):
        voices.sound(str(clip), str(tmp_path), recipe)


def test_a_voice_message_that_is_too_long_is_refused(tmp_path: Path) -> None:
    voice = clips.sound_only(tmp_path / "voice.ogg", seconds=4, encoding=OPUS)
    with pytest.raises(TooLong):
        voices.sound(str(voice), str(tmp_path), Recipe(models="", max_duration_s=1.0))


def test_a_text_with_a_voice_messages_first_letters_is_refused(
    tmp_path: Path, recipe: Recipe
) -> None:
    false = tmp_path / "false.ogg"
    false.write_bytes(b"OggS" + b"no sound at all " * 200)
    with pytest.raises(Rejected):
        voices.sound(str(false), str(tmp_path), recipe)


def test_an_entry_is_still_no_voice_message(tmp_path: Path) -> None:
    """Sound in an Ogg file is a comment's affair: a clip of the diary it is not."""
    voice = clips.sound_only(tmp_path / "voice.ogg", seconds=1, encoding=OPUS)
    assert containers.spoken(voice.read_bytes()) is containers.OGG
    with pytest.raises(NotAVideo), media.opened(voice, media.Limits()):
        pass
