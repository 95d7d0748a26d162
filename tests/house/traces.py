"""Finds what somebody said, however it is spelt and packed, in files, names and processes."""

from __future__ import annotations

import base64
import gzip
import io
import json
import urllib.parse
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

import psutil

#: A member of an archive in an archive in an archive is looked at; deeper there is nothing.
DEEPEST = 3


def spellings(text: str) -> frozenset[bytes]:
    """How a text can stand in bytes: in encodings, escaped, for an address, in base64."""
    plain = text.encode()
    escaped = json.dumps(text)[1:-1]
    quoted = urllib.parse.quote(text, safe="")
    found = {
        *(plain, text.encode("utf-16-le"), text.encode("utf-16-be"), plain.hex().encode()),
        *(plain.hex().upper().encode(), repr(plain)[2:-1].encode()),
        *(escaped.encode(), escaped.upper().replace("\\U", "\\u").encode()),
        *(quoted.encode(), quoted.lower().encode(), urllib.parse.quote_plus(text).encode()),
    }
    for raw in (plain, text.encode("utf-16-le")):
        for before in range(3):
            # What stands before shifts the letters; those at either end are mixed with it.
            shifted = base64.b64encode(b"\0" * before + raw).rstrip(b"=")
            core = shifted[-(-before * 8 // 6) : (before + len(raw)) * 8 // 6]
            found |= {core, core.translate(bytes.maketrans(b"+/", b"-_"))}
    return frozenset(found)


def unpacked(content: bytes, depth: int = 0) -> Iterator[bytes]:
    """The content itself, and what is in it if it is an archive or compressed."""
    yield content
    if depth == DEEPEST:
        return
    for inner in (*_members(content), *_inflated(content)):
        yield from unpacked(inner, depth + 1)


def _members(content: bytes) -> Iterator[bytes]:
    with suppress(zipfile.BadZipFile), zipfile.ZipFile(io.BytesIO(content)) as archive:
        for member in archive.infolist():
            yield member.filename.encode()
            yield archive.read(member)


def _inflated(content: bytes) -> Iterator[bytes]:
    with suppress(OSError, EOFError, zlib.error):
        yield gzip.decompress(content)
    with suppress(zlib.error):
        yield zlib.decompress(content)


def found(content: bytes, phrases: Mapping[str, str]) -> set[str]:
    """Which of the phrases, by name, are in these bytes."""
    parts = tuple(unpacked(content))
    return {
        name
        for name, text in phrases.items()
        if any(spelt in part for spelt in spellings(text) for part in parts)
    }


def in_files(folder: Path, phrases: Mapping[str, str]) -> dict[str, set[str]]:
    """Path, from the folder -> the phrases in the file's content or in the path itself."""
    seen = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        with suppress(FileNotFoundError):  # SQLite's journal comes and goes
            content = path.read_bytes() if path.is_file() else b""
            if there := found(name.encode() + b"\n", phrases) | found(content, phrases):
                seen[name] = there
    return seen


def in_processes(
    processes: Iterable[psutil.Process], phrases: Mapping[str, str]
) -> dict[str, set[str]]:
    """What a process shows of itself to others -> the phrases in it."""
    seen: dict[str, set[str]] = {}
    for process in processes:
        for what in ("cmdline", "environ"):
            with suppress(FileNotFoundError, ProcessLookupError, PermissionError):
                content = Path(f"/proc/{process.pid}/{what}").read_bytes()
                if there := found(content, phrases):
                    seen[f"{process.pid} {what}"] = there
    return seen


def of_token(token: str) -> dict[str, str]:
    """The pieces of a bot's token that must be nowhere: whole, behind the colon, and half of it."""
    _, _, secret = token.partition(":")
    return {"token": token, "secret": secret, "half": secret[: max(12, len(secret) // 2)]}
