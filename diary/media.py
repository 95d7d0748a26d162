"""Files that we keep ourselves: they go with the last clip that they are.

Whatever deletes clips need not know of them: what no clip is any more is swept away. Who is to be
forgotten does not wait for that.
"""

from __future__ import annotations

import asyncio
from collections.abc import Collection, Iterator
from itertools import islice
from pathlib import Path
from typing import Protocol

from diary.errors import FileGone, FileUnreadable
from storage import imports
from storage.clips import Clip
from storage.database import Database
from storage.media import MediaFolder

#: A file is older than this before it is swept: it is kept before its clip is.
GRACE_S = 6 * 3600.0

BATCH = 400
_PIECE = 1 << 20


class Courier(Protocol):
    """Brings a clip's file."""

    async def fetch(self, file_id: str, path: Path) -> None:
        """Write the file to `path`; raises FileGone, FetchFailed or Rejected (too big)."""


async def fetch(courier: Courier, media: MediaFolder | None, clip: Clip, path: Path) -> None:
    """Write a clip's file to `path`: what we keep ourselves, or from Telegram.

    Raises FileGone (FileUnreadable), FetchFailed or Rejected (too big).
    """
    try:
        if media is not None and clip.media:
            await asyncio.to_thread(_copy, media, clip.media, path)
            return
    except FileGone:
        if not clip.file_id:
            raise
    if not clip.file_id:
        raise FileGone
    await courier.fetch(clip.file_id, path)


def _copy(media: MediaFolder, name: str, path: Path) -> None:
    with path.open("wb") as target:
        for piece in _pieces(media, name):
            target.write(piece)


def _pieces(media: MediaFolder, name: str) -> Iterator[bytes]:
    """Raises FileGone or FileUnreadable: what goes wrong in writing is another matter."""
    try:
        with media.open(name) as source:
            while piece := source.read(_PIECE):
                yield piece
    except FileNotFoundError as error:
        raise FileGone from error
    except OSError as error:
        raise FileUnreadable from error


async def forget(media: MediaFolder, names: Collection[str]) -> None:
    """Delete these files at once."""
    for name in names:
        await asyncio.to_thread(media.remove, name)


async def sweep(database: Database, media: MediaFolder, grace_s: float = GRACE_S) -> int:
    """Delete the files that no clip is any more; how many."""
    old = media.older_than(grace_s)
    count = 0
    while names := await asyncio.to_thread(list, islice(old, BATCH)):
        async with database.reading() as connection:
            left = set(names) - await imports.media(connection, names)
        await forget(media, left)
        count += len(left)
    return count
