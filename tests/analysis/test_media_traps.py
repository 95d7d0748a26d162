"""Reading clips that lie about themselves or point to other files."""

import struct
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from analysis import headers, media
from analysis.containers import Container
from analysis.errors import NotAVideo, Rejected, TooLarge, TooLong, Unreadable
from analysis.limits import Limits
from analysis.sound import RATE
from playground import clips
from playground.clips import Encoding
from tests.analysis.clip_reader import seen


def test_a_clip_that_is_too_long_is_refused_by_its_header(clip_folder: Path) -> None:
    with (
        pytest.raises(TooLong),
        media.opened(clip_folder / "base.mp4", Limits(duration_s=4)),
    ):
        pytest.fail("it was opened")


def test_a_clip_that_hides_its_length_is_refused_while_decoding(tmp_path: Path) -> None:
    clip = clips.talking_face(
        tmp_path / "live.mkv", seconds=5, size=96, encoding=Encoding(options={"live": "1"})
    )
    with pytest.raises(TooLong):
        seen(clip, Limits(duration_s=2))


def standing(path: Path, kind: str, seconds: float) -> Path:
    """A clip of pictures or of sound of which every packet says that it is the first."""
    with av.open(str(path), "w") as output:
        if kind == "video":
            stream = output.add_stream("libx264", rate=25, options={"preset": "ultrafast"})
            stream.width = stream.height = 64
            grey = np.full((64, 64), 128, np.uint8)
            frames = [av.VideoFrame.from_ndarray(grey, "gray") for _ in range(int(seconds * 25))]
        else:
            stream = output.add_stream("pcm_s16le", rate=16_000, layout="mono")
            tenth = np.zeros((1, 1_600), np.int16)
            frames = [
                av.AudioFrame.from_ndarray(tenth, "s16", "mono") for _ in range(int(seconds * 10))
            ]
        for i, frame in enumerate(frames):
            frame.pts = i if kind == "video" else 1_600 * i
            frame.time_base = Fraction(1, 25 if kind == "video" else 16_000)
            if kind == "audio":
                frame.sample_rate = 16_000
        for packet in [
            *(p for frame in frames for p in stream.encode(frame)),
            *stream.encode(None),
        ]:
            packet.pts = packet.dts = 0
            output.mux(packet)
    return path


def test_sound_whose_clock_stands_still_is_refused_at_the_limit(tmp_path: Path) -> None:
    clip = standing(tmp_path / "standing.mkv", "audio", 20.0)
    with pytest.raises(TooLong):
        seen(clip, Limits(duration_s=2))
    assert clip.with_suffix(".f32").stat().st_size <= 4 * RATE * 3
    assert seen(clip, Limits(duration_s=20)).sound.size == 20 * RATE


def test_pictures_whose_clock_stands_still_are_refused_at_the_limit(tmp_path: Path) -> None:
    clip = standing(tmp_path / "standing.mkv", "video", 20.0)
    with pytest.raises(TooLong):
        seen(clip, Limits(duration_s=1))
    assert seen(clip, Limits(duration_s=2)).frames == 500


def test_pictures_that_are_too_large_are_refused_by_the_header(clip_folder: Path) -> None:
    with (
        pytest.raises(TooLarge),
        media.opened(clip_folder / "base.mp4", Limits(pixels=100 * 100)),
    ):
        pytest.fail("it was opened")


def test_a_header_that_lies_about_the_size_does_not_get_large_pictures_decoded(
    tmp_path: Path,
) -> None:
    """The track header and the sample description say 16 x 16, the stream has 256 x 256."""
    clip = clips.empty_room(
        tmp_path / "liar.mp4", seconds=0.4, size=256, encoding=Encoding(audio=None)
    )
    content = bytearray(clip.read_bytes())
    size = struct.pack(">HH", 256, 256)
    place = content.index(size, content.index(b"avc1"))
    content[place : place + 4] = struct.pack(">HH", 16, 16)
    clip.write_bytes(content)
    with pytest.raises(Rejected):
        seen(clip, Limits(pixels=128 * 128))


def pointing_elsewhere(content: bytes, other: str) -> bytes:
    """The clip (its index at the end) with its data blanked and a reference to a neighbour's file.

    Layout of an alias record in a data reference as QuickTime writes it: volume, file name, levels
    up and down, then tagged strings, of which 2 is the path.
    """
    path = b"x/" + other.encode()
    alias = bytes(10) + b"\x01v" + bytes(26 + 12) + b"\x01f" + bytes(62 + 16)
    alias += struct.pack(">HH", 1, 1) + bytes(16)
    alias += struct.pack(">HH", 2, len(path)) + path + bytes(len(path) % 2)
    alias += struct.pack(">HH", 0xFFFF, 0)
    entry = struct.pack(">I4sI", 12 + len(alias), b"alis", 0) + alias
    grown = bytearray(content)
    place = grown.index(b"url ") - 4
    grown[place : place + 12] = entry
    for kind in (b"dref", b"dinf", b"minf", b"mdia", b"trak", b"moov"):
        size = grown.index(kind) - 4
        old = struct.unpack_from(">I", grown, size)[0]
        struct.pack_into(">I", grown, size, old + len(entry) - 12)
    data = grown.index(b"mdat") + 4
    grown[data : grown.index(b"moov") - 4] = bytes(grown.index(b"moov") - 4 - data)
    return bytes(grown)


def test_an_mp4_that_points_to_another_file_reads_nothing_of_it(tmp_path: Path) -> None:
    last = Encoding(audio=None, options={"movflags": "+disable_chpl"})
    other = clips.talking_face(tmp_path / "other.mp4", seconds=1, size=96, encoding=last)
    path = tmp_path / "pointer.mp4"
    path.write_bytes(pointing_elsewhere(other.read_bytes(), other.name))
    with av.open(str(path), options={"enable_drefs": "1"}) as trusting:
        assert len(list(trusting.decode(video=0))) == 25  # the trap works on who follows it
    with pytest.raises(Rejected):
        seen(path)


@pytest.mark.parametrize(
    ("demuxer", "content"),
    [
        ("hls", b"#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nbase.mp4\n#EXT-X-ENDLIST\n"),
        ("concat", b"ffconcat version 1.0\nfile base.mp4\n"),
    ],
)
def test_playlists_open_nothing_even_if_they_were_taken_for_a_container(
    clip_folder: Path, demuxer: str, content: bytes
) -> None:
    path = clip_folder / f"list.{demuxer}"
    path.write_bytes(content)
    with av.open(str(path), format=demuxer, options={"extension_picky": "0"}) as trusting:
        assert trusting.streams.video  # the trap works on who follows it
    with path.open("rb") as file, pytest.raises(Unreadable):
        headers.demuxer(file, Container(demuxer), Limits())


@pytest.mark.parametrize(
    "content",
    [
        b"#EXTM3U\n#EXT-X-TARGETDURATION:6\n#EXTINF:6,\nbase.mp4\n#EXT-X-ENDLIST\n",
        b"ffconcat version 1.0\nfile base.mp4\n",
    ],
)
def test_playlists_in_the_clothes_of_a_video_are_refused(
    clip_folder: Path, tmp_path: Path, content: bytes
) -> None:
    (tmp_path / "base.mp4").write_bytes((clip_folder / "base.mp4").read_bytes())
    path = tmp_path / "list.mp4"
    path.write_bytes(content)
    with pytest.raises(NotAVideo):
        seen(path)
