"""The files of a stand-in world: their bytes, their two identifiers, their paths.

And a picture's size from its header.
"""

import hashlib
import itertools
import struct
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from playground.server.refusals import bad_request

DOWNLOAD_LIMIT = 20 * 1024 * 1024
FOLDERS = {
    "photo": ("photos", "jpg"),
    "video": ("videos", "mp4"),
    "animation": ("animations", "mp4"),
    "video_note": ("video_notes", "mp4"),
    "voice": ("voice", "oga"),
    "audio": ("music", "mp3"),
    "sticker": ("stickers", "webp"),
    "document": ("documents", "bin"),
}

Source = bytes | Path

Json = dict[str, Any]

PNG_HEADER = 24
MARKER = 0xFF
# SOF0 to SOF15; DHT, JPG and DAC lie between them.
FRAME_HEADERS = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}


@dataclass(frozen=True, slots=True)
class StoredFile:
    """One upload. `size` in bytes is what is told, which a test may set higher than the content."""

    file_id: str
    file_unique_id: str
    kind: str
    path: str
    content: bytes
    size: int


class FileStore:
    """All files by file_id; with a `local` folder as on a Bot API server in local mode.

    The same bytes sent again keep their file_unique_id and get another file_id. `descriptions`
    holds the part of a Message that describes each, for when it is sent again by its file_id.
    """

    def __init__(self, local: Path | None = None) -> None:
        """Start empty; `local` is the folder of a server in local mode, None for Telegram's own."""
        self.local = local
        self.descriptions: dict[str, Json] = {}
        self._files: dict[str, StoredFile] = {}
        self._numbers = itertools.count()

    def add(
        self,
        kind: str,
        content: bytes,
        *,
        name: str = "",
        size: int | None = None,
        fresh: bool = False,
    ) -> StoredFile:
        """Keep `content`. `fresh` gives a new file_unique_id too, as for what a bot uploads."""
        number = next(self._numbers)
        seed = f"{kind}:{number if fresh else ''}:".encode() + content
        digest = hashlib.sha256(seed).hexdigest()
        folder, extension = FOLDERS[kind]
        suffix = Path(name).suffix.removeprefix(".") or extension
        stored = StoredFile(
            file_id=f"AgAD{kind[:2]}{number:06d}-{digest[:40]}",
            file_unique_id=f"AQAD{digest[-12:]}",
            kind=kind,
            path=f"{folder}/file_{number}.{suffix}",
            content=content,
            size=len(content) if size is None else size,
        )
        self._files[stored.file_id] = stored
        return stored

    def again(self, file_id: str) -> StoredFile:
        """Return the file with this identifier; raise Refused (400) where there is none."""
        if file_id not in self._files:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return self._files[file_id]

    def open(self, file_id: str) -> StoredFile:
        """Return a file that may be downloaded; raise Refused (400) above 20 MB, if not local."""
        if file_id not in self._files:
            raise bad_request("invalid file_id")
        stored = self._files[file_id]
        if self.local is None and stored.size > DOWNLOAD_LIMIT:
            raise bad_request("file is too big")
        return stored

    def place(self, stored: StoredFile, token: str) -> str:
        """Return the path that getFile tells: in local mode absolute, and the file is there."""
        if self.local is None:
            return stored.path
        path = self.local.absolute() / token / stored.path
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(stored.content)
        return str(path)

    def every(self) -> list[StoredFile]:
        """Return all files, the oldest first."""
        return list(self._files.values())

    def restore(self, files: list[StoredFile], descriptions: dict[str, Json]) -> None:
        """Hold these files, which were kept before, instead of what is there."""
        self._files = {stored.file_id: stored for stored in files}
        self.descriptions = descriptions
        self._numbers = itertools.count(len(files))

    def at(self, path: str) -> StoredFile | None:
        """Return the file at a download path, or None."""
        return next((stored for stored in self._files.values() if stored.path == path), None)


def read(source: Source) -> bytes:
    """Return the bytes of `source`, which is bytes or a path."""
    return source if isinstance(source, bytes) else source.read_bytes()


def picture_size(content: bytes) -> tuple[int, int] | None:
    """Return width and height in pixels of a PNG or JPEG, None where it is neither."""
    if (
        content[:8] == b"\x89PNG\r\n\x1a\n"
        and content[12:16] == b"IHDR"
        and len(content) >= PNG_HEADER
    ):
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_size(content) if content[:2] == b"\xff\xd8" else None


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Walk a JPEG's segments to its frame header."""
    at = 2
    while at + 9 <= len(content) and content[at] == MARKER:
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if marker in FRAME_HEADERS:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return width, height
        at += 2 + length
    return None
