"""Boxes of mp4 (ISO/IEC 14496-12) and elements of Matroska (RFC 8794), made and changed by hand."""

from __future__ import annotations

import struct

_CONTAINERS = (b"moov", b"trak", b"mdia", b"minf", b"stbl", b"dinf", b"udta")


def box(kind: bytes, *parts: bytes) -> bytes:
    """A box with its size."""
    body = b"".join(parts)
    return struct.pack(">I", 8 + len(body)) + kind + body


def full(kind: bytes, *parts: bytes, version: int = 0, flags: int = 0) -> bytes:
    """A box with version and flags."""
    return box(kind, struct.pack(">I", version << 24 | flags), *parts)


def patched(
    content: bytes, kind: bytes, offset: int, value: bytes, *, every: bool = False
) -> bytes:
    """`value` at `offset` behind the name of the first box `kind`, or of every one."""
    changed, place = bytearray(content), content.index(kind)
    while place >= 0:
        start = place + 4 + offset
        changed[start : start + len(value)] = value
        place = content.find(kind, place + 4) if every else -1
    return bytes(changed)


def grown(content: bytes, path: tuple[bytes, ...], more: bytes) -> bytes:
    """`more` at the end of the box at `path`, whose sizes grow. The index must be the last box."""
    places, start, end = [], 0, len(content)
    for kind in path:
        start = _child(content, start, end, kind)
        end = start + int.from_bytes(content[start : start + 4], "big")
        places.append(start)
        start += 8
    changed = bytearray(content[:end] + more + content[end:])
    for place in places:
        size = struct.unpack_from(">I", changed, place)[0]
        struct.pack_into(">I", changed, place, size + len(more))
    return bytes(changed)


def _child(content: bytes, start: int, end: int, kind: bytes) -> int:
    while start < end:
        if content[start + 4 : start + 8] == kind:
            return start
        start += max(8, int.from_bytes(content[start : start + 4], "big"))
    raise ValueError(kind)


def replaced(content: bytes, kind: bytes, new: bytes) -> bytes:
    """The first box `kind` replaced by `new`, all sizes above it made right."""
    start = content.index(kind) - 4
    old = int.from_bytes(content[start : start + 4], "big")
    changed = bytearray(content[:start] + new + content[start + old :])
    for above in _CONTAINERS:
        place = content.rfind(above, 0, start) - 4
        size = int.from_bytes(content[place : place + 4], "big") if place >= 0 else 0
        if place >= 0 and place < start < place + size:
            struct.pack_into(">I", changed, place, size + len(new) - old)
    return bytes(changed)


def element(number: int, *parts: bytes, size: int | None = None) -> bytes:
    """An element of Matroska; `size` lies about its length, -1 is "unknown"."""
    body = b"".join(parts)
    length = len(body) if size is None else size
    known = (1 << 56) - 1 if length < 0 else length
    return _number(number) + (1 << 56 | known).to_bytes(8, "big") + body


def _number(number: int) -> bytes:
    return number.to_bytes((number.bit_length() + 7) // 8, "big")


def ebml(kind: bytes = b"matroska") -> bytes:
    """The header of a Matroska file."""
    return element(0x1A45DFA3, element(0x4282, kind), element(0x4287, b"\x04"))


def uint(number: int, value: int) -> bytes:
    """An element that is a number."""
    return element(number, value.to_bytes(max(1, (value.bit_length() + 7) // 8), "big"))


def segment(*parts: bytes, size: int | None = None) -> bytes:
    """The one element that a Matroska file has behind its header."""
    return ebml() + element(0x18538067, *parts, size=size)


def info(*parts: bytes, duration: bytes = b"") -> bytes:
    """Info of a segment: milliseconds, and perhaps a duration as a float's bytes."""
    about = element(0x4489, duration) if duration else b""
    return element(0x1549A966, uint(0x2AD7B1, 1_000_000), about, *parts)


def track(codec: bytes, *parts: bytes, number: int = 1, kind: int = 1) -> bytes:
    """One entry of the list of tracks."""
    return element(
        0xAE,
        uint(0xD7, number),
        uint(0x73C5, number),
        uint(0x83, kind),
        element(0x86, codec),
        *parts,
    )


def tracks(*entries: bytes) -> bytes:
    """The list of tracks."""
    return element(0x1654AE6B, *entries)


def cluster(time: int, *blocks: bytes) -> bytes:
    """Blocks at a time."""
    return element(0x1F43B675, uint(0xE7, time), *blocks)


def block(data: bytes, *, number: int = 1, time: int = 0) -> bytes:
    """A key frame of a track."""
    return element(0xA3, bytes((0x80 | number,)), struct.pack(">h", time), b"\x80", data)


def within(content: bytes, *parts: bytes) -> bytes:
    """A Matroska file with more elements at the end of its segment, whose size is unknown then."""
    place = content.index(b"\x18\x53\x80\x67") + 4
    return content[:place] + b"\x01" + b"\xff" * 7 + content[place + 8 :] + b"".join(parts)
