"""Texts, playlists and other formats in the clothes of a clip, and clips that point away."""

from __future__ import annotations

import gzip
import io
import struct
import zipfile
from collections.abc import Iterator

from tests.hostile import boxes
from tests.hostile.kind import Kind, Larder

NO = ("not_a_video",)
NOTHING = ("unreadable", "not_a_video", "no_moving_picture")


def kinds(larder: Larder) -> Iterator[Kind]:
    """Every disguise."""
    for name, text in _texts(larder).items():
        yield Kind(name, NO, text.encode)
    hls = _texts(larder)["hls of a file"].encode()
    yield Kind("hls in UTF-16", NO, lambda: hls.decode().encode("utf-16"))
    yield Kind("hls behind a byte order mark", NO, lambda: b"\xef\xbb\xbf" + hls)
    for name, head in _HEADS.items():
        yield Kind(f"hls behind {name}", NOTHING, lambda head=head: head + hls)
    yield from _references(larder)
    yield from _linked(larder)
    yield from _foreign(larder)


def _texts(larder: Larder) -> dict[str, str]:
    near, file, page = larder.neighbour.name, larder.neighbour, larder.address
    head = "#EXTM3U\n#EXT-X-TARGETDURATION:6\n"
    end = "\n#EXT-X-ENDLIST\n"
    mpd = '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static"><Period>'
    mpd += '<AdaptationSet mimeType="video/mp4"><Representation id="1" bandwidth="1"><BaseURL>'
    close = "</BaseURL></Representation></AdaptationSet></Period></MPD>"
    return {
        "hls of a file": f"{head}#EXTINF:6,\n{near}{end}",
        "hls of a whole path": f"{head}#EXTINF:6,\nfile://{file}{end}",
        "hls of a page": f"{head}#EXTINF:6,\n{page}{end}",
        "hls with a key": f'{head}#EXT-X-KEY:METHOD=AES-128,URI="{page}"\n#EXTINF:6,\n{near}{end}',
        "hls with a map": f'{head}#EXT-X-MAP:URI="{near}"\n#EXTINF:6,\n{near}{end}',
        "hls master": f"#EXTM3U\n#EXT-X-STREAM-INF:BANDWIDTH=1\n{page}\n",
        "hls by concat": f"{head}#EXTINF:6,\nconcat:{larder.canary}|{page}{end}",
        "hls by subfile": f"{head}#EXTINF:6,\nsubfile,,start,0,end,64,,:{larder.canary}{end}",
        "hls by tcp": f"{head}#EXTINF:6,\ntcp://127.0.0.1:{larder.tcp}{end}",
        "hls by udp": f"{head}#EXTINF:6,\nudp://127.0.0.1:{larder.udp}{end}",
        "ffconcat of a file": f"ffconcat version 1.0\nfile {near}\n",
        "ffconcat of a path": f"ffconcat version 1.0\nfile '{larder.canary}'\n",
        "ffconcat of a page": f"ffconcat version 1.0\nfile '{page}'\n",
        "dash of a file": f"{mpd}{near}{close}",
        "dash of a page": f"{mpd}{page}{close}",
        "xml with an entity": f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{larder.canary}">]><x>&e;</x>',
        "svg with a picture": f'<svg><image href="{page}"/><image href="{larder.canary}"/></svg>',
        "page of the web": f'<html><video src="{page}" autoplay></video></html>',
        "sdp": "v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\n"
        f"m=video {larder.udp} RTP/AVP 96\na=rtpmap:96 H264/90000\n",
        "rtsp redirect": f"RTSPtextRTSP://127.0.0.1:{larder.tcp}/clip\r\n",
        "rtmp address": f"rtmp://127.0.0.1:{larder.tcp}/live/clip\n",
        "asx playlist": f'<ASX version="3.0"><Entry><Ref href="{page}"/></Entry></ASX>',
        "pls playlist": f"[playlist]\nFile1={page}\nNumberOfEntries=1\n",
        "smil": f'<smil><body><video src="{page}"/></body></smil>',
        "edit list of a player": f"# mpv EDL v0\n{file},0,5\n",
        "avisynth script": f'DirectShowSource("{file}")\n',
        "vapoursynth script": f"import os\nos.system('cat {larder.canary}')\n",
        "cue sheet": f'FILE "{file}" WAVE\n  TRACK 01 AUDIO\n    INDEX 01 00:00:00\n',
        "srt": "1\n00:00:00,000 --> 00:00:09,000\n<b>hello</b>\n",
        "ass": "[Script Info]\n[Events]\nDialogue: 0,0:00:00.00,0:00:09.00,,x\n",
        "webvtt": "WEBVTT\n\n00:00.000 --> 00:09.000\nhello\n",
        "link of a desktop": f"[InternetShortcut]\nURL={page}\n",
        "shell script": f"#!/bin/sh\ncat {larder.canary}\n",
        "program list": f"<assetmap><Path>{page}</Path></assetmap>",
    }


_HEADS = {
    "a type box": boxes.box(b"ftyp", b"isom", bytes(4), b"isom"),
    "a free box": boxes.box(b"free", bytes(8)),
    "a matroska header": boxes.ebml(),
    "an avi header": b"RIFF\x00\x10\x00\x00AVI LIST",
    "a program stream's start": b"\x00\x00\x01\xba" + bytes(10),
    "three sync bytes": (b"\x47" + bytes(187)) * 3,
}


def _references(larder: Larder) -> Iterator[Kind]:
    """Movies that say that their data lie elsewhere."""
    page, path = larder.address.encode(), str(larder.neighbour).encode()
    for name, entry in {
        "data at a page": boxes.full(b"url ", page, b"\0"),
        "data in a file": boxes.full(b"url ", b"file://" + path, b"\0"),
        "data by name": boxes.full(b"urn ", b"x\0", page, b"\0"),
        "data by alias": _alias(larder.neighbour.name),
        "data in a resource": _alias(larder.neighbour.name).replace(b"alis", b"rsrc"),
        "data behind 10,000 references": boxes.full(b"url ", page, b"\0") * 10_000,
    }.items():
        yield Kind(name, (*NOTHING, "read damaged", "read"), lambda e=entry: _elsewhere(larder, e))
    for name, record in {
        "reference movie of a page": b"url " + struct.pack(">I", len(page) + 1) + page + b"\0",
        "reference movie of a file": b"alis" + struct.pack(">I", len(path)) + path,
    }.items():
        movie = boxes.box(b"rmra", boxes.box(b"rmda", boxes.full(b"rdrf", record)))
        head = boxes.box(b"ftyp", b"qt  ", bytes(4))
        yield Kind(name, NOTHING, lambda m=movie, h=head: h + boxes.box(b"moov", m))


def _elsewhere(larder: Larder, entry: bytes) -> bytes:
    count = max(1, entry.count(b"url "))
    reference = boxes.full(b"dref", struct.pack(">I", count), entry)
    return boxes.replaced(larder.good("silent"), b"dref", reference)


def _alias(name: str) -> bytes:
    """An alias record as QuickTime writes it: levels up and down, then the path as string 2."""
    path = b"x/" + name.encode()
    record = bytes(10) + b"\x01v" + bytes(38) + b"\x01f" + bytes(78)
    record += struct.pack(">HH", 1, 1) + bytes(16) + struct.pack(">HH", 2, len(path)) + path
    record += bytes(len(path) % 2) + struct.pack(">HH", 0xFFFF, 0)
    return struct.pack(">I4sI", 12 + len(record), b"alis", 0) + record


def _linked(larder: Larder) -> Iterator[Kind]:
    """Matroska that goes on in another file."""
    names = boxes.element(0x3E83BB, str(larder.neighbour).encode()) + boxes.element(
        0x3C83AB, str(larder.neighbour).encode()
    )
    uids = boxes.element(0x3CB923, bytes(16)) + boxes.element(0x3EB923, b"\1" * 16)
    atom = boxes.element(
        0xB6, boxes.uint(0x73C4, 1), boxes.uint(0x91, 0), boxes.element(0x6E67, bytes(16))
    )
    chapters = boxes.element(0x1043A770, boxes.element(0x45B9, boxes.uint(0x45DD, 1), atom))
    more = boxes.element(0x1549A966, names, uids)
    good = larder.good
    yield Kind("linked segments", ("read",), lambda: boxes.within(good("matroska"), more))
    yield Kind("ordered chapters", ("read",), lambda: boxes.within(good("matroska"), chapters))
    alone = boxes.segment(boxes.info(names, uids), chapters)
    yield Kind("linked segments and nothing else", NOTHING, lambda: alone)


def _foreign(larder: Larder) -> Iterator[Kind]:
    """Files of other kinds."""
    yield Kind("gzip of a clip", NO, lambda: gzip.compress(larder.good()))
    yield Kind("zip with a clip", NO, lambda: zipped(larder.good()))
    yield Kind("pdf", NO, lambda: b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\n")
    yield Kind("program", NO, lambda: b"\x7fELF\x02\x01\x01" + bytes(500))
    yield Kind("flash video", NO, lambda: b"FLV\x01\x05\x00\x00\x00\x09" + bytes(99))
    yield Kind(
        "windows media", NO, lambda: bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c") + bytes(99)
    )
    yield Kind("wave", NO, lambda: b"RIFF\x24\0\0\0WAVEfmt " + bytes(99))
    yield Kind("ogg", NO, lambda: b"OggS\0\2" + bytes(99))
    yield Kind("raw h264", NO, lambda: b"\0\0\0\1\x67\x42" + bytes(99))
    yield Kind("heic picture", NO, lambda: boxes.box(b"ftyp", b"heic", bytes(4)) + bytes(99))
    yield Kind("avif sequence", NO, lambda: boxes.box(b"ftyp", b"avis", bytes(4)) + bytes(99))


def zipped(content: bytes) -> bytes:
    """A zip file with `content` and with a name that leads out of its folder."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        archive.writestr("../../clip.mp4", content)
    return held.getvalue()
