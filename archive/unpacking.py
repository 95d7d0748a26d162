"""What a worker process does with an archive that somebody has sent."""

from __future__ import annotations

from archive import reader
from archive.reader import Survey


def look(path: str, folder: str) -> Survey:
    """What is in it; its films are only counted. Raises ArchiveError."""
    return reader.unpack(path, folder, films=False)


def unpack(path: str, folder: str) -> Survey:
    """All of it, laid into a folder. Raises ArchiveError."""
    return reader.unpack(path, folder, films=True)
