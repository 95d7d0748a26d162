"""Reading clips: every container on the list, real seconds, damage."""

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from analysis.errors import NoPicture, NotAVideo, Rejected, Unreadable
from analysis.sound import RATE
from playground import clips
from playground.clips import Encoding
from tests.analysis.clip_reader import seen

LISTED = [
    ("mp4", "libx264", "aac", "yuv420p"),
    ("mov", "libx264", "pcm_s16le", "yuv420p"),
    ("mov", "mjpeg", "pcm_s16le", "yuvj420p"),
    ("mkv", "libx265", "libopus", "yuv420p10le"),
    ("webm", "libvpx", "libopus", "yuv420p"),
    ("webm", "libvpx-vp9", "libopus", "yuv420p"),
    ("mp4", "libsvtav1", "libmp3lame", "yuv420p"),
    ("avi", "mpeg4", "libmp3lame", "yuv420p"),
    ("avi", "mjpeg", "pcm_s16le", "yuvj420p"),
    ("ts", "libx264", "aac", "yuv420p"),
    ("mpg", "mpeg2video", "mp2", "yuv420p"),
    ("mpg", "mpeg1video", "mp2", "yuv420p"),
    ("mkv", "libx264", "vorbis", "yuv420p"),
]


@pytest.mark.parametrize(("ending", "video", "audio", "pixels"), LISTED)
def test_every_format_on_the_list_is_read(
    tmp_path: Path, ending: str, video: str, audio: str, pixels: str
) -> None:
    encoding = Encoding(video, audio, pixels=pixels)
    found = seen(
        clips.talking_face(tmp_path / f"clip.{ending}", seconds=2, size=96, encoding=encoding)
    )
    assert found.warnings == set()
    assert found.duration_s == pytest.approx(2.0, abs=0.15)
    assert len(found.samples) in {10, 11}
    assert found.sound.size / RATE == pytest.approx(2.0, abs=0.15)


def test_pictures_come_five_times_a_second_grey_and_upright(clip_folder: Path) -> None:
    found = seen(clip_folder / "base.mp4")
    assert found.times == pytest.approx([0.2 * i for i in range(30)], abs=0.001)
    assert {sample.grey.shape for sample in found.samples} == {(192, 192)}
    assert found.samples[0].grey.dtype == np.uint8


def test_large_pictures_are_made_small_and_keep_their_shape(tmp_path: Path) -> None:
    def wide(t_s: float) -> clips.Image:
        return clips.room(t_s, 720)[:540]

    found = seen(clips.write(tmp_path / "wide.mp4", wide, 0.5))
    assert {sample.grey.shape for sample in found.samples} == {(360, 480)}


@pytest.mark.parametrize("rotation", [90, 180, 270])
def test_a_phone_that_was_turned_gives_upright_pictures(tmp_path: Path, rotation: int) -> None:
    def tall(t_s: float) -> clips.Image:
        return clips.portrait(t_s, 192)[:, 24:168]

    plain = seen(clips.write(tmp_path / "plain.mp4", tall, 0.5))
    turned_clip = clips.write(tmp_path / "turned.mp4", tall, 0.5, Encoding(rotation=rotation))
    turned = seen(turned_clip)
    assert turned.samples[0].grey.shape == plain.samples[0].grey.shape == (192, 144)
    difference = turned.samples[0].grey.astype(int) - plain.samples[0].grey
    assert np.abs(difference).mean() < 4


def test_the_matrix_of_a_portrait_phone_is_the_one_of_the_standard(tmp_path: Path) -> None:
    """Turning clockwise by 90 degrees is a, b, c, d = 0, 1, -1, 0 in the track header."""
    content = clips.empty_room(
        tmp_path / "turned.mp4", seconds=0.2, size=96, encoding=Encoding(rotation=90)
    ).read_bytes()
    matrix = struct.unpack_from(">9i", content, content.index(b"tkhd") + 44)
    assert [value / 65536 for value in matrix[:2] + matrix[3:5]] == [0, 1, -1, 0]


def write_pictures(path: Path, times_ms: list[int]) -> Path:
    with av.open(str(path), "w") as output:
        stream = output.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        stream.width = stream.height = 96
        stream.codec_context.time_base = Fraction(1, 1000)
        for t in times_ms:
            frame = av.VideoFrame.from_ndarray(clips.portrait(t / 1000, 96), format="rgb24")
            frame.pts, frame.time_base = t, Fraction(1, 1000)
            output.mux(stream.encode(frame))
        output.mux(stream.encode(None))
    return path


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_variable_frame_rates_keep_their_seconds(tmp_path: Path, ending: str) -> None:
    times = [0, 40, 80, 120, 1000, 1040, 2500, 2540, 2580, 4000]
    found = seen(write_pictures(tmp_path / f"vfr.{ending}", times))
    assert found.times == pytest.approx([0, 1.0, 2.5, 4.0], abs=0.002)


def test_slow_clips_give_every_picture_once(tmp_path: Path) -> None:
    found = seen(write_pictures(tmp_path / "slow.mp4", [0, 1000, 2000, 3000]))
    assert found.times == pytest.approx([0, 1, 2, 3], abs=0.002)


@pytest.mark.parametrize("ending", ["mp4", "mkv", "ts"])
def test_a_clock_that_does_not_start_at_zero_is_set_to_zero(tmp_path: Path, ending: str) -> None:
    found = seen(
        clips.talking_face(
            tmp_path / f"late.{ending}", seconds=2, size=96, encoding=Encoding(start_s=5.0)
        )
    )
    assert found.times[0] == pytest.approx(0, abs=0.1)
    assert found.duration_s == pytest.approx(2.0, abs=0.15)
    assert found.warnings == set()


def test_two_recordings_in_one_transport_stream_follow_each_other(tmp_path: Path) -> None:
    once = clips.talking_face(tmp_path / "once.ts", seconds=2, size=96).read_bytes()
    twice = tmp_path / "twice.ts"
    twice.write_bytes(once + once)
    found = seen(twice)
    assert found.duration_s == pytest.approx(4.0, abs=0.3)
    assert len(found.samples) in {20, 21}
    assert found.times == sorted(found.times)


def test_the_sound_is_the_voice_at_its_seconds(clip_folder: Path) -> None:
    found, said = seen(clip_folder / "base.mp4").sound, clips.voice(6.0)
    assert np.isfinite(found).all()
    loud = np.abs(said) > 0.05
    assert np.abs(found[: said.size][loud]).mean() > 4 * np.abs(found[: said.size][~loud]).mean()


def test_sound_that_begins_late_is_preceded_by_silence(tmp_path: Path) -> None:
    path = tmp_path / "late.mkv"
    with av.open(str(path), "w") as output:
        picture = output.add_stream("libx264", rate=25)
        picture.width = picture.height = 96
        sound = output.add_stream("libopus", rate=48_000, layout="mono")
        for i in range(75):
            frame = av.VideoFrame.from_ndarray(clips.portrait(i / 25, 96), format="rgb24")
            frame.pts, frame.time_base = i, Fraction(1, 25)
            output.mux(picture.encode(frame))
        tone = np.full((1, 16_000), 0.3, np.float32) * np.sin(np.arange(16_000) * 0.2)
        frame = av.AudioFrame.from_ndarray(tone.astype(np.float32), format="fltp", layout="mono")
        frame.sample_rate, frame.pts, frame.time_base = 16_000, 32_000, Fraction(1, 16_000)
        output.mux(sound.encode(frame))
        output.mux([*picture.encode(None), *sound.encode(None)])
    found = seen(path).sound
    assert np.abs(found[: int(1.9 * RATE)]).max() < 0.01
    assert np.abs(found[int(2.1 * RATE) : int(2.9 * RATE)]).mean() > 0.1


def test_without_sound_there_is_a_warning(tmp_path: Path) -> None:
    silent = clips.talking_face(
        tmp_path / "silent.mp4", seconds=1, size=96, encoding=Encoding(audio=None)
    )
    assert seen(silent).warnings == {"no_audio"}


@pytest.mark.parametrize("ending", ["mp4", "m4a", "mka", "webm", "mov"])
def test_sound_alone_is_kept_with_a_warning(tmp_path: Path, ending: str) -> None:
    encoding = Encoding(audio="libopus" if ending == "webm" else "aac")
    container = {"mka": "matroska", "m4a": "ipod"}.get(ending)
    encoding = Encoding(audio=encoding.audio, container=container)
    found = seen(clips.sound_only(tmp_path / f"voice.{ending}", seconds=1, encoding=encoding))
    assert found.warnings == {"no_picture"}
    assert found.sound.size / RATE == pytest.approx(1.0, abs=0.1)


def test_sound_in_a_format_off_the_list_leaves_the_picture(tmp_path: Path) -> None:
    clip = clips.talking_face(
        tmp_path / "ac3.mp4", seconds=1, size=96, encoding=Encoding(audio="ac3")
    )
    found = seen(clip)
    assert found.warnings == {"unsupported_stream"}
    assert found.sound.size == 0
    assert len(found.samples) == 5


def write_two_lengths(path: Path, *, picture_s: float, sound_s: float, codec: str) -> Path:
    """Picture and sound that do not end together."""
    with av.open(str(path), "w") as output:
        picture = output.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
        picture.width = picture.height = 96
        sound = output.add_stream(codec, rate=48_000, layout="mono")
        packets = []
        for i in range(round(picture_s * 25)):
            frame = av.VideoFrame.from_ndarray(clips.room(i / 25, 96), format="rgb24")
            frame.pts, frame.time_base = i, Fraction(1, 25)
            packets += picture.encode(frame)
        size = sound.codec_context.frame_size or 1024
        for place in range(0, round(sound_s * 48_000), size):
            silence = np.zeros((1, size), np.float32)
            noise = av.AudioFrame.from_ndarray(silence, format="fltp", layout="mono")
            noise.sample_rate, noise.pts, noise.time_base = 48_000, place, Fraction(1, 48_000)
            packets += sound.encode(noise)
        packets += [*picture.encode(None), *sound.encode(None)]
        for packet in sorted(packets, key=lambda p: p.dts * p.time_base):
            output.mux(packet)
    return path


@pytest.mark.parametrize("ending", ["mp4", "mov", "mkv", "avi"])
def test_a_long_stream_that_is_not_read_does_not_make_the_clip_truncated(
    tmp_path: Path, ending: str
) -> None:
    clip = write_two_lengths(tmp_path / f"c.{ending}", picture_s=3, sound_s=6, codec="ac3")
    found = seen(clip)
    assert found.warnings == {"unsupported_stream"}
    assert found.duration_s == pytest.approx(3.0, abs=0.1)


def test_a_long_stream_that_is_not_read_says_nothing_where_no_stream_has_its_length(
    tmp_path: Path,
) -> None:
    clip = write_two_lengths(tmp_path / "c.mkv", picture_s=3, sound_s=6, codec="ac3")
    clip.write_bytes(clip.read_bytes().replace(b"DURATION", b"DURATI_N"))
    assert seen(clip).warnings == {"unsupported_stream"}


def test_a_matroska_without_tags_that_was_cut_is_truncated_by_its_header(tmp_path: Path) -> None:
    clip = write_two_lengths(tmp_path / "c.mkv", picture_s=6, sound_s=6, codec="aac")
    content = clip.read_bytes().replace(b"DURATION", b"DURATI_N")
    clip.write_bytes(content)
    assert seen(clip).warnings == set()
    clip.write_bytes(content[: len(content) // 2])
    assert "truncated" in seen(clip).warnings


@pytest.mark.parametrize("ending", ["mp4", "mkv"])
def test_a_cut_clip_beside_a_stream_that_is_not_read_is_still_truncated(
    tmp_path: Path, ending: str
) -> None:
    clip = write_two_lengths(tmp_path / f"c.{ending}", picture_s=6, sound_s=6, codec="ac3")
    content = clip.read_bytes()
    if ending == "mp4":  # half of the data blanked, the boxes whole
        start, end = content.index(b"mdat") + 4, content.index(b"moov") - 4
        half = (start + end) // 2
        clip.write_bytes(content[:half] + bytes(end - half) + content[end:])
    else:
        clip.write_bytes(content[: len(content) // 2])
    assert {"truncated", "unsupported_stream"} <= seen(clip).warnings


@pytest.mark.parametrize(("ending", "video"), [("mkv", "ffv1"), ("mp4", "mjpeg"), ("mp4", "png")])
def test_a_picture_in_a_format_off_the_list_leaves_the_sound(
    tmp_path: Path, ending: str, video: str
) -> None:
    pixels = {"mjpeg": "yuvj420p", "png": "rgb24"}.get(video, "yuv420p")
    clip = clips.talking_face(
        tmp_path / f"odd.{ending}", seconds=1, size=96, encoding=Encoding(video, pixels=pixels)
    )
    found = seen(clip)
    assert found.warnings == {"unsupported_stream"}
    assert found.samples == []
    assert found.sound.size > 0


def test_a_clip_of_nothing_but_formats_off_the_list_is_refused(tmp_path: Path) -> None:
    clip = clips.talking_face(
        tmp_path / "odd.mkv", seconds=1, size=96, encoding=Encoding("ffv1", None)
    )
    with pytest.raises(NotAVideo):
        seen(clip)


@pytest.mark.parametrize("share", [0.45, 0.6, 0.9])
def test_an_mp4_cut_in_its_data_is_read_as_far_as_it_goes(
    clip_folder: Path, tmp_path: Path, share: float
) -> None:
    content = (clip_folder / "base.mp4").read_bytes()
    path = tmp_path / "cut.mp4"
    path.write_bytes(content[: int(share * len(content))])
    found = seen(path)
    assert "truncated" in found.warnings
    assert 1.0 < found.duration_s < 5.9
    assert len(found.samples) >= 5


def test_a_whole_mp4_with_a_text_behind_it_is_whole(clip_folder: Path, tmp_path: Path) -> None:
    path = tmp_path / "trailer.mp4"
    path.write_bytes((clip_folder / "base.mp4").read_bytes() + b"x" * 41)
    assert seen(path).warnings == set()


def test_an_mp4_without_its_index_is_refused(tmp_path: Path) -> None:
    at_the_end = Encoding(options={"movflags": "+disable_chpl"})
    clip = clips.talking_face(tmp_path / "clip.mp4", seconds=1, size=96, encoding=at_the_end)
    content = clip.read_bytes()
    clip.write_bytes(content[: content.index(b"moov") - 4])
    with pytest.raises(Unreadable):
        seen(clip)


def test_damage_costs_what_it_hits(clip_folder: Path, tmp_path: Path) -> None:
    content = bytearray((clip_folder / "base.mp4").read_bytes())
    start = content.index(b"mdat") + (len(content) - content.index(b"mdat")) // 3
    content[start : start + 3000] = np.random.default_rng(3).bytes(3000)
    path = tmp_path / "damaged.mp4"
    path.write_bytes(content)
    found = seen(path)
    assert found.warnings == {"damaged"}
    assert found.duration_s == pytest.approx(6.0, abs=0.2)
    assert found.frames > 100


def test_garbage_behind_good_magic_bytes_is_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(5).bytes(20_000)
    for name, head in {
        "a.mp4": b"\x00\x00\x00\x18ftypisom",
        "b.mkv": b"\x1a\x45\xdf\xa3",
        "c.avi": b"RIFF\x00\x10\x00\x00AVI ",
        "d.mpg": b"\x00\x00\x01\xba",
        "e.ts": (b"\x47" + bytes(187)) * 4,
    }.items():
        path = tmp_path / name
        path.write_bytes(head + noise)
        with pytest.raises(Rejected):
            seen(path)


@pytest.mark.parametrize("name", ["still.jpg", "still.png", "still.gif"])
@pytest.mark.parametrize("ending", ["", ".mp4"])
def test_a_still_picture_is_no_video_whatever_its_name(
    tmp_path: Path, name: str, ending: str
) -> None:
    still = clips.still_picture(tmp_path / name, size=96)
    path = still.rename(tmp_path / (name + ending))
    with pytest.raises(NotAVideo):
        seen(path)


@pytest.mark.parametrize("content", [b"", b"x", b"Dear diary,\n" * 300])
def test_texts_and_empty_files_are_no_videos(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "clip.mp4"
    path.write_bytes(content)
    with pytest.raises(NotAVideo):
        seen(path)


def test_a_clip_of_one_picture_without_sound_is_refused(tmp_path: Path) -> None:
    clip = clips.empty_room(
        tmp_path / "one.mp4", seconds=0.04, size=96, encoding=Encoding(audio=None)
    )
    with pytest.raises(NoPicture):
        seen(clip)
