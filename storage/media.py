"""Files that we keep ourselves, each under the SHA-256 of its bytes. Four verbs; no database.

A folder is one place for them; an object store is another behind the same verbs. Where files are
sealed, the bytes are those of the sealed file: so whoever has no key can still prove that it is
whole, and the name does not tell which film it is.
"""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import BinaryIO
from uuid import uuid4

from storage.sealed_files import Source, open_file, seal_file, sync, sync_folder
from storage.sealing import Seals

_NAME = re.compile(r"[0-9a-f]{64}")
_HALF = ".half-"
_PIECE = 1 << 20


class MediaFolder:
    """A folder of files by their SHA-256, in as many subfolders as there are first two digits."""

    def __init__(self, folder: Path, seals: Seals | None = None) -> None:
        """With `seals` files are sealed when they are put here, and opened when they are read."""
        self._folder = folder
        self._seals = seals

    def put(self, source: Path) -> str:
        """Keep a copy of a file; its name. The same bytes are kept once."""
        return self._keep(lambda: source.open("rb"))

    def take(self, other: MediaFolder, name: str) -> str:
        """Keep what another folder keeps under this name; its name here. Raises OSError."""
        return self._keep(lambda: other.open(name))

    def sealed_by(self, seals: Seals | None) -> MediaFolder:
        """The same folder, with these keys."""
        return MediaFolder(self._folder, seals)

    def _keep(self, source: Source) -> str:
        # Under its name there is never half a file, whatever happens in between.
        self._folder.mkdir(parents=True, exist_ok=True)
        half = self._folder / f"{_HALF}{uuid4().hex}"
        try:
            with half.open("xb") as file:
                name = self._write(source, file)
                sync(file)
            path = self._path(name)
            path.parent.mkdir(parents=True, exist_ok=True)
            half.replace(path)
            sync_folder(path.parent)
        finally:
            half.unlink(missing_ok=True)
        return name

    def _write(self, source: Source, file: BinaryIO) -> str:
        if self._seals is not None:
            return seal_file(source, file, self._seals)
        found = hashlib.sha256()
        with source() as content:
            while piece := content.read(_PIECE):
                found.update(piece)
                file.write(piece)
        return found.hexdigest()

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

    def keep_only(self, names: Collection[str]) -> None:
        """Remove every other file, also what was left of one that nobody has finished."""
        for path in [*self._folder.glob("[0-9a-f][0-9a-f]/*"), *self._folder.glob(f"{_HALF}*")]:
            if path.name not in names:
                path.unlink()

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
