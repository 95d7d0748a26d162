"""Files that a person sends: received, made into what the apps would send, and sent."""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import structlog
from aiohttp import BodyPartReader, web

from playground.server import Attachment
from playground.server.entities import CAPTION_LIMIT, count
from playground.web.asked import Asked
from playground.web.errors import ActRefused
from playground.web.page import Page
from playground.web.sayings import told

Json = dict[str, Any]

log = structlog.get_logger()

MEGABYTE = 1024 * 1024
LIMIT_MB = 200
#: What an act says, and what is said beside a file.
JSON_BYTES = 256 * 1024
PATIENCE_S = 150.0
#: What is made anew before it is sent; a document goes as it is.
MADE = frozenset({"video_note", "video", "voice", "audio", "photo"})
KINDS = MADE | {"document"}
SAMPLE = "sample.mp4"
RECEIVED = Path("received")


@dataclass(frozen=True, slots=True)
class Received:
    """What came with a request; `path` is None where no file did."""

    meta: Json
    path: Path | None


async def receive(request: web.Request, folder: Path) -> Received:
    """Read the parts of an upload, its file into `folder`."""
    meta: Json = {}
    path = None
    async for part in await request.multipart():
        if not isinstance(part, BodyPartReader):
            raise ActRefused("not_understood")
        if part.name == "meta":
            meta = await _meta(part)
        elif part.name == "file":
            path = folder / RECEIVED
            await _save(part, path)
    return Received(meta, path)


async def _meta(part: BodyPartReader) -> Json:
    content = b""
    while chunk := await part.read_chunk():
        content += chunk
        if len(content) > JSON_BYTES:
            raise ActRefused("not_understood")
    return values(content)


def values(content: bytes) -> Json:
    """The JSON object in these bytes; ActRefused for anything else, or too deep a one."""
    try:
        found = json.loads(content)
    except (ValueError, RecursionError):
        raise ActRefused("not_understood") from None
    if not isinstance(found, dict):
        raise ActRefused("not_understood")
    return found


@contextmanager
def storing() -> Iterator[None]:
    """Make a sentence of a disk that takes no more; a browser that went away is none of ours."""
    try:
        yield
    except ConnectionError:
        raise
    except OSError as error:
        log.warning("not stored", action="upload", error=type(error).__name__, errno=error.errno)
        raise ActRefused("not_written") from None


async def _save(part: BodyPartReader, path: Path) -> None:
    left = LIMIT_MB * MEGABYTE
    with path.open("wb") as file:
        while chunk := await part.read_chunk(MEGABYTE):
            left -= len(chunk)
            if left < 0:
                raise ActRefused("file_too_large", limit=LIMIT_MB)
            await asyncio.to_thread(file.write, bytes(chunk))


async def send(asked: Asked, path: Path | None) -> Json:
    """Send a file that was received as what `kind` says."""
    kind, chat = asked.word("kind"), asked.writable_chat()
    reply, topic, caption = asked.reply(chat), asked.topic(chat), asked.word("caption").strip()
    if kind not in KINDS:
        raise ActRefused("not_understood")
    if count(caption) > CAPTION_LIMIT:
        raise ActRefused("text_too_long", limit=CAPTION_LIMIT)
    if path is None:
        raise ActRefused("file_missing")
    attachment = await _attachment(asked, kind, path, "" if kind == "video_note" else caption)
    sent = asked.person.send(attachment, chat=chat, reply_to=reply, topic=topic)
    return told(asked, sent)


async def _attachment(asked: Asked, kind: str, path: Path, caption: str) -> Attachment:
    name = asked.word("file_name").replace("\\", "/").rpartition("/")[2] or None
    if kind == "document":
        return Attachment(kind, await asyncio.to_thread(_filled, path), caption, name)
    made = path.with_name("made")
    details = await convert(kind, path, made)
    content = await asyncio.to_thread(made.read_bytes)
    names = {"video": ".mp4", "audio": ".mp3"}
    name = name.rpartition(".")[0] + names[kind] if name and kind in names else None
    size = {"width": details["width"], "height": details["height"]}
    return Attachment(kind, content, caption, name, duration=details["duration"], **size)


def _filled(path: Path) -> bytes:
    """The bytes of a file that is not empty."""
    content = path.read_bytes()
    if not content:
        raise ActRefused("file_empty")
    return content


async def convert(kind: str, source: Path, target: Path) -> Json:
    """Let a process write `target`; its duration and size, or ActRefused with the reason."""
    details = await _made(kind, str(source), str(target))
    if details is None:
        raise ActRefused("file_unreadable")
    if "error" in details:
        raise ActRefused(details["error"])
    return details


async def sample(page: Page) -> bytes:
    """The clip that stands in for a camera, made when it is first wanted."""
    path = page.folder / SAMPLE
    async with page.sampling:
        if not path.exists():
            with storing():
                await _make_sample(page, path)
    return await asyncio.to_thread(path.read_bytes)


async def _make_sample(page: Page, path: Path) -> None:
    """Make the clip; half a one is never left."""
    page.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=page.folder) as folder:
        half = Path(folder) / SAMPLE
        if await _made("sample", str(half)) is None:
            raise ActRefused("no_sample")
        half.replace(path)


async def _made(*arguments: str) -> Json | None:
    """What the process printed; None where it died. ActRefused where it took too long."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "playground.web.recordings", *arguments),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.DEVNULL,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "OMP_NUM_THREADS": "1", "OPENCV_FOR_THREADS_NUM": "1"},
        start_new_session=True,  # Ctrl-C is for the playground, which ends it
    )
    try:
        printed, _ = await asyncio.wait_for(process.communicate(), PATIENCE_S)
    except TimeoutError:
        raise ActRefused("file_slow") from None
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    if process.returncode:
        return None
    found: Json = json.loads(printed)
    return found
