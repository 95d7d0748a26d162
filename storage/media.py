"""Files that we keep ourselves, each under the SHA-256 of its bytes. Four verbs; no database.

A folder is one place for them; an object store is another behind the same verbs. Where files are
sealed, the bytes are those of the sealed file: so whoever has no key can still prove that it is
whole, and the name does not tell which film it is.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from storage.sealed_files import open_file, seal_file, sync
from storage.sealing import Seals

_NAME = re.compile(r"[0-9a-f]{64}")
_PIECE = 1 << 20


class MediaFolder:
    """A folder of files by their SHA-256, in as many subfolders as there are first two digits."""

    def __init__(self, folder: Path, seals: Seals | None = None) -> None:
        """With `seals` files are sealed when they are put here, and opened when they are read."""
        self._folder = folder
        self._seals = seals

    def put(self, source: Path) -> str:
        """Keep a copy of a file; its name. The same bytes are kept once."""
        return self._put(source) if self._seals is None else self._seal(source, self._seals)

    def _put(self, source: Path) -> str:
        name = digest(source)
        path = self._path(name)
        if not path.exists():
            path.parent.mkdir(parents=True, exist_ok=True)
            # Under its name there is never half a file, whatever happens in between.
            half = path.parent / f".{uuid4().hex}"
            try:
                shutil.copyfile(source, half)
                with half.open("rb+") as file:
                    os.fsync(file.fileno())
                half.replace(path)
            finally:
                half.unlink(missing_ok=True)
        else:
            os.utime(path)
        return name

    def _seal(self, source: Path, seals: Seals) -> str:
        """As `_put`; what its name will be is known when it is sealed."""
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / f".{uuid4().hex}"
        try:
            with half.open("wb") as file:
                name = seal_file(source, file, seals)
                sync(file)
            path = self._path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            half.replace(path)
        finally:
            half.unlink(missing_ok=True)
        return name

    def open(self, name: str) -> BinaryIO:
        """The file of this name, to be read and closed.

        Raises FileNotFoundError, or OSError where it cannot be read; so does reading.
        """
        path = self._path(name)
        return path.open("rb") if self._seals is None else open_file(path, self._seals)

    def exists(self, name: str) -> bool:
        """Whether it is kept."""
        return self._path(name).exists()

    def remove(self, name: str) -> None:
        """Keep it no longer; one that is not there is none the less gone."""
        self._path(name).unlink(missing_ok=True)

    def older_than(self, seconds: float) -> Iterator[str]:
        """The names of all that was kept longer ago than this."""
        latest = time.time() - seconds
        for path in self._folder.glob("[0-9a-f][0-9a-f]/*"):
            if _NAME.fullmatch(path.name) and path.stat().st_mtime < latest:
                yield path.name

    def _path(self, name: str) -> Path:
        if _NAME.fullmatch(name) is None:
            raise FileNotFoundError
        return self._folder / name[:2] / name


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            found.update(piece)
    return found.hexdigest()
