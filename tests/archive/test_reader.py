"""Archives that nobody of ours has made: traps, damage, wrong values, and those of the future."""

from __future__ import annotations

import datetime as dt
import hashlib
import io
import json
import random
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from archive import errors, reader, writer
from archive.errors import ArchiveError
from archive.format import Entry, Film
from archive.manifest import Manifest
from archive.owner import Owner
from archive.reader import Archive

NOW = dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC)
FILM = b"a film" * 100
DIGEST = hashlib.sha256(FILM).hexdigest()
ENTRY = Entry(
    "a" * 32, dt.date(2026, 11, 20), NOW, films=(Film("video", "here", 600, 1.0, DIGEST),)
)
NAME = f"entries/{ENTRY.name}.json"

REPORT = {
    "duration_s": 1.0,
    "face_s": 0.0,
    "hindrance": None,
    "emotions": {"mean": None, "dominant": None, "unclear_s": None, "timeline": []},
    "warnings": [],
    "transcript": None,
    "key_sentences": [],
    "tags": [],
}

Change = Callable[[dict[str, bytes]], None]


def archive(tmp_path: Path, change: Change | None = None) -> Path:
    """A sound archive, and what is left of it after a change to its files."""
    (tmp_path / DIGEST).write_bytes(FILM)
    path = tmp_path / "sound.zip"
    about = Manifest("0" * 32, NOW, entries=(ENTRY.uid,))
    writer.write(path, about, Owner("지우"), [ENTRY], {DIGEST: tmp_path / DIGEST})
    with zipfile.ZipFile(path) as source:
        files = {name: source.read(name) for name in source.namelist()}
    if change is not None:
        change(files)
    changed = tmp_path / "changed.zip"
    with zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in files.items():
            target.writestr(name, content)
    return changed


def with_json(name: str, **values: Any) -> Change:
    def change(files: dict[str, bytes]) -> None:
        files[name] = json.dumps({**json.loads(files[name]), **values}).encode()

    return change


def without(name: str) -> Change:
    return lambda files: files.pop(name, None) and None


@pytest.mark.parametrize(
    ("change", "error"),
    [
        (without("manifest.json"), errors.Foreign),
        (without("about-me.json"), errors.Foreign),
        (with_json("manifest.json", format="somebody else's"), errors.Foreign),
        (with_json("manifest.json", version=2), errors.Newer),
        (with_json("manifest.json", version="1"), errors.Broken),
        (with_json("manifest.json", part=0), errors.Broken),
        (with_json("about-me.json", glossary=[["a", "b"]]), errors.Broken),
        (lambda files: files.update({"manifest.json": b"[" * 5_000}), errors.Broken),
        (lambda files: files.update({"manifest.json": b'{"a": NaN}'}), errors.Broken),
        (lambda files: files.update({"manifest.json": b"\xff"}), errors.Broken),
        (lambda files: files.update({"manifest.json": b" " * (17 << 20)}), errors.TooLarge),
        (lambda files: files.update({"manifest.json": b" " * (3 << 20)}), errors.TooLarge),
    ],
)
def test_an_archive_that_cannot_be_read_says_why(
    tmp_path: Path, change: Change, error: type[ArchiveError]
) -> None:
    with pytest.raises(error):
        Archive(archive(tmp_path, change))


@pytest.mark.parametrize(
    "values",
    [
        {"uid": "../../etc/passwd"},
        {"uid": "b" * 32},
        {"day": "yesterday"},
        {"recorded_at": "2026-11-20T12:00:00"},
        {"recorded_at": "9999-12-31T23:59:59-23:00"},
        {"mood": 6},
        {"mood": True},
        {"kind": "film"},
        {"day": "1899-12-31"},
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"recorded_at": "9999-12-31T23:00:00Z"},
        {"recorded_at": "0001-01-01T00:00:00Z"},
        {"comments": [{"uid": "b" * 32, "kind": "text", "at": "9999-12-31T23:00:00Z"}]},
        {"language": "zz!!"},
        {"report": {**REPORT, "transcript": {"language": "<b>", "text": ".", "segments": []}}},
        {"title": "x" * 201},
        {"title": "\ud800"},
        {"caption": "a\0b"},
        {"tags": None},
        {"comments": [{}]},
        {"comments_on": 1},
        {"report": {}},
        {"report": {"emotions": {"timeline": [{"t_s": 1e9, "scores": None}]}}},
        {"words": {"transcript": 3}},
        {"media": [{"kind": "video", "fate": "here", "bytes": 1, "sha256": None}]},
        {"media": [{"kind": "video", "fate": "here", "bytes": 1, "sha256": "../x"}]},
    ],
)
def test_an_entry_that_cannot_be_read_costs_that_entry(
    tmp_path: Path, values: dict[str, Any]
) -> None:
    path = archive(tmp_path, with_json(NAME, **values))
    survey = reader.unpack(str(path), str(tmp_path / "out"), films=True)
    assert (survey.uids, survey.broken) == ((), 1)
    assert list((tmp_path / "out" / "media").iterdir()) == []


@pytest.mark.parametrize(
    "name",
    ["../../evil", "/etc/evil", "entries/../../evil.json", "C:\\evil", "media/../../evil"],
)
def test_nothing_is_written_under_a_name_of_the_archive(tmp_path: Path, name: str) -> None:
    path = archive(tmp_path, lambda files: files.update({name: b"evil"}))
    out = tmp_path / "in" / "out"
    reader.unpack(str(path), str(out), films=True)
    found = sorted(p.name for p in (tmp_path / "in").rglob("*") if p.is_file())
    assert found == sorted([DIGEST, "manifest.json", "owner.json", "entries.jsonl"])


def test_a_film_that_is_not_what_it_says_is_not_kept(tmp_path: Path) -> None:
    for content in (b"b film" * 100, FILM[:-1], FILM + b"!"):
        path = archive(
            tmp_path,
            lambda files, c=content: files.update({f"media/{DIGEST}.mp4": c}),  # type: ignore[misc]
        )
        survey = reader.unpack(str(path), str(tmp_path / "out"), films=True)
        assert (survey.films, survey.lost) == (0, 1)
        assert list((tmp_path / "out" / "media").iterdir()) == []


def test_an_archive_that_was_cut_or_is_none_is_no_archive(tmp_path: Path) -> None:
    content = archive(tmp_path).read_bytes()
    for part in (content[:-30], content[: len(content) // 2], b"", b"hello", b"PK\x03\x04"):
        path = tmp_path / "cut.zip"
        path.write_bytes(part)
        with pytest.raises(errors.NotAnArchive):
            Archive(path)


def test_flipped_bytes_never_bring_more_than_an_error_of_ours(tmp_path: Path) -> None:
    content = archive(tmp_path).read_bytes()
    path = tmp_path / "flipped.zip"
    for at in range(0, len(content), 37):
        path.write_bytes(content[:at] + bytes([content[at] ^ 0xFF]) + content[at + 1 :])
        try:
            survey = reader.unpack(str(path), str(tmp_path / "out"), films=True)
        except ArchiveError:
            continue
        assert len(survey.uids) + survey.broken == 1


def test_too_many_files_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MOST_FILES", 3)
    with pytest.raises(errors.TooLarge):
        Archive(archive(tmp_path))


def test_a_bomb_is_not_unpacked(tmp_path: Path) -> None:
    bomb = io.BytesIO()
    with (
        zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as target,
        target.open("manifest.json", "w", force_zip64=True) as file,
    ):
        for _ in range(64):
            file.write(b"\0" * (1 << 20))
    path = tmp_path / "bomb.zip"
    path.write_bytes(bomb.getvalue())
    assert path.stat().st_size < 100_000
    with pytest.raises(errors.TooLarge):
        Archive(path)


def with_film(tmp_path: Path, content: bytes, method: int) -> Path:
    """An archive whose one film is this, packed like this."""
    digest = hashlib.sha256(content).hexdigest()
    film = Film("video", "here", len(content), 1.0, digest)
    entry = Entry("a" * 32, dt.date(2026, 11, 20), NOW, films=(film,))
    (tmp_path / digest).write_bytes(content)
    sound, path = tmp_path / "sound.zip", tmp_path / "film.zip"
    about = Manifest("0" * 32, NOW, entries=(entry.uid,))
    writer.write(sound, about, Owner("지우"), [entry], {digest: tmp_path / digest})
    with zipfile.ZipFile(sound) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, source.read(name), method)
    return path


def test_a_film_that_was_made_to_fill_the_disk_is_not_unpacked(tmp_path: Path) -> None:
    path = with_film(tmp_path, bytes(8 << 20), zipfile.ZIP_DEFLATED)
    assert path.stat().st_size < 20_000
    with pytest.raises(errors.TooLarge):
        reader.unpack(str(path), str(tmp_path / "out"), films=True)


def test_a_film_comes_in_however_a_person_has_packed_it_again(tmp_path: Path) -> None:
    content = random.Random(5).randbytes(2 << 20)  # noqa: S311 - bytes that nothing makes smaller
    for method in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        path = with_film(tmp_path, content, method)
        survey = reader.unpack(str(path), str(tmp_path / "out"), films=True)
        assert (survey.films, survey.lost) == (1, 0)
        [size] = survey.sizes
        assert len(content) < size < len(content) + 2000


def test_more_text_than_any_archive_of_ours_has_is_too_much(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reader, "LARGEST_TEXT", 1000)
    with pytest.raises(errors.TooLarge):
        Archive(archive(tmp_path))


COMMENT = {"uid": "b" * 32, "kind": "text", "at": "2026-11-20T10:00:00Z", "text": "."}
LATE = "2026-11-24T00:00:00Z"


@pytest.mark.parametrize(
    "values",
    [
        {"day": "2026-11-24"},
        {"recorded_at": LATE},
        {"comments": [{**COMMENT, "at": LATE}]},
        {"comments": [{**COMMENT, "edited_at": LATE}]},
        {"earlier_reports": [{"report": REPORT, "made_at": LATE, "replaced_at": LATE}]},
    ],
)
def test_nobody_has_written_after_tomorrow(tmp_path: Path, values: dict[str, Any]) -> None:
    path = archive(tmp_path, with_json(NAME, **values))
    out, tomorrow = str(tmp_path / "out"), dt.date(2026, 11, 23)
    assert reader.unpack(str(path), out, films=False, latest=tomorrow).broken == 1
    assert reader.unpack(str(path), out, films=False).broken == 0


@pytest.mark.parametrize("look", ["xyz", "Angry", ""])
def test_a_look_that_nobody_here_knows_is_left_out(tmp_path: Path, look: str) -> None:
    path = archive(tmp_path, with_json(NAME, look=look))
    reader.unpack(str(path), str(tmp_path / "out"), films=False)
    [entry] = reader.staged(str(tmp_path / "out"))
    assert entry.look is None


def test_the_same_name_twice_is_no_archive_of_ours(tmp_path: Path) -> None:
    path = archive(tmp_path)
    with pytest.warns(UserWarning, match="Duplicate"), zipfile.ZipFile(path, "a") as target:
        target.writestr("manifest.json", b"{}")
    with pytest.raises(errors.Broken):
        Archive(path)
