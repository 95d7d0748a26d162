"""The folder of a playground: one's own, and gone."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from app import lodging
from storage.folder_lock import LOCK, Held, hold


@pytest.fixture(autouse=True)
def _temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))


def test_a_lent_folder_goes(tmp_path: Path) -> None:
    with lodging.lent() as folder:
        (folder / "data").mkdir()
        assert folder.parent == tmp_path.resolve()
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_playground_left_goes_with_the_next(tmp_path: Path) -> None:
    left, lived_in, another = (tmp_path / f"{lodging.PREFIX}{name}" for name in "abc")
    for folder in (left, lived_in, another, tmp_path / "other"):
        folder.mkdir()
        (folder / "diary").write_text("private")
    for folder in (left, lived_in):
        (folder / LOCK).touch()
    with hold(lived_in), lodging.lent() as own:
        there = set(tmp_path.resolve().iterdir())
    # One that was never locked may just be beginning.
    assert there == {own, lived_in.resolve(), another.resolve(), (tmp_path / "other").resolve()}


def test_a_link_to_elsewhere_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / LOCK).touch()
    (tmp_path / f"{lodging.PREFIX}x").symlink_to(tmp_path / "real")
    with lodging.lent():
        assert (tmp_path / "real" / LOCK).exists()


def test_a_kept_folder_has_one_playground_at_a_time(tmp_path: Path) -> None:
    with lodging.kept(tmp_path / "new" / "kept") as folder:
        assert folder.stat().st_mode & 0o077 == 0
        with pytest.raises(Held), lodging.kept(tmp_path / "new" / "kept"):
            raise AssertionError(folder)
    with lodging.kept(tmp_path / "new" / "kept") as again:
        assert again == folder


def test_a_diary_that_no_playground_made_is_left_alone(tmp_path: Path) -> None:
    diary = tmp_path / "data" / "diary.sqlite3"
    diary.parent.mkdir()
    diary.write_text("real")
    with pytest.raises(lodging.Foreign), lodging.kept(tmp_path):
        raise AssertionError
    assert sorted(tmp_path.rglob("*")) == [diary.parent, diary]
