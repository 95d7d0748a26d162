"""Files of a Bot API server of one's own in local mode: it tells paths, and we read there.

What it tells is not trusted: only a regular file below the shared folder, in the part that is this
bot's, is opened, and no link is followed on the way (each folder is opened in the one before, so
that nothing can be exchanged in between).

getFile answers `<dir>/<token>/<kind>/<name>`. What has been read may be deleted and is fetched from
Telegram again when somebody asks again; the server itself deletes it after an hour at the earliest
and usually after a day (https://github.com/tdlib/telegram-bot-api/issues/303).
"""

from __future__ import annotations

import asyncio
import os
import stat
import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import BinaryIO

import structlog

from diary.errors import FetchFailed

log = structlog.get_logger()

#: What is copied at a time, in bytes.
PIECE = 1 << 20

_FOLDER = os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC


class Outside(FetchFailed):
    """The server named something that is no file of this bot in the shared folder.

    Not that the file is gone: where a folder is set wrongly, all are found once that is mended.
    """


@dataclass(frozen=True, slots=True)
class Shared:
    """The folder of a server in local mode: where it is here, and what the server calls it.

    `token` is the name of the folder in it that is this bot's.
    """

    here: Path
    there: PurePosixPath
    token: str = field(repr=False)

    def parts(self, told: str) -> tuple[str, ...]:
        """The way from the folder to a file that the server has named; raises Outside."""
        path = PurePosixPath(told)
        # With Telegram's servers for testing the name has :T at its end.
        is_ours = not {self.token, f"{self.token}:T"}.isdisjoint(path.parts[:-1])
        is_plain = ".." not in path.parts and "\0" not in told
        # The server tells where the folder really is, also where it was started with a link to it.
        theirs = (self.there, PurePosixPath(os.path.realpath(self.here)))
        folder = next((folder for folder in theirs if path.is_relative_to(folder)), None)
        if folder is None or not (is_ours and is_plain):
            raise Outside
        return path.relative_to(folder).parts

    @contextmanager
    def open(self, told: str) -> Iterator[Found]:
        """A file of the server, as long as this lasts; raises Outside or FetchFailed."""
        with ExitStack() as stack:
            try:
                found = self._find(self.parts(told), stack)
            except OSError as error:
                # Not there any more, or not ours to read. Only the kind: a path holds the token.
                log.warning(
                    "file of the server cannot be read", action="fetch", reason=error.strerror
                )
                raise FetchFailed from None
            yield found

    def _find(self, parts: tuple[str, ...], stack: ExitStack) -> Found:
        *folders, name = parts
        at = os.open(self.here, _FOLDER)
        stack.callback(os.close, at)
        for folder in folders:
            at = _step(folder, at)
            stack.callback(os.close, at)
        file = stack.enter_context(_file(name, at))
        return Found(file, os.fstat(file.fileno()).st_size, name, at)


@dataclass(frozen=True, slots=True)
class Found:
    """An open file, its size in bytes, and its place: a name in an open folder."""

    file: BinaryIO
    size: int
    name: str
    folder: int

    def delete(self) -> bool:
        """Take it away: what people record is not to lie around; False where that may not be."""
        try:
            with suppress(FileNotFoundError):
                os.unlink(self.name, dir_fd=self.folder)
        except OSError as error:
            log.warning("file stays with the server", action="fetch", reason=error.strerror)
            return False
        return True


async def take(shared: Shared, told: str, path: Path, most: int) -> int:
    """Copy a file of the server to `path` and delete it there; its size in bytes.

    One of more than `most` bytes is deleted, not copied. A piece at a time, in a thread: memory
    stays small, and copying ends where nobody wants the file any more. Raises Outside, FetchFailed,
    and OSError where `path` cannot be written.
    """
    over = threading.Event()
    try:
        return await asyncio.to_thread(_take, shared, told, path, most, over)
    finally:
        over.set()


def _take(shared: Shared, told: str, path: Path, most: int, over: threading.Event) -> int:
    with shared.open(told) as found:
        if found.size <= most:
            _copy(found, path, over)
        if not over.is_set():
            found.delete()
        return found.size


def _copy(found: Found, path: Path, over: threading.Event) -> None:
    """No byte more than it had when it was opened: that was allowed, and no more was."""
    left = found.size
    with path.open("wb") as copy:
        while not over.is_set() and (piece := _read(found.file)):
            left -= len(piece)
            if left < 0:
                break
            copy.write(piece)
    if left and not over.is_set():
        log.warning("file of the server changes", action="fetch")
        raise FetchFailed


def _read(file: BinaryIO) -> bytes:
    """The next piece. That it cannot be read is the server's trouble, not that of our disk."""
    try:
        return file.read(PIECE)
    except OSError as error:
        log.warning("file of the server cannot be read", action="fetch", reason=error.strerror)
        raise FetchFailed from None


def _step(folder: str, at: int) -> int:
    """The folder of this name in an open one; a link is none."""
    try:
        return os.open(folder, _FOLDER | os.O_NOFOLLOW, dir_fd=at)
    except NotADirectoryError:
        raise Outside from None


def _file(name: str, at: int) -> BinaryIO:
    """The regular file of this name in an open folder: no link, no pipe, no device."""
    _require_plain(os.stat(name, dir_fd=at, follow_symlinks=False))
    # Exchanged since then, a pipe would keep us waiting for somebody who writes.
    flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    file = os.fdopen(os.open(name, flags, dir_fd=at), "rb", buffering=0)
    try:
        _require_plain(os.fstat(file.fileno()))
    except Outside:
        file.close()
        raise
    return file


def _require_plain(found: os.stat_result) -> None:
    """Raises Outside for what is no file, and for one that has a second name somewhere else."""
    if not stat.S_ISREG(found.st_mode) or found.st_nlink > 1:
        raise Outside
