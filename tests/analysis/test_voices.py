"""The sound of spoken comments, without a look at the picture."""

from pathlib import Path

import numpy as np
import pytest

from analysis import containers, media, voices
from analysis.errors import NotAVideo, Rejected, TooLong, Unreadable
from analysis.limits import Limits
from analysis.pipeline import Recipe
from analysis.report import Emotions
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
    with media.opened(clip, Limits()) as source:
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


def test_a_video_is_still_no_sound_file(tmp_path: Path) -> None:
    """Whoever sends a video is looked at: sound in an Ogg file is none."""
    voice = clips.sound_only(tmp_path / "voice.ogg", seconds=1, encoding=OPUS)
    assert containers.spoken(voice.read_bytes()) is containers.OGG
    with pytest.raises(NotAVideo), media.opened(voice, Limits()):
        pass


SOUNDS = {
    "a voice message": ("voice.ogg", OPUS),
    "an mp3": ("song.mp3", Encoding(video=None, audio="libmp3lame", container="mp3")),
    "an m4a": ("memo.m4a", Encoding(video=None, audio="aac", container="ipod")),
    "a wave": ("take.wav", Encoding(video=None, audio="pcm_s16le", container="wav")),
}


@pytest.mark.parametrize(("name", "encoding"), SOUNDS.values(), ids=SOUNDS)
def test_sound_files_become_an_entry_without_a_face_and_without_complaint(
    tmp_path: Path, recipe: Recipe, name: str, encoding: Encoding
) -> None:
    file = clips.sound_only(tmp_path / name, seconds=3, encoding=encoding)
    found = voices.heard(str(file), str(tmp_path), recipe)
    assert found.duration_s == pytest.approx(3.0, abs=0.15)
    assert (found.face_s, found.emotions, found.warnings) == (0.0, Emotions(), ())
    assert np.abs(samples(found.sound)).max() > 0.01


def test_an_mp3_with_a_cover_is_heard_and_its_cover_is_not_looked_at(
    tmp_path: Path, recipe: Recipe
) -> None:
    encoding = Encoding(video=None, audio="libmp3lame", container="mp3")
    plain = clips.sound_only(tmp_path / "song.mp3", seconds=2, encoding=encoding).read_bytes()
    jpeg = b"\xff\xd8\xff\xe0" + b"\x00\x10JFIF\x00" + bytes(5000)
    picture = b"\x00image/jpeg\x00\x03\x00" + jpeg
    frame = b"APIC" + len(picture).to_bytes(4, "big") + b"\x00\x00" + picture
    covered = tmp_path / "covered.mp3"
    covered.write_bytes(b"ID3\x03\x00\x00" + _syncsafe(len(frame)) + frame + _without_tag(plain))
    found = voices.heard(str(covered), str(tmp_path), recipe)
    assert found.warnings == ()
    assert found.duration_s == pytest.approx(2.0, abs=0.2)


def _syncsafe(number: int) -> bytes:
    return bytes(number >> shift & 0x7F for shift in (21, 14, 7, 0))


def _without_tag(content: bytes) -> bytes:
    if not content.startswith(b"ID3"):
        return content
    length = sum(byte << shift for byte, shift in zip(content[6:10], (21, 14, 7, 0), strict=True))
    return content[10 + length :]


HOSTILE = {
    "a playlist": b"#EXTM3U\n#EXTINF:1,\nfile:///etc/passwd\n",
    "a concat script": b"ffconcat version 1.0\nfile '/etc/passwd'\n",
    "a tag and nothing else": b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f",
    "a tag that announces too much": b"ID3\x03\x00\x00\x7f\x7f\x7f\x7f" + b"APIC" + b"\xff" * 400,
    "frames of nothing": b"\xff\xfb\x90\x64" + b"\xff\xfb\x90\x64" * 3,
    "an empty wave": b"RIFF\xff\xff\xff\xffWAVEfmt \x10\x00\x00\x00",
    "a wave of no codec": b"RIFF\x40\x00\x00\x00WAVEfmt \x10\x00\x00\x00\xfe\xff\x02\x00"
    + bytes(12) + b"data\x04\x00\x00\x00" + bytes(4),
    "an ogg without pages": b"OggS" + b"\xff" * 300,
    "letters": b"Dear diary, today I met my brother.",
    "nothing": b"",
    "a flac": b"fLaC\x00\x00\x00\x22" + bytes(60),
    "a midi": b"MThd\x00\x00\x00\x06\x00\x01\x00\x01\x01\xe0",
}  # fmt: skip


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_sound_is_refused(tmp_path: Path, recipe: Recipe, content: bytes) -> None:
    file = tmp_path / "false.mp3"
    file.write_bytes(content)
    with pytest.raises(Rejected):
        voices.heard(str(file), str(tmp_path), recipe)


def test_an_entry_that_is_voice_but_has_no_sound_says_that_it_cannot_be_read(
    tmp_path: Path, recipe: Recipe
) -> None:
    mute = Encoding(fps=10, audio=None)
    clip = clips.talking_face(tmp_path / "mute.mp4", seconds=1, size=96, encoding=mute)
    with pytest.raises(Unreadable):
        voices.heard(str(clip), str(tmp_path), recipe)


def test_a_voice_message_cut_in_the_middle_keeps_what_is_there(
    tmp_path: Path, recipe: Recipe
) -> None:
    whole = clips.sound_only(tmp_path / "voice.ogg", seconds=6, encoding=OPUS).read_bytes()
    cut = tmp_path / "cut.ogg"
    cut.write_bytes(whole[: len(whole) // 2])
    found = voices.heard(str(cut), str(tmp_path), recipe)
    assert 1.0 < found.duration_s < 5.0
