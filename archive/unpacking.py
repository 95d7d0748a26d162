"""What a worker process does with an archive that somebody has sent."""

from __future__ import annotations

import datetime as dt

from archive import reader
from archive.reader import Survey


def look(path: str, folder: str, latest: dt.date) -> Survey:
    """What is in it up to a day; its films are only counted. Raises ArchiveError."""
    return reader.unpack(path, folder, films=False, latest=latest)


def unpack(path: str, folder: str, latest: dt.date) -> Survey:
    """All of it up to a day, laid into a folder. Raises ArchiveError."""
    return reader.unpack(path, folder, films=True, latest=latest)
