"""The container is decided by the first bytes of the file alone."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import containers
from analysis.containers import AVI, MATROSKA, MOV, MP4, PROGRAM, TRANSPORT
from analysis.errors import NotAVideo


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00", MP4),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00", MOV),
        (b"\x00\x00\x00\x08wide\x00\x00\x00\x00mdat", MOV),
        (b"\x1a\x45\xdf\xa3\x01\x00\x00\x00", MATROSKA),
        (b"RIFF\x00\x10\x00\x00AVI LIST", AVI),
        (b"\x00\x00\x01\xba\x44\x00\x04", PROGRAM),
        ((b"\x47" + bytes(187)) * 4, TRANSPORT),
        ((bytes(4) + b"\x47" + bytes(187)) * 4, TRANSPORT),
    ],
)
def test_containers_on_the_list_are_recognised(head: bytes, expected: containers.Container) -> None:
    assert containers.recognised(head) is expected


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"Dear diary, today",
        b"#EXTM3U\n#EXTINF:1,\nclip.mp4\n",
        b"ffconcat version 1.0\nfile other.mp4\n",
        b'<?xml version="1.0"?><MPD>',
        b"GIF89a\x10\x00\x10\x00",
        b"\x89PNG\r\n\x1a\n",
        b"\xff\xd8\xff\xe0\x00\x10JFIF",
        b"RIFF\x00\x10\x00\x00WAVEfmt ",
        b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00",
        b"\x00\x00\x00\x1cftypavif\x00\x00\x00\x00",
        b"OggS\x00\x02",
        b"\x47" + bytes(600),
    ],
)
def test_pictures_playlists_and_texts_are_no_videos(head: bytes) -> None:
    with pytest.raises(NotAVideo):
        containers.recognised(head)


def test_moving_jpeg_is_read_where_cameras_put_it_and_nowhere_else() -> None:
    assert [c for c in (MP4, MOV, MATROSKA, AVI, TRANSPORT, PROGRAM) if "mjpeg" in c.video] == [
        MOV,
        AVI,
    ]


def box(kind: bytes, length: int, body: bytes) -> bytes:
    return length.to_bytes(4, "big") + kind + body


def test_a_file_that_ends_inside_a_box_ends_early() -> None:
    whole = box(b"ftyp", 16, b"isom" + bytes(4)) + box(b"mdat", 108, bytes(100))
    assert not containers.ends_early(io.BytesIO(whole), MP4)
    assert containers.ends_early(io.BytesIO(whole[:-1]), MP4)


@pytest.mark.parametrize(
    "trailer", [b"Filmed by the phone of somebody, somewhere.", b"\xff" * 8, box(b"smta", 900, b"")]
)
def test_what_hangs_behind_the_last_box_does_not_make_a_whole_file_short(trailer: bytes) -> None:
    whole = box(b"ftyp", 16, b"isom" + bytes(4)) + box(b"mdat", 108, bytes(100))
    assert not containers.ends_early(io.BytesIO(whole + trailer), MP4)


@pytest.mark.parametrize("kind", [b"moof", b"mfra", b"uuid", b"sidx", b"styp", b"meta", b"udta"])
def test_boxes_behind_the_first_ones_are_judged(kind: bytes) -> None:
    first = box(b"ftyp", 16, b"isom" + bytes(4)) + box(b"moov", 58, bytes(50))
    whole = first + box(kind, 58, bytes(50))
    assert not containers.ends_early(io.BytesIO(whole), MP4)
    assert containers.ends_early(io.BytesIO(whole[:-1]), MP4)


def test_long_and_open_boxes_are_understood() -> None:
    long = b"\x00\x00\x00\x01mdat" + (116).to_bytes(8, "big") + bytes(100)
    open_end = box(b"mdat", 0, bytes(50))
    assert not containers.ends_early(io.BytesIO(long), MP4)
    assert containers.ends_early(io.BytesIO(long[:-1]), MP4)
    assert not containers.ends_early(io.BytesIO(open_end), MP4)


def test_an_avi_shorter_than_its_header_says_ends_early() -> None:
    whole = b"RIFF" + (104).to_bytes(4, "little") + b"AVI " + bytes(100)
    assert not containers.ends_early(io.BytesIO(whole), AVI)
    assert containers.ends_early(io.BytesIO(whole[:-10]), AVI)


@given(st.binary(max_size=2000))
def test_no_bytes_upset_the_look_at_the_boxes(content: bytes) -> None:
    for container in (MP4, AVI, MATROSKA, TRANSPORT):
        assert containers.ends_early(io.BytesIO(content), container) in {True, False}


@given(st.binary(max_size=1024))
def test_any_bytes_are_a_container_or_no_video(head: bytes) -> None:
    try:
        found = containers.recognised(head)
    except NotAVideo:
        return
    assert found.demuxer in {"mp4", "mov", "matroska", "avi", "mpegts", "mpeg"}


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        (b"OggS\x00\x02", containers.OGG),
        (b"ID3\x04\x00\x00", containers.MP3),
        (b"\xff\xfb\x90\x64", containers.MP3),  # MPEG 1, layer III, 128 kbit/s
        (b"\xff\xf3\x40\xc4", containers.MP3),  # MPEG 2
        (b"RIFF\x24\x00\x00\x00WAVEfmt ", containers.WAVE),
        (b"\x00\x00\x00\x1cftypM4A ", MP4),
    ],
)
def test_sound_files_are_told_by_their_first_bytes(
    head: bytes, expected: containers.Container
) -> None:
    assert containers.spoken(head) is expected


@pytest.mark.parametrize(
    "head",
    [
        b"\xff\xf1\x50\x80",  # ADTS: layer 0
        b"\xff\xfd\x90\x64",  # layer II
        b"\xff\xfb\xf0\x64",  # a bit rate that is forbidden
        b"\xff\xfb\x9c\x64",  # a frequency that is reserved
        b"\xff\xeb\x90\x64",  # a version that is reserved
        b"\xff\xfe\x41\x00",  # a text in UTF-16
        b"\xff\xfb",
        b"fLaC",
        b"#!AMR\n",
    ],
)
def test_what_only_looks_like_a_sound_file_is_none(head: bytes) -> None:
    with pytest.raises(NotAVideo):
        containers.spoken(head)


@pytest.mark.parametrize("head", [b"OggS\x00\x02", b"ID3\x04", b"RIFF\x24\x00\x00\x00WAVE"])
def test_a_sound_file_is_no_video(head: bytes) -> None:
    with pytest.raises(NotAVideo):
        containers.recognised(head)
