"""Sealed files: whole or an error, the same film once, and no byte of it on the disk."""

import io
import os
from pathlib import Path

import pytest

from storage.media import MediaFolder, digest
from storage.sealed_files import PIECE, DamagedFile, open_file, seal_file
from storage.sealing import TAG_BYTES, Seals, fresh

OLD, NEW = fresh("old"), fresh("new")
SEALS = Seals([OLD])
SIZES = [0, 1, PIECE - 1, PIECE, PIECE + 1, 3 * PIECE, 3 * PIECE + 17]

#: A sealed piece, and what stands before the first with a key of three letters.
STEP, HEAD = PIECE + TAG_BYTES, 8 + 1 + 3 + 32


def sealed(content: bytes, seals: Seals = SEALS) -> bytes:
    target = io.BytesIO()
    seal_file(lambda: io.BytesIO(content), target, seals)
    return target.getvalue()


def opened(content: bytes, folder: Path, seals: Seals = SEALS) -> bytes:
    path = folder / "sealed"
    path.write_bytes(content)
    with open_file(path, seals) as file:
        return file.read()


@pytest.mark.parametrize("size", SIZES)
def test_a_file_of_any_size_opens_again(tmp_path: Path, size: int) -> None:
    content = os.urandom(size)
    found = sealed(content)
    assert opened(found, tmp_path) == content
    assert len(found) == HEAD + size + TAG_BYTES * max(1, -(-size // PIECE))
    assert content[:32] not in found or size < 32


def test_a_file_is_read_in_any_steps(tmp_path: Path) -> None:
    content = os.urandom(2 * PIECE + 5)
    (tmp_path / "sealed").write_bytes(sealed(content))
    with open_file(tmp_path / "sealed", SEALS) as file:
        found = [file.read(1), file.read(PIECE), file.read(3), file.read(), file.read()]
    assert b"".join(found) == content


@pytest.mark.parametrize("size", SIZES)
def test_a_file_that_was_cut_is_found_out(tmp_path: Path, size: int) -> None:
    found = sealed(os.urandom(size))
    cuts = {0, 5, HEAD - 1, HEAD, len(found) - 1, *range(HEAD, len(found), STEP)} - {len(found)}
    for cut in cuts:
        with pytest.raises(DamagedFile):
            opened(found[:cut], tmp_path)


def test_pieces_that_change_places_or_come_twice_are_found_out(tmp_path: Path) -> None:
    found = sealed(os.urandom(3 * PIECE))
    head, pieces = found[:HEAD], [found[HEAD + n * STEP :][:STEP] for n in range(3)]
    for order in ([1, 0, 2], [0, 0, 2], [0, 2], [0, 1, 2, 2], [2]):
        with pytest.raises(DamagedFile):
            opened(head + b"".join(pieces[n] for n in order), tmp_path)


@pytest.mark.parametrize("place", [0, 8, 9, 12, 43, HEAD, HEAD + PIECE, -1])
def test_a_changed_bit_is_found_out(tmp_path: Path, place: int) -> None:
    found = bytearray(sealed(os.urandom(PIECE + 100)))
    found[place] ^= 1
    with pytest.raises(DamagedFile):
        opened(bytes(found), tmp_path)


def test_another_key_opens_no_file_and_a_ring_opens_that_of_its_older_one(tmp_path: Path) -> None:
    found = sealed(b"film")
    for other in (Seals([NEW]), Seals([fresh("old")])):
        with pytest.raises(DamagedFile):
            opened(found, tmp_path, other)
    assert opened(found, tmp_path, Seals([NEW, OLD])) == b"film"


def test_a_folder_keeps_a_film_once_under_the_digest_of_what_lies_there(tmp_path: Path) -> None:
    film = tmp_path / "film"
    film.write_bytes(os.urandom(PIECE + 1))
    media = MediaFolder(tmp_path / "media", SEALS)
    name = media.put(film)
    assert name == media.put(film) != digest(film)
    (path,) = [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert path.name == name == digest(path)
    with media.open(name) as file:
        assert file.read() == film.read_bytes()
    assert MediaFolder(tmp_path / "media", Seals([NEW])).put(film) != name


def test_a_film_that_nobody_has_sealed_is_not_taken_for_one(tmp_path: Path) -> None:
    (tmp_path / "film").write_bytes(b"film" * 100)
    name = MediaFolder(tmp_path / "media").put(tmp_path / "film")
    with pytest.raises(DamagedFile):
        MediaFolder(tmp_path / "media", SEALS).open(name)


def test_a_file_is_read_from_any_place_as_often_as_one_likes(tmp_path: Path) -> None:
    content = os.urandom(2 * PIECE + 5)
    (tmp_path / "sealed").write_bytes(sealed(content))
    with open_file(tmp_path / "sealed", SEALS) as file:
        assert file.seekable()
        assert file.seek(0, io.SEEK_END) == len(content)
        assert file.read() == b""
        for place in (PIECE - 1, 0, 2 * PIECE, 3, len(content), PIECE, len(content) + 9):
            assert file.seek(place) == place
            assert file.read(PIECE) == content[place:][:PIECE]
            assert file.tell() == place + len(content[place:][:PIECE])
        file.seek(-5, io.SEEK_END)
        assert file.read() == content[-5:]


def test_an_empty_file_proves_that_it_is_one(tmp_path: Path) -> None:
    found = bytearray(sealed(b""))
    found[-1] ^= 1
    with pytest.raises(DamagedFile):
        opened(bytes(found), tmp_path)


def test_a_file_that_changes_while_it_is_sealed_is_not_kept(tmp_path: Path) -> None:
    """Two contents under one salt would be sealed by one key and nonce."""
    media = MediaFolder(tmp_path / "media", SEALS)
    versions = [b"as it was first" * 9, b"as it was then" * 9]
    with pytest.raises(OSError, match="changed while"):
        media._keep(lambda: io.BytesIO(versions.pop(0)))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
