"""Files of our own: the same bytes once, whole or not at all, and no path but by digest."""

from pathlib import Path

import pytest

from storage.media import MediaFolder, digest


def film(tmp_path: Path, content: bytes = b"film") -> Path:
    path = tmp_path / "film"
    path.write_bytes(content)
    return path


def test_a_file_is_kept_under_its_digest_once(tmp_path: Path) -> None:
    media = MediaFolder(tmp_path / "media")
    name = media.put(film(tmp_path))
    assert name == digest(tmp_path / "film") == media.put(film(tmp_path))
    assert media.exists(name)
    with media.open(name) as file:
        assert file.read() == b"film"
    assert [path.name for path in (tmp_path / "media").rglob("*") if path.is_file()] == [name]


def test_what_is_removed_is_gone_and_may_be_removed_again(tmp_path: Path) -> None:
    media = MediaFolder(tmp_path / "media")
    name = media.put(film(tmp_path))
    for _ in range(2):
        media.remove(name)
        assert not media.exists(name)
    with pytest.raises(FileNotFoundError):
        media.open(name)


@pytest.mark.parametrize("name", ["", "../film", "A" * 64, "a" * 63, "a" * 64 + "\n"])
def test_a_name_that_is_no_digest_is_no_file(tmp_path: Path, name: str) -> None:
    media = MediaFolder(tmp_path)
    film(tmp_path)
    for verb in (media.open, media.exists, media.remove):
        with pytest.raises(FileNotFoundError):
            verb(name)


def test_only_what_is_old_is_offered_to_be_swept(tmp_path: Path) -> None:
    media = MediaFolder(tmp_path / "media")
    name = media.put(film(tmp_path))
    assert list(media.older_than(3600)) == []
    assert list(media.older_than(-3600)) == [name]
