"""The made clips: equal from equal arguments, moving, talking, and what their names say."""

from pathlib import Path

import av
import numpy as np
import pytest

from playground import clips
from playground.clips import Encoding


def pictures(path: Path) -> list[np.ndarray]:
    with av.open(str(path)) as source:
        return [frame.to_ndarray(format="gray") for frame in source.decode(video=0)]


def test_a_talking_face_has_its_length_size_and_sound(tmp_path: Path) -> None:
    path = clips.talking_face(tmp_path / "clip.mp4", seconds=1, size=128)
    with av.open(str(path)) as source:
        assert (source.streams.video[0].width, source.streams.video[0].height) == (128, 128)
        assert source.streams.audio[0].codec_context.name == "aac"
    assert len(pictures(path)) == 25
    assert path.stat().st_size < 100_000


def test_equal_arguments_give_equal_pictures() -> None:
    assert (clips.portrait(1.7, 96) == clips.portrait(1.7, 96)).all()


@pytest.mark.parametrize(("one", "other"), [(1.0, 4.5), (4.5, 7.0), (7.0, 10.0)])
def test_the_face_changes_its_look(one: float, other: float) -> None:
    mouth = slice(200, 300), slice(120, 260)
    change = clips.portrait(one, 384)[mouth].astype(int) - clips.portrait(other, 384)[mouth]
    assert np.abs(change).mean() > 8


def test_the_face_is_away_when_it_should_be(tmp_path: Path) -> None:
    path = clips.talking_face(tmp_path / "clip.mp4", seconds=1, size=96, away=(0.4, 0.8))
    face, room = pictures(path)[2].astype(int), pictures(path)[15].astype(int)
    assert np.abs(face - room).mean() > 20


def test_two_faces_put_a_second_one_into_the_corner(tmp_path: Path) -> None:
    two = pictures(clips.two_faces(tmp_path / "two.mp4", seconds=0.2, size=128))[0].astype(int)
    one = pictures(clips.talking_face(tmp_path / "one.mp4", seconds=0.2, size=128))[0]
    assert np.abs(two - one)[-40:, -40:].mean() > 15
    assert np.abs(two - one)[:60, :60].mean() < 5


def test_sound_only_has_no_picture_stream(tmp_path: Path) -> None:
    with av.open(str(clips.sound_only(tmp_path / "voice.mp4", seconds=0.5))) as source:
        assert [stream.type for stream in source.streams] == ["audio"]


@pytest.mark.parametrize(
    ("ending", "magic"), [("jpg", b"\xff\xd8"), ("png", b"\x89PNG"), ("gif", b"GIF8")]
)
def test_still_pictures_are_what_they_are_called(tmp_path: Path, ending: str, magic: bytes) -> None:
    assert clips.still_picture(tmp_path / f"x.{ending}", size=64).read_bytes().startswith(magic)


def test_the_voice_pauses_between_phrases() -> None:
    voice = clips.voice(7.2).reshape(-1, 800)
    loudness = np.abs(voice).max(axis=1)
    assert (loudness > 0.1).mean() > 0.3
    assert (loudness < 0.01).mean() > 0.15


def test_the_index_stands_in_front(tmp_path: Path) -> None:
    content = clips.empty_room(tmp_path / "room.mp4", seconds=0.2, size=64).read_bytes()
    assert content.index(b"moov") < content.index(b"mdat")


def test_a_clip_without_sound_has_one_stream(tmp_path: Path) -> None:
    path = clips.empty_room(
        tmp_path / "room.mp4", seconds=0.2, size=64, encoding=Encoding(audio=None)
    )
    with av.open(str(path)) as source:
        assert len(source.streams) == 1
