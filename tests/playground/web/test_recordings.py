"""What browsers record becomes what the apps send: by PyAV, in this process."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from playground.clips import Encoding, portrait, sound_only, still_picture, talking_face
from playground.web import recordings
from playground.web.recordings import Unfit

#: As Chromium's MediaRecorder writes: a stream without a duration, its clock not at zero.
LIVE = {"live": "1"}
WEBM = Encoding("libvpx", "libopus", "webm", options=LIVE, start_s=2.0)


def streams(path: Path) -> dict[str, Any]:
    import av

    with av.open(str(path)) as opened:
        told = {stream.type: stream for stream in opened.streams}
        return {
            "container": opened.format.name,
            "seconds": (opened.duration or 0) / 1e6,
            "codecs": {kind: stream.codec_context.name for kind, stream in told.items()},
            "size": (told["video"].width, told["video"].height) if "video" in told else None,
        }


def first_picture(path: Path) -> Any:
    import av

    with av.open(str(path)) as opened:
        return next(opened.decode(video=0)).to_ndarray(format="rgb24").astype(float)


@pytest.mark.parametrize(
    ("name", "encoding"),
    [
        ("clip.webm", WEBM),
        ("clip.mkv", Encoding("libx264", "libopus", "matroska", options=LIVE)),
        ("clip.mp4", Encoding(options={"movflags": "frag_keyframe+empty_moov"})),
    ],
)
def test_a_recording_becomes_a_round_note(tmp_path: Path, name: str, encoding: Encoding) -> None:
    source = talking_face(tmp_path / name, seconds=1.0, size=96, encoding=encoding)
    told = recordings.convert("video_note", source, tmp_path / "note.mp4")
    assert told == {"duration": 1, "width": 384, "height": 384}
    made = streams(tmp_path / "note.mp4")
    assert "mp4" in made["container"]
    assert made["codecs"] == {"video": "h264", "audio": "aac"}
    assert made["size"] == (384, 384)
    assert made["seconds"] == pytest.approx(1.0, abs=0.15)


def test_a_wide_picture_is_cut_to_its_middle(tmp_path: Path) -> None:
    from playground.clips import write

    def scene(_t_s: float) -> Any:
        picture = np.zeros((90, 162, 3), np.uint8)
        picture[:, 36:126] = 200
        return picture

    source = write(tmp_path / "wide.webm", scene, 0.4, WEBM)
    recordings.convert("video_note", source, tmp_path / "note.mp4")
    assert first_picture(tmp_path / "note.mp4")[:, 8:-8].min() > 150


def test_what_a_phone_held_upright_wrote_stands_upright(tmp_path: Path) -> None:
    source = talking_face(tmp_path / "phone.mp4", seconds=0.4, encoding=Encoding(rotation=90))
    recordings.convert("video_note", source, tmp_path / "note.mp4")
    seen = first_picture(tmp_path / "note.mp4")
    upright = portrait(0.0, 384).astype(float)
    errors = [np.abs(np.rot90(seen, turn) - upright).mean() for turn in range(4)]
    assert errors[0] == min(errors)
    assert errors[0] < 15


def test_a_minute_is_the_most(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "NOTE_S", 0.5)
    source = talking_face(tmp_path / "long.webm", seconds=1.5, size=64, encoding=WEBM)
    recordings.convert("video_note", source, tmp_path / "note.mp4")
    assert streams(tmp_path / "note.mp4")["seconds"] < 0.65


def test_what_was_cut_off_keeps_what_there_is(tmp_path: Path) -> None:
    source = talking_face(tmp_path / "cut.webm", seconds=1.5, size=128, encoding=WEBM)
    source.write_bytes(source.read_bytes()[: source.stat().st_size * 2 // 3])
    told = recordings.convert("video_note", source, tmp_path / "note.mp4")
    assert told["duration"] == 1


@pytest.mark.parametrize("codec", [("voice.webm", "libopus"), ("voice.mp4", "aac")])
def test_a_voice_becomes_opus_in_ogg(tmp_path: Path, codec: tuple[str, str]) -> None:
    source = sound_only(tmp_path / codec[0], seconds=2.0, encoding=Encoding(None, codec[1]))
    told = recordings.convert("voice", source, tmp_path / "voice.oga")
    assert told["duration"] == 2
    made = streams(tmp_path / "voice.oga")
    assert (made["container"], made["codecs"]) == ("ogg", {"audio": "opus"})


def test_a_video_keeps_its_shape_within_the_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recordings, "VIDEO_SIDE", 101)
    source = talking_face(tmp_path / "clip.webm", seconds=0.4, size=200, encoding=WEBM)
    told = recordings.convert("video", source, tmp_path / "video.mp4")
    assert (told["width"], told["height"]) == (100, 100)
    assert streams(tmp_path / "video.mp4")["size"] == (100, 100)


def test_a_picture_becomes_a_jpeg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(recordings, "PHOTO_SIDE", 100)
    source = still_picture(tmp_path / "face.png", size=140)
    told = recordings.convert("photo", source, tmp_path / "photo.jpg")
    assert (told["width"], told["height"]) == (100, 100)
    assert (tmp_path / "photo.jpg").read_bytes()[:3] == b"\xff\xd8\xff"


@pytest.mark.parametrize(
    ("kind", "content", "reason"),
    [
        ("video_note", b"", "file_empty"),
        ("video_note", b"hello", "file_unreadable"),
        ("video_note", b"\x1aE\xdf\xa3" + bytes(500), "file_unreadable"),
        ("video_note", b"#EXTM3U\n/etc/passwd\n", "file_unreadable"),
        ("voice", b"OggS" + bytes(500), "file_unreadable"),
        ("photo", b"hello", "file_unreadable"),
    ],
)
def test_a_bad_file_is_told_what_it_is(
    tmp_path: Path, kind: str, content: bytes, reason: str
) -> None:
    (tmp_path / "bad").write_bytes(content)
    told = recordings._tried(kind, tmp_path / "bad", tmp_path / "made")
    assert told == {"error": reason}


def test_a_note_needs_a_picture_and_a_voice_sound(tmp_path: Path) -> None:
    voice = sound_only(tmp_path / "voice.webm", seconds=0.5, encoding=WEBM)
    with pytest.raises(Unfit, match="no_picture"):
        recordings.convert("video_note", voice, tmp_path / "note.mp4")
    mute = Encoding("libvpx", None, "webm")
    silent = talking_face(tmp_path / "mute.webm", seconds=0.3, size=64, encoding=mute)
    with pytest.raises(Unfit, match="no_sound"):
        recordings.convert("voice", silent, tmp_path / "voice.oga")


def test_a_picture_of_another_kind_is_not_opened(tmp_path: Path) -> None:
    from PIL import Image

    for name in ("a.bmp", "a.tga", "a.ppm"):
        Image.new("RGB", (8, 8)).save(tmp_path / name)
        with pytest.raises(Unfit, match="file_unreadable"):
            recordings.photo(tmp_path / name, tmp_path / "photo.jpg")
    Image.new("RGB", (8, 8)).save(tmp_path / "a.webp")
    assert recordings.photo(tmp_path / "a.webp", tmp_path / "photo.jpg")["width"] == 8
