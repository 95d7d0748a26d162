"""Which files are opened at all: containers told by their first bytes, and what may be in them.

A player guesses the format of a file and follows playlists, scripts and references in it to other
files. Here the container is decided by its magic bytes and forced, and everything that is not on
these lists does not exist. Standard library only.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Final

from analysis.errors import NotAVideo, TooMuch

#: Enough for the third packet of a transport stream with 192-byte packets.
HEAD_BYTES: Final = 1024

#: Names of FFmpeg's decoders.
VIDEO_CODECS: Final = frozenset(
    {"h264", "hevc", "vp8", "vp9", "av1", "libdav1d", "mpeg1video", "mpeg2video", "mpeg4"}
)
AUDIO_CODECS: Final = frozenset(
    {"aac", "mp3", "mp3float", "mp2", "mp2float", "opus", "libopus", "vorbis"}
    | {"pcm_s16le", "pcm_s16be", "pcm_s24le", "pcm_s24be", "pcm_s32le", "pcm_u8", "pcm_s8"}
    | {"pcm_f32le", "pcm_f32be", "pcm_alaw", "pcm_mulaw", "pcm_bluray", "pcm_dvd"}
)

# Brands of pictures and of camera raw that share the box structure of mp4.
_PICTURE_BRANDS: Final = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1", b"avif", b"avis", b"crx ", b"jxl "}
)
_SYNC: Final = 0x47
# A frame's header, field by field; a bit rate of 0 is "free", which no program writes.
_MP3_HEADER: Final = 4
_MP3_SYNC: Final = 0x7FF
_RESERVED_VERSION: Final = 1
_LAYER_3: Final = 1
_NO_RATES: Final = frozenset({0, 15})
_RESERVED_FREQUENCY: Final = 3
_BOX_HEADER: Final = 8
_MOST_BOXES: Final = 10_000
#: Four hours in pieces of a second are 30,000; behind these all counts as description.
_MOST_PLACES: Final = 100_000
_EDITS: Final = b"elst"
#: Its name, version and flags, and count.
_EDITS_HEADER: Final = 12
#: What players skip, and files have that were given their room before they were written.
_SKIPPED: Final = frozenset({b"mdat", b"free", b"skip", b"\0\0\0\0"})
_PIECE: Final = 1 << 20
#: Four hours of film are described in some ten megabytes.
_MOST_DESCRIPTION: Final = 256 << 20
_SHORTEST_EDIT: Final = 12
_FIRST_BOXES: Final = frozenset({b"ftyp", b"moov", b"mdat", b"free", b"skip", b"wide", b"pnot"})
# Outermost boxes of ISO/IEC 14496-12 and of QuickTime; programs hang other things behind the last.
_BOXES: Final = _FIRST_BOXES | frozenset(
    {b"moof", b"mfra", b"uuid", b"sidx", b"ssix", b"styp", b"prft", b"emsg", b"imda"}
    | {b"meta", b"meco", b"udta", b"junk", b"PICT"}
)


@dataclass(frozen=True, slots=True)
class Container:
    """A container on the list: FFmpeg's demuxer for it, and the video decoders allowed in it.

    `endless` containers have no header with a duration, and their clock may jump.
    """

    demuxer: str
    video: frozenset[str] = VIDEO_CODECS
    endless: bool = False


MP4: Final = Container("mp4")
MOV: Final = Container("mov", VIDEO_CODECS | {"mjpeg"})
MATROSKA: Final = Container("matroska")
AVI: Final = Container("avi", VIDEO_CODECS | {"mjpeg"})
TRANSPORT: Final = Container("mpegts", endless=True)
PROGRAM: Final = Container("mpeg", endless=True)
#: What Telegram's apps record voice messages in; there are no pictures in it.
OGG: Final = Container("ogg", frozenset())
#: Sound files that people keep. A cover in one is no picture here.
MP3: Final = Container("mp3", frozenset())
WAVE: Final = Container("wav", frozenset())


def recognised(head: bytes) -> Container:
    """The container whose magic bytes stand in the first `HEAD_BYTES` of a file, or NotAVideo."""
    if head[4:8] in _FIRST_BOXES:
        return _boxed(head)
    if head.startswith(b"\x1a\x45\xdf\xa3"):
        return MATROSKA
    if head.startswith(b"RIFF") and head[8:12] == b"AVI ":
        return AVI
    if head.startswith(b"\x00\x00\x01\xba"):
        return PROGRAM
    if _repeats(head, 0, 188) or _repeats(head, 4, 192):
        return TRANSPORT
    raise NotAVideo


def spoken(head: bytes) -> Container:
    """`recognised`, and the containers of sound beside: for those who want sound alone."""
    if head.startswith(b"OggS"):
        return OGG
    if head.startswith(b"RIFF") and head[8:12] == b"WAVE":
        return WAVE
    if head.startswith(b"ID3") or _is_mp3_frame(head[:4]):
        return MP3
    return recognised(head)


def ends_early(file: BinaryIO, container: Container) -> bool:
    """Whether the file is shorter than its own outermost boxes say."""
    if container in (MP4, MOV):
        return any(end > size for end, size in _box_ends(file))
    if container is AVI:
        file.seek(4)
        return int.from_bytes(file.read(4), "little") + 8 > _size(file) + 1
    return False


def edits(file: BinaryIO, container: Container) -> int:
    """How many edits a film says that it is cut into, wherever in it that is said.

    Players work through all pictures once for each. Recorders write one or two. Raises TooMuch
    where there is more to look through than any film is described in.
    """
    if container not in (MP4, MOV):
        return 0
    places = list(_described(file))
    if sum(end - start for start, end in places) > _MOST_DESCRIPTION:
        raise TooMuch
    return sum(found for start, end in places for found in _edits(file, start, end))


def _described(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """From and to where there is more than what players skip, which may be as long as the disk."""
    size, place = _size(file), 0
    for _ in range(_MOST_PLACES):
        header = _box(file, place)
        if header is None:
            break
        kind, length = header
        end = min(size, place + length) if length else size
        if kind not in _SKIPPED:
            yield place, end
        place = end
    if place < size:
        yield place, size


def _box(file: BinaryIO, place: int) -> tuple[bytes, int] | None:
    """Name and length of a box, 0 for "to the end of the file"; None where there is none."""
    file.seek(place)
    header = file.read(16)
    if len(header) < _BOX_HEADER:
        return None
    length = int.from_bytes(header[:4], "big")
    if length == 1:
        length = int.from_bytes(header[8:16], "big")
    return None if 0 < length < _BOX_HEADER else (header[4:8], length)


def _edits(file: BinaryIO, start: int, end: int) -> Iterator[int]:
    """The counts that stand behind the name of such a box, read a piece at a time."""
    held = b""
    while start < end:
        file.seek(start)
        piece = file.read(min(_PIECE, end - start))
        if not piece:
            return
        start += len(piece)
        held += piece
        yield from _edits_in(held, end - start)
        held = held[-_EDITS_HEADER + 1 :]


def _edits_in(held: bytes, behind: int) -> Iterator[int]:
    place = held.find(_EDITS)
    while 0 <= place <= len(held) - _EDITS_HEADER:
        count = int.from_bytes(held[place + 8 : place + _EDITS_HEADER], "big")
        # By chance the name may stand among pictures; then the rest has no room for so many.
        yield count if count * _SHORTEST_EDIT <= len(held) - place + behind else 0
        place = held.find(_EDITS, place + 4)


def _boxed(head: bytes) -> Container:
    if head[4:8] != b"ftyp":
        return MOV
    brand = head[8:12]
    if brand in _PICTURE_BRANDS:
        raise NotAVideo
    return MOV if brand == b"qt  " else MP4


def _is_mp3_frame(head: bytes) -> bool:
    """Whether it is the header of a frame of layer III with nothing forbidden (ISO/IEC 11172-3)."""
    bits = int.from_bytes(head, "big")
    sync, version, layer = bits >> 21, bits >> 19 & 3, bits >> 17 & 3
    rate, frequency = bits >> 12 & 15, bits >> 10 & 3
    return (
        len(head) == _MP3_HEADER
        and sync == _MP3_SYNC
        and version != _RESERVED_VERSION
        and layer == _LAYER_3
        and rate not in _NO_RATES
        and frequency != _RESERVED_FREQUENCY
    )


def _repeats(head: bytes, first: int, step: int) -> bool:
    """Whether the sync byte of a transport stream stands where three packets would have it."""
    places = (first, first + step, first + 2 * step)
    return len(head) > places[-1] and all(head[place] == _SYNC for place in places)


def _box_ends(file: BinaryIO) -> Iterator[tuple[int, int]]:
    """Where each outermost box says that it ends, beside the size of the file.

    What is behind the last known box (a text, a tag of a camera) says nothing about the boxes.
    """
    size = _size(file)
    return ((end, size) for _, _, end in _boxes(file))


def _boxes(file: BinaryIO) -> Iterator[tuple[bytes, int, int]]:
    """The outermost boxes: name, start and where it says that it ends."""
    place = 0
    for _ in range(_MOST_BOXES):
        header = _box(file, place)
        if header is None or header[0] not in _BOXES or not header[1]:
            return
        kind, length = header
        yield kind, place, place + length
        place += length


def _size(file: BinaryIO) -> int:
    return file.seek(0, os.SEEK_END)
