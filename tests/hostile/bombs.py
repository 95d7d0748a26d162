"""Small files that want much memory, time or disk."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from io import BytesIO

from tests.hostile import boxes
from tests.hostile.kind import Film, Kind, Larder

NO = ("not_a_video",)
ANY = ("read", "read damaged", "unreadable", "not_a_video", "no_moving_picture")
_PHOTO = b"\x89PNG\r\n\x1a\n"


def kinds(larder: Larder) -> Iterator[Kind]:
    """Every bomb."""
    yield from _pictures()
    yield from _sizes(larder)
    yield from _counts(larder)
    yield from _depths(larder)
    yield from _streams(larder)
    yield from _lengths(larder)


def _pictures() -> Iterator[Kind]:
    yield Kind("gif of 65535 x 65535", NO, lambda: gif(65_535, 50))
    yield Kind("apng of 20000 x 20000", NO, lambda: png(20_000, animated=True))
    yield Kind("png of 20000 x 20000", NO, lambda: png(20_000))
    still = Film(codec="png", pixels="rgb24", frames=3)
    yield Kind("png in mp4", NO, lambda: _enlarged(still.content(), b"mp4v"))
    yield Kind("png in mov", NO, lambda: Film("mov", "png", pixels="rgb24", frames=3).content())
    yield Kind("png in matroska", NO, lambda: Film("matroska", "png", pixels="rgb24").content())
    yield Kind("png in avi", NO, lambda: Film("avi", "png", pixels="rgb24").content())
    yield Kind("gif in mov", NO, lambda: Film("mov", "gif", pixels="rgb8").content())
    yield Kind("tiff in matroska", NO, lambda: Film("matroska", "tiff", pixels="rgb24").content())
    yield Kind("webp in matroska", NO, lambda: Film("matroska", "libwebp").content())
    yield Kind("jpeg 2000 in mov", NO, lambda: Film("mov", "jpeg2000", pixels="rgb24").content())
    yield Kind("bmp in avi", NO, lambda: Film("avi", "bmp", pixels="bgr24").content())


def gif(side: int, frames: int) -> bytes:
    """A picture of one colour as large as GIF can say, many times."""
    head = b"GIF89a" + struct.pack("<HH", side, side) + b"\xf0\0\0" + bytes(6)
    frame = (
        b"\x2c" + struct.pack("<HHHH", 0, 0, side, side) + b"\0\x02\x16\x8c" + b"\x2d\x99\x87" * 7
    )
    return head + (frame + b"\0\0") * frames + b"\x3b"


def png(side: int, *, animated: bool = False) -> bytes:
    """Rows of nothing, packed a thousandfold."""
    packer = zlib.compressobj(9)
    row = bytes(1 + side // 8 + 1)
    rows = b"".join(packer.compress(row) for _ in range(side)) + packer.flush()

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0))
    moves = chunk(b"acTL", struct.pack(">II", 9999, 0)) if animated else b""
    return _PHOTO + head + moves + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _enlarged(content: bytes | None, entry: bytes) -> bytes | None:
    """The sample description says 30000 x 30000."""
    if content is None or entry not in content:
        return content
    return boxes.patched(content, entry, 24, struct.pack(">HH", 30_000, 30_000))


def _sizes(larder: Larder) -> Iterator[Kind]:
    own = 8 if larder.scale == 1 else 200  # pictures that are encoded; the rest repeat them
    black = Film(size=(3840, 2160), frames=own, is_still=True, rounds=160 * larder.scale // own)
    yield Kind("black in 4k", ("read",), black.content)
    slow = Film("matroska", size=(3840, 2160), frames=1, rounds=6 * larder.scale)
    yield Kind("key frames in 4k", ("read",), slow.content)
    yield Kind("black in 8k", ("too_large",), Film(size=(8192, 4320), frames=1).content)
    yield Kind(
        "jpeg of 16000 x 64", ("read",), Film("avi", "mjpeg", (16_000, 64), "yuvj420p").content
    )
    yield Kind(
        "mjpeg that says 65500 x 65500",
        ("too_large", "unreadable", "read no_picture damaged"),
        lambda: _jpeg(larder.good("mjpeg"), 65_500),
    )
    yield Kind(
        "vp8 that grows to 16383 x 16383",
        ("unreadable", "too_large", "read no_picture damaged"),
        lambda: _vp8(larder.good("webm")),
    )
    yield Kind(
        "a second recording in 8k",
        ("too_large", "read damaged"),
        lambda: (
            larder.good("mpegts") + (Film("mpegts", size=(8192, 4320), frames=1).content() or b"")
        ),
    )
    yield Kind(
        "a size a second",
        ("read", "read damaged"),
        lambda: b"".join(
            Film("mpegts", size=(32 + 16 * n, 256 - 16 * n), frames=5).content() or b""
            for n in range(12)
        ),
    )
    for side in (0, 1, 65_535):
        kinds_ = (*ANY, "too_large", "read truncated")
        value = struct.pack(">HH", side, side)
        yield Kind(
            f"header of {side} x {side}",
            kinds_,
            lambda v=value: boxes.patched(larder.good(), b"avc1", 24, v),
        )
    huge = boxes.track(
        b"V_VP9", boxes.element(0xE0, boxes.uint(0xB0, 2**31), boxes.uint(0xBA, 2**31))
    )
    yield Kind(
        "matroska of 2^31 pixels a side",
        ANY,
        lambda: boxes.segment(
            boxes.info(), boxes.tracks(huge), boxes.cluster(0, boxes.block(b"\x82"))
        ),
    )


def _jpeg(content: bytes, side: int) -> bytes:
    return content.replace(
        b"\xff\xc0\x00\x11\x08\x00\x60\x00\x60",
        b"\xff\xc0\x00\x11\x08" + struct.pack(">HH", side, side),
    )


def _vp8(content: bytes) -> bytes:
    return content.replace(b"\x9d\x01\x2a\x60\x00\x60\x00", b"\x9d\x01\x2a\xff\x3f\xff\x3f")


def _counts(larder: Larder) -> Iterator[Kind]:
    """Tables that say that they are endless, or are."""
    right = (*ANY, "read truncated", "too_long", "too_much", "read truncated damaged")
    for kind, offset in ((b"stsz", 8), (b"stco", 4), (b"stts", 4), (b"stsc", 4), (b"ctts", 4)):
        for count in (0xFFFFFFFF, 0x0FFFFFFF):
            yield Kind(
                f"{kind.decode()} with {count} entries",
                right,
                lambda k=kind, o=offset, c=count: _counted(larder, k, o, c),
            )
    yield Kind("a million samples of a byte", (*right, "too_long"), _samples)
    sparse = Film("matroska", frames=2, stamp=lambda n: n * 590_000)
    yield Kind("two pictures, ten minutes apart", ("read", "read truncated"), sparse.content)
    edits = boxes.full(
        b"elst", struct.pack(">I", 20_000), struct.pack(">IIHH", 1, 0, 1, 0) * 20_000
    )
    yield Kind(
        "20,000 edits",
        right,
        lambda: boxes.grown(larder.good("silent"), (b"moov", b"trak"), boxes.box(b"edts", edits)),
    )
    yield Kind(
        "100,000 fragments", right, lambda: larder.good("fragmented") + _fragment() * 100_000
    )
    yield Kind(
        "100,000 segment indexes",
        right,
        lambda: larder.good() + boxes.full(b"sidx", bytes(24)) * 100_000,
    )
    cue = boxes.element(
        0xBB, boxes.uint(0xB3, 1), boxes.element(0xB7, boxes.uint(0xF7, 1), boxes.uint(0xF1, 9))
    )
    cues = boxes.element(0x1C53BB6B, *([cue] * 50_000))
    yield Kind("50,000 cues", ("read",), lambda: boxes.within(larder.good("matroska"), cues))
    yield Kind("a list of places that names itself", right, lambda: _looping(larder))


def _counted(larder: Larder, kind: bytes, offset: int, count: int) -> bytes | None:
    content = larder.good()
    if kind not in content:
        return None
    return boxes.patched(content, kind, offset, struct.pack(">I", count), every=True)


def _samples() -> bytes:
    """Sound in mono at 8000 Hz, a byte a sample, each sample a packet of its own chunk."""
    count = 1_000_000
    content = Film("mov", frames=2).content() or b""
    entry = boxes.box(
        b"raw ", bytes(6), b"\0\1", bytes(8), struct.pack(">HHHHI", 1, 8, 0, 0, 8000 << 16)
    )
    table = (
        boxes.full(b"stsd", struct.pack(">I", 1), entry),
        boxes.full(b"stts", struct.pack(">III", 1, count, 1)),
        boxes.full(b"stsc", struct.pack(">IIII", 1, 1, 1, 1)),
        boxes.full(b"stsz", struct.pack(">II", 1, count)),
        boxes.full(b"stco", struct.pack(">I", count), struct.pack(">I", 64) * count),
    )
    media = boxes.box(
        b"mdia",
        boxes.full(b"mdhd", struct.pack(">IIIII", 0, 0, 8000, count, 0)),
        boxes.full(b"hdlr", bytes(4), b"soun", bytes(13)),
        boxes.box(
            b"minf",
            boxes.full(b"smhd", bytes(4)),
            boxes.box(
                b"dinf", boxes.full(b"dref", struct.pack(">I", 1), boxes.full(b"url ", flags=1))
            ),
            boxes.box(b"stbl", *table),
        ),
    )
    head = boxes.full(b"tkhd", struct.pack(">IIIII", 0, 0, 9, 0, 1000), bytes(60), flags=7)
    return boxes.grown(content, (b"moov",), boxes.box(b"trak", head, media))


def _fragment() -> bytes:
    run = boxes.full(b"trun", struct.pack(">I", 0))
    return boxes.box(
        b"moof",
        boxes.full(b"mfhd", bytes(4)),
        boxes.box(b"traf", boxes.full(b"tfhd", b"\0\0\0\1"), run),
    )


def _looping(larder: Larder) -> bytes:
    seek = boxes.element(0x4DBB, boxes.element(0x53AB, b"\x11\x4d\x9b\x74"), boxes.uint(0x53AC, 0))
    head = boxes.element(0x114D9B74, seek, seek)
    content = larder.good("matroska")
    place = content.index(b"\x18\x53\x80\x67") + 12
    return content[:place] + head + content[place:]


def _depths(larder: Larder) -> Iterator[Kind]:
    """Boxes in boxes in boxes."""
    right = (*ANY, "read truncated")
    for kind in (b"moov", b"udta", b"meta", b"moof"):
        yield Kind(
            f"{kind.decode()} in itself", right, lambda k=kind: larder.good() + _nested(k, 20_000)
        )
    first = boxes.box(b"ftyp", b"isom", bytes(4))
    yield Kind("moov in itself and nothing else", ANY, lambda: first + _nested(b"moov", 20_000))
    yield Kind("a packed index", (*ANY, "too_much"), lambda: first + _packed_index())
    for name, size_ in (("unknown", -1), ("giant", 1 << 55)):
        tag = b"".join(boxes.element(0x67C8, size=size_) for _ in range(20_000))
        yield Kind(
            f"tags of {name} size in themselves",
            right,
            lambda t=tag: boxes.within(
                larder.good("matroska"), boxes.element(0x1254C367, t, size=-1)
            ),
        )
        clusters = b"".join(boxes.element(0x1F43B675, size=size_) for _ in range(20_000))
        yield Kind(
            f"clusters of {name} size in themselves",
            (*right, "read truncated damaged"),
            lambda c=clusters: boxes.within(larder.good("matroska"), c),
        )
    packing = boxes.element(
        0x6D80, boxes.element(0x6240, boxes.element(0x5034, boxes.uint(0x4254, 0)))
    )
    entry = boxes.track(
        b"V_VP8", packing, boxes.element(0xE0, boxes.uint(0xB0, 64), boxes.uint(0xBA, 64))
    )
    yield Kind("packed packets", ANY, lambda: _packed_packets(entry))


def _packed_index() -> bytes:
    packed = zlib.compress(bytes(64 << 20), 9)
    data = boxes.box(b"cmvd", struct.pack(">I", 0xFFFFFFF0), packed)
    return boxes.box(b"moov", boxes.box(b"cmov", boxes.box(b"dcom", b"zlib"), data))


def _packed_packets(entry: bytes) -> bytes:
    bomb = boxes.block(zlib.compress(bytes(96 << 20), 9))
    clusters = (boxes.cluster(n, bomb) for n in range(9))
    return boxes.segment(boxes.info(), boxes.tracks(entry), *clusters)


def _nested(kind: bytes, depth: int) -> bytes:
    """Box in box, the innermost last."""
    out = BytesIO()
    for n in range(depth, 0, -1):
        out.write(struct.pack(">I", 8 * n) + kind)
    return out.getvalue()


def _streams(larder: Larder) -> Iterator[Kind]:
    """More streams than anybody can watch."""
    many = 10_000
    right = ("too_much", "unreadable", "read")
    yield Kind("10,000 tracks in mp4", right, lambda: _tracked(larder, many))
    yield Kind(
        "10,000 tracks in matroska",
        right,
        lambda: boxes.within(larder.good("matroska"), _entries(many)),
    )
    yield Kind(
        "10,000 tracks in matroska, first",
        (*right, "no_moving_picture"),
        lambda: boxes.segment(boxes.info(), _entries(many), boxes.cluster(0, boxes.block(b"x"))),
    )
    yield Kind("8,000 programmes", (*right, "read damaged"), lambda: _programmes(larder))
    yield Kind(
        "200 streams of a programme stream",
        (*right, "read damaged"),
        lambda: larder.good("mpeg") + _pes(),
    )
    yield Kind("5,000 streams in avi", (*ANY, *right), lambda: _avi(_avi_stream() * 5000))


def _entries(many: int) -> bytes:
    shape = boxes.element(0xE0, boxes.uint(0xB0, 64), boxes.uint(0xBA, 64))
    return boxes.tracks(*(boxes.track(b"V_VP8", shape, number=n) for n in range(2, many)))


def _tracked(larder: Larder, many: int) -> bytes:
    content = larder.good("silent")
    start = content.index(b"trak") - 4
    track = content[start : start + int.from_bytes(content[start : start + 4], "big")]
    return boxes.grown(content, (b"moov",), track * (many // max(1, len(track) // 500)))


def _programmes(larder: Larder) -> bytes:
    """Packets of sound on every number that there is."""
    start = b"\0\0\1\xc0\0\0\x80\x80\x05\x21\0\1\0\1"
    packets = (
        struct.pack(">BHB", 0x47, 0x4000 | pid, 0x10) + start + b"\xff" * (184 - len(start))
        for pid in range(64, 8064)
    )
    return larder.good("mpegts") + b"".join(packets)


def _pes() -> bytes:
    return b"".join(
        b"\0\0\1" + bytes((0xC0 + n % 48,)) + struct.pack(">H", 8) + b"\x80\0\0" + bytes(5)
        for n in range(200)
    )


def _riff(kind: bytes, *parts: bytes) -> bytes:
    body = b"".join(parts)
    return kind + struct.pack("<I", len(body)) + body


def _avi_stream() -> bytes:
    head = b"vidsmp4v" + bytes(12) + struct.pack("<IIIIIII", 1, 25, 0, 9, 0, 0, 0) + bytes(8)
    shape = struct.pack("<IiiHH", 40, 64, 64, 1, 24) + b"mp4v" + bytes(20)
    return _riff(b"LIST", b"strl", _riff(b"strh", head), _riff(b"strf", shape))


def _avi(streams: bytes) -> bytes:
    head = _riff(
        b"LIST",
        b"hdrl",
        _riff(b"avih", struct.pack("<IIIIIIIII", 40_000, 0, 0, 0, 9, 0, 5000, 0, 64), bytes(20)),
        streams,
    )
    return _riff(b"RIFF", b"AVI ", head, _riff(b"LIST", b"movi", bytes(64)))


def _lengths(larder: Larder) -> Iterator[Kind]:
    """Clips that say that they last for ever."""
    for name, value in (("hours", 36_000_000), ("for ever", 0xFFFFFFFF)):
        yield Kind(
            f"mp4 that lasts {name}",
            ("too_long", "read truncated", "read"),
            lambda v=value: boxes.patched(larder.good(), b"mvhd", 16, struct.pack(">I", v)),
        )
    for name, seconds in {
        "infinite": "inf",
        "not a number": "nan",
        "negative": "-5",
        "beyond all": "1e300",
    }.items():
        value = struct.pack(">d", float(seconds))
        yield Kind(
            f"matroska whose duration is {name}",
            ("too_long", "read truncated", "read"),
            lambda v=value: boxes.within(larder.good("matroska"), boxes.info(duration=v)),
        )
    pictures = Film("matroska", size=(16, 16), frames=2, rounds=5000 * larder.scale, rate=240)
    yield Kind("240 pictures a second", ("read", "too_long", "too_much"), pictures.content)
