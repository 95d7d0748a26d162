"""Headers that lie, odd codecs, odd clocks and odd sizes."""

from __future__ import annotations

import struct
from collections.abc import Iterator

from tests.hostile import boxes
from tests.hostile.kind import Film, Kind, Larder, sound, vp8

NO = ("not_a_video",)
STILL = ("no_moving_picture",)
BROKEN = ("unreadable", "not_a_video", "no_moving_picture")
PARTLY = (
    *BROKEN,
    "read no_picture",
    "read no_picture damaged",
    "read no_picture truncated",
    "read",
    "read truncated",
    "read damaged",
    "read truncated damaged",
)


def kinds(larder: Larder) -> Iterator[Kind]:
    """Every lie and oddity."""
    yield from _headers(larder)
    yield from _codecs()
    yield from _clocks(larder)
    yield from _sizes(larder)
    yield from _cuts(larder)
    yield from _sounds()


def _headers(larder: Larder) -> Iterator[Kind]:
    good = larder.good
    for name, kind, offset, value in (
        ("a clock of 0 ticks", b"mdhd", 12, bytes(4)),
        ("a clock of 2^32 ticks", b"mdhd", 12, b"\xff" * 4),
        ("a film's clock of 0 ticks", b"mvhd", 12, bytes(4)),
        ("a codec with another's name", b"avc1", -4, b"hev1"),
        ("a codec that does not exist", b"avc1", -4, b"\0\xff\0\xff"),
        ("a codec's setup of noise", b"avcC", 0, b"\xa5" * 24),
        ("pictures that are sound", b"hdlr", 8, b"soun"),
        ("no brand", b"ftyp", 0, bytes(8)),
        ("places beyond the end", b"stco", 8, b"\x7f" * 8),
        ("places before the beginning", b"stco", 8, b"\xff" * 8),
        ("a matrix of noise", b"tkhd", 40, b"\x80" * 36),
        ("a sample size of 4 GB", b"stsz", 4, b"\xff" * 4),
        ("an index of negative size", b"moov", -8, b"\xff" * 4),
        ("an index of size 1", b"moov", -8, b"\0\0\0\1"),
        ("an index of size 0", b"moov", -8, bytes(4)),
    ):
        yield Kind(
            name,
            (*PARTLY, "too_long", "too_large", "read unsupported_stream"),
            lambda k=kind, o=offset, v=value: boxes.patched(good(), k, o, v, every=True),
        )
    locked = boxes.patched(good("silent"), b"avc1", -4, b"encv")
    yield Kind("locked pictures", (*BROKEN, "read damaged", "read"), lambda: locked)
    packing = boxes.element(
        0x6D80, boxes.element(0x6240, boxes.element(0x5035, boxes.uint(0x47E1, 5)))
    )
    entry = boxes.track(
        b"V_VP8", packing, boxes.element(0xE0, boxes.uint(0xB0, 64), boxes.uint(0xBA, 64))
    )
    yield Kind(
        "locked matroska",
        BROKEN,
        lambda: boxes.segment(
            boxes.info(), boxes.tracks(entry), boxes.cluster(0, boxes.block(b"x" * 99))
        ),
    )
    shape = boxes.box(b"pasp", struct.pack(">II", 1_000_000, 1))
    yield Kind(
        "pixels a million times as wide",
        PARTLY,
        lambda: _shaped(good("silent"), shape),
    )
    for cut in ("avi", "mpegts", "matroska", "mpeg"):
        start = {"avi": 12, "mpegts": 564, "matroska": 64, "mpeg": 16}[cut]
        yield Kind(f"{cut} of noise", PARTLY, lambda c=cut, s=start: good(c)[:s] + _noise(4000))


def _shaped(content: bytes, shape: bytes) -> bytes:
    start = content.index(b"pasp") - 4 if b"pasp" in content else -1
    return content if start < 0 else content[:start] + shape + content[start + 16 :]


def _noise(length: int) -> bytes:
    """The same noise each time."""
    value, found = 1, bytearray()
    for _ in range(length):
        value = value * 1_103_515_245 + 12_345 & 0x7FFFFFFF
        found.append(value >> 16 & 255)
    return bytes(found)


def _codecs() -> Iterator[Kind]:
    for container, codec, pixels, size in (
        ("mov", "prores", "yuv422p10le", (64, 64)),
        ("mov", "qtrle", "rgb24", (64, 64)),
        ("mov", "svq1", "yuv410p", (64, 64)),
        ("mov", "cinepak", "rgb24", (64, 64)),
        ("matroska", "ffv1", "yuv420p", (64, 64)),
        ("matroska", "snow", "yuv420p", (64, 64)),
        ("avi", "huffyuv", "yuv422p", (64, 64)),
        ("avi", "rawvideo", "yuv420p", (64, 64)),
        ("avi", "flv", "yuv420p", (64, 64)),
        ("mov", "h263", "yuv420p", (176, 144)),
    ):
        film = Film(container, codec, size, pixels)
        yield Kind(f"{codec} in {container}", NO, film.content)
    for container, codec in (
        ("mp4", "alac"),
        ("mp4", "ac3"),
        ("matroska", "flac"),
        ("matroska", "wavpack"),
        ("avi", "wmav2"),
        ("matroska", "truehd"),
        ("matroska", "pcm_f64le"),
        ("avi", "adpcm_ima_wav"),
    ):
        yield Kind(f"{codec} alone in {container}", NO, lambda c=container, d=codec: sound(c, d))


def _clocks(larder: Larder) -> Iterator[Kind]:
    for name, stamps in (
        ("backwards", [20_000 - n * 40 for n in range(60)]),
        ("in zigzag", [n * 40 + n % 2 * 1000 for n in range(60)]),
        ("jumping by a day", [n * 40 + (86_400_000 if n == 30 else 0) for n in range(60)]),
        ("standing still", [n % 2 for n in range(1500)]),
        ("stumbling", [n * 40 if n % 7 else 0 for n in range(60)]),
    ):
        yield Kind(f"a clock {name}", (*PARTLY, "too_long"), lambda s=stamps: vp8(s))
    entry = boxes.track(b"V_VP8", boxes.element(0xE0, boxes.uint(0xB0, 64), boxes.uint(0xBA, 64)))
    for name, time in (("2^63", 2**63), ("2^64 - 1", 2**64 - 1), ("2^62", 2**62)):
        yield Kind(
            f"a cluster at {name}",
            (*PARTLY, "too_long"),
            lambda t=time: boxes.segment(
                boxes.info(),
                boxes.tracks(entry),
                boxes.cluster(t, boxes.block(b"\x10\x02\0\x9d\x01\x2a@\0@\0")),
            ),
        )
        yield Kind(
            f"a good clip with a cluster at {name}",
            (*PARTLY, "too_long"),
            lambda t=time: boxes.within(
                larder.good("matroska"), boxes.cluster(t, boxes.block(b"x" * 40))
            ),
        )
    scale = boxes.element(0x1549A966, boxes.uint(0x2AD7B1, 2**63 - 1))
    yield Kind(
        "ticks of 300 years",
        (*PARTLY, "too_long"),
        lambda: boxes.within(larder.good("matroska"), scale),
    )
    for name, media, rate in (
        ("minus a second", -1000, 1),
        ("beyond the end", 2**31 - 1, 1),
        ("at no speed", 0, 0),
    ):
        edit = boxes.full(b"elst", struct.pack(">IIiHH", 1, 1500, media, rate, 0))
        yield Kind(
            f"an edit {name}",
            (*PARTLY, "too_long"),
            lambda e=edit: boxes.replaced(larder.good("silent"), b"elst", e),
        )


def _sizes(larder: Larder) -> Iterator[Kind]:
    yield Kind("an empty file", NO, lambda: b"")
    yield Kind("one byte", NO, lambda: b"\0")
    yield Kind("four bytes", NO, lambda: b"\x1a\x45\xdf\xa3"[:4] and b"\0\0\0\x18")
    yield Kind("a type box and nothing else", BROKEN, lambda: boxes.box(b"ftyp", b"isom", bytes(4)))
    yield Kind("a megabyte of zeros", NO, lambda: bytes(1 << 20))
    yield Kind("an index without data", BROKEN, lambda: _index(larder.good()))
    yield Kind(
        "data without an index", BROKEN, lambda: larder.good()[: larder.good().index(b"moov") - 4]
    )
    for width, height in ((2, 2), (16, 16), (3840, 16), (16, 2160)):
        yield Kind(f"pictures of {width} x {height}", ("read",), Film(size=(width, height)).content)
    odd = Film("matroska", size=(37, 23), pixels="yuv444p")
    yield Kind("pictures of 37 x 23", ("read",), odd.content)
    yield Kind("one picture", STILL, Film(frames=1).content)
    yield Kind(
        "one picture of mjpeg", STILL, Film("avi", "mjpeg", pixels="yuvj420p", frames=1).content
    )


def _index(content: bytes) -> bytes:
    kept = content[: content.index(b"mdat") - 4]
    return kept + content[content.index(b"moov") - 4 :]


def _cuts(larder: Larder) -> Iterator[Kind]:
    """Half of a clip is half of a clip: what can be read is read, and it is said."""
    for name, right in (
        ("fragmented", ("read truncated",)),
        ("matroska", ("read truncated", "read truncated damaged")),
        ("webm", ("read truncated", "read truncated damaged")),
        ("avi", ("read truncated", "read truncated damaged")),
        ("mpegts", ("read", "read damaged", "read truncated", "read truncated damaged")),
        ("mpeg", ("read", "read damaged", "read truncated", "read truncated damaged")),
    ):
        yield Kind(f"half of {name}", right, lambda n=name: _half(larder.good(f"long {n}")))
    yield Kind(
        "half of mp4, its index first",
        ("read truncated", "read truncated damaged"),
        lambda: _first(larder),
    )
    yield Kind("half of mp4, its index last", BROKEN, lambda: _half(larder.good()))
    for name in ("mp4", "matroska", "avi", "mpegts"):
        yield Kind(
            f"{name} with a hole",
            ("read damaged", "read truncated", "read truncated damaged", "read"),
            lambda n=name: _holed(larder.good(n)),
        )


def _half(content: bytes) -> bytes:
    return content[: len(content) * 6 // 10]


def _first(larder: Larder) -> bytes:
    """The index in front; of the data three quarters."""
    content = larder.good("front")
    return content[: content.index(b"mdat") + (len(content) - content.index(b"mdat")) // 2]


def _holed(content: bytes) -> bytes:
    middle = len(content) // 2
    return content[:middle] + bytes(1500) + content[middle + 1500 :]


def _sounds() -> Iterator[Kind]:
    """Sound of a kind that nobody records."""
    heard = ("read no_picture", "too_much", "not_a_video", "unreadable")
    for rate in (8_000, 192_000, 384_000):
        yield Kind(
            f"sound at {rate} Hz", heard, lambda r=rate: sound("matroska", "pcm_s16le", rate=r)
        )
    for layout in ("7.1", "hexadecagonal", "22.2"):
        yield Kind(
            f"sound in {layout}", heard, lambda x=layout: sound("matroska", "pcm_s16le", layout=x)
        )
    yield Kind(
        "ten minutes of silence", heard, lambda: sound("mp4", "aac", rate=16_000, seconds=590)
    )
    for name, rate, channels, bits in (
        ("0 Hz", 0.0, 1, 16),
        ("a Hz", 1.0, 1, 16),
        ("2^31 Hz", 2.0**31, 1, 16),
        ("infinite Hz", float("inf"), 1, 16),
        ("255 channels", 48_000.0, 255, 16),
        ("2^31 channels", 48_000.0, 2**31, 16),
        ("64 bits", 48_000.0, 1, 64),
    ):
        about = boxes.element(
            0xE1,
            boxes.element(0xB5, struct.pack(">d", rate)),
            boxes.uint(0x9F, channels),
            boxes.uint(0x6264, bits),
        )
        entry = boxes.track(b"A_PCM/INT/LIT", about, kind=2)
        yield Kind(
            f"sound of {name}",
            (
                *heard,
                "no_moving_picture",
                "too_long",
                "read no_picture truncated",
                "read no_picture damaged",
            ),
            lambda e=entry: boxes.segment(
                boxes.info(),
                boxes.tracks(e),
                *(boxes.cluster(n * 100, boxes.block(bytes(5100))) for n in range(20)),
            ),
        )
