"""Good clips with something else in them: names, words, attachments, subtitles, other formats."""

from __future__ import annotations

from collections.abc import Iterator

from tests.hostile import boxes
from tests.hostile.bombs import png
from tests.hostile.disguises import zipped
from tests.hostile.kind import Kind, Larder

READ = ("read",)
#: What lies in front moves the data away from where the index says that they are.
SHIFTED = (
    "read",
    "read no_picture truncated",
    "unreadable",
    "read damaged",
    "read truncated",
    "read truncated damaged",
)
_MARKUP = "<b>x</b><script>alert(1)</script>&amp;*_[x](tg://user?id=1)`"


def kinds(larder: Larder) -> Iterator[Kind]:
    """Every cargo."""
    yield from _titles(larder)
    yield from _words(larder)
    yield from _attachments(larder)
    yield from _subtitles(larder)
    yield from _polyglots(larder)


def _titles(larder: Larder) -> Iterator[Kind]:
    """The names that a sender can give a file; one with a slash or a null does not exist."""
    for name, title in {
        "a name with a newline": "a\nb.mp4",
        "a name like an option": "--json",
        "a name that is a dash": "-",
        "a name with a direction": "clip\u202e4pm.exe",
        "a name of 255 bytes": "x" * 251 + ".mp4",
        "a name with markup": "<b>&lt;*_`.mp4",
        "a name with an escape": "\x1b[31m\x07.mp4",
        "a name of an address": "http:127.0.0.1",
        "a name of a protocol": "concat:a|b.mp4",
        "a name of a pattern": "%05d.mp4",
        "a name of bytes": b"\xff\xfe.mp4".decode("utf-8", "surrogateescape"),
        "a name with quotes": "';$(id)\".mp4",
    }.items():
        yield Kind(name, READ, larder.good, title)


def _words(larder: Larder) -> Iterator[Kind]:
    for name, text in {
        "markup": _MARKUP.encode(),
        "a null": b"a\0b",
        "UTF-16": "clip".encode("utf-16"),
        "no encoding": b"\xff\xfe\xc3\x28" * 9,
        "directions": "\u202e\u2066clip".encode(),
        "a megabyte": b"x" * 1_000_000,
        "format directives": b"%s%n%x{0.__class__}",
    }.items():
        yield Kind(f"a title with {name}", READ, lambda t=text: _titled(larder.good(), t))
        tag = boxes.element(
            0x7373, boxes.element(0x67C8, boxes.element(0x45A3, text), boxes.element(0x4487, text))
        )
        tags = boxes.element(0x1254C367, tag)
        yield Kind(
            f"tags with {name}", READ, lambda t=tags: boxes.within(larder.good("matroska"), t)
        )
    good = larder.good
    yield Kind("50,000 chapters", READ, lambda: boxes.within(good("matroska"), _chapters(50_000)))
    yield Kind("50,000 tags", READ, lambda: boxes.within(good("matroska"), _tags(50_000)))


def _chapters(many: int) -> bytes:
    title = boxes.element(0x80, boxes.element(0x85, b"x"))
    atoms = (
        boxes.element(0xB6, boxes.uint(0x73C4, n), boxes.uint(0x91, n * 1000), title)
        for n in range(1, many)
    )
    return boxes.element(0x1043A770, boxes.element(0x45B9, *atoms))


def _tags(many: int) -> bytes:
    simple = boxes.element(0x67C8, boxes.element(0x45A3, b"x"), boxes.element(0x4487, b"y"))
    return boxes.element(0x1254C367, boxes.element(0x7373, simple) * many)


def _titled(content: bytes, text: bytes) -> bytes:
    data = boxes.box(b"data", b"\0\0\0\1\0\0\0\0", text)
    items = boxes.box(b"ilst", boxes.box(b"\xa9nam", data))
    handler = boxes.full(b"hdlr", bytes(4), b"mdirappl", bytes(9))
    return boxes.grown(content, (b"moov",), boxes.box(b"udta", boxes.full(b"meta", handler, items)))


def _attachments(larder: Larder) -> Iterator[Kind]:
    for name, kind, content in (
        ("a font", b"application/x-truetype-font", b"\0\1\0\0" + bytes(500)),
        ("a program", b"application/x-msdownload", b"MZ" + bytes(500)),
        ("a large picture", b"image/png", png(800)),
        ("a playlist", b"application/vnd.apple.mpegurl", f"#EXTM3U\n{larder.address}\n".encode()),
        ("five megabytes", b"application/octet-stream", bytes(5_000_000)),
    ):
        file = boxes.element(
            0x61A7,
            boxes.element(0x466E, b"../../../x"),
            boxes.element(0x4660, kind),
            boxes.element(0x465C, content),
            boxes.uint(0x46AE, 7),
        )
        held = boxes.element(0x1941A469, file)
        yield Kind(
            f"{name} attached", READ, lambda h=held: boxes.within(larder.good("matroska"), h)
        )
        yield Kind(
            f"{name} attached at the front",
            (*READ, "read truncated"),
            lambda h=held: _before(larder, h),
        )
    yield Kind("a huge cover", READ, lambda: boxes.grown(larder.good(), (b"moov",), _cover()))
    yield Kind(
        "a huge cover and no clip",
        ("unreadable", "no_moving_picture", "not_a_video"),
        lambda: boxes.box(b"ftyp", b"isom", bytes(4)) + boxes.box(b"moov", _cover()),
    )


def _cover() -> bytes:
    cover = boxes.box(b"covr", boxes.box(b"data", b"\0\0\0\x0e\0\0\0\0", png(12_000)))
    handler = boxes.full(b"hdlr", bytes(4), b"mdirappl", bytes(9))
    return boxes.box(b"udta", boxes.full(b"meta", handler, boxes.box(b"ilst", cover)))


def _before(larder: Larder, more: bytes) -> bytes:
    content = larder.good("matroska")
    place = content.index(b"\x18\x53\x80\x67") + 4
    return content[:place] + b"\x01" + b"\xff" * 7 + more + content[place + 8 :]


def _subtitles(larder: Larder) -> Iterator[Kind]:
    lines = b"<font face='" + b"A" * 5000 + b"'>{\\p1}" + _MARKUP.encode()
    for codec in (b"S_TEXT/UTF8", b"S_TEXT/ASS", b"S_HDMV/PGS", b"S_VOBSUB", b"S_TEXT/WEBVTT"):
        entry = boxes.track(codec, boxes.element(0x63A2, lines), number=9, kind=17)
        shown = boxes.cluster(0, *([boxes.block(lines, number=9)] * 500))
        yield Kind(
            f"subtitles of {codec.decode()}",
            (*READ, "read damaged"),
            lambda e=entry, s=shown: boxes.within(larder.good("matroska"), boxes.tracks(e), s),
        )


def _polyglots(larder: Larder) -> Iterator[Kind]:
    page = f"<html><script src='{larder.address}'></script></html>".encode()
    list_ = f"#EXTM3U\n#EXTINF:6,\n{larder.neighbour}\n#EXT-X-ENDLIST\n".encode()
    good = larder.good
    yield Kind("clip and zip", READ, lambda: good() + zipped(b"x" * 1000))
    yield Kind("clip and page", READ, lambda: good() + page)
    yield Kind(
        "page in a free box before a clip", SHIFTED, lambda: boxes.box(b"free", page) + good()
    )
    yield Kind("clip and playlist", READ, lambda: good() + list_)
    yield Kind(
        "playlist in a box in front", SHIFTED, lambda: boxes.box(b"skip", b"\n" + list_) + good()
    )
    yield Kind("picture and clip", ("not_a_video",), lambda: b"\xff\xd8\xff\xe0\0\x10JFIF" + good())
    yield Kind("zip and clip", ("not_a_video",), lambda: zipped(b"x") + good())
    yield Kind("pdf in a box in front", SHIFTED, lambda: boxes.box(b"free", b"%PDF-1.7\n") + good())
    yield Kind("clip behind a clip", READ, lambda: good() + good("matroska"))
    yield Kind(
        "matroska that says webm",
        READ,
        lambda: good("matroska").replace(b"matroska", b"webm\0\0\0\0", 1),
    )
    yield Kind(
        "matroska of another kind",
        (*READ, "unreadable"),
        lambda: good("matroska").replace(b"matroska", b"mystery!", 1),
    )
