"""What is written is what is read, whatever is in it and however it is cut into parts."""

import datetime as dt
import hashlib
import json
import zipfile
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from archive import parts, reader, writer
from archive.format import Entry
from archive.manifest import Manifest
from archive.owner import Owner
from archive.parts import Cost
from archive.reader import Archive
from tests.archive.diaries import diaries

NOW = dt.datetime(2026, 11, 22, 12, 30, 15, tzinfo=dt.UTC)
EXPORT = "0" * 32

any_diary = settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def written(
    folder: Path, owner: Owner, entries: list[Entry], shelf: dict[str, bytes], limit: int
) -> list[Path]:
    """The parts of an archive as a bot would make them."""
    for digest, content in shelf.items():
        (folder / digest).write_bytes(content)
    costs = [
        Cost(len(json.dumps(e.to_json())), tuple(f.size or 0 for f in e.films if f.file))
        for e in entries
    ]
    paths, plan = [], parts.planned(costs, limit)
    for number, chunk in enumerate(plan, 1):
        own = [entries[i] for i in chunk]
        about = Manifest(EXPORT, NOW, number, len(plan), entries=tuple(e.uid for e in own))
        path = folder / f"part-{number}.zip"
        films = {digest: folder / digest for digest in shelf}
        assert writer.write(path, about, owner, own, films) == path.stat().st_size
        paths.append(path)
    return paths


@any_diary
@given(diary=diaries())
def test_a_diary_comes_back_as_it_was_out_of_its_parts_in_any_order(
    diary: tuple[Owner, list[Entry], dict[str, bytes]], tmp_path: Path
) -> None:
    owner, entries, shelf = diary
    # Room for one or two entries in a part.
    paths = written(tmp_path, owner, entries, shelf, parts.FRAME + 16_000)
    paths.reverse()
    back: list[Entry] = []
    media: dict[str, bytes] = {}
    for path in paths:
        with Archive(path) as archive:
            assert archive.owner == owner
            for entry in archive.entries():
                assert entry is not None
                back.append(entry)
                for film in entry.films:
                    if film.file:
                        copy = tmp_path / "copy"
                        assert archive.copy(film, copy)
                        media[film.sha256 or ""] = copy.read_bytes()
    assert sorted(back, key=lambda e: (e.day, e.uid)) == entries
    assert {digest: hashlib.sha256(c).hexdigest() for digest, c in media.items()} == {
        digest: digest for e in entries for f in e.films if (digest := f.sha256)
    }


class Outline(HTMLParser):
    """The open tags of a page and what it refers to."""

    EMPTY = frozenset({"meta", "input"})

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.links: list[str] = []
        self.scripts = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in self.EMPTY:
            self.open.append(tag)
        self.scripts += tag == "script"
        assert not [name for name, _ in attrs if name.startswith("on") or name == "style"]
        self.links += [value or "" for name, value in attrs if name in {"src", "href"}]

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        assert tag == "path"
        assert dict(attrs).keys() == {"class", "d"}

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@any_diary
@given(diary=diaries())
def test_the_page_is_sound_html_and_refers_to_nothing_but_files_of_the_archive(
    diary: tuple[Owner, list[Entry], dict[str, bytes]], tmp_path: Path
) -> None:
    owner, entries, shelf = diary
    [path] = written(tmp_path, owner, entries, shelf, 10**9)
    with zipfile.ZipFile(path) as archive:
        names = set(archive.namelist())
        text = archive.read(writer.PAGE).decode()
    outline = Outline()
    outline.feed(text)
    outline.close()
    assert outline.open == []
    assert outline.scripts == 1
    assert {link for link in outline.links if not link.startswith("#")} <= names
    assert "http" not in text.replace("http-equiv", "")


@pytest.mark.parametrize("films", [False, True])
def test_what_a_worker_lays_out_is_what_was_staged(tmp_path: Path, *, films: bool) -> None:
    content = b"film" * 1000
    digest = hashlib.sha256(content).hexdigest()
    stage, out = tmp_path / "stage", tmp_path / "part.zip"
    (stage / "media").mkdir(parents=True)
    (stage / "media" / digest).write_bytes(content)
    value = {"kind": "video_note", "fate": "here", "bytes": 4000, "duration_s": 3.0}
    entry = Entry("a" * 32, dt.date(2026, 11, 20), NOW).to_json()
    entry["media"] = [{**value, "sha256": digest, "file": "ignored"}]
    about = Manifest(EXPORT, NOW, entries=("a" * 32, "b" * 32))
    (stage / writer.STAGED_MANIFEST).write_text(json.dumps(about.to_json()))
    (stage / writer.STAGED_OWNER).write_text(json.dumps(Owner("지우").to_json()))
    (stage / writer.STAGED_ENTRIES).write_text(json.dumps(entry) + "\n")
    assert writer.write_staged(str(stage), str(out)) == out.stat().st_size
    again = tmp_path / "again"
    survey = reader.unpack(str(out), str(again), films=films)
    assert survey.uids == ("a" * 32,)
    # The manifest names another, which is not in it.
    assert (survey.films, survey.lost, survey.broken) == (1, 0, 1)
    [back] = reader.staged(str(again))
    assert back.to_json() == {**entry, "media": [{**entry["media"][0], "file": back.films[0].file}]}
    assert reader.staged_owner(str(again)) == Owner("지우")
    assert (again / "media" / digest).exists() is films
