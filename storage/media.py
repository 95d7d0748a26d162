"""Files that we keep ourselves, each under the SHA-256 of its bytes. Four verbs; no database.

A folder is one place for them; an object store is another behind the same verbs.
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

_NAME = re.compile(r"[0-9a-f]{64}")
_PIECE = 1 << 20


class MediaFolder:
    """A folder of files by their SHA-256, in as many subfolders as there are first two digits."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def put(self, source: Path) -> str:
        """Keep a copy of a file; its name. The same bytes are kept once."""
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

    def open(self, name: str) -> BinaryIO:
        """The file of this name, to be read and closed; raises FileNotFoundError."""
        return self._path(name).open("rb")

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
