"""Files as browsers ask for them: with a type, in parts where they want to seek."""

from __future__ import annotations

import re
from urllib.parse import quote

from aiohttp import web

from playground.server import World
from playground.server.refusals import Refused

#: What a browser may show in place. Anything else is only ever saved: a page that somebody sent
#: must not run here.
SHOWN = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF8", "image/gif"),
    (b"OggS", "audio/ogg"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"\x1aE\xdf\xa3", "video/webm"),
)
PARTIAL, UNSATISFIABLE, NOT_FOUND = 206, 416, 404
HEAD = 16
#: The last no bytes, which a slice cannot say.
NOTHING = re.compile(r"\s*bytes\s*=\s*-0+\s*")


def answer(world: World, request: web.Request, file_id: str) -> web.StreamResponse:
    """A file of the world, whole or in part; 404 where there is none."""
    try:
        stored = world.files.again(file_id)
    except Refused:
        return web.Response(status=NOT_FOUND, text="No such file.\n")
    name = _name(world, file_id)
    return part(request, stored.content, kind(stored.content), name)


def part(
    request: web.Request, content: bytes, mime: str | None, name: str | None = None
) -> web.StreamResponse:
    """Bytes as the request's Range wants them; without a `mime` they are to be saved."""
    headers = {"Accept-Ranges": "bytes", "Content-Type": mime or "application/octet-stream"}
    if mime is None:
        headers["Content-Disposition"] = (
            f"attachment; filename*=UTF-8''{quote(name or 'file', errors='replace')}"
        )
    if NOTHING.fullmatch(request.headers.get("Range", "")):
        return _none_of(len(content))
    try:
        wanted = request.http_range
    except ValueError:
        wanted = slice(None, None)
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=content, headers=headers)
    return _piece(content, wanted, headers)


def _piece(content: bytes, wanted: slice, headers: dict[str, str]) -> web.StreamResponse:
    size = len(content)
    first, end, _ = wanted.indices(size)
    if first >= end:
        return _none_of(size)
    headers["Content-Range"] = f"bytes {first}-{end - 1}/{size}"
    return web.Response(status=PARTIAL, body=content[first:end], headers=headers)


def _none_of(size: int) -> web.Response:
    return web.Response(status=UNSATISFIABLE, headers={"Content-Range": f"bytes */{size}"})


def kind(content: bytes) -> str | None:
    """The media type of what a browser may show, by its first bytes; None for anything else."""
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    if content[4:8] == b"ftyp":
        return "audio/mp4" if content[8:11] == b"M4A" else "video/mp4"
    return next((mime for start, mime in SHOWN if content.startswith(start)), None)


def _name(world: World, file_id: str) -> str | None:
    told = world.files.descriptions.get(file_id, {})
    named = (part.get("file_name") for part in told.values() if isinstance(part, dict))
    return next(filter(None, named), None)
