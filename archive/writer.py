"""Writes one part of an archive: a ZIP file that can be read without this program.

Entries are written one after another as they come, films are copied in pieces: what is in memory is
one entry.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from archive import expressions, manifest
from archive.fields import Fields, parsed
from archive.format import Entry
from archive.manifest import Manifest
from archive.owner import Owner
from archive.page import Page

OWNER = "about-me.json"
PAGE = "index.html"
FOLDERS = ("entries", "expressions", "media")

_PIECE = 1 << 20
#: 0644, a plain file: without it some programs unpack files that nobody may read.
_PLAIN_FILE = 0o100644 << 16


def write(
    path: Path,
    about: Manifest,
    owner: Owner,
    entries: Iterable[Entry],
    films: Mapping[str, Path],
) -> int:
    """Write the part to `path`; its size in bytes. `films` are the files by their SHA-256.

    Entries come in the order of the manifest; a film that stands in two of them is kept once.
    """
    page, written = Page(about, owner), set[str]()
    with ZipFile(path, "w", ZIP_DEFLATED) as target:
        _add_json(target, about, manifest.FILE, about.to_json())
        _add_json(target, about, OWNER, owner.to_json())
        # A ZIP file takes one writer at a time: the page grows beside it.
        with path.with_suffix(".html").open("w", encoding="utf-8", newline="\n") as html:
            html.write(page.head())
            for entry in entries:
                _add_entry(target, about, entry)
                _add_films(target, about, entry, films, written)
                html.write(page.article(entry))
            html.write(page.foot())
        _add_file(target, _info(about, PAGE, ZIP_DEFLATED), path.with_suffix(".html"))
    path.with_suffix(".html").unlink()
    return path.stat().st_size


def _info(about: Manifest, name: str, method: int) -> ZipInfo:
    at = about.made_at
    info = ZipInfo(name, (max(1980, at.year), at.month, at.day, at.hour, at.minute, at.second))
    info.compress_type = method
    info.external_attr = _PLAIN_FILE
    return info


def _add_json(target: ZipFile, about: Manifest, name: str, value: Any) -> None:
    text = json.dumps(value, ensure_ascii=False, indent=1, allow_nan=False)
    target.writestr(_info(about, name, ZIP_DEFLATED), text.encode())


def _add_entry(target: ZipFile, about: Manifest, entry: Entry) -> None:
    _add_json(target, about, f"entries/{entry.name}.json", entry.to_json())
    curve = expressions.seconds(entry.report)
    if curve:
        info = _info(about, f"expressions/{entry.name}.csv", ZIP_DEFLATED)
        target.writestr(info, expressions.table(curve))


def _add_films(
    target: ZipFile, about: Manifest, entry: Entry, films: Mapping[str, Path], written: set[str]
) -> None:
    for film in entry.films:
        if film.file and film.sha256 and film.file not in written:
            _add_file(target, _info(about, film.file, ZIP_STORED), films[film.sha256])
            written.add(film.file)


def _add_file(target: ZipFile, info: ZipInfo, path: Path) -> None:
    with path.open("rb") as source, target.open(info, "w") as kept:
        shutil.copyfileobj(source, kept, _PIECE)


#: The files of a folder from which a worker process writes a part.
STAGED_MANIFEST, STAGED_OWNER, STAGED_ENTRIES = "manifest.json", "owner.json", "entries.jsonl"


def write_staged(folder: str, path: str) -> int:
    """The part that lies in a folder in pieces: manifest, owner, entries by line, films by SHA-256.

    Its size in bytes. This is what runs in a worker.
    """
    stage = Path(folder)
    about = Manifest.read(Fields(parsed((stage / STAGED_MANIFEST).read_bytes())))
    owner = Owner.read(Fields(parsed((stage / STAGED_OWNER).read_bytes())))
    films = {file.name: file for file in (stage / "media").iterdir()}
    with (stage / STAGED_ENTRIES).open("rb") as lines:
        entries = (Entry.read(Fields(parsed(line))) for line in lines)
        return write(Path(path), about, owner, entries, films)
